"""What the commands about recalls say on their way."""

from typing import Any

from django.core.management.base import OutputWrapper
from tqdm import tqdm

from alerts.importing import Outcome, import_values
from alerts.openfda.remarks import Unreadable

_MOST_REMARKS = 50


def take_in(name: str, values: list[Any], *, dry_run: bool, out: OutputWrapper, err: OutputWrapper) -> bool:
    """Import what one file or source holds and say what became of it; false where not all of it was taken in."""
    bar = tqdm(values, desc=name, unit="record", leave=False, disable=None)
    try:
        outcome = import_values(bar, by=None, dry_run=dry_run)
    except Unreadable as error:
        bar.close()
        err.write(f"{name}: {error}")
        return False
    for remark in outcome.remarks[:_MOST_REMARKS]:
        out.write(f"{name}: {remark}")
    if len(outcome.remarks) > _MOST_REMARKS:
        out.write(f"{name}: and {len(outcome.remarks) - _MOST_REMARKS} more remarks.")
    for remark in outcome.rejected:
        err.write(f"{name}: left out: {remark}")
    out.write(f"{name}: {outcome}. {_after(outcome, dry_run=dry_run)}")
    return not outcome.rejected


def _after(outcome: Outcome, *, dry_run: bool) -> str:
    if dry_run:
        return "Dry run: nothing was written."
    return f"Drafts made: {outcome.drafts}. Nothing is public until somebody posts it."
