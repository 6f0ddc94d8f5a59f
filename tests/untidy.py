"""A page with the faults of real ones, in words of our own: it is always there, where a real page may not be."""

from conditions.models import Condition
from publishing import workflow
from tests.factories import make_condition

LEAD_IN = "To find out more, the doctor may order several tests, including:"
LONG = (
    "When the lantern fever begins, which it mostly does in the evening hours of a warm day, your child may feel hot "
    "and tired and may not want to eat or to drink or to play with other children at all."
)
TABS = {
    "Symptoms & Causes": f"<h3>What are the signs?</h3><p>{LONG}</p><p>Most <strong>feel</strong> better soon.</p>",
    "Diagnosis & Treatments": f"<h3>How is it found?</h3><p>{LEAD_IN}</p><p>The team explains each result.</p>",
    "Research & Innovation": "",
}


def untidy_page() -> Condition:
    condition = make_condition(
        TABS,
        title="Lantern Fever",
        slug="lantern-fever",
        summary="A fever that comes in the evening.",
        introduction="<p>Lantern fever is a short illness of warm evenings.</p>",
    )
    workflow.save_draft(condition, by=None)
    return condition
