"""Figures by group: how often the model agreed with the labels, and how sure that figure is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.audit.wording import group_title
from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import attribute_title, interval, number, share

if TYPE_CHECKING:
    from core.evaluation.by_group import Evaluation, Figure
    from core.evaluation.groups import Group
    from core.schema import Attribute

_ROW_PX: Final = round(2.5 * GRID_PX)
_GAP_PX: Final = GRID_PX
_COUNT_PX: Final = 7 * GRID_PX
_NUMBER_PX: Final = 7 * GRID_PX


@dataclass(frozen=True, slots=True)
class _Row:
    """A group, and how often the model agreed with its labels, by answered attribute."""

    group: Group
    count: int
    accuracy: dict[str, Figure]


class GroupView(QWidget):
    """One row per group, in it a dot and its 95 % interval per answered attribute; the line is the figure over all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attributes: list[Attribute] = []
        self._groups: list[_Row] = []
        self.setAccessibleName(self.tr("Figures by group"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_groups(self, evaluation: Evaluation) -> None:
        """Show everybody, groups by one column at a time, and the cells."""
        self._attributes = [found.attribute for found in evaluation.heads.values()]
        self._groups = _rows_of(evaluation)
        self.setAccessibleDescription(
            "; ".join(
                f"{self._name(row)}, {number(row.count)}: "
                + ", ".join(
                    f"{attribute_title(attribute)} {share(figure.value)} ({interval(figure.low, figure.high)})"
                    for attribute in self._attributes
                    if (figure := row.accuracy.get(attribute.name)) is not None
                )
                for row in self._groups
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        breaks = sum(a.group.columns != b.group.columns for a, b in zip(self._groups, self._groups[1:], strict=False))
        return QSize(80 * GRID_PX, _ROW_PX * (len(self._groups) + 1) + _GAP_PX * breaks + GRID_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._groups:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized("small"))
        names = QFontMetricsF(sized("small"))
        left = max(names.horizontalAdvance(self._name(group)) for group in self._groups) + GRID_PX + _COUNT_PX
        width = (self.width() - left) / len(self._attributes)
        lowest = min(figure.low for group in self._groups for figure in group.accuracy.values())
        floor = max(0.0, (lowest * 10 // 1) / 10)
        for at, attribute in enumerate(self._attributes):
            self._paint_attribute(painter, attribute, QRectF(left + at * width, 0, width, self.height()), floor)
        painter.setPen(theme().color("text"))
        for group, top in self._rows():
            row = QRectF(0, top, left - 2 * GRID_PX, _ROW_PX)
            painter.setPen(theme().color("text"))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, self._name(group))
            painter.setPen(theme().color("muted"))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number(group.count))

    def _paint_attribute(self, painter: QPainter, attribute: Attribute, area: QRectF, floor: float) -> None:
        look, middle = theme(), Qt.AlignmentFlag.AlignVCenter
        room = area.width() - _NUMBER_PX - 3 * GRID_PX

        def x(value: float) -> float:
            return area.left() + GRID_PX + room * (value - floor) / (1 - floor)

        painter.setPen(look.color("muted"))
        painter.drawText(QRectF(area.left() + GRID_PX, 0, area.width(), _ROW_PX), middle, attribute_title(attribute))
        overall = self._groups[0].accuracy[attribute.name].value
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawLine(QPointF(x(overall), _ROW_PX), QPointF(x(overall), area.bottom() - GRID_PX))
        for group, top in self._rows():
            figure = group.accuracy.get(attribute.name)
            if figure is None:
                continue
            y = top + _ROW_PX / 2
            # A group whose whole interval lies below the figure over all is worse served, not unlucky.
            worse = figure.high < overall
            color = look.color("warning" if worse else "accent")
            faint = look.color("warning" if worse else "accent")
            faint.setAlphaF(0.45)
            painter.setPen(QPen(faint, 2))
            painter.drawLine(QPointF(x(figure.low), y), QPointF(x(figure.high), y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(QPointF(x(figure.value), y), 3.5, 3.5)
            painter.setPen(color if worse else look.color("text"))
            number = QRectF(area.right() - _NUMBER_PX - GRID_PX, top, _NUMBER_PX, _ROW_PX)
            painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, share(figure.value))

    def _rows(self) -> list[tuple[_Row, float]]:
        rows: list[tuple[_Row, float]] = []
        top, before = float(_ROW_PX), self._groups[0].group.columns
        for row in self._groups:
            top += _GAP_PX if row.group.columns != before else 0
            before = row.group.columns
            rows.append((row, top))
            top += _ROW_PX
        return rows

    def _name(self, row: _Row) -> str:
        return group_title(row.group) if row.group.columns else self.tr("All")


def _rows_of(evaluation: Evaluation) -> list[_Row]:
    rows: dict[Group, _Row] = {}
    for name, found in evaluation.heads.items():
        shown = [one for one in found.groups if len(one.group.columns) == 1]
        for one in (found.overall, *shown, *(found.cells if len(found.cell_columns) > 1 else ())):
            row = rows.setdefault(one.group, _Row(one.group, one.count, {}))
            row.accuracy[name] = one.accuracy
    order = list(dict.fromkeys(group.columns for group in rows))
    return sorted(rows.values(), key=lambda row: order.index(row.group.columns))
