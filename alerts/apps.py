"""The app of alerts and its system checks."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import import_string


class AlertsConfig(AppConfig):
    name = "alerts"

    def ready(self) -> None:
        # The check knows models, which are not loaded yet when this module is imported.
        register(import_string("alerts.phrasebook.validation.check_phrase_book"))
