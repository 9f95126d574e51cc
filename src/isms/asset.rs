//! Assets (5.9): their owner, classification and protection needs.

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
