"""What was found in a data set: its columns, problems, split and skipped rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.schema import NOT_GIVEN
from desktop.training.data_bars import CellMatrix, SplitBar
from desktop.training.data_saving import FormMenu
from desktop.training.findings import Findings
from desktop.training.work import AuditedData
from desktop.widgets.dialogs import push_button
from desktop.widgets.inputs import place_in_tab_order
from desktop.widgets.term import ElidedLabel, TermLine
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_name, decimal, label_name, listed, number, pictures, wrapped

if TYPE_CHECKING:
    from core.datasets.audit import Reason
    from core.datasets.dataset import FaceDataset, SkippedRow
    from core.datasets.groups import GroupLight
    from core.datasets.splits import SideCounts
    from core.schema import Column


class ColumnList(QWidget):
    """The columns of a data set, with their labels and counts; a count opens its faces."""

    opened = Signal(str, int)
    """The name of a column, and the index of a label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, QLabel] = {}
        """The labels and counts, by column name."""
        self._shown: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX // 2)
        self._grid.setColumnStretch(1, 1)

    def show_columns(self, columns: Mapping[str, Column]) -> None:
        for widget in self._shown:
            widget.deleteLater()
        self._shown, self.lines = [], {}
        for row, (name, column) in enumerate(columns.items()):
            title = toned(QLabel(attribute_name(column.attribute)), size="small", tone="muted")
            title.setTextFormat(Qt.TextFormat.PlainText)
            line = self.lines[name] = toned(QLabel(self._text_of(column, linked=True)), size="small")
            line.setTextFormat(Qt.TextFormat.RichText)
            line.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            line.linkActivated.connect(lambda link, name=name: self.opened.emit(name, int(link)))
            line.setWordWrap(True)
            line.setAccessibleName(f"{title.text()}: {self._text_of(column)}")
            self._shown += [title, line]
            self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(line, row, 1, Qt.AlignmentFlag.AlignTop)
        place_in_tab_order(self, self.lines.values())

    def _text_of(self, column: Column, *, linked: bool = False) -> str:
        from core.datasets.groups import counts_of

        labels, missing = column.attribute.labels, self.tr("not given")
        parts = []
        for label, count in counts_of(column).items():
            given = label in labels
            name = label_name(label) if given else missing
            # A label and its number must stay on one line.
            if linked:
                name = escape(name).replace(" ", "\u00a0")
                link = f'<a href="{labels.index(label) if given else NOT_GIVEN}">{number(count)}</a>'
                parts.append(f"{name}:\u00a0{link if count else number(count)}")
            else:
                parts.append(f"{name}: {number(count)}".replace(" ", "\u00a0"))
        return "\u00a0\u00a0·  ".join(parts)


_SKIPPED_SHOWN: Final = 200
_MOST_DOWN: Final = 12
_MOST_ACROSS: Final = 5
"""Attributes with more labels than this are only listed."""


class DataView(QWidget):
    """What was found in one data set."""

    other_asked = Signal()
    save_asked = Signal()
    leave_out_changed = Signal()
    columns_asked = Signal()
    """State what the columns mean."""
    check_asked = Signal()
    """Look for labels that are probably wrong."""
    faces_asked = Signal(object, str)
    """Rows of the data, and what they have in common, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = toned(ElidedLabel(), size="title")
        self.where = toned(QLabel(), size="small", tone="muted")
        self.where.setWordWrap(True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.other = push_button(self.tr("Other data…"), self.other_asked)
        self.save = push_button(self.tr("Save the audit…"), self.save_asked)
        saved = self.tr("A page to read, with ages, brightness and sharpness by group, or a table")
        self.save.setToolTip(wrapped(saved))
        self.export = push_button(self.tr("E&xport…"))
        self.export.setToolTip(wrapped(self.tr("Write the data, with what was decided about them, for other tools")))
        self.forms = FormMenu(self.export)
        self.export.setMenu(self.forms)
        self.meaning = push_button(self.tr("C&olumns…"), self.columns_asked)
        self.meaning.setToolTip(wrapped(self.tr("Say what the columns of the table mean")))
        self.check = push_button(self.tr("Check &labels…"), self.check_asked)
        self.check.setToolTip(wrapped(self.tr("Look for labels that are probably wrong, and decide about each")))
        self._look: AuditedData | None = None
        self.findings = Findings()
        self.findings.changed.connect(self.leave_out_changed)
        self.findings.opened.connect(self._on_problem_opened)
        self.matrix = CellMatrix()
        self.matrix.opened.connect(self._on_cell_opened)
        self.columns = ColumnList()
        self.columns.opened.connect(self._on_label_opened)
        self.decided = toned(QLabel(), size="small", tone="muted")
        self.decided.setWordWrap(True)
        self.warnings = toned(QLabel(), tone="warning")
        self.warnings.setWordWrap(True)
        self.light = toned(QLabel(), size="small", tone="muted")
        self.light.setWordWrap(True)
        light = self.tr(
            "Medians over a group's pictures: brightness from 0, black, to 1, white; sharpness from 0, a blur, up. "
            "A model learns to be surer of a group whose pictures are better."
        )
        self.light.setToolTip(wrapped(light))
        self.split = SplitBar()
        self.split_title = toned(QLabel(), size="heading")
        self.skipped_title = toned(QLabel(), size="heading")
        self.skipped = QTableWidget(0, 2)
        self._scroll = QScrollArea()
        self._set_up_table()
        self._lay_out()

    def show_look(self, look: AuditedData) -> None:
        dataset, audit = look.dataset, look.audit
        self._look = look
        self.title.setText(self.tr("{title}: {pictures}").format(title=dataset.title, pictures=pictures(len(dataset))))
        self.where.setText(f"{look.path}  ·  {dataset.terms}")
        self.meaning.setVisible(dataset.column_map is not None)
        self._show_bars(dataset, audit.light)
        self.columns.show_columns(dataset.columns)
        self._show_light(dataset, audit.light)
        self.findings.show_audit(audit)
        self._show_decided(dataset)
        # One label only, labels that never occur, too few rows: each a `core.datasets` warning.
        warnings = [str(warning) for warning in getattr(audit, "warnings", ())]
        self.warnings.setText("\n".join(warnings))
        self.warnings.setVisible(bool(warnings))
        self._show_split_title(dataset)
        self._show_skipped([*dataset.skipped, *audit.failed])
        self._scroll.verticalScrollBar().setValue(0)

    def show_sides(self, sides: Sequence[SideCounts]) -> None:
        self.split.show_sides(sides)

    def _show_decided(self, dataset: FaceDataset) -> None:
        made = dataset.decided
        self.decided.setVisible(made is not None)
        if made is not None:
            counts = (
                self.tr("%n label(s) changed", "", made.changed),
                self.tr("%n label(s) removed", "", made.removed),
                self.tr("%n face(s) left out", "", len(made.left_out)),
            )
            missed = self.tr("%n decision(s) about other pictures", "", made.missed) if made.missed else ""
            given = (made.changed, made.removed, len(made.left_out))
            said = [text for text, count in zip(counts, given, strict=True) if count]
            self.decided.setText(
                self.tr("By hand: {what}").format(what=listed([*said, *filter(None, [missed])]))
                if said or missed
                else self.tr("Labels were checked by hand; none was changed.")
            )

    def _on_problem_opened(self, reason: Reason, text: str) -> None:
        import numpy as np

        assert self._look is not None  # its problems are shown
        found = self._look.audit
        rows = found.leave_out[reason]
        if reason in ("contradicting", "exact_copy", "near_copy"):
            # Copies stand beside each other, the first of each group with them.
            groups = found.near_groups
            rows = np.flatnonzero(np.isin(groups, groups[rows]))
            rows = rows[np.argsort(groups[rows], kind="stable")]
        self.faces_asked.emit(rows.tolist(), text)

    def _on_cell_opened(self, cell: tuple[str | None, ...]) -> None:
        import numpy as np

        assert self._look is not None  # its cells are shown
        dataset = self._look.dataset
        chosen = np.ones(len(dataset), np.bool_)
        names = []
        for attribute, label in zip(self.matrix.attributes, cell, strict=True):
            at = NOT_GIVEN if label is None else attribute.labels.index(label)
            chosen &= dataset.values(attribute.name) == at
            names.append(label_name(label) if label else self.tr("not given"))
        self._ask_for(np.flatnonzero(chosen).tolist(), ", ".join(names))

    def _on_label_opened(self, name: str, label: int) -> None:
        import numpy as np

        assert self._look is not None  # its columns are shown
        column = self._look.dataset.columns[name]
        named = self.tr("not given") if label < 0 else label_name(column.attribute.labels[label])
        title = f"{attribute_name(column.attribute)}: {named}"
        self._ask_for(np.flatnonzero(column.values == label).tolist(), title)

    def _ask_for(self, rows: list[int], what: str) -> None:
        self.faces_asked.emit(rows, self.tr("{what} · {pictures}").format(what=what, pictures=pictures(len(rows))))

    def _show_bars(self, dataset: FaceDataset, light: Sequence[GroupLight]) -> None:
        from core.datasets.groups import cells, main_columns

        labels = {name: len(dataset.columns[name].attribute.labels) for name in main_columns(dataset.columns)}
        # The attribute with fewer labels lies across.
        names = sorted((name for name in labels if labels[name] <= _MOST_DOWN), key=lambda name: labels[name])[:2]
        if len(names) == 2 and labels[names[0]] > _MOST_ACROSS:
            names = names[:1]
        self.matrix.setVisible(bool(names))
        counts = {tuple(cell.labels.values()): cell.count for cell in cells(dataset, names)} if names else {}
        seen = {tuple(one.labels[name] for name in names): one for one in light if set(one.labels) == set(names)}
        self.matrix.show_counts(
            [dataset.columns[name].attribute for name in names],
            counts,
            {key: (one.brightness, one.sharpness) for key, one in seen.items()},
        )

    def _show_light(self, dataset: FaceDataset, light: Sequence[GroupLight]) -> None:
        from core.datasets.groups import main_columns

        main = main_columns(dataset.columns)
        groups = [one for one in light if len(one.labels) == 1 and set(one.labels) <= set(main)]
        self.light.setVisible(len(groups) > 1)
        if len(groups) > 1:
            bright = sorted((one.brightness, self._group(dataset, one)) for one in groups)
            sharp = sorted((one.sharpness, self._group(dataset, one)) for one in groups)
            texts = (
                self.tr("Brightness: from {low} ({lowest}) to {high} ({highest})"),
                self.tr("Sharpness: from {low} ({lowest}) to {high} ({highest})"),
            )
            self.light.setText("\n".join(map(_from_to, texts, (bright, sharp))))

    def _group(self, dataset: FaceDataset, group: GroupLight) -> str:
        """The label of a group, with the attribute's title where the label alone says little, such as "yes"."""
        from core.schema import ATTRIBUTES

        ((name, label),) = group.labels.items()
        text = label_name(label)
        return text if name in ATTRIBUTES else f"{attribute_name(dataset.columns[name].attribute)}: {text}"

    def _show_split_title(self, dataset: FaceDataset) -> None:
        from core.datasets.groups import main_columns

        titles = [attribute_name(dataset.columns[name].attribute) for name in main_columns(dataset.columns)]
        declared = self.tr("Split as the data declare it, and by {attributes}")
        text = declared if dataset.own_sides else self.tr("Split by {attributes}")
        self.split_title.setText(text.format(attributes=listed(titles)))

    def _show_skipped(self, rows: Sequence[SkippedRow]) -> None:
        shown = rows[:_SKIPPED_SHOWN]
        text = self.tr("%n row(s) skipped", "", len(rows))
        if len(shown) < len(rows):
            text = self.tr("%n row(s) skipped, the first {shown}:", "", len(rows)).format(shown=number(len(shown)))
        self.skipped_title.setText(text)
        self.skipped.setRowCount(len(shown))
        for at, row in enumerate(shown):
            for column, value in enumerate((row.name, row.reason)):
                self.skipped.setItem(at, column, QTableWidgetItem(value))
        for widget in (self.skipped_title, self.skipped):
            widget.setVisible(bool(rows))
        height = self.skipped.horizontalHeader().sizeHint().height() + 3 * GRID_PX * len(shown) + GRID_PX
        self.skipped.setMaximumHeight(height)

    def _set_up_table(self) -> None:
        table = self.skipped
        table.setAccessibleName(self.tr("Rows skipped"))
        table.setHorizontalHeaderLabels([self.tr("Row"), self.tr("Reason")])
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(3 * GRID_PX)
        table.setMinimumHeight(6 * GRID_PX)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.setColumnWidth(0, 28 * GRID_PX)
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.meaning, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.check, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.other, 0, Qt.AlignmentFlag.AlignTop)
        who = QVBoxLayout()
        who.setSpacing(GRID_PX)
        who.addWidget(toned(QLabel(self.tr("Who is in it")), size="heading"))
        who.addWidget(self.matrix)
        who.addWidget(self.columns)
        who.addWidget(self.light)
        who.addStretch(1)
        found = QVBoxLayout()
        found.setSpacing(GRID_PX)
        found.addWidget(self.findings)
        found.addWidget(self.decided)
        found.addStretch(1)
        middle = QGridLayout()
        middle.setHorizontalSpacing(6 * GRID_PX)
        middle.addLayout(who, 0, 0)
        middle.addLayout(found, 0, 1)
        middle.setColumnStretch(0, 3)
        middle.setColumnStretch(1, 2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.where)
        column.addWidget(self.warnings)
        column.addLayout(middle)
        column.addWidget(self.split_title)
        column.addWidget(self.split)
        column.addWidget(TermLine("side", "validation_side", "calibration_side", "test_side"))
        column.addWidget(self.skipped_title)
        column.addWidget(self.skipped, 1000)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(self.tr("What is in the data"))
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(2 * GRID_PX)
        page.addLayout(top)
        page.addWidget(scroll, 1)


def _from_to(text: str, values: Sequence[tuple[float, str]]) -> str:
    """`text` filled with the first and the last of sorted values and their groups."""
    (low, lowest), (high, highest) = values[0], values[-1]
    return text.format(low=decimal(low, 2), lowest=lowest, high=decimal(high, 2), highest=highest)
