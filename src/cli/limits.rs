//! Limits of the system, which are errors of the environment: no more threads, no more memory.

use std::any::Any;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use super::talk;
use crate::load::Failure;

/// Parts of the messages with which libraries panic if the system gives no more threads or memory.
const SIGNS: [&str; 4] =
    ["failed to spawn thread", "kind: WouldBlock", "Resource temporarily unavailable", "Cannot allocate memory"];

/// Whether an abort is for want of memory, which it is as long as nothing panics.
static OUT_OF_MEMORY: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));

/// Sets up what is said where the program cannot go on.
pub(super) fn prepare() {
    std::panic::set_hook(Box::new(|panic| {
        // An abort from here on is a fault of the program.
        OUT_OF_MEMORY.store(false, Ordering::SeqCst);
        talk(&if is_reached(panic.payload()) {
            format!("error: the system gives no more threads or memory: {panic}\nhelp: raise its limits (`ulimit -a`)")
        } else {
            format!("internal error: {panic}\nhelp: please report it; the existing site is unchanged")
        });
    }));
}

/// Lets the process end with the exit code of the environment if there is no more memory: it aborts then, after it has
/// said how much it asked for.
pub(super) fn exit_without_memory() {
    #[cfg(unix)]
    {
        use signal_hook::consts::SIGABRT;
        // Without it, only the exit code differs.
        let exit = super::Exit::Usage as i32;
        let _ = signal_hook::flag::register_conditional_shutdown(SIGABRT, exit, OUT_OF_MEMORY.clone());
    }
}

/// Starts the threads that all stages share, once.
///
/// # Errors
/// If the system gives no more.
pub(super) fn start_threads() -> Result<(), Failure> {
    static STARTED: OnceLock<Result<(), String>> = OnceLock::new();
    let start = || rayon::ThreadPoolBuilder::new().build_global().map_err(|error| error.to_string());
    STARTED.get_or_init(start).clone().map_err(|error| {
        let help = "help: raise the limit (`ulimit -u`), or use fewer with `RAYON_NUM_THREADS=1`";
        Failure(format!("cannot start threads: {error}\n{help}"))
    })
}

/// Whether a panic says that the system gives no more threads or memory.
pub(super) fn is_reached(panic: &(dyn Any + Send)) -> bool {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    text.is_some_and(|text| SIGNS.iter().any(|sign| text.contains(sign)))
}
