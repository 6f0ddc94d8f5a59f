"""Tabs are known by many names."""

import pytest

from conditions.kinds import SectionKind, is_whole_name, kind_of, same_name


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Symptoms & Causes", SectionKind.SYMPTOMS_CAUSES),
        ("SYMPTOMS AND CAUSES", SectionKind.SYMPTOMS_CAUSES),
        ("  symptom & cause:", SectionKind.SYMPTOMS_CAUSES),
        ("Causes and symptoms", SectionKind.SYMPTOMS_CAUSES),
        ("Síntomas y causas", SectionKind.SYMPTOMS_CAUSES),
        ("SINTOMAS Y CAUSAS", SectionKind.SYMPTOMS_CAUSES),
        ("Diagnosis and treatment", SectionKind.DIAGNOSIS_TREATMENTS),
        ("Treatment", SectionKind.DIAGNOSIS_TREATMENTS),
        ("Diagnóstico y tratamiento", SectionKind.DIAGNOSIS_TREATMENTS),
        ("Research", SectionKind.RESEARCH_INNOVATION),
        ("Our research", SectionKind.RESEARCH_INNOVATION),
        ("Investigación e innovación", SectionKind.RESEARCH_INNOVATION),
        ("Our programs", SectionKind.PROGRAMS_SERVICES),
        ("Programas y servicios", SectionKind.PROGRAMS_SERVICES),
        ("FAQ", SectionKind.OTHER),
        ("Contact us", SectionKind.OTHER),
    ],
)
def test_a_name_and_its_variants_are_one_kind(title: str, kind: SectionKind) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    "title", ["", "&", "★", "How is it treated?", "Living with asthma", "617-555-0100", "x" * 5000]
)
def test_other_words_are_of_no_kind(title: str) -> None:
    assert kind_of(title) is None


def test_every_kind_but_other_is_found_by_its_own_label() -> None:
    kinds = [kind for kind in SectionKind if kind != SectionKind.OTHER]
    assert [kind_of(str(kind.label)) for kind in kinds] == kinds


def test_half_a_name_does_not_mean_a_tab_wherever_it_stands() -> None:
    assert is_whole_name("Research & Innovation")
    assert not is_whole_name("Research")


def test_spellings_of_one_name_are_the_same() -> None:
    assert same_name("Los síntomas y  causas") == same_name("Sintoma & causa")
    assert same_name("The") == "the"
