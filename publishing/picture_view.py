"""Pictures for readers: from wherever the storage keeps them, under our own address, good for ever."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A name is never used for two pictures, so browsers and caches need not ask again."""
    try:
        with default_storage.open(f"pictures/{name}") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/webp")
    response.headers["Cache-Control"] = _FOR_EVER
    return response
