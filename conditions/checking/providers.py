"""What other packages tell the checks, which know less: each is asked once for a run and answers for each page."""

from collections.abc import Callable, Collection, Iterable, Mapping

from conditions.checking.site import Recalled

Recalls = Callable[[], Callable[[str], Iterable[Recalled]]]
Terms = Callable[[], Iterable[str]]
Broken = Callable[[Collection[str]], Mapping[str, str]]

recalls: list[Recalls] = []
"""Called once for a run; what it returns gives the sentences of a text, one passage a line, that name a product."""
terms: list[Terms] = []
"""The words of the glossary, with their other forms."""
broken: list[Broken] = []
"""For addresses of other sites, what came when they were last tried, where that was no page."""
