"""What every template knows of the hospital."""

from django.conf import settings
from django.http import HttpRequest


def hospital(request: HttpRequest | None = None) -> dict[str, dict[str, object]]:
    return {
        "hospital": {
            "name": settings.HOSPITAL_NAME,
            "phone": settings.HOSPITAL_PHONE,
            "emergency": settings.EMERGENCY_TEXT,
            "is_demo": settings.DEMO,
            "url": settings.SITE_URL,
        }
    }
