//! Assets (5.9): their owner, their class, and how much depends on them.

use super::reader::reader;

reader! {
    /// An asset.
    Asset in "assets" {
        KIND = "kind",
        OWNER = "owner",
        CLASSIFICATION = "classification",
        CONFIDENTIALITY = "confidentiality",
        INTEGRITY = "integrity",
        AVAILABILITY = "availability",
    }
}
