"""Two people at one alert: where it shows is never overwritten unasked."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.browsing import form_on, press
from tests.factories import make_alert


@pytest.mark.parametrize("is_everywhere", [True, False])
def test_on_every_page_is_what_the_only_one_who_touched_it_said(
    communications: User, manager: User, signed_in: Callable[[User], Client], is_everywhere: bool
) -> None:
    alert = make_alert(is_everywhere=not is_everywhere)
    address = reverse("admin:alerts_recallalert_change", args=[alert.pk])
    mine, theirs = signed_in(communications), signed_in(manager)
    opened = form_on(mine.get(address))
    press(theirs, address, "_continue", is_everywhere=["on"] if is_everywhere else [])
    told = mine.post(address, opened | {"what_happened": "Seals were broken.", "_continue": "1"}, follow=True)
    mine.post(address, form_on(told) | {"_continue": "1"})
    alert.refresh_from_db()
    assert (alert.is_everywhere, alert.what_happened) == (is_everywhere, "Seals were broken.")
