// Brings search: nothing of it loads before the reader reaches for it.
"use strict";
