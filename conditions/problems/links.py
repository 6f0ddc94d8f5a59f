"""What is known of the addresses of other sites that pages lead to."""

from __future__ import annotations

from collections.abc import Collection

from conditions.problems.models import ExternalLink

BROKEN_AFTER = 2
"""How often in a row an address must have failed before an editor is told: one failure may be the network's."""


def broken_links(addresses: Collection[str]) -> dict[str, str]:
    """Those that did not work, each with what came instead."""
    failed = ExternalLink.objects.filter(url__in=list(addresses), failures__gte=BROKEN_AFTER)
    return dict(failed.values_list("url", "fault"))
