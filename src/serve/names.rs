//! The values of `Host` that the preview accepts, against DNS rebinding.
//!
//! A page of another site can let its own name resolve to this machine, and then read what it likes. So only names that
//! nobody else can own are accepted: IP addresses, `localhost`, and the name given by `--host`.

use std::net::IpAddr;

/// Names that `Host` may have.
pub(super) struct Names {
    own: String,
    /// Whether the preview is reachable from this machine only.
    local: bool,
}

impl Names {
    pub(super) fn new(host: &str, bound: IpAddr) -> Self {
        Self { own: host.to_ascii_lowercase(), local: bound.is_loopback() }
    }

    /// Returns whether a value of `Host` is accepted. Its port may differ, for a tunnel has its own.
    pub(super) fn allow(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port),
            _ => (host, "0"),
        };
        if port.parse::<u16>().is_err() {
            return false;
        }
        let name = name.to_ascii_lowercase();
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(&name);
        match bare.parse::<IpAddr>() {
            Ok(ip) => ip.is_loopback() || !self.local,
            Err(_) => name == "localhost" || name == self.own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn only_names_that_nobody_else_can_hold_are_answered() {
        let here = Names::new("127.0.0.1", [127, 0, 0, 1].into());
        let ours = ["127.0.0.1:4000", "localhost", "LOCALHOST:4000", "[::1]:4000", "127.0.0.1:5000"];
        let others = [
            "evil.example:4000",
            "192.168.0.7:4000",
            "",
            "localhost.evil.example",
            "127.0.0.1:x",
            "a:b:c",
            "localhost:",
        ];
        assert!(ours.iter().all(|host| here.allow(host)));
        assert_eq!(others.iter().find(|host| here.allow(host)), None);
        let everywhere = Names::new("desk.example", [0, 0, 0, 0].into());
        assert!(everywhere.allow("192.168.0.7:4000") && everywhere.allow("desk.example:1"));
        assert!(!everywhere.allow("evil.example"));
    }
}
