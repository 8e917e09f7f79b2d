"""What stands behind the window: its settings, and the training of models of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.actions import Actions
from desktop.engine import Engine
from desktop.message_bar import MessageBar
from desktop.settings import Settings
from desktop.settings_table import MODEL, THREADS, Setting
from desktop.training.order import Launch, launch
from desktop.training.training import Training

if TYPE_CHECKING:
    from core.bundle import ModelBundle
    from desktop.settings_dialog import SettingsDialog


class Workshop(QObject):
    """Opens the two windows, and lets what is decided there hold in the main one."""

    failed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        engine: Engine,
        settings: Settings,
        commands: Actions,
        messages: MessageBar,
        *,
        launch_process: Launch = launch,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._settings = settings
        self._bundle: ModelBundle | None = None
        self.settings_dialog: SettingsDialog | None = None
        self.training = Training(window, settings, lambda: self._bundle, launch_process=launch_process)
        self.training.model_chosen.connect(engine.load_model)
        self.training.told.connect(messages.say)
        self.training.failed.connect(self.failed)
        engine.model_loaded.connect(self._on_model_loaded)
        commands.train.triggered.connect(self.training.open)
        commands.settings.triggered.connect(self.open_settings)

    def open_settings(self) -> None:
        if self.settings_dialog is not None:
            self.settings_dialog.raise_()
            self.settings_dialog.activateWindow()
            return
        from desktop.settings_dialog import SettingsDialog

        name = self._bundle.path.name if self._bundle else ""
        dialog = self.settings_dialog = SettingsDialog.show_for(self._settings, self._window, model=name)
        dialog.changed.connect(self._on_setting_changed)
        dialog.retrain_asked.connect(self.training.open)
        dialog.destroyed.connect(self._on_settings_closed)

    def may_close(self) -> bool:
        """Whether the program may close; asks where a training is under way."""
        return self.training.may_close()

    def close(self) -> None:
        if self.settings_dialog is not None:
            self.settings_dialog.close()
        self.training.close()

    def _on_model_loaded(self, bundle: ModelBundle) -> None:
        self._bundle = bundle
        if self.settings_dialog is not None:
            self.settings_dialog.use_model(bundle.path.name)

    def _on_setting_changed(self, setting: Setting) -> None:
        if setting in (MODEL, THREADS):
            self._engine.load_model(str(self._settings.value(MODEL)), anew=True)

    def _on_settings_closed(self) -> None:
        self.settings_dialog = None
