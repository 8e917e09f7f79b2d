"""What a training is asked to do, and the little the window needs to know of whoever does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from core.datasets.audit import Reason
    from core.training.events import Event
    from core.training.recipe import Recipe


USUAL: Final[tuple[Reason, ...]] = ("unreadable", "blank", "contradicting")
"""What is left out unless the user says otherwise; copies stay, on one side of the split."""


@dataclass(frozen=True, slots=True)
class Order:
    """A training to be done."""

    data: Path
    recipe: Recipe
    run: Path
    resume: bool = False
    leave_out: tuple[Reason, ...] = USUAL
    detector: str = "thorough"
    """What finds the faces, a name of `core.vision.detectors.DETECTORS`; a training that goes on keeps its own."""

    @property
    def name(self) -> str:
        return self.run.name


class Process(Protocol):
    """A training under way, in a process of its own; `core.training.process.TrainingProcess` is one."""

    def start(self) -> None: ...

    def events(self) -> Iterator[Event]:
        """Blocks; the last is `Ended` or `Failed`."""

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def cancel(self) -> None: ...

    def kill(self) -> None: ...


Launch = Callable[[Order], Process]


def launch(order: Order) -> Process:
    """The real training."""
    from core.training.process import TrainingProcess

    return TrainingProcess(
        order.data,
        order.recipe,
        order.run,
        resume=order.resume,
        leave_out=order.leave_out,
        detector=order.detector,
    )
