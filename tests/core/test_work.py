"""One ordered parallel map, and a sort that lets other threads work."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator

import pytest

from core.work import Stopped, ordered_map, sorted_texts


def test_results_come_in_the_order_of_the_items() -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.02 if number % 3 == 0 else 0)
        return number * number

    assert list(ordered_map(slow_first, range(50), threads=4)) == [number * number for number in range(50)]


def test_items_are_taken_only_a_little_ahead() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = ordered_map(str, items(), threads=2)
    assert next(results) == "0"
    assert len(taken) <= 5
    results.close()
    assert len(taken) <= 5


def test_a_stop_ends_it_and_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    stopping = threading.Event()
    results = ordered_map(int, range(1000), threads=3, should_stop=stopping.is_set)
    assert [next(results) for _ in range(10)] == list(range(10))
    stopping.set()
    with pytest.raises(Stopped):
        next(results)
    assert threading.active_count() == before


def test_an_error_is_raised_at_its_place() -> None:
    results = ordered_map(lambda number: 1 // (2 - number), range(9), threads=2)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_no_items_give_no_results() -> None:
    assert list(ordered_map(str, [])) == []


def test_a_long_list_of_texts_is_sorted_like_any_other() -> None:
    texts = [str(random.Random(number).random()) for number in range(9000)]
    assert sorted_texts(texts) == sorted(texts)
    assert sorted_texts(text.encode() for text in texts) == sorted(text.encode() for text in texts)
    assert sorted_texts([]) == sorted_texts(iter([""][:0])) == []
