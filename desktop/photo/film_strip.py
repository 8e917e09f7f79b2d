"""The strip of open photos on the left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.app.translation import texts
from desktop.photo.photo import PHOTO_ROLE, Photo, PhotoList
from desktop.widgets.icons import pixmap
from desktop.widgets.theme import GRID_PX, sized, theme

_TILE: Final = QSize(112, 84)
_NAME_PX: Final = 20


class _Tile(QStyledItemDelegate):
    """A thumbnail with its name below; a quiet warning where the photo cannot be read."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_TILE.width() + 2 * GRID_PX, _TILE.height() + _NAME_PX + 2 * GRID_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state = option.state
        rect = QRectF(option.rect)
        photo: Photo = index.data(PHOTO_ROLE)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        frame = QRectF(rect.center().x() - _TILE.width() / 2, rect.top() + GRID_PX, _TILE.width(), _TILE.height())
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        thumbnail = None if photo.error else index.data(Qt.ItemDataRole.DecorationRole)
        shown = self._paint_thumbnail(painter, frame, thumbnail) if thumbnail else self._paint_blank(painter, frame)
        if photo.error:
            self._paint_warning(painter, frame)
        if chosen:
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            self._paint_ring(painter, shown, focused=focused)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(theme().color("muted"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(shown.adjusted(-2.5, -2.5, 2.5, 2.5), 7, 7)
        self._paint_name(painter, QRectF(frame.left(), frame.bottom() + 4, frame.width(), _NAME_PX), photo.name, chosen)
        painter.restore()

    def _paint_thumbnail(self, painter: QPainter, frame: QRectF, image: QImage) -> QRectF:
        size = QSize(image.size()).scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        shown = QRectF(0, 0, max(size.width(), 8), max(size.height(), 8))
        shown.moveCenter(frame.center())
        path = QPainterPath()
        path.addRoundedRect(shown, 5, 5)
        painter.save()
        painter.setClipPath(path)
        painter.drawImage(shown, image)
        painter.restore()
        return shown

    def _paint_blank(self, painter: QPainter, frame: QRectF) -> QRectF:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("raised"))
        painter.drawRoundedRect(frame, 5, 5)
        return frame

    def _paint_warning(self, painter: QPainter, frame: QRectF) -> None:
        ratio = painter.device().devicePixelRatioF()
        sign = pixmap("warning", theme().color("warning"), 24, ratio=ratio)
        painter.drawPixmap(QPoint(round(frame.center().x()) - 12, round(frame.center().y()) - 12), sign)

    def _paint_ring(self, painter: QPainter, shown: QRectF, *, focused: bool) -> None:
        painter.setPen(QPen(theme().color("accent"), 3 if focused else 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(shown.adjusted(-3, -3, 3, 3), 7, 7)

    def _paint_name(self, painter: QPainter, line: QRectF, name: str, chosen: bool) -> None:
        painter.setFont(sized("small"))
        painter.setPen(theme().color("text" if chosen else "muted"))
        elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, elided)


KEYS: Final = (
    ("Up|Down", texts.mark("Show another photo")),
    ("Delete|Backspace", texts.mark("Remove the photo from the strip, not from the disk")),
)
"""For the sheet of shortcuts."""
_REMOVING: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class FilmStrip(QListView):
    """Choose a photo by click or arrow key; Delete takes it out of the strip, never off the disk."""

    chosen = Signal(object)
    removal_asked = Signal(object)

    def __init__(self, photos: PhotoList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = photos
        self.setModel(photos)
        self.setItemDelegate(_Tile(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setMinimumWidth(_TILE.width() + 4 * GRID_PX)
        self.setMaximumWidth(_TILE.width() + 8 * GRID_PX)
        self.setViewportMargins(0, GRID_PX // 2, 0, GRID_PX // 2)
        self.setAccessibleName(self.tr("Open photos"))
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        theme().changed.connect(self.viewport().update)

    def choose(self, photo: Photo) -> None:
        index = self._photos.index(self._photos.row(photo))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """Choose the next photo (1) or the one before (-1)."""
        row = self.currentIndex().row() + by
        if 0 <= row < self._photos.rowCount():
            self.setCurrentIndex(self._photos.index(row))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _REMOVING:
            event.accept()  # not the shortcut that removes a face
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        photo = self.currentIndex().data(PHOTO_ROLE)
        if photo is not None and event.key() in _REMOVING:
            self.removal_asked.emit(photo)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        photo = self.indexAt(event.pos()).data(PHOTO_ROLE)
        if photo is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Remove from the strip")).triggered.connect(lambda: self.removal_asked.emit(photo))
        menu.popup(event.globalPos())

    def _on_current_changed(self, current: QModelIndex) -> None:
        photo = current.data(PHOTO_ROLE)
        if photo is not None:
            self.chosen.emit(photo)
