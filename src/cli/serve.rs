//! `clausebook serve`.

use super::input::{Input, Known, day};
use super::{Exit, report};
use crate::load::Failure;
use crate::serve::{Callbacks, Settings, serve};
use crate::site::BasePath;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    known: Known,
    /// Port; if it is in use, the next free one is used.
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// Address to listen on; any address other than the default lets others read the handbook.
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// Path under which the site will be published, such as /handbook/.
    #[arg(long, value_name = "PATH", default_value = "/")]
    base_path: BasePath,
    /// Open the site in a browser.
    #[arg(long)]
    open: bool,
    /// Poll for changes instead of using file events.
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    // Nothing has to be saved, so the process can end at any point.
    let ended = ctrlc::set_handler(|| std::process::exit(Exit::Fine as i32));
    ended.map_err(|error| Failure(format!("cannot wait for Ctrl-C: {error}")))?;
    let settings = Settings {
        root: arguments.input.dir.clone(),
        within: arguments.input.root.clone(),
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
        settings: &|config| {
            config.known = arguments.known.read()?.or(config.known.take());
            day(arguments.input.as_of, config)
        },
        apply_deny: &|diagnostics, sources| arguments.input.apply_deny(diagnostics, sources),
        report: &report,
        ready: &ready,
    };
    serve(&settings, &callbacks)?;
    Ok(Exit::Fine)
}
