"""Addresses of conditions and programs."""

from django.urls import path

from conditions import views
from conditions.ways import WAYS

urlpatterns = [
    path("conditions/", views.condition_list, name="condition_list"),
    path("conditions/<slug:slug>/", views.condition, name="condition"),
    path("programs/", views.program_list, name="program_list"),
    path("programs/<slug:slug>/", views.program, name="program"),
    *(path(f"{way.path}/", views.way_list, {"way": way}, name=f"{way.key}_list") for way in WAYS.values()),
    *(
        path(f"{way.path}/<slug:slug>/", views.way_pages, {"way": way}, name=f"{way.key}_pages")
        for way in WAYS.values()
    ),
]
