"""Staff pages of alerts. Each button is a verb of the model, which knows when it may be taken and writes the audit."""

from alerts.admin.alert import RecallAlertAdmin
from alerts.admin.records import RecallRecordAdmin
from alerts.advice import about_recalls
from alerts.checking import recalled_products
from conditions.checking import providers
from publishing.admin import advice

__all__ = ["RecallAlertAdmin", "RecallRecordAdmin"]

advice.register(about_recalls)
providers.recalls.append(recalled_products)
