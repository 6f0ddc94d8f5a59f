"""Search over what is live: pages and alerts, for people who misspell, abbreviate and use words of their own."""
