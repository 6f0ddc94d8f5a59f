"""All addresses of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap as sitemap_part
from django.urls import include, path, re_path

from portal import views
from portal.calendar import staff_calendar
from portal.replay_page import replay_page
from portal.sitemaps import SITEMAPS, sitemap
from portal.styleguide.page import styleguide
from publishing.picture_view import picture
from publishing.public import public_with

# In each language: English without a prefix, the others as `/es/…`.
pages = i18n_patterns(
    path("", views.home, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("search/", views.search, name="search"),
    path("search/suggestions.json", views.suggestions, name="suggestions"),
    path("", include("conditions.urls")),
    path("", include("alerts.urls")),
    prefix_default_language=False,
)

urlpatterns = [
    *pages,
    path("", include("conditions.previews")),
    path("", include("alerts.feeds.urls")),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", public_with("p")(sitemap_part), {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("robots.txt", views.robots, name="robots"),
    path("llms.txt", views.llms, name="llms"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    re_path(r"^media/pictures/(?P<name>[a-z0-9]{24}\.webp)$", picture, name="picture"),
    path("styleguide/", admin.site.admin_view(styleguide), name="styleguide"),
    path("admin/calendar/", admin.site.admin_view(staff_calendar), name="staff_calendar"),
    path("admin/replay/", admin.site.admin_view(replay_page), name="replay"),
    path("admin/", admin.site.urls),
]

handler404 = views.not_found
handler500 = views.server_error

if settings.HAS_TOOLBAR:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()
