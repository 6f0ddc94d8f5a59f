"""Public pages kept ready in memory, in front of Django, for as long as the site's version stands."""
