"""Is yours one of them? What was typed from a package, compared with a recall."""
