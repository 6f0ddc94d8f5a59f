"""All settings. What a site chooses comes from environment variables (docs/operations.md lists them)."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from portal import environ

BASE_DIR = Path(__file__).resolve().parent.parent

environ.read_env_file(Path(environ.string("ENV_FILE", str(BASE_DIR / ".env"))))

# Where and how it runs

DEBUG = environ.flag("DEBUG")
DEMO = environ.flag("DEMO")
DATA_DIR = Path(environ.string("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = environ.secret_key(DATA_DIR, is_demo=DEMO or DEBUG)
_LOOPBACK = "localhost,127.0.0.1,[::1]"
ALLOWED_HOSTS = environ.names("ALLOWED_HOSTS", _LOOPBACK)
_PORT = environ.whole_number("PORT", default=8000, at_least=1)
SITE_URL = environ.site_address(
    "SITE_URL", f"http://127.0.0.1:{_PORT}" if DEMO or DEBUG else f"https://{ALLOWED_HOSTS[0].lstrip('.*')}"
)
IS_SECURE = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "portal.staticfiles.StaticFiles",
    "django.contrib.sitemaps",
    "django.forms",
    "ckeditor",
    "csp",
    "publishing",
    "conditions",
    "alerts",
    "portal",
]

MIDDLEWARE = [
    "portal.headers.ContentSecurityPolicy",
    "portal.headers.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "portal.staticfiles.WholeFiles",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "publishing.languages.by_address",
    "portal.query_strings.StaffQueries",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "publishing.canonical_paths.lower_case_addresses",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# What a public page passes on its way from the page cache, which packs it and knows its entity tag.
PUBLIC_MIDDLEWARE = [
    "portal.headers.ContentSecurityPolicy",
    "portal.headers.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "publishing.languages.by_address",
    "django.middleware.common.CommonMiddleware",
    "publishing.canonical_paths.lower_case_addresses",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# A package of developers alone: `make dev` installs it.
HAS_TOOLBAR = DEBUG and find_spec("debug_toolbar") is not None
if HAS_TOOLBAR:
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.middleware.gzip.GZipMiddleware") + 1, "debug_toolbar.middleware.DebugToolbarMiddleware"
    )
    INTERNAL_IPS = ["127.0.0.1"]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.hospital",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # Our own widgets' templates stand with the others.

# Data

DATABASES = {
    "default": dj_database_url.parse(
        environ.string("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
_ENGINE = DATABASES["default"]["ENGINE"]
if _ENGINE == "django.db.backends.sqlite3":
    # IMMEDIATE: a deferred write that meets another fails at once instead of waiting.
    # FULL: an acknowledged save survives a power cut, at 0.2 ms a commit.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
    }
elif _ENGINE == "django.db.backends.postgresql":
    # Seconds to connect; milliseconds for a statement and for a lock. The rest finds out within some seconds that the
    # server's machine is gone without a word; the system's own patience is a quarter of an hour.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "connect_timeout": 5,
            "options": "-c statement_timeout=15000 -c lock_timeout=10000",
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "tcp_user_timeout": 5000,
        }
    )
else:
    raise ImproperlyConfigured("DATABASE_URL must start with sqlite:// or postgres://.")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = environ.string("CACHE_URL")
if CACHE_URL and not CACHE_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured(f"CACHE_URL is {CACHE_URL!r}: write redis://host:port/number, or leave it out.")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},  # Seconds: a thread never waits for long.
    }
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

SERVER_THREADS = environ.whole_number("THREADS", default=4, at_least=1)  # In each process; scripts/serve.sh

# The page cache: public pages in each process's memory, off with 0

PAGE_CACHE_MB = environ.whole_number("PAGE_CACHE_MB", default=64)
KEPT_PAGES_MB = environ.whole_number("KEPT_PAGES_MB", default=48)
"""For pages without their alerts, from which an answer is made at once when only the alerts have changed."""
SITE_VERSION_INTERVAL = environ.whole_number("SITE_VERSION_INTERVAL_MS", default=50, at_least=10) / 1000
"""Seconds between questions for the site's version: for so long at most an alert is not on a kept page."""
LONGEST_STALE = environ.whole_number("LONGEST_STALE_HOURS", default=24) * 3600
"""Seconds for which pages in memory are served while the database is away."""
EDGE_CACHE_SECONDS = environ.whole_number("EDGE_CACHE_SECONDS", default=0)
"""How long caches in front may keep a page; 0: they ask after it each time."""
PURGE_URLS = environ.addresses("PURGE_URLS")
"""Addresses of such caches that are told with PURGE when the site has changed."""

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = environ.languages("SITE_LANGUAGES", "en,es,ar" if DEMO else "en,es")
"""Those that readers may choose from, each by its own name; the first part of an address names any but English."""
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
TIME_ZONE = environ.time_zone("TIME_ZONE", "America/New_York")
USE_TZ = True

# Files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
_HASHED = "portal.staticfiles.SlimScripts"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else _HASHED},
}
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "media/"
PICTURE_BYTES = environ.whole_number("PICTURE_MB", default=12, at_least=1) * 1_000_000
"""The largest picture that is taken; what readers get is written anew, and much smaller."""
PICTURE_PIXELS = 40_000_000
"""A larger one takes too much memory to decode, whatever its file's size; telephones' cameras make half as many."""

# Security

_STRICT_POLICY: dict[str, list[str]] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _STRICT_POLICY}

CSRF_FAILURE_VIEW = "publishing.admin.csrf_failure.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # A working day, in seconds.
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
BEHIND_PROXY = environ.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    # Only where a proxy of the hospital's own sets this header on every request.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_TRIES = environ.whole_number("LOGIN_TRIES", default=5, at_least=1)
"""Wrong passwords in a row, for one account from one address, before each further try has to wait."""
LONGEST_LOGIN_WAIT = environ.whole_number("LOGIN_WAIT_MINUTES", default=15, at_least=1) * 60
"""Seconds; the wait starts at one and doubles with each wrong password."""
FILE_UPLOAD_HANDLERS = ["portal.uploads.Bounded", *global_settings.FILE_UPLOAD_HANDLERS]
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000  # Bytes: a page of many long tabs, typed in one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8_000  # A long document, arranged part by part, has some fields for each.
SILENCED_SYSTEM_CHECKS = [
    "ckeditor.W001",  # CKEditor 4 has known holes; docs/decisions/0002 says how each is closed.
]

# The rich-text editor: a widget of the one HTML field; another one is another name here

RICH_TEXT_WIDGET = "publishing.widgets.CKEditor"

# Names of medicines, marked where two versions of a text are compared: a function that returns them in lower case

MEDICINE_NAMES = "portal.medicines.known_names"

# The toolbar offers only what publishing/html.py keeps; the widget turns its policy into the editor's content filter.
CKEDITOR_CONFIGS = {
    "default": {
        "toolbar": [
            ["Format"],
            ["Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
            ["BulletedList", "NumberedList", "Outdent", "Indent", "Blockquote"],
            ["Link", "Unlink", "Table", "Picture", "SpecialChar"],
            ["PasteText", "PasteFromWord"],
            ["Undo", "Redo"],
        ],
        "format_tags": "p;h3;h4",
        # The iframe that the editor writes in without divarea would need a looser content policy.
        "extra_plugins": ["divarea", "autolink"],
        "removePlugins": (
            "about,bidi,colorbutton,colordialog,copyformatting,dialogadvtab,div,elementspath,exportpdf,filebrowser,find,"
            "font,forms,horizontalrule,htmlwriter,iframe,image,indentblock,justify,language,liststyle,magicline,maximize,newpage,"
            "pagebreak,preview,print,resize,save,scayt,showblocks,smiley,sourcearea,stylescombo,templates,uploadimage,"
            "wsc,wysiwygarea"
        ),
        "width": "100%",
        "height": "auto",
        "removeDialogTabs": "link:upload",
        "customConfig": "",
        "stylesSet": False,
        "fillEmptyBlocks": False,
        "entities": False,
        "linkDefaultProtocol": "https://",
        "disableNativeSpellChecker": False,
        "versionCheck": False,
    }
}

# The hospital

HOSPITAL_NAME = environ.string(
    "HOSPITAL_NAME", "Harbor Light Children's Hospital" if DEMO else "Our Children's Hospital"
)
HOSPITAL_PHONE = environ.string("HOSPITAL_PHONE", "555-555-0100")
EMERGENCY_TEXT = environ.string("EMERGENCY_TEXT", "In an emergency, call 911.")

# Reviews

REVIEW_MONTHS = environ.whole_number("REVIEW_MONTHS", default=36, at_least=1)
"""Months after a sign-off when the next review is due."""
REVIEW_GRACE_DAYS = environ.whole_number("REVIEW_GRACE_DAYS", default=90)
"""Days after that, from which on families read that the review is overdue."""
REVIEW_NOTICE_DAYS = environ.whole_number("REVIEW_NOTICE_DAYS", default=60, at_least=1)
"""Days before that, from which on the page's owner is reminded."""

# Content checks

READING_GRADE_TARGET = environ.whole_number("READING_GRADE_TARGET", default=8, at_least=1)
"""The school grade (Flesch-Kincaid) that texts for families should not pass; a warning comes two grades above it."""

# Reading time

READING_SPEED = {"en": 228, "es": 218, "ar": 138}
"""Words a minute at which grown-ups read aloud a text for twelve-year-olds in their own language: means of
Trauzettel-Klosinski and Dietz (2012), doi:10.1167/iovs.11-8284. Slower than silent reading, as worried people read."""

# Mail: printed to standard error, unless a server is named

globals().update(environ.mail("EMAIL_URL"))
DEFAULT_FROM_EMAIL = environ.string("EMAIL_FROM", f"portal@{urlsplit(SITE_URL).hostname}")

# Alerts

ALERT_TWO_PERSON_RELEASE = environ.flag("ALERT_TWO_PERSON_RELEASE")
ALERT_INTERVAL = environ.whole_number("ALERT_INTERVAL_SECONDS", default=20, at_least=1)
"""Seconds between an open page's questions for alerts; a reader sees a new one after so long at most."""

# Recalls: whom CAP messages and feed ids are from, for ever; where records come from

CAP_SENDER = environ.sender("CAP_SENDER", urlsplit(SITE_URL).hostname or "")
RECALL_FILE_BYTES = environ.whole_number("RECALL_FILE_MB", default=64, at_least=1) * 1_000_000
"""The largest file or answer of recall records that is read."""
OPENFDA_URL = environ.web_address("OPENFDA_URL", "https://api.fda.gov")
FDA_POSTINGS_URL = environ.web_address(
    "FDA_POSTINGS_URL", "https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds/recalls/rss.xml"
)

# Logs: to standard error; no line joins a reader's address with a page

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
