"""The one refusal of the importer."""


class Unreadable(Exception):
    """A file cannot be read as a condition page; the message says what is wrong, where, and what to do."""
