"""What to audit: a model, the data, and a second model to compare with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QWidget,
)

from core.places import models_folders
from desktop.app.opencv import import_opencv
from desktop.app.settings import Settings
from desktop.app.settings_table import DATA_FOLDER, DETECTOR
from desktop.audit.work import Order
from desktop.widgets.dialogs import confirmed, documents, push_button
from desktop.widgets.inputs import ChoiceBox, dropped_paths, form_column
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import wrapped

_WIDTH_PX = 76 * GRID_PX


class SetupPage(QWidget):
    """A short form; data, networks and tables of answers can be dropped on it."""

    start_asked = Signal(object)
    """An `Order`."""
    failed = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._path: Path | None = None
        self.data = toned(QLabel())
        self.data.setWordWrap(True)
        self.file = push_button(self.tr("Choose a &file…"), self._on_choose_file)
        self.folder = push_button(self.tr("Choose a f&older…"), self._on_choose_folder)
        self.lately = push_button(self.tr("&Recent"))
        self.recent = QMenu(self)
        self.lately.setMenu(self.recent)
        self.model, self.other = ChoiceBox(), ChoiceBox()
        self.model.currentIndexChanged.connect(self._offer_others)
        self.other.currentIndexChanged.connect(self._follow)
        self.elsewhere = push_button(self.tr("O&ther…"), self._on_choose_network)
        self.elsewhere.setToolTip(
            wrapped(self.tr("A network made elsewhere (ONNX, LiteRT, Keras), or a table with the answers of any model"))
        )
        self.form = push_button(self.tr("For&m…"), lambda: self._ask_form(self.model.currentData()))
        self.form.setToolTip(wrapped(self.tr("How the network is fed and what it answers")))
        self.changes = QCheckBox(
            self.tr("See what light, colour and &blur change, too (takes longer; needs no labels)")
        )
        self.start = push_button(self.tr("&Start the audit"), self._on_start)
        self.start.setDefault(True)
        self.setAcceptDrops(True)
        self._lay_out()
        self.use_data(None)

    @property
    def order(self) -> Order | None:
        """The chosen order; None while data or model are missing."""
        model, other = self.model.currentData(), self.other.currentData()
        if model is None or (self._path is None and not self._labelled_tables):
            return None
        detector = str(self._settings.value(DETECTOR))
        changes = self.changes.isEnabled() and self.changes.isChecked()
        return Order(self._path, model, other, changes, detector)

    @property
    def _labelled_tables(self) -> bool:
        """Whether only tables of answers are chosen, which can have the labels too."""
        chosen = (self.model.currentData(), self.other.currentData())
        return all(path is None or _is_table(path) for path in chosen) and chosen[0] is not None

    def refresh(self, in_use: Path | None) -> None:
        """Reload the models and the recent data; `in_use` is chosen at first."""
        from core.model.bundle import find_bundles

        models = find_bundles(models_folders())
        if in_use is not None and in_use not in models.values():
            models[in_use.name] = in_use
        chosen = self.model.currentText() or (in_use.name if in_use else "")
        with QSignalBlocker(self.model):
            self.model.clear()
            for name, path in models.items():
                self.model.addItem(name, path)
            for path in self._settings.recent_networks:
                if path.is_file():
                    self.model.addItem(path.name, path)
            self.model.setCurrentIndex(max(0, self.model.findText(chosen)))
        self._offer_others()
        self.recent.clear()
        for path in self._settings.recent_data:
            if path.exists():
                action = self.recent.addAction(path.name.replace("&", "&&"))
                action.setToolTip(str(path))
                action.triggered.connect(lambda _=False, path=path: self.use_data(path))
        self.lately.setVisible(not self.recent.isEmpty())

    def use_data(self, path: Path | None) -> None:
        """Choose the data."""
        self._path = path
        self._follow()
        if path is not None:
            self._settings.set_last_folder("data", path.parent)
            self.start.setFocus()

    def use_network(self, path: Path) -> None:
        """Choose a network made elsewhere, or a table of answers, and remember it."""
        self._settings.add_recent_network(path)
        if self.model.findData(path) < 0:
            self.model.addItem(path.name, path)
        self.model.setCurrentIndex(self.model.findData(path))
        self._settings.set_last_folder("models", path.parent)

    def take(self, path: Path) -> None:
        """Take what was dropped or chosen for what it is: a network, a table of answers, or data."""
        import_opencv()
        from core.evaluation.external.form import is_network_file
        from core.evaluation.predictions_file import has_answers, is_predictions_file

        if is_network_file(path):
            self._ask_form(path)
        elif is_predictions_file(path) and has_answers(path):
            self.use_network(path)
        else:
            self.use_data(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(dropped_paths(event.mimeData())[0])

    def _ask_form(self, path: Path) -> None:
        from desktop.audit.network_form import NetworkFormDialog

        if _may_hold_code(path) and path not in self._settings.recent_networks and not self._is_trusted(path):
            return
        dialog = NetworkFormDialog(path, self._path, detector=str(self._settings.value(DETECTOR)), parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.use_network(path))
        dialog.failed.connect(self.failed)
        dialog.open()

    def _is_trusted(self, path: Path) -> bool:
        return confirmed(
            self,
            self.tr("A Keras file can hold code"),
            self.tr("Open {name}?").format(name=path.name),
            means=self.tr(
                "What Keras recognises as code is refused, but not all of it may be. Open only files from people you "
                "trust, or ask for ONNX or LiteRT, which hold no code."
            ),
            yes=self.tr("Open it"),
            no=self.tr("Cancel"),
        )

    def _offer_others(self) -> None:
        """Every model but the chosen one."""
        other = self.other.currentText()
        self.other.clear()
        self.other.addItem(self.tr("no other model"), None)
        for at in range(self.model.count()):
            if at != self.model.currentIndex():
                self.other.addItem(self.model.itemText(at), self.model.itemData(at))
        self.other.setCurrentIndex(max(0, self.other.findText(other)))
        self._follow()

    def _follow(self) -> None:
        """Show and enable what goes with the chosen model and data."""
        model = self.model.currentData()
        made_here = model is not None and not _is_elsewhere(model)
        self.form.setVisible(model is not None and _is_elsewhere(model) and not _is_table(model))
        self.changes.setEnabled(made_here)
        self.changes.setToolTip(wrapped("" if made_here else self.tr("Only for models of Facet")))
        if self._path is not None:
            text = str(self._path)
        elif self._labelled_tables:
            text = self.tr("The labels in {name}. Or choose the data that the names in it belong to.").format(
                name=model.name
            )
        else:
            text = self.tr(
                "Drop a data set here or choose one: a CSV file, a zip archive, a folder, or a training's folder."
            )
        self.data.setText(text)
        self.start.setEnabled(self.order is not None)

    def _on_start(self) -> None:
        if self.order:
            self.start_asked.emit(self.order)

    def _folder(self) -> str:
        return str(self._settings.last_folder("data") or self._settings.value(DATA_FOLDER) or documents())

    def _on_choose_file(self) -> None:
        kinds = self.tr("Data sets (*.csv *.tsv *.zip *.parquet *.tar *.json);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a data set"), self._folder(), kinds)
        if name:
            self.use_data(Path(name))

    def _on_choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of pictures"), self._folder())
        if name:
            self.use_data(Path(name))

    def _on_choose_network(self) -> None:
        kinds = self.tr("Networks and tables of answers (*.onnx *.tflite *.keras *.h5 *.csv);;All files (*)")
        folder = str(self._settings.last_folder("models") or documents())
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a model of another program"), folder, kinds)
        if name:
            path = Path(name)
            if _is_table(path):
                self.use_network(path)
            else:
                self._ask_form(path)

    def _lay_out(self) -> None:
        title = toned(QLabel(self.tr("For whom does a model err?")), size="title")
        text = toned(
            QLabel(
                self.tr(
                    "The model answers labelled faces, found and aligned as in any photo, and its figures are given by "
                    "group. Use data that it was not trained on."
                )
            ),
            tone="muted",
        )
        text.setWordWrap(True)
        ways = QHBoxLayout()
        ways.setSpacing(GRID_PX)
        for button in (self.file, self.folder, self.lately):
            ways.addWidget(button)
        ways.addStretch(1)
        form = QGridLayout()
        form.setHorizontalSpacing(3 * GRID_PX)
        form.setVerticalSpacing(2 * GRID_PX)
        form.setColumnStretch(1, 1)
        form.addWidget(QLabel(self.tr("Data")), 0, 0)
        form.addWidget(self.data, 0, 1, 1, 2)
        form.addLayout(ways, 1, 1, 1, 2)
        for row, name, box in ((2, self.tr("&Model"), self.model), (3, self.tr("&Compare with"), self.other)):
            label = QLabel(name)
            label.setBuddy(box)
            form.addWidget(label, row, 0)
            form.addWidget(box, row, 1)
        beside = QHBoxLayout()
        beside.setSpacing(GRID_PX)
        beside.addWidget(self.elsewhere)
        beside.addWidget(self.form)
        form.addLayout(beside, 2, 2)
        form.addWidget(self.changes, 4, 1, 1, 2)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.start)
        column = form_column(self, width_px=_WIDTH_PX)
        for widget in (title, text):
            column.addWidget(widget)
        column.addSpacing(GRID_PX)
        column.addLayout(form)
        column.addLayout(end)


def _is_elsewhere(path: Path) -> bool:
    """Whether a model is not one of Facet, which are folders."""
    return path.is_file()


def _may_hold_code(path: Path) -> bool:
    return path.suffix.lower() in (".keras", ".h5")


def _is_table(path: Path) -> bool:
    return path.suffix.lower() == ".csv" and path.is_file()
