"""First step of understanding: spans of text with a normalised value. What they state is decided by `extractors.records`."""
