"""The photo and the boxes on its faces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGestureEvent,
    QGraphicsItem,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QMenu,
    QPinchGesture,
    QStyleOptionGraphicsItem,
    QWidget,
)

from desktop.photo.box_tool import BoxTool
from desktop.photo.face_item import FaceItem, rect_of
from desktop.widgets.picture import Picture
from desktop.widgets.theme import theme
from desktop.wording import face_text, wrapped

if TYPE_CHECKING:
    from core.analysis import Analysis

_STEP: Final = 1.25
_LARGEST_SCALE: Final = 16.0
_MARGIN_PX: Final = 24


class _PhotoItem(QGraphicsItem):
    """The picture, painted from the copy whose size is nearest to the screen's."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self._picture = picture
        self._rect = QRectF(0, 0, picture.size.width(), picture.size.height())
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)  # a heat map may reach beyond the photo

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        scale = painter.deviceTransform().m11()
        level = self._picture.levels[0]
        for smaller in self._picture.levels[1:]:
            if smaller.width() >= self._rect.width() * scale:
                level = smaller
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 4)
        painter.drawImage(self._rect, level)


class Canvas(QGraphicsView):
    """Shows one picture. The wheel zooms around the cursor, a drag pans, a click chooses a face.

    While `boxes` is active, a drag with the left button edits boxes, and one with the middle button pans.
    """

    face_clicked = Signal(int)
    """The index of a face; the window decides and answers with `choose_face`."""
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.viewport().setAcceptDrops(False)  # drops belong to the whole window
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Photo"))
        self.viewport().setMouseTracking(True)  # the pointer says what a press would do
        self.menu = QMenu(self)
        """What was offered last for a face or the photo."""
        self.face_actions: list[QAction] = []
        self.photo_actions: list[QAction] = []
        """What the menu offers for a face, and beside the faces."""
        self._picture: Picture | None = None
        self._photo_item: _PhotoItem | None = None
        self._heat: QGraphicsPixmapItem | None = None
        self._faces: list[FaceItem] = []
        self._chosen = -1
        self._analyzed = False
        self._late: Analysis | None = None
        """What to show when no box is being changed any more."""
        self.boxes = BoxTool(self)
        self._fitted = True
        self._pressed_at: QPoint | None = None
        self._panned_from: QPoint | None = None
        self._on_theme_changed()
        theme().changed.connect(self._on_theme_changed)

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def faces(self) -> list[FaceItem]:
        return self._faces

    @property
    def chosen(self) -> FaceItem | None:
        """The box of the chosen face."""
        return self._faces[self._chosen] if 0 <= self._chosen < len(self._faces) else None

    @property
    def faces_shown(self) -> bool:
        """Whether the picture shown was looked at, even if no face was found."""
        return self._analyzed

    @property
    def zoom(self) -> float:
        """Screen pixels a picture's pixel, in the window's own pixels."""
        return self.transform().m11()

    @property
    def zoom_percent(self) -> int:
        """Screen pixels per pixel of the picture; 0 without a picture."""
        return round(100 * self.zoom * self.devicePixelRatioF()) if self._picture else 0

    def show_picture(self, picture: Picture | None, *, keep_view: bool = False) -> None:
        """Replace what is shown, without boxes, fitted to the window or, with `keep_view`, as the last picture was."""
        fitted, centre = self._fitted, self.mapToScene(self.viewport().rect().center())
        self.boxes.clear()
        self.scene().clear()
        self._photo_item = self._heat = self._late = None
        self._faces = []
        self._chosen = -1
        self._analyzed = False
        self._picture = picture
        if picture:
            item = self._photo_item = _PhotoItem(picture)
            self.scene().addItem(item)
            self.setSceneRect(item.boundingRect())
        if keep_view and not fitted:
            self.centerOn(centre)
        else:
            self.zoom_to_fit()
        self.zoomed.emit()

    def show_faces(self, analysis: Analysis) -> None:
        """Draw a box on every face of the picture shown, as soon as none is being changed by the user."""
        if self.boxes.busy:
            self._late = analysis
            return
        self._late = None
        self.boxes.clear()
        for item in self._faces:
            self.scene().removeItem(item)
        self._faces = []
        for index, face in enumerate(analysis.faces):
            uncertain = any(answer.uncertain for answer in face.answers.values())
            by_hand = face.face.found_by == "hand"
            item = FaceItem(rect_of(face.face.box), number=index + 1, uncertain=uncertain, by_hand=by_hand)
            item.setToolTip(wrapped(face_text(face, index, len(analysis.faces)).replace(". ", "\n")))
            self.scene().addItem(item)
            self._faces.append(item)
        self._analyzed = True
        self._on_zoomed()

    def choose_face(self, index: int) -> None:
        self._chosen = index
        for i, item in enumerate(self._faces):
            item.set_chosen(i == index)
        if 0 <= index < len(self._faces) and not self._fitted:
            self.ensureVisible(self._faces[index].rect)
        self.boxes.show_handles()

    def show_heat(self, image: QImage, place: QTransform) -> None:
        """Lay a heat map over the picture; `place` takes the map's pixels to the picture's."""
        self.hide_heat()
        self._heat = QGraphicsPixmapItem(QPixmap.fromImage(image), self._photo_item)
        self._heat.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._heat.setTransform(place)

    def hide_heat(self) -> None:
        """The picture without a heat map."""
        if self._heat:
            self.scene().removeItem(self._heat)
            self._heat = None

    def zoom_to_fit(self) -> None:
        """As large as fits, but small pictures no larger than four times their size."""
        self._fitted = True
        if self._picture is None:
            return
        self._set_zoom(self._fitting_scale())
        self.centerOn(self.sceneRect().center())

    def zoom_to_full(self) -> None:
        """A picture's pixel on a screen's pixel."""
        self._zoom_by(1 / self.devicePixelRatioF() / self.zoom)

    def zoom_in(self) -> None:
        self._zoom_by(_STEP)

    def zoom_out(self) -> None:
        self._zoom_by(1 / _STEP)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self._zoom_by(_STEP**steps, at=event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
        left = event.button() == Qt.MouseButton.LeftButton
        if not (left and self.boxes.press(self._scene_point(event), draw=_shift(event))):
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.boxes.busy:
            self.boxes.move(self._scene_point(event))
            return
        position = event.position().toPoint()
        if self._pressed_at is None:
            super().mouseMoveEvent(event)  # hovering
            cursor = self.boxes.cursor_at(self._scene_point(event), draw=_shift(event))
            if cursor is None:
                self.viewport().unsetCursor()
            else:
                self.viewport().setCursor(cursor)
            return
        far = (position - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._panned_from is None and far:
            self._panned_from = self._pressed_at
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._panned_from is not None:
            self._pan(self._panned_from - position)
            self._panned_from = position

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.boxes.busy and event.button() == Qt.MouseButton.LeftButton:
            self.boxes.release(self._scene_point(event))
            self._show_late()
            return
        if self._pressed_at is not None and self._panned_from is None:
            index = self.face_at(self.mapToScene(self._pressed_at))
            if index is not None:
                self.face_clicked.emit(index)
        self._pressed_at = self._panned_from = None
        self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.boxes.active:
            self.mousePressEvent(event)
        elif self._fitted:
            self._zoom_by(1 / self.devicePixelRatioF() / self.zoom, at=event.position())
        else:
            self.zoom_to_fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.boxes.key_pressed(event):
            super().keyPressEvent(event)
        self._show_late()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.boxes.key_released(event)
        self._show_late()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.boxes.finish()
        self._show_late()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the face at the pointer, which is chosen, or with the photo."""
        with_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self._chosen if with_keyboard else self.face_at(self.mapToScene(event.pos()))
        at, item = event.globalPos(), self.chosen
        if with_keyboard and item:
            at = self.viewport().mapToGlobal(self.mapFromScene(item.rect.center()))
        if index is not None and index >= 0:
            self.face_clicked.emit(index)
        self.menu.clear()
        self.menu.addActions(self.photo_actions if index is None or index < 0 else self.face_actions)
        self.menu.popup(at)

    def face_at(self, point: QPointF) -> int | None:
        """The smallest face at `point` of the picture, since small faces are harder to hit."""
        hits = [i for i, item in enumerate(self._faces) if item.rect.contains(point)]
        return min(hits, key=lambda i: self._faces[i].rect.width(), default=None)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._zoom_by(pinch.scaleFactor(), at=QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint())))
                return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_by(1 + event.value(), at=event.position())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.boxes.place_hint()
        if self._fitted:
            self.zoom_to_fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._fitted:
            self.zoom_to_fit()

    def _show_late(self) -> None:
        if self._late and not self.boxes.busy:
            chosen = self._chosen
            self.show_faces(self._late)
            self.choose_face(chosen)

    def _scene_point(self, event: QMouseEvent) -> QPointF:
        """Where an event is in the picture, as exactly as the pointer is known."""
        to_picture, _ = self.viewportTransform().inverted()
        return to_picture.map(event.position())

    def _fitting_scale(self) -> float:
        view, scene = self.viewport().rect(), self.sceneRect()
        room = min(
            max(1, view.width() - 2 * _MARGIN_PX) / scene.width(),
            max(1, view.height() - 2 * _MARGIN_PX) / scene.height(),
        )
        return min(room, 4.0)

    def _zoom_by(self, factor: float, *, at: QPointF | None = None) -> None:
        if self._picture is None:
            return
        smallest = min(self._fitting_scale(), 1.0)
        scale = min(max(self.zoom * factor, smallest), _LARGEST_SCALE)
        anchor = at or QPointF(self.viewport().rect().center())
        before = self.mapToScene(anchor.toPoint())
        self._set_zoom(scale)
        self._fitted = scale == self._fitting_scale()
        moved = QPointF(self.mapFromScene(before)) - anchor
        self._pan(moved.toPoint())

    def _set_zoom(self, scale: float) -> None:
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setTransform(QTransform.fromScale(scale, scale))
        self._on_zoomed()

    def _pan(self, by: QPoint) -> None:
        for bar, delta in ((self.horizontalScrollBar(), by.x()), (self.verticalScrollBar(), by.y())):
            bar.setValue(bar.value() + delta)

    def _on_zoomed(self) -> None:
        for item in self._faces:
            item.set_scale(self.zoom)
        self.boxes.set_scale(self.zoom)
        self.zoomed.emit()

    def _on_theme_changed(self) -> None:
        self.setBackgroundBrush(theme().color("canvas"))
        self.boxes.place_hint()


def _shift(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
