"""Painted figures of a result: confusion, and accuracy by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.audit.wording import group_title
from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import attribute_title, interval, label_name, number, share

if TYPE_CHECKING:
    from core.evaluation.figures import Evaluation, Figure
    from core.evaluation.groups import Group
    from core.schema import Attribute

_LEAST_CELL_PX: Final = 7 * GRID_PX
_ROW_PX: Final = 4 * GRID_PX


class ConfusionView(QWidget):
    """A confusion matrix. Rows: label. Columns: prediction. Darker cells hold a larger share of their row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: Sequence[str] = ()
        self._counts: list[list[int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_confusion(self, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        self._labels, self._counts = [label_name(label) for label in labels], [list(row) for row in counts]
        self.setAccessibleDescription(
            "; ".join(
                self.tr("%n labelled {label} answered {answer}", "", n).format(label=label, answer=answer)
                for label, row in zip(self._labels, self._counts, strict=True)
                for answer, n in zip(self._labels, row, strict=True)
                if n
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        n = len(self._labels)
        return QSize(round(self._left() + n * self._cell()), round(self._top() + n * _ROW_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized("small"))
        look, left, top, cell = theme(), self._left(), self._top(), self._cell()
        centre = Qt.AlignmentFlag.AlignCenter
        painter.setPen(look.color("muted"))
        for at, label in enumerate(self._labels):
            painter.drawText(QRectF(left + at * cell, 0, cell, top), centre, _heading(label))
            painter.drawText(QRectF(0, top + at * _ROW_PX, left, _ROW_PX), Qt.AlignmentFlag.AlignVCenter, label)
        for y, row in enumerate(self._counts):
            whole = max(1, sum(row))
            for x, n in enumerate(row):
                place = QRectF(left + x * cell, top + y * _ROW_PX, cell, _ROW_PX).adjusted(1, 1, -1, -1)
                share = n / whole
                shade = look.color("accent" if x == y else "warning")
                shade.setAlphaF(0.06 + 0.84 * share)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(shade)
                painter.drawRoundedRect(place, 3, 3)
                painter.setPen(look.color("on_accent" if share > 0.55 else "text"))
                painter.drawText(place, centre, number(n))

    def _left(self) -> float:
        metrics = QFontMetricsF(sized("small"))
        return max((metrics.horizontalAdvance(label) for label in self._labels), default=0) + 1.5 * GRID_PX

    def _top(self) -> float:
        """Height of the headings."""
        return max((self._size_of_heading(label).height() for label in self._labels), default=0) + GRID_PX

    def _cell(self) -> float:
        """Width of a column, wide enough for every heading."""
        widest = max((self._size_of_heading(label).width() for label in self._labels), default=0)
        return max(_LEAST_CELL_PX, widest + GRID_PX)

    def _size_of_heading(self, label: str) -> QSizeF:
        return QFontMetricsF(sized("small")).size(0, _heading(label))


def _heading(label: str) -> str:
    return label.replace(" ", "\n", 1)  # keeps columns narrow in every language


_GROUP_PX: Final = round(2.5 * GRID_PX)
_GAP_PX: Final = GRID_PX
_COUNT_PX: Final = 7 * GRID_PX
_NUMBER_PX: Final = 7 * GRID_PX


@dataclass(frozen=True, slots=True)
class _Row:
    """A group and its accuracy by answered attribute."""

    group: Group
    count: int
    accuracy: dict[str, Figure]

    def figure(self, attribute: Attribute) -> Figure | None:
        """None where it is a share of no faces."""
        found = self.accuracy.get(attribute.name)
        return found if found is not None and found.count else None


class GroupView(QWidget):
    """A row per group, with a dot and its 95 % interval per answered attribute. The line is the overall accuracy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attributes: list[Attribute] = []
        self._groups: list[_Row] = []
        self.setAccessibleName(self.tr("Figures by group"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_groups(self, evaluation: Evaluation) -> None:
        """Show all faces, the groups of single columns, and those of the main crossing."""
        self._attributes = [found.attribute for found in evaluation.heads.values()]
        self._groups = _rows_of(evaluation)
        self.setAccessibleDescription(
            "; ".join(
                f"{self._name(row)}, {number(row.count)}: "
                + ", ".join(
                    f"{attribute_title(attribute)} {share(figure.value)} ({interval(figure.low, figure.high)})"
                    for attribute in self._attributes
                    if (figure := row.figure(attribute)) is not None
                )
                for row in self._groups
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        breaks = sum(a.group.columns != b.group.columns for a, b in zip(self._groups, self._groups[1:], strict=False))
        return QSize(80 * GRID_PX, _GROUP_PX * (len(self._groups) + 1) + _GAP_PX * breaks + GRID_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._groups or not self._attributes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized("small"))
        names = QFontMetricsF(sized("small"))
        left = max(names.horizontalAdvance(self._name(group)) for group in self._groups) + GRID_PX + _COUNT_PX
        width = (self.width() - left) / len(self._attributes)
        figures = (group.figure(attribute) for group in self._groups for attribute in self._attributes)
        lowest = min((figure.low for figure in figures if figure is not None), default=0.0)
        floor = min(0.9, max(0.0, (lowest * 10 // 1) / 10))
        for at, attribute in enumerate(self._attributes):
            self._paint_attribute(painter, attribute, QRectF(left + at * width, 0, width, self.height()), floor)
        painter.setPen(theme().color("text"))
        for group, top in self._rows():
            row = QRectF(0, top, left - 2 * GRID_PX, _GROUP_PX)
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
        painter.drawText(QRectF(area.left() + GRID_PX, 0, area.width(), _GROUP_PX), middle, attribute_title(attribute))
        overall = self._groups[0].figure(attribute)
        if overall is not None:
            painter.setPen(QPen(look.color("line"), 1))
            at = x(overall.value)
            painter.drawLine(QPointF(at, _GROUP_PX), QPointF(at, area.bottom() - GRID_PX))
        for group, top in self._rows():
            figure = group.figure(attribute)
            number = QRectF(area.right() - _NUMBER_PX - GRID_PX, top, _NUMBER_PX, _GROUP_PX)
            if figure is None:
                painter.setPen(look.color("muted"))
                painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, "–")
                continue
            y = top + _GROUP_PX / 2
            # Marked: groups whose whole interval lies below the overall accuracy.
            worse = overall is not None and figure.high < overall.value
            color = look.color("warning" if worse else "accent")
            faint = look.color("warning" if worse else "accent")
            faint.setAlphaF(0.45)
            painter.setPen(QPen(faint, 2))
            painter.drawLine(QPointF(x(figure.low), y), QPointF(x(figure.high), y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(QPointF(x(figure.value), y), 3.5, 3.5)
            painter.setPen(color if worse else look.color("text"))
            painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, share(figure.value))

    def _rows(self) -> list[tuple[_Row, float]]:
        rows: list[tuple[_Row, float]] = []
        top, before = float(_GROUP_PX), self._groups[0].group.columns
        for row in self._groups:
            top += _GAP_PX if row.group.columns != before else 0
            before = row.group.columns
            rows.append((row, top))
            top += _GROUP_PX
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
