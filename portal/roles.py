"""The four roles and what each may do: the one table that the migration and the tests read."""

from collections.abc import Iterable

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions

EDITORS = "Editors"
CLINICAL_REVIEWERS = "Clinical reviewers"
COMMUNICATIONS = "Communications"
SITE_MANAGERS = "Site managers"

_WRITE = ("add", "change", "view")
Table = dict[str, tuple[str, ...]]
_EDITING: Table = {
    "conditions.condition": (*_WRITE, "publish", "correct", "delete"),
    "conditions.section": (*_WRITE, "delete"),
    "conditions.program": (*_WRITE, "publish", "correct", "delete"),
    "conditions.bodyarea": _WRITE,
    "conditions.term": (*_WRITE, "publish", "correct", "delete"),
    "conditions.plainerword": (*_WRITE, "delete"),
    "conditions.tabname": (*_WRITE, "delete"),
    "conditions.emergencysymptom": ("view",),
    "conditions.problem": ("view", "dismiss", "override"),
    "conditions.specialty": _WRITE,
    "conditions.agegroup": _WRITE,
    "portal.familywords": (*_WRITE, "delete"),
    "publishing.reviewer": ("view",),
    "publishing.revision": ("view",),
    "publishing.comment": ("add", "change"),
    "publishing.moved": ("view",),
    "publishing.picture": _WRITE,
    "alerts.recallalert": ("view",),
}
_REVIEWING: Table = {
    "conditions.condition": ("view", "sign_off"),
    "conditions.section": ("view",),
    "conditions.problem": ("view",),
    "conditions.program": ("view", "sign_off"),
    "conditions.term": ("view", "sign_off"),
    "conditions.plainerword": ("view",),
    "conditions.emergencysymptom": (*_WRITE, "delete"),
    "publishing.reviewer": ("view",),
    "publishing.revision": ("view",),
    "publishing.comment": ("add", "change"),
    "alerts.recallalert": ("view",),
}
_ALERTING: Table = {
    "alerts.recallalert": (*_WRITE, "delete", "post"),
    "conditions.condition": ("view",),
    "conditions.program": ("view",),
}
_MANAGING: Table = {
    "publishing.auditentry": ("view",),
    "publishing.reviewer": _WRITE,
    "publishing.moved": ("add",),
    "auth.user": _WRITE,
    "conditions.bodyarea": ("delete",),
    "conditions.specialty": ("delete",),
    "conditions.agegroup": ("delete",),
}

PERMISSIONS: dict[str, tuple[Table, ...]] = {
    EDITORS: (_EDITING,),
    CLINICAL_REVIEWERS: (_REVIEWING,),
    COMMUNICATIONS: (_ALERTING,),
    SITE_MANAGERS: (_EDITING, _REVIEWING, _ALERTING, _MANAGING),
}


def permissions_of(role: str) -> set[str]:
    """The role's permissions as Django names them: `conditions.publish_condition`."""
    return {
        f"{label.split('.')[0]}.{action}_{label.split('.')[1]}"
        for table in PERMISSIONS[role]
        for label, actions in table.items()
        for action in actions
    }


def write_groups(apps: Apps, labels: Iterable[str]) -> None:
    """Make the groups and give each exactly what the table says. The apps' permissions are made first.

    What a later migration brings is given by a later call.
    """
    for label in labels:
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]  # A migration's apps have none, and are passed over.
        create_permissions(config, apps=apps, verbosity=0)
    permission_model = apps.get_model("auth", "Permission")
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permission_model.objects.select_related("content_type")
    }
    for role in PERMISSIONS:
        group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        # A permission whose migration is still to come is given by the migration of roles that follows it.
        group.permissions.set([known[name] for name in permissions_of(role) if name in known])
