"""What every template knows of the hospital."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

gettext_noop("In an emergency, call 911.")  # What the setting says, unless a hospital says something else.


def hospital(request: HttpRequest | None = None) -> dict[str, dict[str, object]]:
    return {
        "hospital": {
            "name": settings.HOSPITAL_NAME,
            "phone": settings.HOSPITAL_PHONE,
            "emergency": _(settings.EMERGENCY_TEXT),
            "is_demo": settings.DEMO,
            "url": settings.SITE_URL,
        }
    }
