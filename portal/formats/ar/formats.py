"""Names and letters are Django's (`django.conf.locale.ar.formats`)."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، g:i A"
