"""Names and letters are Django's (`django.conf.locale.en.formats`)."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P"
