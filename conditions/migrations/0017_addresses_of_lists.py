"""Lists whose names have letters that addresses used to drop get the address that their name gives now."""

from collections import defaultdict

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.text import slugify

from publishing.index.findable import Place

_MODELS = {"area": "BodyArea", "specialty": "Specialty", "age": "AgeGroup"}


def move(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    shelves = apps.get_model("publishing", "Shelf").objects
    for way, name, slug in list(shelves.order_by().values_list("way", "name", "slug").distinct()):
        if slug != (new := Place(way, name).slug):
            shelves.filter(way=way, name=name).update(slug=new)
    names = apps.get_model("conditions", "ListName").objects
    for way, model in _MODELS.items():
        moved = defaultdict(set)
        for name in apps.get_model("conditions", model).objects.values_list("name", flat=True):
            moved[slugify(name) or "other"].add(Place(way, name).slug)
        for old, slugs in moved.items():
            if len(slugs) == 1 and old not in slugs:
                names.filter(way=way, slug=old).update(slug=slugs.pop())


class Migration(migrations.Migration):
    dependencies = [("conditions", "0016_related_is_each_page_s_own"), ("publishing", "0017_fill_lists_from_a_to_z")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
