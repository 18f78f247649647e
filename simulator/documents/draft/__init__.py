"""A document type drafted from a handful of its documents: clues that all share, and labels with the values beside them."""
