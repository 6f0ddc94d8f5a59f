"""Telling the content checks which sentences of a page name a recalled product."""

from collections.abc import Callable, Iterator

from alerts.matching.mentions import mentions_in
from alerts.matching.pages import names_of
from alerts.models import Kind, RecallAlert
from conditions.checking.site import Recalled


def recalled_products() -> Callable[[str], Iterator[Recalled]]:
    """Reads the live recalls once, most serious first."""
    recalls = RecallAlert.objects.live().filter(kind=Kind.RECALL).most_serious_first()
    recalls = recalls.select_related("recall_event").prefetch_related("packages", "recall_event__records")
    named = [(alert.headline, names_of(alert)) for alert in recalls]

    def named_in(text: str) -> Iterator[Recalled]:
        letters = text.casefold()
        for headline, names in named:
            likely = [name for name in names if name.sure_letters in letters]
            for line in text.split("\n") if likely else ():
                for mention in mentions_in(line, likely):
                    yield Recalled(mention.sentence, mention.name, headline)

    return named_in
