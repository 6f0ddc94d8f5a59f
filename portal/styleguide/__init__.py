"""The page that shows staff what the public site is made of: its tokens, and its parts in their states."""
