"""English: the month in full, as in “March 3, 2026”."""
