"""The dialog about the program, the model in use and their licences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from core import __version__
from core.places import resource
from desktop.widgets.icons import program_icon
from desktop.widgets.theme import GRID_PX, toned

if TYPE_CHECKING:
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

    def show_figures(self) -> None:
        """Scroll the card to its figures by group."""
        document = self.card.document()
        blocks = (document.findBlockByNumber(at) for at in range(document.blockCount()))
        headings = [block for block in blocks if block.blockFormat().headingLevel()]
        found = next((one for title in _BY_GROUP for one in headings if one.text().startswith(title)), None)
        if found is not None:
            top = document.documentLayout().blockBoundingRect(found).top()
            self.card.verticalScrollBar().setValue(round(top))
            self.card.setFocus()

    def _model_text(self, bundle: ModelBundle | None) -> str:
        if bundle is None:
            return self.tr("No model is loaded.")
        return self.tr("Model {title}: {terms}").format(title=bundle.title, terms=bundle.manifest.terms)
