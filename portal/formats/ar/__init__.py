"""Arabic: the day before the month, as in “3 مارس 2026”."""
