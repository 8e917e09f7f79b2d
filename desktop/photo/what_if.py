"""What if the chosen face's picture were another: the answers for it, computed in the model's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.widgets.picture import to_rgb
from desktop.worker import Job

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.analysis import AnalyzedFace, Analyzer
    from core.evaluation.what_if import Amounts, Outcome, Subject
    from core.vision.imaging import RGB
    from desktop.app.actions import Actions
    from desktop.app.engine import Engine
    from desktop.app.settings import Settings
    from desktop.photo.what_if_window import WhatIfWindow
    from desktop.photo.work_page import WorkPage

_PLACES: Final = 25
"""Of a curve: every twelfth of a slider that goes both ways."""
_AT_ONCE: Final = 2
"""Places of a curve that are answered before the sliders are looked at again."""


def _coarse_first(count: int) -> list[int]:
    """The numbers below `count`, so that those seen so far are always spread over all of them."""
    order, step = [0, count - 1], count - 1
    while len(order) < count:
        step = max(1, step // 2)
        order += [at for at in range(0, count, step) if at not in order]
    return order


class Curve:
    """The probabilities along one slider, as far as they are known.

    Args:
        name: The change.
        others: The amounts of all other changes.
        lowest: The slider's lowest amount; its highest is 1.
    """

    def __init__(self, name: str, others: Amounts, lowest: float) -> None:
        self.name: Final = name
        self.others: Final = others
        self._places: Final = [lowest + (1.0 - lowest) * at / (_PLACES - 1) for at in range(_PLACES)]
        self._known: dict[float, dict[str, NDArray[np.float64]]] = {}
        """By amount and attribute."""
        self._missing = _coarse_first(_PLACES)

    def take(self) -> list[int]:
        """The next places to be answered, as indices of `place`; none once all are."""
        return self._missing[:_AT_ONCE]

    def place(self, at: int) -> float:
        """The amount at a place."""
        return self._places[at]

    def add(self, taken: list[int], found: dict[str, NDArray[np.float64]]) -> None:
        """Take the probabilities at places: by attribute, shape (places, labels)."""
        for row, at in enumerate(taken):
            self._known[self._places[at]] = {attribute: values[row] for attribute, values in found.items()}
        self._missing = [at for at in self._missing if at not in taken]

    def add_answer(self, outcome: Outcome) -> bool:
        """Take the answer for where the slider stands; returns whether it lies on this curve."""
        import numpy as np

        amounts = dict(outcome.amounts)
        amount = amounts.pop(self.name, 0.0)
        if amounts != self.others:
            return False
        self._known[amount] = {name: np.array(one.probabilities) for name, one in outcome.face.answers.items()}
        return True

    def line(self, attribute: str) -> tuple[list[float], NDArray[np.float64]]:
        """The known amounts in order, and the probabilities there, shape (places, labels)."""
        import numpy as np

        known = sorted(self._known)
        return known, np.stack([self._known[amount][attribute] for amount in known])


class WhatIfSession(QObject):
    """Answers for the newest amounts first, and while nothing moves fills in the curve."""

    answered = Signal(object)
    """An `Outcome`."""
    curve_grew = Signal(object)
    """A `Curve`."""
    failed = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._job: Job | None = None
        self._photo = QImage()
        self._face: AnalyzedFace | None = None
        self._subject: Subject | None = None
        self._wanted: Amounts | None = None
        """Amounts that are not answered yet."""
        self._curve: Curve | None = None

    @property
    def original(self) -> RGB | None:
        """The face's picture unchanged, with its margin; None before it is cut out."""
        return self._subject.rgb if self._subject else None

    def take(self, photo: QImage, face: AnalyzedFace | None) -> None:
        """Begin with a face of a photo, or with none; what was asked of another is dropped."""
        if self._job:
            self._job.cancel()
            self._job = None
        self._photo, self._face = photo, face
        self._subject = self._wanted = self._curve = None

    def ask(self, amounts: Amounts, along: str) -> None:
        """Ask for the answers at these amounts, and along one change for its curve."""
        from core.evaluation.what_if import CHANGES

        self._wanted = amounts
        others = {name: amount for name, amount in amounts.items() if name != along}
        if self._curve is None or (self._curve.name, self._curve.others) != (along, others):
            self._curve = Curve(along, others, CHANGES[along].lowest)
        self._go_on()

    def _go_on(self) -> None:
        if self._job or self._face is None:
            return
        if self._subject is None:
            self._cut_out(self._photo, self._face)
        elif self._wanted is not None:
            self._answer(self._subject, self._wanted)
        elif self._curve and self._curve.take():
            self._grow(self._subject, self._curve)

    def _cut_out(self, photo: QImage, face: AnalyzedFace) -> None:
        def work(analyzer: Analyzer) -> Subject:
            from core.evaluation.what_if import Subject

            return Subject.in_photo(to_rgb(photo), face)

        def use(subject: Subject) -> None:
            self._subject = subject

        self._begin(self._engine.ask(work), use)

    def _answer(self, subject: Subject, amounts: Amounts) -> None:
        def work(analyzer: Analyzer) -> Outcome:
            from core.evaluation.what_if import what_if

            return what_if(analyzer.classifier, subject, amounts)

        def use(outcome: Outcome) -> None:
            self.answered.emit(outcome)
            if self._curve and self._curve.add_answer(outcome):
                self.curve_grew.emit(self._curve)

        self._wanted = None
        self._begin(self._engine.ask(work), use)

    def _grow(self, subject: Subject, curve: Curve) -> None:
        taken = curve.take()

        def work(analyzer: Analyzer) -> dict[str, NDArray[np.float64]]:
            from core.evaluation.what_if import along

            return along(analyzer.classifier, subject, curve.others, curve.name, [curve.place(at) for at in taken])

        def use(found: dict[str, NDArray[np.float64]]) -> None:
            curve.add(taken, found)
            if curve is self._curve:
                self.curve_grew.emit(curve)

        self._begin(self._engine.ask(work), use)

    def _begin(self, job: Job, use: Callable[[Any], None]) -> None:
        self._job = job
        job.result.connect(use)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)

    def _on_failed(self, error: Exception) -> None:
        self._face = None  # or it would fail again and again
        self.failed.emit(error)

    def _on_finished(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._go_on()


class WhatIf(QObject):
    """Opens the window, and has it follow the chosen face."""

    failed = Signal(object)

    def __init__(self, engine: Engine, settings: Settings, commands: Actions, work: WorkPage, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._engine = engine
        self._settings = settings
        self._commands = commands
        self._work = work
        self._shown: AnalyzedFace | None = None
        self.window: WhatIfWindow | None = None
        commands.what_if.triggered.connect(self.open)
        work.panel.what_if_asked.connect(self._on_asked)

    def open(self) -> None:
        """Show the window for the chosen face."""
        if self.window is None:
            from desktop.photo.what_if_window import WhatIfWindow

            self.window = WhatIfWindow(WhatIfSession(self._engine), self._settings, self._parent)
            self.window.failed.connect(self.failed)
            self.window.finished.connect(self._on_closed)
            self.window.addActions([self._commands.next_face, self._commands.previous_face])
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self._follow()

    def refresh(self, *, at_work: bool) -> None:
        """Look anew at which face is chosen and which answers are shown."""
        self._commands.what_if.setEnabled(at_work and self._work.chosen_face is not None)
        self._follow()

    def close(self) -> None:
        if self.window is not None:
            self.window.close()

    def _follow(self) -> None:
        if self.window is None or not self.window.isVisible():
            return
        work, picture = self._work, self._work.viewer.canvas.picture
        face = work.chosen_face
        self.window.show_hidden(self._settings.hidden)
        if face is self._shown:
            return
        self._shown = face
        if face is None or picture is None or work.photo is None or work.analysis is None:
            self.window.show_none()
        else:
            self.window.show_face(work.photo, picture.levels[0], face, index=work.face, count=len(work.analysis.faces))

    def _on_asked(self, index: int) -> None:
        self._work.choose_face(index)
        self.open()

    def _on_closed(self) -> None:
        self._shown = None
        if self.window is not None:
            self.window.show_none()
