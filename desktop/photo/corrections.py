"""Corrections of the model's answers, stored only if the user allows it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QMenu, QWidget

from desktop.app.opencv import import_opencv
from desktop.app.settings import Settings
from desktop.app.settings_table import COLLECT
from desktop.wording import attribute_title, label_name
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.corrections import Corrections
    from core.schema import Attribute
    from core.vision.imaging import RGB

    _Noted = tuple[RGB, Mapping[str, str]]
    """An aligned face and its labels."""


class Corrector(QObject):
    """Offers the labels of a face in a menu and stores the chosen ones; what was chosen can be undone."""

    noted = Signal(object, object)
    """What was noted for a face: labels by attribute, and what takes it back; None after something else was done."""
    settings_asked = Signal()
    failed = Signal(object)

    def __init__(self, settings: Settings, undo_stack: QUndoStack, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._undo_stack = undo_stack
        self._worker = Worker("corrections", self)
        self.menu = QMenu(window)
        """The one that was offered last."""

    def labels(self, chip: RGB) -> Mapping[str, str]:
        """What was noted for an aligned face; nothing where corrections are not collected."""
        return self._corrections().noted(chip) if self._settings.value(COLLECT) else {}

    def offer(self, chip: RGB, attributes: Mapping[str, Attribute], at: QPoint, also: Sequence[QAction] = ()) -> None:
        """Open the menu of labels of these attributes for an aligned face, at a point of the screen.

        `also` are other commands for the face, which stand above.
        """
        self.offer_all([chip], attributes, at, also)

    def offer_all(
        self, chips: Sequence[RGB], attributes: Mapping[str, Attribute], at: QPoint, also: Sequence[QAction] = ()
    ) -> None:
        """Open the menu for several aligned faces: what is chosen is noted for each."""
        self.menu.clear()
        self.menu.addActions(also)
        if also:
            self.menu.addSeparator()
        if self._settings.value(COLLECT):
            self._fill(chips, attributes)
        else:
            self.menu.addAction(self.tr("Corrections are not kept now")).setEnabled(False)
            self.menu.addAction(self.tr("Let Facet collect corrections…")).triggered.connect(self.settings_asked)
        self.menu.popup(at)

    def close(self) -> None:
        self._worker.finish()  # store what was chosen before the program ends
        self._worker.close()

    def _fill(self, chips: Sequence[RGB], attributes: Mapping[str, Attribute]) -> None:
        corrections = self._corrections()
        noted = [self.labels(chip) for chip in chips]
        shared = dict(set.intersection(*(set(labels.items()) for labels in noted))) if noted else {}
        if len(chips) > 1:
            self._add_title(self.tr("For %n face(s):", "", len(chips)))
        for name, attribute in attributes.items():
            self._add_title(attribute_title(attribute))
            group = QActionGroup(self.menu)
            for label in attribute.labels:
                action = self.menu.addAction(label_name(label, attribute).replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(shared.get(name) == label)
                action.triggered.connect(partial(self._choose, corrections, chips, {name: label}))
                group.addAction(action)
        self.menu.addSeparator()
        forget = self.menu.addAction(self.tr("Forget this correction"))
        forget.setEnabled(any(noted))
        forget.triggered.connect(partial(self._choose, corrections, chips, {}))

    def _add_title(self, text: str) -> None:
        # Not a section of the menu: with a style sheet Qt draws it as a line without its text.
        self.menu.addSeparator()
        self.menu.addAction(text.replace("&", "&&")).setEnabled(False)

    def _choose(
        self, corrections: Corrections, chips: Sequence[RGB], right: Mapping[str, str], _: bool = False
    ) -> None:
        text = self.tr("note what is right") if right else self.tr("forget a correction")
        self._undo_stack.push(_Note(self, corrections, chips, right, text))

    def store(self, note: _Note, *, undone: bool) -> None:
        """Store what is noted where it was noted, whatever folder is chosen by now, or take it back there."""
        stack = self._undo_stack
        after = stack.index() + (-1 if undone else 1)
        back = stack.redo if undone else stack.undo

        def work(progress: Progress, should_stop: ShouldStop) -> object:
            noted = note.corrections
            if undone:
                wanted = note.before[::-1]
            else:
                # Read now, not when it was chosen: an earlier choice may still have been waiting to be stored.
                wanted = [(chip, {**noted.noted(chip), **note.right} if note.right else {}) for chip in note.chips]
            before = [(chip, noted.note(chip, labels)) for chip, labels in wanted]
            if not undone:
                note.before = before
            return wanted

        def tell(wanted: Sequence[_Noted]) -> None:
            labels = wanted[0][1]
            if labels:
                self._settings.add_recent_data(note.corrections.folder)
            self.noted.emit(labels, back if stack.index() == after else None)

        job = self._worker.submit(work)
        job.result.connect(tell)
        job.failed.connect(self.failed)

    def _corrections(self) -> Corrections:
        import_opencv()
        from core.corrections import Corrections

        return Corrections(self._settings.corrections)


class _Note(QUndoCommand):
    def __init__(
        self,
        corrector: Corrector,
        corrections: Corrections,
        chips: Sequence[RGB],
        right: Mapping[str, str],
        text: str,
    ) -> None:
        super().__init__(text)
        self._corrector = corrector
        self.corrections = corrections
        self.chips = chips
        self.right = right
        """The labels that are added to what is noted; none to forget it."""
        self.before: Sequence[_Noted] = ()
        """What was noted before, once these are stored."""

    def undo(self) -> None:
        self._corrector.store(self, undone=True)

    def redo(self) -> None:
        self._corrector.store(self, undone=False)
