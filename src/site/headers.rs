//! The headers that a handbook is to be served with.

/// The content security policy: a page loads nothing from another host, runs only the site's own scripts, and is shown
/// in no frame.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; base-uri 'self'; form-action 'self'; \
                      frame-ancestors 'none'";

/// Headers of every file: no other site can frame it or read it, or learn from which page a reader comes.
pub const HEADERS: [(&str, &str); 6] = [
    ("Content-Security-Policy", POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
];
