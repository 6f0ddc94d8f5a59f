"""The WSGI application that the server runs: Django, behind the page cache, with a thread always free for readers."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django_application = get_wsgi_application()

from portal.front import with_page_cache  # noqa: E402 - needs the apps that the line before has loaded
from portal.senders import with_a_thread_for_readers  # noqa: E402
from portal.waiting import limit_waiting  # noqa: E402
from publishing.page_cache.application import PageCache  # noqa: E402

pages = with_page_cache(django_application)
if connection.vendor == "postgresql":
    limit_waiting(pages.is_away if isinstance(pages, PageCache) else lambda: False)
application = with_a_thread_for_readers(pages, threads=settings.SERVER_THREADS)

# All that is loaded stays. Python need not search it for garbage again and again, holding up every reader meanwhile.
gc.collect()
gc.freeze()
