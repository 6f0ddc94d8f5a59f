"""The list of brands and other names: sound in itself, and used both ways."""

from collections import Counter

import pytest

from alerts.matching.medicines import all_names, medicines
from alerts.matching.mentions import Mention, mentions_in
from alerts.matching.names import names_in
from alerts.matching.vocabulary import FORMS, ORDINARY, RELEASES
from tests.alerts.matching.passages import passages

LATER = list(passages("brands.toml"))


def mentions(description: str, text: str) -> list[Mention]:
    return mentions_in(text, all_names(names_in(description)))


def test_the_list_is_large_enough_and_names_its_source() -> None:
    assert sum(len(medicine.brands) for medicine in medicines()) >= 150


def test_each_brand_belongs_to_one_medicine() -> None:
    brands = Counter(brand.casefold() for medicine in medicines() for brand in medicine.brands)
    assert [brand for brand, number in brands.items() if number > 1] == []


def test_no_brand_is_also_an_ingredient_or_an_ordinary_word() -> None:
    ingredients = {word for medicine in medicines() for part in medicine.parts for word in part.words}
    brands = {brand.casefold() for medicine in medicines() for brand in medicine.brands}
    assert not brands & (ingredients | ORDINARY | set(FORMS))
    assert all(len(brand.replace("-", "")) >= 4 for brand in brands)


def test_forms_and_releases_are_those_of_the_vocabulary() -> None:
    known = frozenset().union(*FORMS.values())
    for medicine in medicines():
        assert medicine.forms <= known, medicine.generic
        assert medicine.release in {"", *RELEASES.values()}, medicine.generic


def test_each_generic_name_is_read_whole() -> None:
    for medicine in medicines():
        read = {word for part in medicine.parts for word in (*part.words, *part.salts)}
        written = set(medicine.generic.casefold().replace(" and ", " ").split())
        assert written - read <= {"3350"}, medicine.generic


@pytest.mark.parametrize(
    ("product", "text", "why"),
    [
        ("Albuterol sulfate inhalation aerosol", "Use Ventolin.", "Ventolin is a brand of albuterol"),
        ("Ventolin HFA inhalation aerosol", "Use the albuterol inhaler.", "Ventolin is a brand of albuterol"),
        ("Epinephrine injection", "Carry adrenaline.", "adrenaline is another name for epinephrine"),
        ("Vitamin D3 oral drops", "Give vitamin D drops.", "vitamin D may mean vitamin D3"),
    ],
)
def test_a_mention_says_why_it_is_one(product: str, text: str, why: str) -> None:
    (mention,) = mentions(product, text)
    assert str(mention.alias) == why


def test_a_name_of_the_record_needs_no_reason() -> None:
    (mention,) = mentions("Albuterol sulfate inhalation aerosol", "Albuterol, such as Ventolin, helps.")
    assert mention.alias is None


def test_a_recall_of_one_brand_does_not_lead_to_another() -> None:
    assert not mentions("Synthroid (levothyroxine sodium tablets, USP)", "Unithroid is taken each day.")
    assert mentions("Synthroid (levothyroxine sodium tablets, USP)", "Levothyroxine is taken each day.")


@pytest.mark.parametrize(
    ("product", "text"),
    [
        ("Fluticasone propionate nasal spray", "Flovent is an inhaler."),
        ("Methylphenidate tablets", "Concerta is taken once."),
        ("Hydroxyzine pamoate capsules", "Atarax may help."),
        ("Potassium citrate tablets", "Klor-Con is a potassium medicine."),
        ("Amoxicillin capsules", "Augmentin is for bites."),
        ("Polyethylene glycol 400 eye drops", "MiraLAX softens the stool."),
        ("Pain relief (Acetaminophen 250 mg/Aspirin 250 mg/Caffeine 65 mg) tablets", "Tylenol is for fever."),
        ("Vasopressin Injection, 200 Units per 10 mL (20 Units per mL)", "One drop per day is enough."),
        ("Amlodipine Tablets, 100 count (NDC 99999-123-01)", "The NDC stands on the label."),
        ("Sodium chloride injection", "A drip of sodium bicarbonate protects the kidneys."),
        ("Zinc sulfate tablets", "Zinc is a metal."),
    ],
)
def test_another_salt_form_release_or_combination_is_another_medicine(product: str, text: str) -> None:
    assert not mentions(product, text)


def test_on_new_passages_precision_and_recall_hold() -> None:
    naming = [passage for passage in LATER if passage.names_it]
    right = sum(passage.is_found for passage in naming)
    found = sum(passage.is_found for passage in LATER)
    assert len(LATER) >= 120
    assert right / found >= 0.95
    assert right / len(naming) >= 0.85
