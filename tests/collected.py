"""The static files as a production site has them: collected once for all tests, because packing them takes long."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test-static"


def collect_into(data_dir: Path) -> None:
    """Give a site's data folder the collected files."""
    data_dir.mkdir(parents=True, exist_ok=True)
    if not (data_dir / "static").exists():
        (data_dir / "static").symlink_to(collected(), target_is_directory=True)


def collected() -> Path:
    """The folder that `STATIC_ROOT` would name. Whoever comes first fills it, and the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = KEPT / _state()
        if not (folder / "static").exists():
            for old in KEPT.glob("*/"):
                shutil.rmtree(old)
            _collect(folder)
        return folder / "static"


def _state() -> str:
    """Changes with every file that is collected and with the packages that bring some."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    told = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    told.append((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _collect(folder: Path) -> None:
    whole = folder.with_suffix(".new")
    environment = os.environ | {"ENV_FILE": os.devnull, "DEMO": "1", "DATA_DIR": str(whole), "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "collectstatic", "-v0", "--noinput"]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)
    whole.rename(folder)
