"""The field of the model in use: chosen, shown with its card, imported, exported, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QPushButton

from core.errors import BundleError, FacetError
from core.files import free_name, read_ordinary
from core.places import models_folders, own_models, require_full
from desktop.app.about import CardView
from desktop.app.opencv import import_opencv
from desktop.app.settings import Settings
from desktop.app.settings_table import MODEL
from desktop.app.translation import texts
from desktop.widgets.dialogs import ask_where, documents, push_button, say_saved
from desktop.widgets.form import Field
from desktop.widgets.inputs import ChoiceBox
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.option import Value
from desktop.widgets.progress import BusyLine
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import error_text, wrapped
from desktop.worker import Job, Progress, ShouldStop, Work, Worker

if TYPE_CHECKING:
    from core.model.bundle import Manifest


_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {"onnx": "ONNX", "keras": "Keras", "savedmodel": "SavedModel", "tflite": "LiteRT"}
)
"""Names of `core.training.portable.FORMS`, which the window imports only when one is written."""


class ModelField(Field):
    """Chooses the model in use, shows its card, takes models in, hands them on and deletes the user's own.

    Args:
        settings: Remember the folder of exported models.
        worker: Reads and writes files.
        messages: Where it says what it did.
    """

    retrain_asked = Signal()
    failed = Signal(object)
    """An error nobody expected."""

    def __init__(self, settings: Settings, worker: Worker, messages: MessageBar) -> None:
        self._box = ChoiceBox()
        super().__init__(MODEL.translated(texts.tr), self._box)
        self._settings = settings
        self._worker = worker
        self._messages = messages
        self._bundles: dict[str, Path] = {}
        self._model = ""
        self.manifest: Manifest | None = None
        """Of the model that is shown, where it has one that can be read."""
        self.retrain = self._button(texts.tr("Retrain…"), texts.tr("Train a model of your own (Ctrl+R)"))
        self.take_in = self._button(texts.tr("Import…"), texts.tr("Take in a model that was exported from Facet"))
        self.hand_on = self._button(texts.tr("Export"), texts.tr("Write this model for Facet or for other programs"))
        self.forms = self._forms_menu()
        """What it can be exported as; the others need TensorFlow, which takes a while to load."""
        self.exporting = toned(QLabel(), tone="muted")
        self.stop = self._button(texts.tr("Cancel"), "")
        self.delete = self._button(texts.tr("Delete"), "")
        self.card = CardView()
        self.busy = BusyLine()
        self._lay_out()
        self._box.activated.connect(lambda _: self.chosen.emit(self._box.currentText()))
        self.retrain.clicked.connect(self.retrain_asked)
        self.take_in.clicked.connect(self._on_take_in)
        self.delete.clicked.connect(self._on_delete)

    @property
    def model(self) -> str:
        """The name of the model that is shown, whether or not it is still there."""
        return self._model

    @property
    def value(self) -> Value:
        return self._model

    def show_value(self, value: Value) -> None:
        """Show a model by name; an empty name stands for the one Facet prefers."""
        from core.model.bundle import DEFAULT, find_bundles

        self._bundles = find_bundles(models_folders())
        self._box.clear()
        self._box.addItems(list(self._bundles))
        self._model = str(value) or DEFAULT
        self._box.setPlaceholderText(self._model)  # what it shows of one that is gone
        self._box.setCurrentIndex(self._box.findText(self._model))
        self._show_card()

    def _show_card(self) -> None:
        from core.model.bundle import CARD, LIMITS, read_manifest

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
            wrapped(
                texts.tr("Delete this model; it can be undone")
                if own
                else texts.tr("This model comes with Facet. Only models of your own can be deleted.")
            )
        )
        try:
            self.manifest = read_manifest(path)
            self.card.show_card(read_ordinary(path / CARD, limit=LIMITS[CARD]).decode())
        except (BundleError, OSError, UnicodeError) as e:
            self.card.setPlainText(error_text(e))

    def _on_take_in(self) -> None:
        kinds = texts.tr("Models (*.facet *.zip);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, texts.tr("Import a model"), str(self._folder()), kinds)
        if not name:
            return
        self._settings.set_last_folder("models", Path(name).parent)

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
        proposed = self._folder() / f"{path.name}{version}.facet"
        file = ask_where(self, texts.tr("Export this model"), proposed, {".facet": texts.tr("Models (*.facet)")})
        if file is None:
            return
        self._settings.set_last_folder("models", file.parent)

        def work(progress: Progress, should_stop: ShouldStop) -> None:
            from core.model.library import export_model

            export_model(path, file)

        self._submit(work).result.connect(lambda _: say_saved(self._messages, file))

    def _on_export(self, form: str) -> None:
        path = self._bundles[self.model]
        try:
            require_full()
        except FacetError as e:
            self._tell(e)
            return
        title = texts.tr("Choose where the new folder is to be")
        chosen = QFileDialog.getExistingDirectory(self, title, str(self._folder()))
        if not chosen:
            return
        self._settings.set_last_folder("models", Path(chosen))

        def work(progress: Progress, should_stop: ShouldStop) -> Path:
            import_opencv()
            from core.training.portable import export_in_child

            taken = {one.name for one in Path(chosen).iterdir()}
            folder = Path(chosen) / free_name(f"{path.name}-{form}", taken=taken)
            export_in_child(path, form, folder, should_stop=should_stop)
            return folder

        job = self._submit(work)
        job.result.connect(lambda folder: say_saved(self._messages, folder))
        self.exporting.setText(
            texts.tr("Exporting {name} as {form} and checking it…").format(name=path.name, form=_FORMS[form])
        )
        self.stop.clicked.connect(job.cancel)
        self._show_exporting(True)
        job.finished.connect(partial(self._show_exporting, False))

    def _show_exporting(self, shown: bool) -> None:
        self.exporting.setVisible(shown)
        self.stop.setVisible(shown)

    def _forms_menu(self) -> dict[str, QAction]:
        menu = QMenu(self.hand_on)
        facet = menu.addAction(texts.tr("For Facet, as one file…"))
        facet.triggered.connect(self._on_hand_on)
        menu.addSeparator()
        actions = {"facet": facet}
        for form, name in _FORMS.items():
            actions[form] = menu.addAction(texts.tr("As {form}…").format(form=name))
            actions[form].triggered.connect(partial(self._on_export, form))
        self.hand_on.setMenu(menu)
        return actions

    def _folder(self) -> Path:
        return self._settings.last_folder("models") or documents()

    def _on_delete(self) -> None:
        from core.model.library import delete_model

        name = self.model
        try:
            delete_model(self._bundles[name])
        except FacetError as e:
            self._tell(e)
            return
        self.chosen.emit(self.option.default)
        self.show_value(self.option.default)
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
        button = push_button(text)
        button.setToolTip(wrapped(tip))
        return button

    def _lay_out(self) -> None:
        self.row.setStretch(0, 1)
        self.row.addWidget(self.retrain)
        second = QHBoxLayout()
        second.setSpacing(GRID_PX)
        for button in (self.take_in, self.hand_on, self.delete):
            second.addWidget(button)
        second.addStretch(1)
        self.column.setSpacing(GRID_PX)
        task = QHBoxLayout()
        task.setSpacing(GRID_PX)
        task.addWidget(self.exporting, 1)
        task.addWidget(self.stop)
        self.column.addLayout(second)
        self.column.addLayout(task)
        self.column.addWidget(self.busy)
        self._show_exporting(False)
        self.column.addWidget(self.card, 1)
