"""Addresses of conditions, programs and the glossary."""

from django.urls import path

from conditions import views
from conditions.glossary.views import glossary, term
from conditions.ways import WAYS

urlpatterns = [
    path("conditions/", views.condition_list, name="condition_list"),
    path("conditions/letter/<str:letter>/", views.condition_letter, name="condition_letter"),
    path("conditions/letter/<str:letter>/<int:number>/", views.condition_letter, name="condition_letter"),
    path("conditions/<slug:slug>/", views.condition, name="condition"),
    path("conditions/<slug:slug>/qr.svg", views.condition_qr, name="condition_qr"),
    path("programs/", views.program_list, name="program_list"),
    path("programs/page/<int:number>/", views.program_list, name="program_list"),
    path("programs/<slug:slug>/conditions/<int:number>/", views.program, name="program_conditions"),
    path("programs/<slug:slug>/", views.program, name="program"),
    *(path(f"{way.path}/", views.way_list, {"way": way}, name=f"{way.key}_list") for way in WAYS.values()),
    *(
        path(f"{way.path}/{rest}", views.way_pages, {"way": way}, name=f"{way.key}_pages")
        for way in WAYS.values()
        for rest in ("<slug:slug>/", "<slug:slug>/<int:number>/")
    ),
    path("glossary/", glossary, name="glossary"),
    path("glossary/<slug:slug>/", term, name="term"),
]
