"""Medical words in plain ones: the terms that editors write, and how pages show them."""
