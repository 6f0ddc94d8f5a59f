"""Addresses of alerts."""

from django.urls import path

from alerts import views

urlpatterns = [
    path("alerts/", views.alert_list, name="alert_list"),
    path("alerts/banner.html", views.banner, name="banner"),
    path("alerts/<slug:slug>/", views.alert, name="alert"),
]
