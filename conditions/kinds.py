"""The kinds of tab, and the names they go by on other sites' pages."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectionKind(models.TextChoices):
    SYMPTOMS_CAUSES = "symptoms_causes", _("Symptoms & Causes")
    DIAGNOSIS_TREATMENTS = "diagnosis_treatments", _("Diagnosis & Treatments")
    RESEARCH_INNOVATION = "research_innovation", _("Research & Innovation")
    PROGRAMS_SERVICES = "programs_services", _("Programs & Services")
    OTHER = "other", _("Other")


OwnNames = Mapping[str, tuple[SectionKind, bool]]
_own_names: ContextVar[OwnNames] = ContextVar("names that editors added", default=MappingProxyType({}))


def kind_of(title: str) -> SectionKind | None:
    """What a tab of this name is about; None where the name is not one that tabs are known to have."""
    name = same_name(title) if len(title) <= _LONGEST else ""
    own = _own_names.get().get(name)
    return own[0] if own else _WHOLE.get(name) or _PARTIAL.get(name)


def is_whole_name(title: str) -> bool:
    """True for names that mean a tab wherever they stand alone; “Research” may as well be a heading."""
    name = same_name(title) if len(title) <= _LONGEST else ""
    own = _own_names.get().get(name)
    return own[1] if own else name in _WHOLE


def may_end_with_tab(text: str) -> bool:
    """A quick look: whether the last word is the last one of any known name."""
    last = same_name(text[-_LONGEST:].rpartition(" ")[2])
    return last in _LAST_WORDS or any(name.split()[-1] == last for name in _own_names.get())


@contextmanager
def known_as(names: OwnNames) -> Iterator[None]:
    """Within it, tabs go by these names as well: for each (`same_name`) its kind, and whether it is a whole one."""
    token = _own_names.set(names)
    try:
        yield
    finally:
        _own_names.reset(token)


def same_name(title: str) -> str:
    """What two spellings of one tab's name have in common: “SYMPTOMS AND CAUSES” and “Symptom & Cause”."""
    if not title.isascii():
        title = "".join(sign for sign in unicodedata.normalize("NFKD", title) if not unicodedata.combining(sign))
    words = ["&" if word in _AND else word for word in _WORD.findall(title.casefold())]
    while len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return " ".join(word.removesuffix("s") for word in words)


_WORD = re.compile(r"[^\W_]+|[&+]")
_AND = {"&", "+", "and", "y", "e"}
_ARTICLES = {"our", "the", "nuestro", "nuestros", "nuestra", "nuestras", "el", "la", "los", "las"}

_WHOLE_NAMES = {
    SectionKind.SYMPTOMS_CAUSES: (
        *("Symptoms & Causes", "Causes & Symptoms", "Signs & Symptoms", "Signs, Symptoms & Causes"),
        *("Symptoms, Causes & Risk Factors", "Symptoms & Risk Factors", "Causes & Risk Factors"),
        *("Síntomas y causas", "Causas y síntomas", "Signos y síntomas", "الأعراض والأسباب"),
    ),
    SectionKind.DIAGNOSIS_TREATMENTS: (
        *("Diagnosis & Treatments", "Treatments & Diagnosis", "Diagnosis, Treatment & Care", "Tests & Treatments"),
        *("Testing & Diagnosis", "Tests & Diagnosis", "Diagnosis & Tests", "Diagnosis & Testing", "Treatment & Care"),
        *("Treatments & Outcomes", "Treatment & Management", "Care & Treatment", "Evaluation & Treatment"),
        *("Diagnóstico y tratamiento", "Diagnósticos y tratamientos", "Pruebas y diagnóstico", "التشخيص والعلاج"),
    ),
    SectionKind.RESEARCH_INNOVATION: (
        *("Research & Innovation", "Innovation & Research", "Research & Innovations", "Research & Clinical Trials"),
        *("Clinical Trials & Research", "Research & Trials", "Research & Discovery", "Research & Advances"),
        *("Investigación e innovación", "Investigaciones e innovaciones", "Investigación y ensayos clínicos"),
        "الأبحاث والابتكار",
    ),
    SectionKind.PROGRAMS_SERVICES: (
        *("Programs & Services", "Services & Programs", "Programmes & Services", "Departments & Programs"),
        *("Programs & Departments", "Centers & Programs", "Programs & Centers", "Clinics & Programs"),
        *("Programas y servicios", "Servicios y programas", "البرامج والخدمات"),
    ),
    SectionKind.OTHER: (
        *("FAQ", "FAQs", "Frequently Asked Questions", "Questions & Answers", "Q & A", "Preguntas frecuentes"),
        *("Preguntas y respuestas", "Support & Resources", "Resources & Support", "Patient & Family Resources"),
    ),
}
_PARTIAL_NAMES = {
    SectionKind.SYMPTOMS_CAUSES: (*("Symptoms", "Causes", "Risk Factors", "Síntomas", "Causas", "Factores de riesgo"),),
    SectionKind.DIAGNOSIS_TREATMENTS: (
        *("Diagnosis", "Treatment", "Treatments", "Treatment Options", "Tests", "Care"),
        *("Diagnóstico", "Tratamiento", "Tratamientos", "Opciones de tratamiento", "Pruebas"),
    ),
    SectionKind.RESEARCH_INNOVATION: (
        *("Research", "Innovation", "Clinical Trials", "Investigación", "Innovación", "Ensayos clínicos"),
    ),
    SectionKind.PROGRAMS_SERVICES: (
        *("Programs", "Programmes", "Services", "Departments", "Clinics", "Programas", "Servicios"),
    ),
    SectionKind.OTHER: (
        *("Overview", "About", "Contact", "Contact Us", "Our Team", "Meet Our Team", "Locations", "Resources"),
        *("Outlook", "Prevention", "Prognosis", "Complications", "Follow-up Care", "Recovery", "Patient Stories"),
        *("Patient Resources", "Family Resources", "Support", "Questions", "Make an Appointment", "Appointments"),
        *("Resumen", "Descripción general", "Contacto", "Contáctenos", "Equipo", "Recursos", "Pronóstico"),
        *("Prevención", "Preguntas", "Citas"),
    ),
}
_LONGEST = 60
"""Characters: no known name is longer."""

_WHOLE = {same_name(name): kind for kind, names in _WHOLE_NAMES.items() for name in names}
_PARTIAL = {same_name(name): kind for kind, names in _PARTIAL_NAMES.items() for name in names}
_LAST_WORDS = {name.split()[-1] for name in (*_WHOLE, *_PARTIAL)}
