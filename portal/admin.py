"""The staff site as a whole: its name, and who may manage accounts."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.logging_in import LoginForm
from portal.models import FamilyWords

admin.site.site_header = settings.HOSPITAL_NAME
admin.site.site_title = settings.HOSPITAL_NAME
admin.site.index_title = _("Pages, alerts and accounts")

admin.site.login_form = LoginForm

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Accounts, so that managing them never makes anybody more than the four roles do."""

    _ONLY_A_SUPERUSER_GIVES: ClassVar[tuple[str, ...]] = ("is_superuser", "user_permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *self._ONLY_A_SUPERUSER_GIVES)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)


@admin.register(FamilyWords)
class FamilyWordsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("said", "in_our_words")
    search_fields = ("said",)

    @admin.display(description=_("our pages say"))
    def in_our_words(self, obj: FamilyWords) -> str:
        return ", ".join(obj.meant)
