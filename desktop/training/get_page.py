"""Getting data from the web: what Facet connects to, and where the data are put."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop.widgets.inputs import form_column
from desktop.widgets.theme import GRID_PX, toned

_WIDTH_PX: Final = 640


class GetPage(QWidget):
    """Asks for an address and a folder, and says what Facet will connect to."""

    get_asked = Signal(str, object)
    """The address, and the path of a folder."""
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = toned(QLabel(self.tr("Get data from the web")), size="title")
        self.hint = toned(
            QLabel(
                self.tr(
                    "Facet connects to nothing by itself. It fetches what you name here and sends nothing but the "
                    "request. Mind the terms of the data: UTKFace is for research that is not commercial."
                )
            ),
            tone="muted",
        )
        self.source = QLineEdit()
        self.source.setPlaceholderText(self.tr("https://…, a Google Drive link, or kaggle:OWNER/NAME"))
        self.suggestion = QPushButton(self.tr("UTKFace as one table of 200 MB, from Kaggle"))
        self.suggestion.setObjectName("link")
        self.folder = QLineEdit()
        self.browse = QPushButton(self.tr("&Choose…"))
        self.note = toned(QLabel(), size="small", tone="muted")
        self.back = QPushButton(self.tr("Back"))
        self.get = QPushButton(self.tr("&Get"))
        self.source.textChanged.connect(self._refresh)
        self.folder.textChanged.connect(self._refresh)
        for line in (self.source, self.folder):
            line.returnPressed.connect(self.get.click)
        self.suggestion.clicked.connect(self._on_suggestion)
        self.browse.clicked.connect(self._on_browse)
        self.back.clicked.connect(self.back_asked)
        self.get.clicked.connect(self._on_get)
        self._lay_out()
        self._refresh()

    def begin(self, folder: str) -> None:
        """Ask; propose `folder` unless one was chosen before."""
        if not self.folder.text():
            self.folder.setText(folder)
        self.source.setFocus()

    def _refresh(self) -> None:
        from core.datasets.get import connects_to

        source = self.source.text().strip()
        place = connects_to(source)
        if place:
            self.note.setText(self.tr("Will connect to {place}.").format(place=place))
        else:
            self.note.setText(self.tr("Facet cannot get data from this address.") if source else "")
        self.get.setEnabled(bool(place) and Path(self.folder.text().strip()).is_absolute())

    def _on_suggestion(self) -> None:
        from core.datasets.get import KAGGLE, KAGGLE_UTKFACE_CSV

        self.source.setText(KAGGLE + KAGGLE_UTKFACE_CSV)
        self.get.setFocus()

    def _on_browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder for the data"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _on_get(self) -> None:
        self.get_asked.emit(self.source.text().strip(), Path(self.folder.text().strip()))

    def _lay_out(self) -> None:
        self.hint.setWordWrap(True)
        for button in (self.suggestion, self.browse, self.back, self.get):
            button.setAutoDefault(False)
        self.source.setAccessibleName(self.tr("Where the data come from"))
        self.folder.setAccessibleName(self.tr("Folder for the data"))
        from_label, into_label = QLabel(self.tr("&From")), QLabel(self.tr("&Into"))
        from_label.setBuddy(self.source)
        into_label.setBuddy(self.folder)
        suggested, into, end = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        suggested.addWidget(self.suggestion)
        suggested.addStretch(1)
        into.setSpacing(GRID_PX)
        into.addWidget(self.folder, 1)
        into.addWidget(self.browse)
        end.addWidget(self.back)
        end.addStretch(1)
        end.addWidget(self.get)
        fields = QGridLayout()
        fields.setHorizontalSpacing(2 * GRID_PX)
        fields.setVerticalSpacing(GRID_PX)
        fields.setColumnStretch(1, 1)
        fields.addWidget(from_label, 0, 0)
        fields.addWidget(self.source, 0, 1)
        fields.addLayout(suggested, 1, 1)
        fields.addWidget(into_label, 2, 0)
        fields.addLayout(into, 2, 1)
        fields.addWidget(self.note, 3, 1)
        column = form_column(self, width_px=_WIDTH_PX)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addLayout(fields)
        column.addLayout(end)
