"""The histogram of answers: faces by group, each share with its interval; a click filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import attribute_title, interval, label_name, number, share, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.collection.rows import Share, Summary
    from core.schema import Attribute

_ROW_PX: Final = round(2.5 * GRID_PX)
_NAME_PX: Final = 9 * GRID_PX
_COUNT_PX: Final = 7 * GRID_PX
_SHARE_PX: Final = 7 * GRID_PX


class SummaryView(QWidget):
    """A line of totals, then a row per group with its share and 95 % interval."""

    label_chosen = Signal(str, str)
    """An attribute and a label, or `UNCERTAIN`, was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = toned(QLabel(self.tr("By group")), size="heading")
        self.line = toned(QLabel(), tone="muted")
        self.line.setWordWrap(True)
        self.agreement = QLabel()
        """On how many faces two models agree."""
        self.agreement.setWordWrap(True)
        self.groups = _Groups()
        self.groups.label_chosen.connect(self.label_chosen)
        self.legend = toned(
            QLabel(
                self.tr(
                    "Share of the faces that match the filter, and its 95 % interval; the filter on the attribute "
                    "itself does not count. Pale: a group of few faces, only a hint."
                )
            ),
            size="small",
            tone="muted",
        )
        self.legend.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 0, 0, 0)
        column.setSpacing(GRID_PX)
        for widget in (self.title, self.line, self.agreement, self.groups, self.legend):
            column.addWidget(widget)
        column.addStretch(1)

    def show_summary(self, summary: Summary, attributes: Mapping[str, Attribute]) -> None:
        """Show the figures of a batch whose model answers `attributes`."""
        parts = [
            self.tr("%n photo(s)", "", summary.photos),
            self.tr("%n face(s)", "", summary.faces),
        ]
        if summary.no_face.count:
            parts.append(self.tr("%n photo(s) without a face", "", summary.no_face.count))
        if summary.failed.count:
            parts.append(self.tr("%n photo(s) could not be read", "", summary.failed.count))
        self.line.setText(", ".join(parts))
        compared = [self._agreeing(attributes[name], one) for name, one in summary.agreeing.items()]
        if summary.without_second:
            compared.append(self.tr("%n face(s) without an answer of the second model", "", summary.without_second))
        self.agreement.setText("\n".join(compared))
        self.agreement.setVisible(bool(compared))
        self.agreement.setToolTip(
            wrapped(
                self.tr(
                    "The second model answers when the first has answered all photos. It cannot answer faces of "
                    "photos in an object store, of photos that cannot be read, or of tables without key points."
                )
                if summary.without_second
                else ""
            )
        )
        self.groups.show_summary(summary, attributes)
        for widget in (self.groups, self.legend):
            widget.setVisible(any(one.whole for its in summary.groups.values() for one in its.values()))

    def _agreeing(self, attribute: Attribute, one: Share) -> str:
        text = self.tr("{attribute}: both models agree on {count} of %n face(s), {share}", "", one.whole)
        return text.format(attribute=attribute_title(attribute), count=number(one.count), share=share(one.share))


class _Groups(QWidget):
    label_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, Share | None]] = []
        self._labels: list[tuple[str, str] | None] = []
        """Attribute and label of each row; None for a title."""
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Shares by group"))

    def show_summary(self, summary: Summary, attributes: Mapping[str, Attribute]) -> None:
        from core.collection.rows import UNCERTAIN

        self._rows, self._labels = [], []
        for name, shares in summary.groups.items():
            self._rows.append((attribute_title(attributes[name]), None))
            self._labels.append(None)
            for label, one in shares.items():
                self._rows.append((self.tr("uncertain") if label == UNCERTAIN else label_name(label, name), one))
                self._labels.append((name, label))
        self.setAccessibleDescription("; ".join(self._spoken(name, one) for name, one in self._rows))
        self.setToolTip(wrapped("\n".join(self._spoken(name, one) for name, one in self._rows)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(32 * GRID_PX, _ROW_PX * len(self._rows) + 2 * GRID_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NAME_PX + _COUNT_PX + _SHARE_PX + 6 * GRID_PX, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        for name, one in self._rows:
            if one is None:
                top += GRID_PX if top else 0
                painter.setFont(sized("small", bold=True))
                painter.setPen(theme().color("text"))
                painter.drawText(QRectF(0, top, self.width(), _ROW_PX), Qt.AlignmentFlag.AlignVCenter, name)
            else:
                painter.setFont(sized("small"))
                self._paint_share(painter, top, name, one)
            top += _ROW_PX

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        shape = (
            Qt.CursorShape.PointingHandCursor if self._label_at(event.position().y()) else Qt.CursorShape.ArrowCursor
        )
        self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if chosen := self._label_at(event.position().y()):
            self.label_chosen.emit(*chosen)

    def _label_at(self, y: float) -> tuple[str, str] | None:
        top = 0.0
        for label in self._labels:
            top += GRID_PX if label is None and top else 0
            if top <= y < top + _ROW_PX:
                return label
            top += _ROW_PX
        return None

    def _paint_share(self, painter: QPainter, top: float, name: str, one: Share) -> None:
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        text, strong = theme().color("muted" if one.small else "text"), theme().color("accent")
        if one.small:
            strong.setAlphaF(0.45)
        painter.setPen(text)
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME_PX)
        painter.drawText(QRectF(0, top, _NAME_PX, _ROW_PX), middle, name)
        painter.drawText(QRectF(_NAME_PX, top, _COUNT_PX - 2 * GRID_PX, _ROW_PX), right, number(one.count))
        painter.drawText(QRectF(self.width() - _SHARE_PX, top, _SHARE_PX, _ROW_PX), right, share(one.share))
        left = _NAME_PX + _COUNT_PX
        room = self.width() - _SHARE_PX - left - GRID_PX
        y = top + _ROW_PX / 2
        painter.setPen(QPen(theme().color("line"), 1))
        painter.drawLine(QPointF(left, y), QPointF(left + room, y))
        painter.setPen(QPen(strong, 2))
        painter.drawLine(QPointF(left + room * one.low, y), QPointF(left + room * one.high, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong)
        painter.drawEllipse(QPointF(left + room * one.share, y), 3.5, 3.5)

    def _spoken(self, name: str, one: Share | None) -> str:
        if one is None:
            return name
        values = {"group": name, "share": share(one.share), "interval": interval(one.low, one.high)}
        if one.small:
            return self.tr("{group}: %n face(s), {share} ({interval}), few", "", one.count).format(**values)
        return self.tr("{group}: %n face(s), {share} ({interval})", "", one.count).format(**values)
