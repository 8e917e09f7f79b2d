"""The dialog about the program, the model in use and their licences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextTable
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from core import __version__
from core.places import resource
from desktop.widgets.icons import program_icon
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import label_name

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace
    from core.model.bundle import ModelBundle

_BY_GROUP: Final = ("For whom it errs", "Perceived ", "Figures")
"""How headings of a card begin; the first that is there has the figures by group."""


class CardView(QTextBrowser):
    """A model card; in other languages it says that cards are in English."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Model card"))
        self.setOpenLinks(False)
        self.document().setDocumentMargin(1.5 * GRID_PX)

    def show_card(self, card: str) -> None:
        """Show a card without the metadata for model hubs."""
        from core.model.bundle import split_card

        _, markdown = split_card(card)
        if QLocale().language() != QLocale.Language.English:
            note = self.tr("Model cards are written in English.")
            markdown = f"*{note}*\n\n{markdown}"
        self.setMarkdown(markdown)

    def show_figures(self) -> None:
        """Scroll to the figures by group."""
        document = self.document()
        blocks = (document.findBlockByNumber(at) for at in range(document.blockCount()))
        headings = [block for block in blocks if block.blockFormat().headingLevel()]
        found = next((one for title in _BY_GROUP for one in headings if one.text().startswith(title)), None)
        if found is not None:
            top = document.documentLayout().blockBoundingRect(found).top()
            self.verticalScrollBar().setValue(round(top))

    def mark_group(self, labels: set[str]) -> str:
        """Mark the rows of the smallest group whose labels all are among `labels`; returns its name, empty if none."""
        tables = [frame for frame in self.document().rootFrame().childFrames() if isinstance(frame, QTextTable)]
        rows = [(table, row, _labels_of(table, row)) for table in tables for row in range(1, table.rows())]
        within = [(table, row, group) for table, row, group in rows if group and labels.issuperset(group)]
        finest = max((len(group) for _, _, group in within), default=0)
        chosen = [one for one in within if len(one[2]) == finest]
        self.setExtraSelections([_marked(table, row, at) for table, row, _ in chosen for at in range(table.columns())])
        return ", ".join(map(label_name, chosen[0][2])) if chosen else ""


def _labels_of(table: QTextTable, row: int) -> list[str]:
    """The labels in the first cell of a row; small groups have a star behind them."""
    text = table.cellAt(row, 0).firstCursorPosition().block().text().rstrip(" *")
    return text.split(", ") if text else []


def _marked(table: QTextTable, row: int, column: int) -> QTextEdit.ExtraSelection:
    cell = table.cellAt(row, column)
    mark = QTextEdit.ExtraSelection()
    cursor = cell.firstCursorPosition()
    cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor)
    mark.cursor = cursor
    mark.format.setBackground(theme().color("accent"))
    mark.format.setForeground(theme().color("on_accent"))
    return mark


class About(QDialog):
    """Version, model, the model's terms and card."""

    def __init__(self, bundle: ModelBundle | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Facet"))
        self.resize(640, 600 if bundle else 240)
        sign = QLabel()
        sign.setPixmap(program_icon().pixmap(56, 56))
        name = toned(QLabel(self.tr("Facet {version}").format(version=__version__)), size="title")
        terms = toned(QLabel(self.tr("The program is free software under the Apache License 2.0.")), tone="muted")
        found_by = self.tr("Faces are found by YuNet and CenterFace, both under the MIT License ({terms}).")
        notice = QUrl.fromLocalFile(resource("detector/NOTICE.txt")).toString()
        link = '<a href="{}">{}</a>'.format(notice, self.tr("terms"))
        self.detector = toned(QLabel(found_by.format(terms=link)), tone="muted")
        self.detector.setTextFormat(Qt.TextFormat.RichText)
        self.detector.setOpenExternalLinks(True)
        self.detector.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(GRID_PX // 2)
        words.addWidget(name)
        words.addWidget(terms)
        words.addWidget(self.detector)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID_PX)
        top.addWidget(sign)
        top.addLayout(words, 1)

        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(top)
        self.model = QLabel(self._model_text(bundle))
        self.model.setWordWrap(True)
        self.model.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.model)
        self.marked = toned(QLabel(), size="heading")
        self.marked.hide()
        column.addWidget(self.marked)
        self.card = CardView()
        if bundle:
            self.card.show_card(bundle.card)
            column.addWidget(self.card, 1)
        else:
            column.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    @classmethod
    def show_for(cls, bundle: ModelBundle | None, parent: QWidget) -> About:
        """Open it over `parent` without stopping the program."""
        dialog = cls(bundle, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def show_figures(self, face: AnalyzedFace) -> None:
        """Scroll the card to its figures by group, and mark the group that is perceived in `face`."""
        group = self.card.mark_group({answer.label for answer in face.answers.values() if not answer.uncertain})
        if group:
            self.marked.setText(self.tr("Marked below: {group}, as perceived in this face").format(group=group))
            self.marked.show()
        self.card.show_figures()
        self.card.setFocus()

    def _model_text(self, bundle: ModelBundle | None) -> str:
        if bundle is None:
            return self.tr("No model is loaded.")
        return self.tr("Model {title}: {terms}").format(title=bundle.title, terms=bundle.manifest.terms)
