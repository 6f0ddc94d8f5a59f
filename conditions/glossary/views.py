"""The glossary's public page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language

from conditions.glossary.live import glossary_in
from conditions.glossary.models import Term
from conditions.glossary.page import glossary_context
from conditions.views import missing
from publishing import clock
from publishing.kept import kept_page
from publishing.models import Revision, SiteVersion
from publishing.public import public


@public
def glossary(request: HttpRequest) -> HttpResponse:
    """Every word that is explained in the language of the address."""
    site_version = SiteVersion.current()
    words = glossary_in(get_language() or "", site_version)
    return kept_page(
        request,
        "conditions/glossary.html",
        words.version,
        lambda: glossary_context(words),
        site_version=site_version,
    )


@public
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """On to the word's place in the glossary."""
    now = clock.now()
    language = Revision.objects.live(now).of(Term).filter(slug=slug).values_list("language", flat=True).first()
    return HttpResponseRedirect(Term.address_of(slug, language)) if language else missing(request, Term, slug, now)
