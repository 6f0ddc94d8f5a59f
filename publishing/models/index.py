"""Under which words, and in which lists, readers find a page: written with its revision, never read by editors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.index.findable import LONGEST_LIST, NAME_WEIGHT
from publishing.models.revision import Revision


class Word(models.Model):
    """A word that stands on a page, without accents and endings (publishing/index/words.py)."""

    text = models.CharField(max_length=40, unique=True)
    is_name = models.BooleanField(default=False)
    """Whether some page has or had it in its title or another name."""

    class Meta:
        verbose_name = _("word of the index")

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """One word of one revision, with what it weighs there: more in a title than in the text."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, db_index=False, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("entry of the index")
        indexes = [
            models.Index(fields=["word", "revision", "weight"], name="posting_by_word"),
            models.Index(
                fields=["word", "revision"], condition=Q(weight__gte=NAME_WEIGHT), name="posting_by_name_word"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} {self.revision_id}"


class Shelf(models.Model):
    """One list that a revision stands in: a body area, a specialty, an age."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="shelves")
    way = models.CharField(max_length=20)
    slug = models.SlugField(max_length=LONGEST_LIST)
    name = models.CharField(max_length=LONGEST_LIST)
    place = models.PositiveSmallIntegerField(default=0)
    """Where the list stands among those of its way; those of one place by their names."""

    class Meta:
        verbose_name = _("list of pages")
        indexes = [models.Index(fields=["way", "slug", "revision"], name="shelf_by_way")]

    def __str__(self) -> str:
        return f"{self.way} {self.slug}"
