//! The kinds of blocks, and what they are in.

/// The kind of a block, and what it is in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shape {
    /// What contains it, from the outside.
    pub inside: Vec<Container>,
    /// Its kind.
    pub kind: BlockKind,
}

/// The kind of a block.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading, with its level.
    Heading(u8),
    /// A paragraph, also that of an item.
    Paragraph,
    /// The first row of a table, with the alignments of its columns.
    Head(Vec<Alignment>),
    /// Another row of a table.
    Row,
    /// Code, with the language and the rest behind the fence.
    Code(String),
    /// Raw HTML.
    Html,
    /// A line between two blocks.
    Rule,
    /// What a definition list explains.
    Term,
    /// The kind of a quotation, such as `[!NOTE]`.
    Alert,
    /// The label of a footnote. The blocks inside the footnote follow.
    Footnote,
    /// The definition of a link.
    Definition,
}

/// Something that contains blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Container {
    /// A quotation.
    Quote,
    /// A quotation that begins with the block, right behind another one.
    NextQuote,
    /// An item of a list that begins with the block, and whether it is ticked, if it is a task.
    Item(Marker, Option<bool>),
    /// An explanation in a definition list that begins with the block.
    Detail,
    /// An item or an explanation that an earlier block begins.
    Within,
    /// A footnote.
    Footnote,
}

/// The marker of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number. It is given for the first item of a list that does not begin with 1, or that follows another list.
    Number(Option<u64>),
}

impl Marker {
    /// Returns the marker, and changes it to that of the next item.
    pub(super) fn next(&mut self) -> Self {
        let next = match self {
            Self::Bullet => Self::Bullet,
            Self::Number(_) => Self::Number(None),
        };
        std::mem::replace(self, next)
    }
}

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// None is given.
    None,
    /// To the left.
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

impl From<pulldown_cmark::Alignment> for Alignment {
    fn from(alignment: pulldown_cmark::Alignment) -> Self {
        match alignment {
            pulldown_cmark::Alignment::None => Self::None,
            pulldown_cmark::Alignment::Left => Self::Left,
            pulldown_cmark::Alignment::Center => Self::Centre,
            pulldown_cmark::Alignment::Right => Self::Right,
        }
    }
}
