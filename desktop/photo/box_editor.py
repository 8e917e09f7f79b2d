"""Faces framed by hand: the boxes of a photo that the user drew, moved or removed, remembered, undone and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QUndoCommand

from desktop.app.actions import Actions
from desktop.app.engine import Engine
from desktop.app.settings import Settings
from desktop.app.settings_table import COLLECT
from desktop.photo.face_item import rect_of
from desktop.photo.photo import Photo
from desktop.photo.work_page import WorkPage
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.corrections import PictureBoxes
    from core.vision.faces import Box
    from core.vision.hand_boxes import BoxEdit

_DIGITS: Final = 1
"""Digits after the point of a stored coordinate."""


class BoxEditor(QObject):
    """Edits the boxes of the photo shown, as the canvas and the menu ask for it, and has the faces answered at once.

    Every edit can be undone. Boxes last for the session, and beyond it if corrections are collected.
    """

    settings_asked = Signal()
    failed = Signal(object)

    def __init__(self, engine: Engine, settings: Settings, commands: Actions, work: WorkPage) -> None:
        super().__init__(work)
        self._engine = engine
        self._settings = settings
        self._commands = commands
        self._work = work
        self._worker = Worker("boxes", self)
        self._wanted: tuple[Photo, QPointF] | None = None
        """Choose the face nearest to this point of the photo when it is answered."""
        self._warned = False
        self.follow_settings()
        tool = work.viewer.canvas.boxes
        tool.drawn.connect(self._on_drawn)
        tool.changed.connect(self._on_changed)
        tool.activated.connect(commands.edit_boxes.setChecked)
        commands.edit_boxes.triggered.connect(tool.set_active)
        commands.not_a_face.triggered.connect(self.remove_face)
        commands.detected_boxes.triggered.connect(self.forget_edits)
        engine.analyzed.connect(self._on_analyzed)

    def refresh(self, *, at_work: bool) -> None:
        """Enable what can be done now."""
        analysis, photo = self._work.analysis if at_work else None, self._work.photo
        self._commands.edit_boxes.setEnabled(analysis is not None)
        self._commands.not_a_face.setEnabled(analysis is not None and self._work.face >= 0)
        edited = analysis is not None and photo is not None and photo.boxes is not None and bool(photo.boxes.edits)
        self._commands.detected_boxes.setEnabled(edited)

    def follow_settings(self) -> None:
        """Keep boxes where the settings have it now."""
        self._engine.boxes.folder = self._settings.corrections if self._settings.value(COLLECT) else None

    def remove_face(self) -> None:
        """The chosen face is none: take its box away."""
        item = self._work.viewer.canvas.chosen
        if item and self._edit(_box(item.rect), None, self.tr("not a face")):
            self._work.undo_told.emit(self.tr("The box was removed."))

    def forget_edits(self) -> None:
        """Bring back the boxes as the detector found them."""
        photo = self._work.photo
        if photo and photo.boxes and photo.boxes.edits:
            self._push(photo, (), QPointF(), self.tr("boxes as detected"))

    def close(self) -> None:
        """Store what was edited before the program ends."""
        self._worker.finish()
        self._worker.close()

    def apply(self, photo: Photo, boxes: PictureBoxes, at: QPointF) -> None:
        """Have a photo its boxes, and choose the face at a point of the upright picture."""
        photo = self._work.photos.find(photo) or photo
        photo.boxes = boxes
        self._wanted = (photo, at)
        self._engine.boxes.note(boxes)

        def work(progress: Progress, should_stop: ShouldStop) -> None:
            self._engine.boxes.save(boxes)

        self._worker.submit(work).failed.connect(self.failed)
        self._work.answer_again(photo)

    def _on_drawn(self, rect: QRectF) -> None:
        from core.vision.hand_boxes import SAME_BOX, box_overlap

        drawn = _box(rect)
        boxes = [_box(item.rect) for item in self._work.viewer.canvas.faces]
        nearest = max(boxes, key=lambda box: box_overlap(box, drawn), default=None)
        # One drawn over another is a better box of the same face, not a face that was missed.
        shown = nearest if nearest and box_overlap(nearest, drawn) >= SAME_BOX else None
        self._edit(shown, drawn, self.tr("frame a face"))

    def _on_changed(self, before: QRectF, after: QRectF) -> None:
        self._edit(_box(before), _box(after), self.tr("change a box"))

    def _edit(self, shown: Box | None, drawn: Box | None, text: str) -> bool:
        """Change a box, in pixels of the photo as it is shown."""
        from core.vision.hand_boxes import edited, turned_box

        photo, analysis = self._work.photo, self._work.analysis
        if photo is None or analysis is None or photo.boxes is None:
            return False
        size = analysis.width, analysis.height

        def upright(box: Box | None) -> Box | None:
            return box and _rounded(turned_box(box, -photo.quarter_turns, *size))

        edits = edited(photo.boxes.edits, upright(shown), upright(drawn), up=photo.quarter_turns)
        changed = upright(drawn) or upright(shown)
        return changed is not None and self._push(photo, edits, rect_of(changed).center(), text)

    def _push(self, photo: Photo, edits: Sequence[BoxEdit], at: QPointF, text: str) -> bool:
        analysis, before = self._work.analysis, photo.boxes
        if analysis is None or before is None or tuple(edits) == before.edits:
            return False
        after = replace(before, edits=tuple(edits), found=len(analysis.detected), detector=analysis.detector)
        self._work.undo_stack.push(_EditBoxes(self, photo, before, after, at, text))
        self._say_how_long()
        return True

    def _say_how_long(self) -> None:
        """Say once that boxes are not kept, while they are not."""
        if self._engine.boxes.folder is None and not self._warned:
            self._warned = True
            self._work.viewer.messages.say(
                self.tr("Boxes drawn by hand last until Facet is closed. To keep them, let it collect corrections."),
                undo=self.settings_asked.emit,
                offer=self.tr("Settings…"),
            )

    def _on_analyzed(self, photo: Photo, analysis: Analysis) -> None:
        if self._wanted is None or self._wanted[0] is not photo or not analysis.faces:
            return
        from core.vision.hand_boxes import turned_box

        (_, at), self._wanted = self._wanted, None
        turned = photo.quarter_turns % 2
        width, height = (analysis.height, analysis.width) if turned else (analysis.width, analysis.height)
        x, y, _, _ = turned_box((at.x(), at.y(), at.x(), at.y()), photo.quarter_turns, width, height)
        near = [(rect_of(face.face.box).center() - QPointF(x, y)).manhattanLength() for face in analysis.faces]
        self._work.choose_face(near.index(min(near)))


class _EditBoxes(QUndoCommand):
    def __init__(
        self, editor: BoxEditor, photo: Photo, before: PictureBoxes, after: PictureBoxes, at: QPointF, text: str
    ) -> None:
        super().__init__(text)
        self._editor = editor
        self._photo = photo
        self._before, self._after = before, after
        self._at = at

    def undo(self) -> None:
        self._editor.apply(self._photo, self._before, self._at)

    def redo(self) -> None:
        self._editor.apply(self._photo, self._after, self._at)


def _box(rect: QRectF) -> Box:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def _rounded(box: Box) -> Box:
    x0, y0, x1, y1 = (round(value, _DIGITS) for value in box)
    return x0, y0, x1, y1
