//! Fuzzes the reader of requests of the preview.

#![no_main]

use clausebook::serve::fuzzing::hear;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let heard = hear([data]);
    assert_eq!(heard, hear(data.chunks(1)), "it does not matter in which pieces requests arrive");
    assert_eq!(heard, hear(data.chunks(7)), "it does not matter in which pieces requests arrive");
    let ends = data.windows(4).filter(|bytes| *bytes == b"\r\n\r\n").count();
    assert!(heard.targets.len() <= ends, "a request ends with an empty line");
    for target in &heard.targets {
        assert!(target.starts_with('/') && !target.contains(char::is_control), "{target:?} is not a path");
    }
    if let Some(status) = heard.refused {
        assert!((400..=505).contains(&status), "{status} is not a refusal");
    }
});
