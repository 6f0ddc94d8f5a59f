"""The index of what is live: which words stand on which page, and in which lists a page stands."""
