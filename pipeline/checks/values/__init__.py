"""Ways in which a value can be out of range."""
