"""Adding lots and codes to one row of a recall, as the assisted view does. Nothing that a row has is taken away."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from alerts.models import RecallAlert, RecalledPackage
from alerts.packages import Package
from publishing import clock, workflow
from publishing.models import SiteVersion
from publishing.workflow import Refused

NEW_ROW = "new"
"""The choice of a row that is not there yet; any other is the key of a row."""


@dataclass(frozen=True)
class Addition:
    """Values to add to a row. Lots are entries in the stored spelling."""

    lots: tuple[str, ...] = ()
    ndcs: tuple[str, ...] = ()
    gtins: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        return (*self.lots, *self.ndcs, *self.gtins)


def rows_seen(alert: RecallAlert) -> str:
    """A digest of an alert's stored rows, and of whether it is posted: equal while nobody has changed them."""
    rows = [[row.pk, row.as_package().as_json()] for row in alert.packages.all()]
    return hashlib.sha256(json.dumps([alert.posted_at is not None, rows]).encode()).hexdigest()


@transaction.atomic
def add_to_row(
    alert: RecallAlert, addition: Addition, *, by: User | None, row: str, new: Package, seen: str
) -> RecalledPackage:
    """Add lots and codes to a row; return the row. On a posted alert this is a correction, which readers see at once.

    `row` is the key of a row or `NEW_ROW`, which makes a row with the values of `new`. `seen` is what `rows_seen` gave
    when the person chose. Raises `Refused`, and changes nothing, where the rows are others by now.
    """
    workflow.require(by, "alerts.change_recallalert")
    SiteVersion.hold()
    stored = RecallAlert.objects.select_for_update().get(pk=alert.pk)
    if seen != rows_seen(stored):
        raise Refused(
            _("Somebody changed the rows after you opened this page. Nothing was added: look at them, then add again.")
        )
    rows = list(stored.packages.all())
    changed = _row_to_change(rows, row, new)
    _extend(changed, addition)
    if stored.posted_at:
        stored.correct(by=by, packages=rows)
        return changed
    RecalledPackage.replace(stored, rows)
    stored.changed_at = clock.now()
    stored.save(update_fields=["changed_at"])
    return changed


def _row_to_change(rows: list[RecalledPackage], key: str, new: Package) -> RecalledPackage:
    """The row with this key, or a new one at the end."""
    if key == NEW_ROW:
        rows.append(RecalledPackage.of(new))
        return rows[-1]
    changed = next((row for row in rows if str(row.pk) == key), None)
    if changed is None:
        raise Refused(_("Choose the row that gets them."))
    return changed


def _extend(row: RecalledPackage, addition: Addition) -> None:
    """Each value once, after those that the row has."""
    before = row.as_package()
    for name in ("lots", "ndcs", "gtins"):
        setattr(row, name, list(dict.fromkeys([*getattr(row, name), *getattr(addition, name)])))
    if row.as_package() == before:
        raise Refused(_("The row has these already. Nothing was added."))
    try:
        row.clean_fields(exclude=["alert"])
    except ValidationError as error:
        raise Refused(error.messages) from error
