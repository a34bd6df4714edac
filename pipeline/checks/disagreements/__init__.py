"""Ways in which one document gives two values for one thing; each module looks for one of them."""
