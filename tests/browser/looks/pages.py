"""The types of public pages, with an address of each in the languages that it is written in."""

from collections.abc import Iterator

LANGUAGES = {"en": "/", "es": "/es/", "ar": "/ar/"}
IN_ALL = {
    "home": "",
    "conditions": "conditions/",
    "programs": "programs/",
    "body-areas": "body-areas/",
    "body-area": "body-areas/lungs-and-breathing/",
    "alerts": "alerts/",
    "alert": "alerts/kelpway-rescue-inhaler/",
    "alert-answer": "alerts/kelpway-rescue-inhaler/#typed=KW6118",
    "search": "search/",
    "search-without-result": "search/?q=zzzz",
    "glossary": "glossary/",
    "accessibility": "accessibility/",
    "not-found": "nowhere/",
}
IN_ONE = {
    "en": {
        "condition": "conditions/asthma/",
        "condition-tab": "conditions/asthma/#diagnosis-treatments",
        "condition-bare": "conditions/bare/",
        "program": "programs/asthma-program/",
        "search-with-results": "search/?q=asthma",
        "retired": "conditions/retired-en/",
    },
    "es": {
        "condition": "conditions/asma/",
        "condition-tab": "conditions/asma/#diagnostico-y-tratamientos",
        "program": "programs/asthma-program/",
        "search-with-results": "search/?q=asma",
        "retired": "conditions/retired-es/",
    },
    "ar": {
        "condition": "conditions/asthma-ar/",
        "condition-tab": "conditions/asthma-ar/#section-2",
        "search-with-results": "search/?q=الربو",
        "retired": "conditions/retired-ar/",
    },
}


def pages_in(language: str) -> Iterator[tuple[str, str]]:
    """Type and address of each page."""
    for kind, path in (IN_ALL | IN_ONE[language]).items():
        yield kind, LANGUAGES[language] + path
