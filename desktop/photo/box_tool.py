"""Drawing, moving and resizing boxes on the canvas, with the mouse or the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel

from desktop.app.translation import texts
from desktop.photo.face_item import FaceItem, Handle
from desktop.widgets.theme import GRID_PX, theme, toned

if TYPE_CHECKING:
    from desktop.photo.canvas import Canvas

_LEAST_PX: Final = 6.0
"""Shortest side of a box in pixels of the picture: fewer show no face."""
_LEAST_ON_SCREEN_PX: Final = 6.0
"""A shorter drag draws nothing: it is a click."""
_STEP_PX: Final = 2.0
"""By how much an arrow key moves a box on screen; a pixel of the picture at least."""
_FIRST_BOX: Final = 0.2
"""Side of a box made with the keyboard, as a share of the shorter side of what is seen."""

KEYS: Final = (
    ("Return", texts.mark("Make a box in the middle, accept a new one")),
    ("Left|Right|Up|Down", texts.mark("Move the box")),
    ("Shift+Left|Shift+Right|Shift+Up|Shift+Down", texts.mark("Resize the box")),
    ("Escape", texts.mark("Drop a new box; else end the framing")),
)
"""For the sheet of shortcuts."""

_Key = Qt.Key
_ARROWS: Final = {_Key.Key_Left: (-1, 0), _Key.Key_Right: (1, 0), _Key.Key_Up: (0, -1), _Key.Key_Down: (0, 1)}
_ENTER: Final = (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Space)
_Shape = Qt.CursorShape
_CURSORS: Final[dict[Handle, Qt.CursorShape]] = {
    (-1, -1): _Shape.SizeFDiagCursor,
    (1, 1): _Shape.SizeFDiagCursor,
    (-1, 1): _Shape.SizeBDiagCursor,
    (1, -1): _Shape.SizeBDiagCursor,
    (-1, 0): _Shape.SizeHorCursor,
    (1, 0): _Shape.SizeHorCursor,
    (0, -1): _Shape.SizeVerCursor,
    (0, 1): _Shape.SizeVerCursor,
}


@dataclass(slots=True)
class _Change:
    """A box being changed."""

    item: FaceItem
    before: QRectF
    start: QPointF
    """Where the pointer was pressed, in pixels of the picture."""
    handle: Handle | None = None
    """None moves the whole box."""
    begun: bool = False


class BoxTool(QObject):
    """While it is active, a drag draws a box, moves one or resizes it by a handle. With Shift it always draws.

    With the keyboard, Enter makes a box in the middle, arrows move it or the chosen one, Shift with an arrow resizes,
    Enter accepts a new one and Escape drops it.
    """

    drawn = Signal(QRectF)
    """A new box, in pixels of the picture."""
    changed = Signal(QRectF, QRectF)
    """A box before and after it was moved or resized."""
    activated = Signal(bool)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._active = False
        self._change: _Change | None = None
        self._draft: FaceItem | None = None
        """A new box that is being drawn."""
        self._pending: list[FaceItem] = []
        """New boxes that have not been answered yet."""
        self.hint = toned(QLabel(canvas), size="small")
        self.hint.setText(
            self.tr("Drag around a face to frame it. Arrows: move, with Shift: resize. Delete: not a face. Esc: done")
        )
        self.hint.setAutoFillBackground(True)
        self.hint.setContentsMargins(GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        self.hint.setWordWrap(True)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint.hide()

    @property
    def active(self) -> bool:
        """Whether boxes can be edited."""
        return self._active

    @property
    def busy(self) -> bool:
        """Whether a box is being changed at this moment; the boxes must stay as they are meanwhile."""
        return self._change is not None

    def set_active(self, active: bool) -> None:
        active = active and self._canvas.faces_shown
        if not active:
            self.cancel()
        if active != self._active:
            self._active = active
            self.hint.setVisible(active)
            self._canvas.setAccessibleDescription(self.hint.text() if active else "")
            self.place_hint()
            self.show_handles()
            self._canvas.viewport().unsetCursor()
            self.activated.emit(active)
        if active:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_handles(self) -> None:
        """Show the handles of the chosen box, while the tool is active."""
        for item in self._canvas.faces:
            item.show_handles(self._active and item is self._canvas.chosen)

    def set_scale(self, scale: float) -> None:
        """As `FaceItem.set_scale`."""
        for item in (*self._pending, *([self._draft] if self._draft else [])):
            item.set_scale(scale)

    def place_hint(self) -> None:
        """Put the hint at the bottom of the canvas, in as few lines as there is room for."""
        palette = self.hint.palette()
        palette.setColor(self.hint.backgroundRole(), theme().color("raised"))
        self.hint.setPalette(palette)
        across, below = self._canvas.width(), self._canvas.height() - GRID_PX
        in_one_line = self.hint.fontMetrics().horizontalAdvance(self.hint.text()) + 3 * GRID_PX
        width = min(across - 2 * GRID_PX, in_one_line)
        height = self.hint.heightForWidth(width)
        self.hint.setGeometry((across - width) // 2, below - height, width, height)

    def clear(self) -> None:
        """Take away new boxes, which are answered now or belong to another picture."""
        self.cancel()
        while self._pending:
            self._canvas.scene().removeItem(self._pending.pop())

    def press(self, at: QPointF, *, draw: bool) -> bool:
        """The pointer was pressed at a point of the picture; False if that is not the tool's business."""
        canvas = self._canvas
        if not canvas.faces_shown or not (self._active or draw):
            return False
        self.cancel()
        if draw:
            self._begin(self._new_draft(QRectF(at, at)), at, handle=(1, 1))
            return True
        chosen = canvas.chosen
        handle = chosen.handle_at(at) if chosen else None
        if chosen and (handle or chosen.rect.contains(at)):
            self._begin(chosen, at, handle)
            return True
        index = canvas.face_at(at)
        if index is None:
            self._begin(self._new_draft(QRectF(at, at)), at, handle=(1, 1))
        else:
            canvas.face_clicked.emit(index)
            self._begin(canvas.faces[index], at, None)
        return True

    def move(self, to: QPointF) -> None:
        """The pressed pointer moved to a point of the picture."""
        change = self._change
        if change is None:
            return
        by = to - change.start
        far = by.manhattanLength() * self._canvas.zoom >= QApplication.startDragDistance() / 2
        if change.begun or far:
            change.begun = True
            change.item.set_rect(self._resized(change.before, by, change.handle))

    def release(self, at: QPointF) -> None:
        """The pointer was released: a box has changed, or a face was clicked."""
        change = self._change
        if change is None:
            return
        if change.item is self._draft:
            self._accept_draft()
        elif change.begun:
            self._accept_change()
        else:
            self._change = None
            index = self._canvas.face_at(at)
            if index is not None:
                self._canvas.face_clicked.emit(index)

    def finish(self) -> None:
        """Take a box as it is now: keys and pointer are heard of no more."""
        if self._change and self._change.item is self._draft:
            self._change = None
        else:
            self._accept_change()

    def cancel(self) -> bool:
        """Drop what is being drawn or changed; False if nothing is."""
        if self._change:
            self._change.item.set_rect(self._change.before)
        dropped = self._change is not None or self._draft is not None
        self._change = None
        if self._draft:
            self._canvas.scene().removeItem(self._draft)
            self._draft = None
        return dropped

    def cursor_at(self, at: QPointF, *, draw: bool) -> Qt.CursorShape | None:
        """What the pointer looks like at a point of the picture; None for its usual look."""
        if not self._canvas.faces_shown or not (self._active or draw):
            return None
        chosen = self._canvas.chosen
        if draw or chosen is None:
            return _Shape.CrossCursor
        if handle := chosen.handle_at(at):
            return _CURSORS[handle]
        if chosen.rect.contains(at) or self._canvas.face_at(at) is not None:
            return _Shape.SizeAllCursor
        return _Shape.CrossCursor

    def key_pressed(self, event: QKeyEvent) -> bool:
        """A key of the canvas; False if it means nothing here."""
        key = _Key(event.key())
        if key == _Key.Key_Escape and (self._active or self.busy):
            if not self.cancel():
                self.set_active(False)
            return True
        if not self._active:
            return False
        if key in _ENTER:
            if self._draft:
                self._accept_draft()
            else:
                self._make_draft()
            return True
        item = self._draft or self._canvas.chosen
        if key not in _ARROWS or item is None:
            return False
        if self._change is None or self._change.item is not item:
            self._begin(item, QPointF(), None)
        self._nudge(item, _ARROWS[key], resize=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    def key_released(self, event: QKeyEvent) -> None:
        """An arrow key held down changes a box once, when it is released."""
        if not event.isAutoRepeat() and _Key(event.key()) in _ARROWS:
            self.finish()

    def _begin(self, item: FaceItem, at: QPointF, handle: Handle | None) -> None:
        self._change = _Change(item, QRectF(item.rect), at, handle)

    def _new_draft(self, rect: QRectF) -> FaceItem:
        draft = self._draft = FaceItem(rect, number=0)
        draft.setZValue(3)
        draft.set_scale(self._canvas.zoom)
        self._canvas.scene().addItem(draft)
        return draft

    def _make_draft(self) -> None:
        """A box in the middle of what is seen, for arrows to move."""
        canvas = self._canvas
        seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect().intersected(canvas.sceneRect())
        side = max(_LEAST_PX, _FIRST_BOX * min(seen.width(), seen.height()))
        rect = QRectF(0, 0, side, side)
        rect.moveCenter(seen.center())
        self._new_draft(self._inside(rect))

    def _accept_draft(self) -> None:
        draft, self._change = self._draft, None
        if draft is None:
            return
        least = max(_LEAST_PX, _LEAST_ON_SCREEN_PX / self._canvas.zoom)
        if min(draft.rect.width(), draft.rect.height()) < least:
            self.cancel()
            return
        self._draft = None
        self._pending.append(draft)
        self.drawn.emit(QRectF(draft.rect))

    def _accept_change(self) -> None:
        change, self._change = self._change, None
        if change and change.item.rect != change.before:
            self.changed.emit(change.before, QRectF(change.item.rect))

    def _nudge(self, item: FaceItem, step: tuple[int, int], *, resize: bool) -> None:
        by = QPointF(*step) * max(1.0, _STEP_PX / self._canvas.zoom)
        item.set_rect(self._resized(item.rect, by, (1, 1) if resize else None))

    def _resized(self, before: QRectF, by: QPointF, handle: Handle | None) -> QRectF:
        """A box moved as a whole, or with the sides of a handle moved; it stays within the picture."""
        bounds = self._canvas.sceneRect()
        if handle is None:
            return self._inside(before.translated(by))
        left, top, right, bottom = before.left(), before.top(), before.right(), before.bottom()
        least = 0.0 if before.isNull() else _LEAST_PX
        left, right = _dragged(left, right, by.x(), handle[0], (bounds.left(), bounds.right()), least)
        top, bottom = _dragged(top, bottom, by.y(), handle[1], (bounds.top(), bounds.bottom()), least)
        return QRectF(QPointF(left, top), QPointF(right, bottom))

    def _inside(self, rect: QRectF) -> QRectF:
        bounds = self._canvas.sceneRect()
        rect = QRectF(rect)
        rect.moveLeft(min(max(rect.left(), bounds.left()), max(bounds.left(), bounds.right() - rect.width())))
        rect.moveTop(min(max(rect.top(), bounds.top()), max(bounds.top(), bounds.bottom() - rect.height())))
        return rect


def _dragged(
    low: float, high: float, by: float, side: int, bounds: tuple[float, float], least: float
) -> tuple[float, float]:
    """One direction of a box whose lower (-1) or upper (1) side is dragged, also past the other, within bounds."""
    if not side:
        return low, high
    fixed, dragged = (high, low) if side < 0 else (low, high)
    dragged = min(max(dragged + by, bounds[0]), bounds[1])
    if abs(dragged - fixed) < least:
        dragged = fixed + side * least
    return min(fixed, dragged), max(fixed, dragged)
