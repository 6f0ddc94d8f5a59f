"""Bounded memory."""

from concurrent.futures import ThreadPoolExecutor

from publishing.page_cache.answers import make_answer
from publishing.page_cache.store import Store

ANSWER = make_answer("200 OK", [], b"x" * 100, generation=1)


def test_memory_stays_within_its_bound_under_a_million_addresses() -> None:
    store = Store(most_bytes=50 * ANSWER.size)
    for number in range(1_000_000):
        store.put(number, ANSWER)
    assert len(store) == 50
    assert store.bytes_held <= store.most_bytes


def test_the_least_recently_used_goes_first() -> None:
    store = Store(most_bytes=2 * ANSWER.size)
    store.put("old", ANSWER)
    store.put("older", ANSWER)
    store.get("old")
    store.put("new", ANSWER)
    assert store.get("older") is None
    assert store.get("old") is ANSWER


def test_what_is_larger_than_the_whole_memory_is_not_kept() -> None:
    store = Store(most_bytes=10)
    store.put("large", ANSWER)
    assert len(store) == 0


def test_a_page_put_twice_counts_once() -> None:
    store = Store(most_bytes=10 * ANSWER.size)
    store.put("page", ANSWER)
    store.put("page", ANSWER)
    assert store.bytes_held == ANSWER.size


def test_a_squeezed_page_does_not_replace_a_newer_one() -> None:
    store = Store(most_bytes=10 * ANSWER.size)
    newer = make_answer("200 OK", [], b"y" * 100, generation=2)
    store.put("page", newer)
    store.replace("page", ANSWER, ANSWER.squeezed())
    assert store.get("page") is newer


def test_an_encoding_that_is_added_counts_and_makes_room_for_itself() -> None:
    large = make_answer("200 OK", [], bytes(range(256)) * 40, generation=1)
    packed = large.packed("gzip").packed("br")
    store = Store(most_bytes=ANSWER.size + packed.size - 1)
    store.put("small", ANSWER)
    store.put("large", large)
    store.replace("large", large, packed)
    assert store.get("small") is None
    assert store.bytes_held == packed.size


def test_many_threads_leave_the_count_right() -> None:
    store = Store(most_bytes=20 * ANSWER.size)

    def use(start: int) -> None:
        for number in range(start, start + 3000):
            store.put(number % 60, ANSWER)
            store.get((number * 7) % 60)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(0, 80, 10)))
    assert store.bytes_held == len(store) * ANSWER.size <= store.most_bytes
