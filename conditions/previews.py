"""The address of drafts that are shown to somebody without an account; the same whatever language the draft is in."""

from django.urls import path

from conditions import views

urlpatterns = [path("preview/<str:token>/", views.shared_draft, name="shared_draft")]
