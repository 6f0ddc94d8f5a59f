"""A process that is killed in the middle of publishing leaves the whole old page or the whole new one."""

import os
import random
import signal
import time

import pytest
from django.db import connection, connections

from conditions.models import Condition, Section
from publishing import workflow
from publishing.models import AuditEntry, SavedDraft, SiteVersion
from tests.factories import live_condition

KILLS = 50
LONGEST = 0.06
"""Seconds after its first publishing within which a process is killed: about as long as the next one takes."""


def publish_until_killed(condition_id: int, acknowledge: int) -> None:
    """In a process of its own: publish again and again, and say of each version that it is public."""
    connections.close_all()
    while True:
        condition = Condition.objects.get(pk=condition_id)
        version = int(condition.summary) + 1
        Condition.objects.filter(pk=condition_id).update(summary=str(version))
        Section.objects.filter(condition_id=condition_id).update(body=f"<p>{version}</p>")
        workflow.publish(Condition.objects.get(pk=condition_id), by=None)
        os.write(acknowledge, f"{version}\n".encode())


def acknowledged_before_the_kill(condition_id: int, seconds: float) -> int:
    """The last version that a process called public; it is killed so many seconds after it called its first so."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            publish_until_killed(condition_id, write)
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read) as answers:
        first = answers.readline()
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return int([first, *answers.read().split()][-1])


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_no_page_is_half_published_and_no_acknowledged_one_is_missing() -> None:
    condition = live_condition({"One": "<p>0</p>"}, summary="0")
    chance = random.Random(7)  # noqa: S311 - moments, no secrets
    for _kill in range(KILLS):
        connection.close()
        promised = acknowledged_before_the_kill(condition.pk, chance.uniform(0, LONGEST))
        live = condition.revisions().live().get()
        assert live.content["sections"][0]["body"] == f"<p>{live.content['summary']}</p>"
        assert int(live.content["summary"]) >= promised
    published = condition.revisions().count()
    assert AuditEntry.objects.filter(action="publish").count() == published
    assert SavedDraft.objects.filter(digest=condition.revisions().live().get().digest).exists()
    assert SiteVersion.current() >= published
    assert published > KILLS
