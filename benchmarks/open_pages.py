"""What readers who leave a page open cost: each asks for the alerts again and again, and mostly nothing is new."""

from __future__ import annotations

from pathlib import Path

from benchmarks.load import Server
from benchmarks.servers import fetch, free_port, granian, make_site

READERS = 10_000
ASKING_EVERY = 20  # Seconds: the default of ALERT_INTERVAL_SECONDS.
SECONDS = 5


def report(folder: Path) -> bool:
    environment = make_site(folder, 100)
    port = free_port()
    url = f"http://127.0.0.1:{port}/alerts/banner.html"
    with granian("portal.wsgi:application", port, environment) as pids:
        _status, headers, _body = fetch(url)
        tag = next(value for name, value in headers.items() if name.lower() == "etag")
        server = Server("open pages", url, pids, [f"If-None-Match: {tag}"])
        server.measure(SECONDS, connections=16)
    asked = READERS / ASKING_EVERY
    print(f"## {READERS} open pages\n")
    print(f"They ask {asked:.0f} times a second. Measured: {server.rates[0]:.0f} answers (304) a second, ", end="")
    print(
        f"{server.costs[0]:.0f} us of a processor each, the slowest of a hundred in {server.slowest[0]:.1f} ms. ",
        end="",
    )
    print(f"So they take {asked * server.costs[0] / 1e4:.1f} % of one processor.\n")
    return server.failed == 0
