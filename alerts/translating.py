"""Translating an alert: the step, and what a translator had before them when they took it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from alerts.models import TRANSLATE, TRANSLATED, AlertState, RecallAlert, Spoken
from alerts.models.readiness import refuse_addresses
from publishing import workflow
from publishing.languages import Language, other_languages
from publishing.models import SiteVersion
from publishing.plain_text import normalized_text
from publishing.workflow import Refused

_PHONE = re.compile(r"\b(?:911|\d{3}-\d{3}-\d{4})\b")


@transaction.atomic
def translate(
    alert: RecallAlert,
    language: str,
    texts: Mapping[str, str],
    *,
    by: User | None,
    still_right: Collection[str] = (),
    seen: str | None = None,
) -> list[str]:
    """Save an alert's words in another language, by the names of its fields; return the fields that are new.

    An empty text takes a translation away. One whose English has changed holds again where its text is another, or
    where it is named among those that are `still_right`. For readers no fact is new: nothing says “Updated”.

    Raises `Refused` where the alert is withdrawn, or where what is stored is not what was `seen` (`what_is_seen`).
    """
    workflow.require(by, "alerts.post_recallalert")
    if language not in other_languages():
        raise Refused(_("Choose another language than the page's own."))
    SiteVersion.hold()
    stored = RecallAlert.objects.select_for_update().get(pk=alert.pk)
    state = stored.current_state()
    if state == AlertState.WITHDRAWN:
        raise Refused(_("A withdrawn alert can no longer be changed. Make a new one."))
    if seen is not None and seen != what_is_seen(stored, language):
        raise Refused(_("Somebody changed the alert or its translation after you opened it. Compare, then save again."))
    before = Spoken(stored, language)
    now = {name: _entry(before, name, texts.get(name, ""), name in still_right) for name in TRANSLATED}
    kept = {name: entry for name, entry in now.items() if entry}
    changed = [name for name in TRANSLATED if now[name] != before.stored(name)]
    refuse_addresses(kept[name]["text"] for name in changed if name in kept)
    alert.translations = stored.translations | {language: kept}
    if changed:
        _save(alert, language, changed, state, by)
    return changed


def numbers_left_out(said: Spoken) -> list[str]:
    """The phone numbers of the English texts that their translations do not have."""
    texts = [(said.english(name), said.stored(name)["text"]) for name in TRANSLATED if said.stored(name)]
    found = [number for english, text in texts for number in _PHONE.findall(english) if number not in text]
    return list(dict.fromkeys(found))


def what_is_seen(alert: RecallAlert, language: str) -> str:
    """Tells the English words and the translation that somebody has before them from any others."""
    said = Spoken(alert, language)
    told = repr([(getattr(alert, name).split(), said.stored(name)) for name in TRANSLATED])
    return hashlib.sha256(told.encode()).hexdigest()


def _entry(said: Spoken, name: str, text: str, is_still_right: bool) -> dict[str, str]:
    """What is stored of a field: a text that nobody touched stays of the English it was made of."""
    was, text = said.stored(name), normalized_text(text)
    if not text or not said.english(name):
        return {}
    if was and was["text"].split() == text.split() and not is_still_right:
        return was
    return {"text": text, "of": said.english(name)}


def _save(alert: RecallAlert, language: str, changed: list[str], state: AlertState, by: User | None) -> None:
    RecallAlert.objects.filter(pk=alert.pk).update(translations=alert.translations)
    is_public = state != AlertState.DRAFT and not alert.is_exercise
    names = get_text_list([str(alert._meta.get_field(name).verbose_name) for name in changed], _("and"))  # type: ignore[union-attr]
    reason = f"{Language(language).label}: {names}"
    workflow.record(
        TRANSLATE, alert.subject, alert.headline, by=by, before=state, after=state, reason=reason, is_public=is_public
    )
    if is_public:
        alert.versions.freeze(alert)
