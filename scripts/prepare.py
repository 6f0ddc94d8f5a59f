"""Bring this machine's database and static files up to date before a start: quick where nothing has changed.

Run as `python -m scripts.prepare` in the project's folder.
"""

import hashlib
import os
import sys
from operator import itemgetter
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from portal.staticfiles import StaticFiles


def static_files_sum() -> str:
    """Changes whenever a static file, or what is done with them, has changed."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list(ignore_patterns=StaticFiles.ignore_patterns), key=itemgetter(0)):
            state = Path(storage.path(name)).stat()
            digest.update(repr((name, state.st_size, state.st_mtime_ns)).encode())
    return digest.hexdigest()


def collect_static_files() -> None:
    """Hash and compress what changed; all of it takes a quarter of a minute, so a sum says whether to begin."""
    stamp = settings.DATA_DIR / "static.sum"
    new_sum = static_files_sum()
    is_collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if is_collected and stamp.exists() and stamp.read_text(encoding="ascii") == new_sum:
        return
    print("Collecting and compressing the static files (a quarter of a minute)", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(new_sum, encoding="ascii")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"The settings are not right. {error}")
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.DEBUG:
        collect_static_files()
    if settings.DEMO:
        call_command("demo")
    else:
        print(f"\n  Public site   {settings.SITE_URL}/\n  Admin         {settings.SITE_URL}/admin/\n", flush=True)


if __name__ == "__main__":
    main()
