"""Addresses of conditions and programs."""

from django.urls import path

from conditions import views

urlpatterns = [
    path("conditions/", views.condition_list, name="condition_list"),
    path("conditions/<slug:slug>/", views.condition, name="condition"),
    path("programs/", views.program_list, name="program_list"),
    path("programs/<slug:slug>/", views.program, name="program"),
    path("preview/<str:token>/", views.shared_draft, name="shared_draft"),
]
