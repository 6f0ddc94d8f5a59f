"""`make bench`: how fast and how fresh, measured side by side in one run. docs/performance.md keeps the results."""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import shutil
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import freshness, growth, open_pages, searching, staff
from benchmarks.load import Server, compare, table
from benchmarks.servers import fetch, free_port, granian, make_site, nginx

PAGE = "/conditions/asthma/"


def main() -> int:
    options = _options()
    missing = [name for name in ("wrk", "nginx") if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")]
    if missing:
        print(f"make bench needs {' and '.join(missing)}: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 1
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, {datetime.now(UTC):%Y-%m-%d}, "
        f"Python {platform.python_version()}\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = make_site(folder, 100)
        is_right = _speed(folder, environment, options)
        if not options.speed_only:
            freshness.report(environment)
            open_pages.report(environment)
            growth.report(folder)
            staff.report(folder)
            searching.report(folder)
    return 0 if is_right else 1


def _speed(folder: Path, environment: dict[str, str], options: argparse.Namespace) -> bool:
    """The page from memory, beside what is possible and what others do."""
    with ExitStack() as stack:
        servers, page = _servers(stack, folder, environment)
        compare(servers, options.rounds, options.seconds, connections=16)
        is_right = all(server.failed == 0 for server in servers) and _same_bodies(servers, page)
        print(f"## One page, beside the file\n\n{table(servers, servers[0])}\n")
        print(
            "Every body was the same, and no request failed.\n"
            if is_right
            else "A BODY DIFFERED OR A REQUEST FAILED.\n"
        )
    return is_right


def _servers(stack: ExitStack, folder: Path, environment: dict[str, str]) -> tuple[list[Server], bytes]:
    ports = [free_port() for _number in range(4)]
    ours = stack.enter_context(granian("portal.wsgi:application", ports[0], environment))
    bare = stack.enter_context(granian("portal.wsgi:application", ports[1], environment | {"PAGE_CACHE_MB": "0"}))
    url = f"http://127.0.0.1:{ports[0]}{PAGE}"
    _status, headers, packed = fetch(url, Accept_Encoding="gzip")
    page = gzip.decompress(packed)
    # `Connection: close` was for the one request here: with it the constant bytes would cost a connection each.
    ours_alone = ("server", "date", "connection")
    own = [f"{name}: {value}" for name, value in headers.items() if name.lower() not in ours_alone]
    (folder / "body").write_bytes(packed)
    (folder / "headers").write_text("\n".join(own), encoding="utf-8")
    told = environment | {"CONSTANT_BODY": str(folder / "body"), "CONSTANT_HEADERS": str(folder / "headers")}
    constant = stack.enter_context(granian("benchmarks.constant:application", ports[2], told))
    web = folder / "web"
    web.mkdir()
    file = stack.enter_context(nginx(page, packed, web, ports[3]))
    packing = ["Accept-Encoding: gzip"]
    return [
        Server("nginx, the page as a file", f"http://127.0.0.1:{ports[3]}/", file, packing),
        Server("constant bytes, the same headers", f"http://127.0.0.1:{ports[2]}/", constant, packing),
        Server("ours, from memory", url, ours, packing),
        Server("ours, 304", url, ours, [*packing, f"If-None-Match: {headers.get('etag', headers.get('ETag', ''))}"]),
        Server("ours, rendered each time", f"http://127.0.0.1:{ports[1]}{PAGE}", bare, packing),
    ], page


def _same_bodies(servers: list[Server], page: bytes) -> bool:
    own = [server for server in servers if server.name.startswith(("ours", "nginx", "constant"))]
    return all(gzip.decompress(fetch(server.url, Accept_Encoding="gzip")[2]) == page for server in own)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--speed-only", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
