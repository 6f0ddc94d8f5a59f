"""Load on running servers, in turns, with wrk: turns keep ratios honest on a machine whose speed drifts."""

import re
import statistics
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}
_FAILURES = re.compile(r"(?:Non-2xx or 3xx responses:|connect|read|write|timeout) (\d+)")
_TICK = 100  # Of a second: the kernel's unit of processor time.


@dataclass
class Server:
    """A running server: its address, the processes that answer, and what each round measured."""

    name: str
    url: str
    pids: list[int]
    headers: list[str] = field(default_factory=list)
    pages: Path | None = None
    """A script for wrk that asks for several pages in turn."""
    rates: list[float] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    """Processor time for one answer, in microseconds: the steadiest figure on a shared machine."""
    failed: int = 0

    def measure(self, seconds: int, connections: int) -> None:
        before = _processor_seconds(self.pids)
        text = _wrk(self, seconds, connections)
        used = _processor_seconds(self.pids) - before
        answers = int(_found(r"(\d+) requests in", text))
        self.rates.append(float(_found(r"Requests/sec:\s+([\d.]+)", text)))
        self.middles.append(_milliseconds(50, text))
        self.slowest.append(_milliseconds(99, text))
        self.costs.append(used / max(answers, 1) * 1e6)
        self.failed += sum(int(number) for number in _FAILURES.findall(text))

    @property
    def memory(self) -> float:
        """Resident memory of its processes, in MB."""
        return sum(_resident(pid) for pid in self.pids) / 1e6


def compare(servers: list[Server], rounds: int, seconds: int, connections: int) -> None:
    for server in servers:
        if urlsplit(server.url).hostname != "127.0.0.1":
            raise ValueError(f"Load goes to this machine alone, not to {server.url}.")
        _wrk(server, 1, connections)
    for _round in range(rounds):
        for server in servers:
            server.measure(seconds, connections)


def table(servers: list[Server], beside: Server) -> str:
    """One row a server; the ratio is by rounds, with its spread."""
    rows = ["| server | req/s | beside | spread | p50 ms | p99 ms | CPU us | memory MB | failed |", "|" + " --- |" * 9]
    for server in servers:
        ratios = [own / other for own, other in zip(server.rates, beside.rates, strict=True)]
        middle = statistics.median
        rows.append(
            f"| {server.name} | {middle(server.rates):.0f} "
            f"| {middle(ratios):.2f} | {min(ratios):.2f} to {max(ratios):.2f} "
            f"| {middle(server.middles):.2f} | {middle(server.slowest):.2f} | {middle(server.costs):.0f} "
            f"| {server.memory:.0f} | {server.failed} |"
        )
    return "\n".join(rows)


def in_turn(paths: list[str]) -> str:
    """A script for wrk. No two of its connections ask for one page at a time, where there are pages enough."""
    pages = ", ".join(f'"{path}"' for path in paths)
    return f"""local pages = {{{pages}}}
local last = 0
request = function()
  last = last % #pages + 1
  return wrk.format("GET", pages[last])
end
"""


def _wrk(server: Server, seconds: int, connections: int) -> str:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += ["-s", str(server.pages)] if server.pages else []
    for header in server.headers:
        command += ["-H", header]
    return subprocess.run([*command, server.url], capture_output=True, text=True, check=True).stdout


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise ValueError(f"wrk printed no {pattern}:\n{text}")
    return match[1]


def _milliseconds(percent: int, text: str) -> float:
    match = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)\b", text)
    return float(match[1]) * _UNITS[match[2]] if match else float("nan")


def _processor_seconds(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICK


def _resident(pid: int) -> int:
    fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * 4096
