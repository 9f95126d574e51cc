//! Approvals bound to content: what was approved is known again by its digest (7.5.3 e).
//!
//! A record in the register of approvals holds the digest of a text, so that it proves what was approved without knowing where the
//! text is kept. What no longer has the digest of its approval was changed since.

mod binding;
mod digest;
mod normal_form;
mod record;

pub use binding::{Binding, Bindings, is_lower, version};
pub use digest::{Digests, digests, text_digest};
pub use record::{BookToday, Recording, Refusal, Request};
