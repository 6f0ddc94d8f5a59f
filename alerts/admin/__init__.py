"""Staff pages of alerts. Each button is a verb of the model, which knows when it may be taken and writes the audit."""

from alerts.admin.alert import RecallAlertAdmin

__all__ = ["RecallAlertAdmin"]
