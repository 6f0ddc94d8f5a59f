"""`make bench`: how fast and how fresh, measured side by side. docs/performance.md keeps the results.

PART=pages,alerts measures these parts alone; PEERS=1 puts Wagtail beside us; BIG=1 adds 100,000 conditions.
"""

from __future__ import annotations

import os
import platform
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import away, checking, freshness, growth, open_pages, pages, searching, staff

PARTS: dict[str, Callable[[Path], bool]] = {
    "pages": pages.report,
    "alerts": freshness.report,
    "throughput": freshness.report_throughput,
    "open": open_pages.report,
    "growth": growth.report,
    "searching": searching.report,
    "staff": staff.report,
    "checking": checking.report,
    "away": away.report,
}


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))  # So that the servers that were started end, too.
    missing = [name for name in ("wrk", "nginx") if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")]
    if missing:
        print(f"make bench needs {' and '.join(missing)}: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 1
    chosen = [name for name in os.environ.get("PART", "").replace(" ", ",").split(",") if name] or list(PARTS)
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        print(f"PART names {', '.join(unknown)}: the parts are {', '.join(PARTS)}.", file=sys.stderr)
        return 1
    print(f"{platform.machine()}, {os.cpu_count()} processors, {datetime.now(UTC):%Y-%m-%d}, ", end="")
    print(f"Python {platform.python_version()}\n")
    return 0 if all([_measure(name) for name in chosen]) else 1  # noqa: C419 - every part, also after a wrong one


def _measure(part: str) -> bool:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        is_right = PARTS[part](Path(name))
    print(f"({part}: {time.monotonic() - began:.0f} seconds)\n", flush=True)
    return is_right


if __name__ == "__main__":
    sys.exit(main())
