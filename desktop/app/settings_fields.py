"""The fields of the settings dialog, one for each kind of setting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTextBrowser,
    QWidget,
)

from core.errors import BundleError, FacetError
from core.places import models_folders, own_models
from desktop.app.opencv import import_opencv
from desktop.app.settings_table import Setting, Value
from desktop.app.translation import texts
from desktop.widgets.busy_line import BusyLine
from desktop.widgets.choice_box import ChoiceBox, let_wheel_pass
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.save_place import ask_where, documents
from desktop.widgets.theme import GRID_PX
from desktop.wording import error_text
from desktop.worker import Job, Progress, ShouldStop, Work, Worker

if TYPE_CHECKING:
    from core.model.bundle import Manifest

INPUT_PX: Final = 30 * GRID_PX


class Field(QWidget):
    """Shows the value of a setting. `chosen` is emitted only when the user chooses another."""

    chosen = Signal(object)

    def __init__(self, setting: Setting, input_widget: QWidget) -> None:
        super().__init__()
        self.setting: Final = setting
        self.input: Final = input_widget
        """What has the keyboard."""
        self.name: Final = texts.tr(setting.label)
        self.setFocusProxy(input_widget)
        input_widget.setAccessibleName(self.name)
        input_widget.setAccessibleDescription(texts.tr(setting.help))
        input_widget.setToolTip(texts.tr(setting.help))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GRID_PX)
        self.row.addWidget(input_widget)

    def show_value(self, value: Value) -> None:
        raise NotImplementedError


class ChoiceField(Field):
    """One of several."""

    def __init__(self, setting: Setting) -> None:
        self._box = ChoiceBox()
        super().__init__(setting, self._box)
        for value, name in setting.choices:
            self._box.addItem(texts.tr(name), value)
        self._box.setMinimumWidth(INPUT_PX)
        self.row.addStretch(1)
        self._box.activated.connect(lambda _: self.chosen.emit(self._box.currentData()))

    def show_value(self, value: Value) -> None:
        self._box.setCurrentIndex(self._box.findData(value))


class SwitchField(Field):
    """On or off, its name beside it."""

    def __init__(self, setting: Setting) -> None:
        self._box = QCheckBox(texts.tr(setting.label))
        super().__init__(setting, self._box)
        self._box.clicked.connect(lambda _: self.chosen.emit(self._box.isChecked()))

    def show_value(self, value: Value) -> None:
        self._box.setChecked(bool(value))


class NumberField(Field):
    """A whole number; its lowest stands for the default where that has a name."""

    def __init__(self, setting: Setting) -> None:
        self._box = QSpinBox()
        super().__init__(setting, self._box)
        let_wheel_pass(self._box)
        self._box.setRange(setting.low, setting.high)
        self._box.setSuffix(setting.unit)
        self._box.setKeyboardTracking(False)  # not "7" on the way to "75"
        self._box.setMinimumWidth(INPUT_PX)
        self._box.lineEdit().setTextMargins(GRID_PX // 2, 0, 0, 0)
        self.name_default(texts.tr(setting.when_default))
        self.row.addStretch(1)
        self._box.valueChanged.connect(self.chosen.emit)

    def name_default(self, name: str) -> None:
        """Say what the default is."""
        self._box.setSpecialValueText(name)

    def show_value(self, value: Value) -> None:
        was = self._box.blockSignals(True)
        self._box.setValue(int(value))
        self._box.blockSignals(was)


class FolderField(Field):
    """The path of a folder, and a button to choose another. `fallback` is what holds where none is chosen."""

    def __init__(self, setting: Setting, fallback: str) -> None:
        self._line = QLineEdit()
        super().__init__(setting, self._line)
        self._line.setReadOnly(True)
        self._line.setPlaceholderText(fallback)
        choose = QPushButton(texts.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.setAccessibleName(texts.tr("Choose: {what}").format(what=self.name))
        choose.clicked.connect(self._ask)
        self.row.addWidget(choose)

    def show_value(self, value: Value) -> None:
        self._line.setText(str(value))

    def _ask(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.name, self._line.text() or str(documents()))
        if folder:
            self.chosen.emit(str(Path(folder)))


class ModelField(Field):
    """Chooses the model in use, shows its card, takes models in, hands them on and deletes the user's own.

    Args:
        setting: Of the model's name; its default stands for the one Facet prefers.
        worker: Reads and writes files.
        messages: Where it says what it did.
    """

    retrain_asked = Signal()
    failed = Signal(object)
    """An error nobody expected."""

    def __init__(self, setting: Setting, worker: Worker, messages: MessageBar) -> None:
        self._box = ChoiceBox()
        super().__init__(setting, self._box)
        self._worker = worker
        self._messages = messages
        self._bundles: dict[str, Path] = {}
        self._model = ""
        self.manifest: Manifest | None = None
        """Of the model that is shown, where it has one that can be read."""
        self.retrain = self._button(texts.tr("Retrain…"), texts.tr("Train a model of your own (Ctrl+R)"))
        self.take_in = self._button(texts.tr("Import…"), texts.tr("Take in a model that was exported from Facet"))
        self.hand_on = self._button(texts.tr("Export…"), texts.tr("Write this model to one file, to hand it on"))
        self.delete = self._button(texts.tr("Delete"), "")
        self.card = QTextBrowser()
        self.busy = BusyLine()
        self._lay_out()
        self._box.activated.connect(lambda _: self.chosen.emit(self._box.currentText()))
        self.retrain.clicked.connect(self.retrain_asked)
        self.take_in.clicked.connect(self._on_take_in)
        self.hand_on.clicked.connect(self._on_hand_on)
        self.delete.clicked.connect(self._on_delete)

    @property
    def model(self) -> str:
        """The name of the model that is shown, whether or not it is still there."""
        return self._model

    def show_value(self, value: Value) -> None:
        from core.model.bundle import DEFAULT, find_bundles

        self._bundles = find_bundles(models_folders())
        self._box.clear()
        self._box.addItems(list(self._bundles))
        self._model = str(value) or DEFAULT
        self._box.setPlaceholderText(self._model)  # what it shows of one that is gone
        self._box.setCurrentIndex(self._box.findText(self._model))
        self._show_card()

    def _show_card(self) -> None:
        from core.model.bundle import CARD, read_manifest

        path = self._bundles.get(self.model)
        self.manifest = None
        own = path is not None and path.parent == own_models()
        self.delete.setEnabled(own)
        self.hand_on.setEnabled(path is not None)
        if path is None:
            self.delete.setToolTip("")
            gone = BundleError("bundle.missing", name=self.model, available=", ".join(self._bundles))
            self.card.setPlainText(error_text(gone) if self._bundles else texts.tr("No model was found"))
            return
        self.delete.setToolTip(
            texts.tr("Delete this model; it can be undone")
            if own
            else texts.tr("This model comes with Facet. Only models of your own can be deleted.")
        )
        try:
            self.manifest = read_manifest(path)
            self.card.setMarkdown((path / CARD).read_text(encoding="utf-8"))
        except (BundleError, OSError, UnicodeError) as e:
            self.card.setPlainText(error_text(e))

    def _on_take_in(self) -> None:
        kinds = texts.tr("Models (*.facet *.zip);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, texts.tr("Import a model"), "", kinds)
        if not name:
            return

        def work(progress: Progress, should_stop: ShouldStop) -> str:
            import_opencv()
            from core.model.library import import_model

            return import_model(Path(name)).name

        self._submit(work).result.connect(self._on_taken_in)

    def _on_taken_in(self, name: str) -> None:
        self.show_value(self.model)
        self._messages.say(texts.tr("{name} is here now. Choose it above to use it.").format(name=name), kind="done")

    def _on_hand_on(self) -> None:
        path = self._bundles[self.model]
        version = f"-{self.manifest.version}" if self.manifest else ""
        proposed = documents() / f"{path.name}{version}.facet"
        file = ask_where(self, texts.tr("Export this model"), proposed, {".facet": texts.tr("Models (*.facet)")})
        if file is None:
            return

        def work(progress: Progress, should_stop: ShouldStop) -> str:
            from core.model.library import export_model

            export_model(path, file)
            return str(file)

        said = texts.tr("Saved as {path}")
        self._submit(work).result.connect(lambda path: self._messages.say(said.format(path=path), kind="done"))

    def _on_delete(self) -> None:
        from core.model.library import delete_model

        name = self.model
        try:
            delete_model(self._bundles[name])
        except FacetError as e:
            self._tell(e)
            return
        self.chosen.emit(self.setting.default)
        self.show_value(self.setting.default)
        self._messages.say(texts.tr("{name} was deleted.").format(name=name), undo=lambda: self._restore(name))

    def _restore(self, name: str) -> None:
        from core.model.library import restore_model

        try:
            restore_model(name)
        except FacetError as e:
            self._tell(e)
            return
        self.chosen.emit(name)
        self.show_value(name)

    def _submit(self, work: Work) -> Job:
        job = self._worker.submit(work)
        self.busy.start()
        for button in (self.take_in, self.hand_on):
            button.setEnabled(False)
        job.failed.connect(self._tell)
        job.finished.connect(self._on_finished)
        return job

    def _on_finished(self) -> None:
        self.busy.stop()
        self.take_in.setEnabled(True)
        self.hand_on.setEnabled(self.model in self._bundles)

    def _tell(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self._messages.say(error_text(error), kind="warning")
        else:
            self.failed.emit(error)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        self.card.setAccessibleName(texts.tr("Model card"))
        self.card.setOpenLinks(False)
        self.card.document().setDocumentMargin(1.5 * GRID_PX)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.input, 1)
        first.addWidget(self.retrain)
        for button in (self.take_in, self.hand_on, self.delete):
            second.addWidget(button)
        second.addStretch(1)
        self.row.setDirection(QBoxLayout.Direction.TopToBottom)
        for line in (first, second):
            line.setSpacing(GRID_PX)
            self.row.addLayout(line)
        self.row.addWidget(self.busy)
        self.row.addWidget(self.card, 1)
