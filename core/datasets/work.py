"""Long work on data: how it tells what it has done, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with what is done and how much there is, in the unit the function names."""
ShouldStop = Callable[[], bool]
"""Asked every few milliseconds; True ends the work with `Stopped`."""


class Stopped(Exception):  # noqa: N818 - it is an outcome, not an error
    """The work was stopped because the user asked for it."""


def stop_if(should_stop: ShouldStop | None) -> None:
    """Leave by `Stopped` where that is asked for."""
    if should_stop is not None and should_stop():
        raise Stopped
