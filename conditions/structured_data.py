"""What search engines read: schema.org terms, as JSON-LD."""

from typing import Any

from conditions.page import ConditionPage


def medical_web_page(page: ConditionPage, address: str, hospital: str) -> dict[str, Any]:
    """A `MedicalWebPage` about a `MedicalCondition`; leaves out what the page does not say."""
    content = page.content
    about = {
        "@type": "MedicalCondition",
        "name": page.title,
        "alternateName": content["other_names"],
        "code": [_code(line) for line in content["codes"]],
    }
    data = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": page.title,
        "url": address,
        "inLanguage": content["language"],
        "description": page.description,
        "lastReviewed": page.review.last_on and page.review.last_on.isoformat(),
        "reviewedBy": [_reviewer(person) for person in page.review.reviewers],
        "publisher": {"@type": "Hospital", "name": hospital},
        "about": {name: value for name, value in about.items() if value},
    }
    return {name: value for name, value in data.items() if value}


def breadcrumbs(steps: list[tuple[str, str]]) -> dict[str, Any]:
    """A `BreadcrumbList` of (name, full address)."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def _code(line: str) -> dict[str, str]:
    system, _space, value = line.rpartition(" ")
    return {"@type": "MedicalCode", "codeValue": value, "codingSystem": system}


def _reviewer(reviewer: dict[str, str]) -> dict[str, str]:
    person = {"@type": "Person", "name": reviewer["name"], "honorificSuffix": reviewer["credentials"]}
    return {name: value for name, value in person.items() if value}
