"""What every long task has in common: how it reports progress, how it is stopped, and one way to use all cores."""

from __future__ import annotations

import heapq
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is, in the unit that the function names."""
ShouldStop = Callable[[], bool]
"""Called every few milliseconds; True ends the work with `Stopped`."""

_SORTED_AT_ONCE = 2000

Text = TypeVar("Text", str, bytes)
Item = TypeVar("Item")
Result = TypeVar("Result")


class Stopped(Exception):  # noqa: N818 - it is an outcome, not an error
    """The work was stopped because the user asked for it."""


def core_count() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def stop_if(should_stop: ShouldStop | None) -> None:
    """Raise `Stopped` if the user asked for it."""
    if should_stop is not None and should_stop():
        raise Stopped


def ordered_map(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    threads: int | None = None,
    should_stop: ShouldStop | None = None,
) -> Iterator[Result]:
    """Apply `function` to `items` in threads and yield the results in the order of the items.

    `threads` is the number of threads, by default one per core. The first items begin before this returns. `items` is
    consumed at most two items per thread ahead of the result being yielded, so that memory stays flat and a stop waits
    for no more than those. `should_stop` is called before each result. An exception of `function` is raised at its
    place in the order. Closing the iterator cancels what has not begun and waits for what has.
    """
    threads = threads or os.cpu_count() or 1
    remaining = iter(items)
    pool = ThreadPoolExecutor(threads)
    pending: deque[Future[Result]] = deque()

    def results() -> Iterator[Result]:
        try:
            while pending:
                stop_if(should_stop)
                result = pending.popleft().result()
                pending.extend(pool.submit(function, item) for item in islice(remaining, 1))
                yield result
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    try:
        pending.extend(pool.submit(function, item) for item in islice(remaining, 2 * threads))
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    return results()


def sorted_texts(texts: Iterable[Text]) -> list[Text]:
    """Sort a long list in a thread; with `sorted` itself, all other threads would wait until it is done."""
    remaining = iter(texts)
    pieces = iter(lambda: sorted(islice(remaining, _SORTED_AT_ONCE)), [])
    return list(heapq.merge(*pieces))
