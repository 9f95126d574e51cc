//! `clausebook serve`.

use super::input::{Input, day};
use super::{Exit, report};
use crate::load::Failure;
use crate::serve::{Callbacks, Settings, serve};
use crate::site::BasePath;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The port; if it is taken, the next that is free.
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// The address to listen on; anything but this machine's own lets others read the handbook.
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// The path under which the site will stand on its host, such as /handbook/.
    #[arg(long, value_name = "PATH", default_value = "/")]
    base_path: BasePath,
    /// Open the site in the browser.
    #[arg(long)]
    open: bool,
    /// Look for changes by the clock, where the system gives no events.
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    // Nothing is being written, so the process may end at any moment.
    let ended = ctrlc::set_handler(|| std::process::exit(Exit::Fine as i32));
    ended.map_err(|error| Failure(format!("cannot wait for Ctrl-C: {error}")))?;
    let settings = Settings {
        root: arguments.input.dir.clone(),
        host: arguments.host.clone(),
        port: arguments.port,
        base_path: arguments.base_path.clone(),
        poll: arguments.poll,
    };
    let ready = |address: &str| {
        if arguments.open
            && let Err(error) = open::that_detached(address)
        {
            report(&format!("warning: cannot open a browser: {error}"));
        }
    };
    let callbacks = Callbacks {
        day: &|config| day(arguments.input.as_of, config),
        apply_deny: &|diagnostics, sources| arguments.input.apply_deny(diagnostics, sources),
        report: &report,
        ready: &ready,
    };
    serve(&settings, &callbacks)?;
    Ok(Exit::Fine)
}
