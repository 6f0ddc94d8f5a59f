"""Addresses of feeds. Other sites hold them: none of them may ever change."""

from django.urls import path

from alerts.feeds import views

urlpatterns = [
    path("alerts/feed.atom", views.atom, name="alert_atom"),
    path("alerts/feed.json", views.feed_json, name="alert_json"),
    path("alerts/current.json", views.current_json, name="alerts_current_json"),
    path("alerts/current.txt", views.current_txt, name="alerts_current_txt"),
    path("alerts/<slug:slug>/cap.xml", views.cap, name="alert_cap"),
]
