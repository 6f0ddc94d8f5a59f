"""One page, beside what is possible and, with PEERS=1, beside what others do: in one run, in turns."""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks.load import Server, compare, in_turn, table
from benchmarks.peers import peers
from benchmarks.servers import ROOT, fetch, free_port, granian, made_up, make_site, nginx

PAGE = "/conditions/asthma/"
ROUNDS, SECONDS, CONNECTIONS = 15, 1, 16  # Short turns: the machine is much the same in two that follow.
CONDITIONS = 400
ALIKE = 0.02
"""How much longer or shorter pages may be than the one, to be rendered in its place."""
PACKING = ["Accept-Encoding: gzip"]
FILE, CONSTANT, MEMORY = "nginx, the page as a file", "constant bytes, the same headers", "ours, from memory"
RENDERED, FIRST = "ours, rendered (page cache off)", "ours, made anew from its template each time"
PLAIN, CACHED = "Wagtail, no cache", "Wagtail, wagtail-cache in Redis"
AIMS = (
    ("req/s", MEMORY, PLAIN, 200, "at least"),
    ("req/s", MEMORY, CACHED, 20, "at least"),
    ("req/s", MEMORY, CONSTANT, 0.90, "at least"),
    ("req/s", MEMORY, FILE, 0.50, "at least"),
    ("processor time", RENDERED, PLAIN, 1 / 12, "at most"),
)


def report(folder: Path) -> bool:
    """Print the tables; whether every body was right and no request failed."""
    environment = make_site(folder, CONDITIONS)
    with ExitStack() as stack:
        servers, page = _servers(stack, folder, environment)
        compare(servers, ROUNDS, SECONDS, CONNECTIONS)
        is_right = all(server.failed == 0 for server in servers) and _same_bodies(servers, page)
        print(f"## One page, beside the file\n\n{table(servers, servers[0])}\n")
        print("Every body was the same, byte by byte.\n" if is_right else "A BODY DIFFERED OR A REQUEST FAILED.\n")
    _print_aims({server.name: server for server in servers})
    subprocess.run([sys.executable, "-m", "benchmarks.queries"], env=os.environ | environment, cwd=ROOT, check=True)
    return is_right


def _servers(stack: ExitStack, folder: Path, environment: dict[str, str]) -> tuple[list[Server], bytes]:
    site = "portal.wsgi:application"
    ports = [free_port() for _number in range(5)]
    off = environment | {"PAGE_CACHE_MB": "0"}
    ours = stack.enter_context(granian(site, ports[0], environment))
    rendered = stack.enter_context(granian(site, ports[1], off))
    first = stack.enter_context(granian(site, ports[4], off | {"KEPT_PAGES_MB": "0"}))
    url = f"http://127.0.0.1:{ports[0]}{PAGE}"
    _status, headers, packed = fetch(url, Accept_Encoding="gzip")
    constant = stack.enter_context(granian("benchmarks.constant:application", ports[2], _told(folder, headers, packed)))
    page = gzip.decompress(packed)
    web = folder / "web"
    web.mkdir()
    file = stack.enter_context(nginx(page, packed, web, ports[3]))
    tag = next(value for name, value in headers.items() if name.lower() == "etag")
    found = [
        Server(FILE, f"http://127.0.0.1:{ports[3]}/", file, PACKING),
        Server(CONSTANT, f"http://127.0.0.1:{ports[2]}/", constant, PACKING),
        Server(MEMORY, url, ours, PACKING),
        Server("ours, 304", url, ours, [*PACKING, f"If-None-Match: {tag}"]),
        # Not packed, as Wagtail does not pack either; what packing costs is told apart.
        Server(RENDERED, f"http://127.0.0.1:{ports[1]}{PAGE}", rendered),
        Server(FIRST, f"http://127.0.0.1:{ports[4]}{PAGE}", first),
    ]
    found[-2].pages = found[-1].pages = _pages_alike(folder, ports[1], len(page))
    return found + (stack.enter_context(peers(folder, url)) if os.environ.get("PEERS") == "1" else []), page


def _pages_alike(folder: Path, port: int, length: int) -> Path:
    """For wrk: pages as long as the one. Many who ask for one page at a time share one rendering of it."""
    paths = [PAGE, *made_up(CONDITIONS)]
    lengths = {path: len(fetch(f"http://127.0.0.1:{port}{path}")[2]) for path in paths}
    alike = [path for path, own in lengths.items() if abs(own - length) <= ALIKE * length]
    if len(alike) <= CONNECTIONS:
        raise ValueError(f"Only {len(alike)} pages are as long as {PAGE}: ask for more than {CONDITIONS} conditions.")
    (folder / "alike.lua").write_text(in_turn(alike), encoding="ascii")
    return folder / "alike.lua"


def _told(folder: Path, headers: dict[str, str], packed: bytes) -> dict[str, str]:
    # `Connection: close` was for the one request here: with it the constant bytes would cost a connection each.
    ours_alone = ("server", "date", "connection")
    own = [f"{name}: {value}" for name, value in headers.items() if name.lower() not in ours_alone]
    (folder / "body").write_bytes(packed)
    (folder / "headers").write_text("\n".join(own), encoding="utf-8")
    return {"CONSTANT_BODY": str(folder / "body"), "CONSTANT_HEADERS": str(folder / "headers")}


def _same_bodies(servers: list[Server], page: bytes) -> bool:
    own = [server for server in servers if server.name.startswith(("ours", "nginx", "constant"))]
    return all(_body(server) == page for server in own)


def _body(server: Server) -> bytes:
    is_packed = "Accept-Encoding: gzip" in server.headers
    body = fetch(server.url, **({"Accept_Encoding": "gzip"} if is_packed else {}))[2]
    return gzip.decompress(body) if is_packed else body


def _print_aims(servers: dict[str, Server]) -> None:
    print("| aim | asked | measured | spread | reached |\n|" + " --- |" * 5)
    for what, name, other, asked, how in AIMS:
        if other not in servers:
            continue
        ratios = _ratios(what, servers[name], servers[other])
        found = statistics.median(ratios)
        is_reached = found >= asked if how == "at least" else found <= asked
        print(
            f"| {what}, {name} beside {other} | {how} {asked:.3g} | {found:.3g} "
            f"| {min(ratios):.3g} to {max(ratios):.3g} | {'yes' if is_reached else 'NO'} |"
        )
    print()


def _ratios(what: str, server: Server, other: Server) -> list[float]:
    pairs = (server.rates, other.rates) if what == "req/s" else (server.costs, other.costs)
    return [own / theirs for own, theirs in zip(*pairs, strict=True)]
