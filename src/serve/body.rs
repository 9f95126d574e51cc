//! The body of an answer. The bytes of a page are shared by all its readers, however slowly they read; what the preview
//! inserts for one of them is kept beside the page.

use std::sync::Arc;

use memchr::memmem;

/// Bytes to send, with texts to insert into them.
#[derive(Debug)]
pub(super) struct Body {
    shared: Arc<[u8]>,
    /// Texts and where they come, by position.
    inserted: Vec<(usize, String)>,
}

impl Body {
    /// Inserts a text at a position of the shared bytes.
    pub(super) fn insert(&mut self, at: usize, text: String) {
        let before = self.inserted.partition_point(|(other, _)| *other <= at);
        self.inserted.insert(before, (at.min(self.shared.len()), text));
    }

    /// Returns where a text is in the shared bytes.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        self.find_after(text, 0)
    }

    /// Returns where a text is in the shared bytes, at or after a position.
    pub(super) fn find_after(&self, text: &str, from: usize) -> Option<usize> {
        memmem::find(self.shared.get(from..)?, text.as_bytes()).map(|at| from + at)
    }

    /// Returns the bytes to send, in order.
    pub(super) fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let ends = self.inserted.iter().map(|(at, text)| (*at, text.as_bytes())).chain([(self.shared.len(), &[][..])]);
        ends.scan(0, |start, (end, text)| Some([&self.shared[std::mem::replace(start, end)..end], text])).flatten()
    }

    /// Returns the number of bytes to send.
    pub(super) fn len(&self) -> usize {
        self.parts().map(<[u8]>::len).sum()
    }
}

impl From<Arc<[u8]>> for Body {
    fn from(shared: Arc<[u8]>) -> Self {
        Self { shared, inserted: Vec::new() }
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Arc::from(text.into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::Body;

    #[test]
    fn texts_come_at_their_places() {
        let mut body = Body::from("<head></head><main></main>".to_owned());
        body.insert(body.find("</main>").unwrap(), "moved".to_owned());
        body.insert(body.find_after(">", 0).unwrap() + 1, "marks".to_owned());
        let sent: Vec<u8> = body.parts().flatten().copied().collect();
        assert_eq!(String::from_utf8(sent).unwrap(), "<head>marks</head><main>moved</main>");
        assert_eq!(body.len(), 36);
        assert_eq!(Body::from(String::new()).parts().count(), 2);
    }
}
