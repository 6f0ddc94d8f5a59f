"""Settings from the environment: each is read once, and a wrong one stops the start with a sentence."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}


def read_env_file(path: Path) -> None:
    """Take `NAME=value` lines from a file for the variables that the real environment does not set."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ImproperlyConfigured(f"{path}, line {number}: write NAME=value, not {text!r}.")
        os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def string(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 for yes or 0 for no.")


def whole_number(name: str, *, default: int, at_least: int = 0) -> int:
    value = string(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < at_least:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number, {at_least} or more.")
    return int(value)


def names(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [part.strip() for part in string(name, default).split(",") if part.strip()]


def addresses(name: str) -> list[str]:
    """Web addresses separated by commas."""
    values = names(name)
    for value in values:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ImproperlyConfigured(
                f"{name} names {value!r}: write addresses such as http://cache.example.org:6081/."
            )
    return values


def languages(name: str, default: str) -> list[tuple[str, str]]:
    """Codes separated by commas, English first; with each its own name for itself."""
    known = {"en": "English", "es": "Español", "ar": "العربية"}
    codes = names(name, default)
    if codes[0] != "en" or not set(codes) <= known.keys() or len(set(codes)) < len(codes):
        raise ImproperlyConfigured(
            f"{name} is {','.join(codes)!r}: write en, and after it any of es and ar, as in en,es."
        )
    return [(code, known[code]) for code in codes]


def time_zone(name: str, default: str) -> str:
    value = string(name, default)
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a name of the tz database, such as {default}.")
    return ZoneInfo(value).key


def site_address(name: str, default: str) -> str:
    """Scheme and host of the public site, without a path and without a slash at the end."""
    value = string(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: write scheme and host alone, such as https://www.example.org."
        )
    return value


def web_address(name: str, default: str) -> str:
    """An address that starts with https:// or http://, without a slash at the end."""
    value = string(name, default).rstrip("/")
    if not value.startswith(("https://", "http://")) or not urlsplit(value).hostname:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a web address, such as {default}.")
    return value


def sender(name: str, default: str) -> str:
    """A host name or an e-mail address, as CAP messages and tag URIs name their sender."""
    value = string(name, default)
    if not re.fullmatch(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9:.-]+", value):
        raise ImproperlyConfigured(
            f"{name} is {value!r}: write a host name or an e-mail address, such as www.example.org."
        )
    return value


def secret_key(data_dir: Path, *, is_demo: bool) -> str:
    """`SECRET_KEY`; in a demonstration one that is made at the first start and kept in the data folder."""
    if key := string("SECRET_KEY"):
        return key
    if not is_demo:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Make one with `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'` "
            "and keep it secret; or set DEMO=1 for a demonstration on this machine alone."
        )
    path = data_dir / "secret_key"
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def mail(name: str) -> dict[str, str | int | bool]:
    """Django's settings for a mail server given as smtp://user:password@host:port, or smtps:// for TLS from the start.

    Without one, mail is printed.
    """
    value = string(name)
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(value)
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} is not understood: write smtp://user:password@host:port, or smtps://….")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
    }
