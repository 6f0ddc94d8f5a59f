"""Guessing passwords gets slower and slower, and keeps nobody out who logs in from elsewhere."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.logging_in import address_of, count_try, key_of, wait_after
from portal.models import FailedLogin
from publishing import clock as site_clock
from publishing.models import AuditEntry
from tests.browsing import words
from tests.conftest import Clock

pytestmark = pytest.mark.django_db
RIGHT = "reviewer-password-of-tests"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def log_in(typed: str = "wrong", name: str = "reviewer", address: str = HERE, **headers: str) -> Any:
    said = {"username": name, "password": typed, "next": "/admin/"}
    return Client().post(reverse("admin:login"), said, REMOTE_ADDR=address, headers=headers)


def is_in(answer: Any) -> bool:
    return answer.status_code == 302


def guess(times: int, clock: Clock, **options: str) -> None:
    """As many wrong passwords, each as soon as it is looked at."""
    for number in range(times):
        log_in(**options)
        clock.forward(seconds=wait_after(number + 1))


def test_after_some_wrong_passwords_even_the_right_one_has_to_wait_and_then_lets_in(
    reviewer: User, clock: Clock
) -> None:
    for _number in range(5):
        assert "Please enter the correct username and password" in words(log_in())
    refused = log_in(RIGHT)
    assert "Too many wrong passwords. Wait 1 second, then try again." in words(refused)
    clock.forward(seconds=1)
    assert is_in(log_in(RIGHT))
    assert not FailedLogin.objects.exists()


def test_the_wait_doubles_up_to_the_longest(reviewer: User, clock: Clock) -> None:
    assert [wait_after(count) for count in (0, 4, 5, 6, 7, 14, 15, 500, 10**9)] == [0, 0, 1, 2, 4, 512, 900, 900, 900]
    guess(20, clock)
    log_in()
    assert "Wait 15 minutes" in words(log_in(RIGHT))
    clock.forward(seconds=899)
    assert not is_in(log_in(RIGHT))
    clock.forward(seconds=1)
    assert is_in(log_in(RIGHT))


def test_trying_while_one_has_to_wait_makes_the_wait_no_longer(reviewer: User, clock: Clock) -> None:
    for _number in range(30):
        log_in()
    clock.forward(seconds=1)
    assert is_in(log_in(RIGHT))


def test_tries_at_the_same_moment_are_counted_before_any_password_is_checked(clock: Clock) -> None:
    now = site_clock.now()
    let_through = [count_try("key", now) for _number in range(40)]
    assert let_through.count(0) == 5


def test_whoever_guesses_keeps_nobody_out_who_logs_in_from_elsewhere(reviewer: User, clock: Clock) -> None:
    guess(12, clock)
    log_in()
    assert not is_in(log_in(RIGHT))
    assert is_in(log_in(RIGHT, address=ELSEWHERE))


def test_other_accounts_from_the_same_address_go_on(reviewer: User, editor: User, clock: Clock) -> None:
    for _number in range(6):
        log_in()
    assert is_in(log_in("editor-password-of-tests", name="editor"))


def test_capitals_give_no_further_tries(reviewer: User, clock: Clock) -> None:
    for name in ("reviewer", "Reviewer", "REVIEWER", "reViewer", "reviewer"):
        log_in(name=name)
    assert "Too many wrong passwords" in words(log_in(RIGHT))


def test_it_is_told_the_same_of_accounts_that_there_are_and_are_not(reviewer: User, clock: Clock) -> None:
    for name in ("reviewer", "nobody"):
        told = [words(log_in(name=name)).replace(name, "") for _number in range(7)]
        assert told[:5] == [told[0]] * 5
        assert all("Wait 1 second" in text for text in told[5:])


def test_the_audit_and_the_log_name_an_account_once_and_never_what_strangers_make_up(
    reviewer: User, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="portal.logging_in"):
        guess(9, clock)
        guess(9, clock, name="my secret password\nforged line")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_title, entry.actor_name) == ("slow_login", "reviewer", "not logged in")
    assert entry.reason == "5 wrong passwords in a row"
    assert [record.name for record in caplog.records] == ["portal.logging_in"]
    assert HERE not in caplog.text


def test_neither_account_nor_address_can_be_read_from_what_is_kept(reviewer: User, clock: Clock) -> None:
    log_in()
    kept = str(list(FailedLogin.objects.values()))
    assert "reviewer" not in kept
    assert HERE not in kept


def test_what_is_a_day_old_is_forgotten(reviewer: User, clock: Clock) -> None:
    guess(5, clock)
    clock.forward(days=1, seconds=1)
    for _number in range(4):
        assert "Please enter the correct" in words(log_in())
    assert FailedLogin.objects.get().failures == 4
    clock.forward(days=1, seconds=1)
    log_in(name="somebody-else")
    assert FailedLogin.objects.count() == 1


def test_a_clock_that_was_set_back_keeps_nobody_waiting_for_days(reviewer: User, clock: Clock) -> None:
    guess(8, clock)
    clock.forward(days=-3)
    assert is_in(log_in(RIGHT))


@pytest.mark.parametrize(
    ("remote", "told", "behind", "address"),
    [
        ("192.0.2.1", "203.0.113.9", False, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", True, "203.0.113.9"),
        ("192.0.2.1", "1.1.1.1, 203.0.113.9", True, "203.0.113.9"),
        ("192.0.2.1", "", True, "192.0.2.1"),
        ("192.0.2.1", "unknown", True, ""),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "", False, "192.0.2.1"),
        ("", "", False, ""),
    ],
)
def test_who_asks_is_known_by_what_a_sender_cannot_choose(
    settings: Any, remote: str, told: str, behind: bool, address: str
) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": told} if told else {})
    assert address_of(request) == address


def test_an_empty_form_is_no_try(reviewer: User, clock: Clock) -> None:
    for _number in range(9):
        log_in("")
    assert not FailedLogin.objects.exists()
    assert key_of("a", "b") != key_of("a\nb", "")
