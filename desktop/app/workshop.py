"""The windows opened from the main one: settings, training and audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStatusBar, QWidget

from core.errors import BundleError, FacetError
from core.places import require_full
from desktop.app.about import About
from desktop.app.actions import Actions
from desktop.app.engine import Engine
from desktop.app.notices import Notices
from desktop.app.settings import Scheme, Settings
from desktop.app.settings_table import (
    COLLECT,
    CORRECTIONS_FOLDER,
    ENGINE_SECTIONS,
    MOTION,
    SCHEME,
    SHOWN_SECTION,
)
from desktop.audit.audit import Audit
from desktop.photo.box_editor import BoxEditor
from desktop.photo.work_page import WorkPage
from desktop.training.session import Launch, launch
from desktop.training.training import Training
from desktop.widgets.option import Option
from desktop.widgets.theme import theme
from desktop.wording import error_text, noted_text

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle
    from desktop.app.settings_dialog import SettingsDialog


class Workshop(QObject):
    """Opens the other windows and applies their results to the main one."""

    shown_changed = Signal()
    """Other answers are to be shown than before."""
    picture_read = Signal(object)
    """A `Photo` behind a figure, to show in the main window."""
    failed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        engine: Engine,
        settings: Settings,
        commands: Actions,
        work: WorkPage,
        *,
        launch_process: Launch = launch,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._settings = settings
        self._commands = commands
        theme().motion = bool(settings.value(MOTION))
        self._work = work
        self._messages = work.viewer.messages
        self._bundle: ModelBundle | None = None
        self._excuses: list[str] = []
        """What could not be used at the start, shown once a model is loaded."""
        if settings.damaged:
            text = self.tr("The settings were damaged. What could be read of them holds; the file is now {path}.")
            self._excuses.append(text.format(path=settings.damaged))
        self.settings_dialog: SettingsDialog | None = None
        self.restart = False
        """Whether the program is to start again once it has ended."""
        self.training = Training(window, settings, lambda: self._bundle, launch_process=launch_process)
        self.training.model_chosen.connect(engine.load_model)
        self.training.reported.connect(
            lambda text, offer: self._messages.say(text, undo=self.training.show_run, offer=offer)
        )
        self.training.picture_read.connect(self.picture_read)
        self.training.failed.connect(self.failed)
        self.audit = Audit(window, settings, lambda: self._bundle)
        self.audit.picture_read.connect(self.picture_read)
        self.audit.failed.connect(self.failed)
        self.notices = Notices(settings, self)
        self.training.noticed.connect(lambda text: self.notices.tell(text, self.training.show_run))
        self.audit.noticed.connect(lambda text: self.notices.tell(text, self.audit.open))
        work.panel.figures_asked.connect(self._on_figures_asked)
        engine.model_loaded.connect(self._on_model_loaded)
        engine.model_failed.connect(self._on_model_failed)
        work.corrector.noted.connect(self._on_noted)
        work.corrector.settings_asked.connect(self._on_settings_asked)
        self.boxes = BoxEditor(engine, settings, commands, work)
        self.boxes.settings_asked.connect(self._on_settings_asked)
        self.boxes.failed.connect(self.failed)
        commands.train.triggered.connect(self.training.open)
        commands.audit.triggered.connect(self.audit.open)
        commands.about.triggered.connect(lambda: About.show_for(self._bundle, window))
        for scheme, action in commands.schemes.items():
            action.triggered.connect(lambda _=False, scheme=scheme: self._on_scheme_chosen(scheme))
        commands.settings.triggered.connect(self.open_settings)
        commands.export_model.triggered.connect(self._on_export_asked)

    def fill(self, bar: QStatusBar) -> None:
        """Put in the bar what goes on while its window is hidden."""
        bar.addPermanentWidget(self.training.status)

    def open_settings(self) -> None:
        if self.settings_dialog is None:
            from desktop.app.settings_dialog import SettingsDialog

            name = self._bundle.path.name if self._bundle else ""
            dialog = self.settings_dialog = SettingsDialog.show_for(self._settings, self._window, model=name)
            dialog.changed.connect(self._on_setting_changed)
            dialog.retrain_asked.connect(self._on_retrain_asked)
            dialog.restart_asked.connect(self._on_restart_asked)
            dialog.failed.connect(self.failed)
            dialog.destroyed.connect(self._on_settings_closed)
        self.settings_dialog.raise_()
        self.settings_dialog.activateWindow()

    def may_close(self) -> bool:
        """Whether the program may close; asks if a training or audit is running."""
        return self.training.may_close() and self.audit.may_close()

    def close(self) -> None:
        if self.settings_dialog is not None:
            self.settings_dialog.close()
        self.notices.close()
        self.boxes.close()
        self.audit.close()
        self.training.close()

    def _on_model_loaded(self, bundle: ModelBundle) -> None:
        self._bundle = bundle
        if self.settings_dialog is not None:
            self.settings_dialog.use_model(bundle.path.name)
        if self._excuses:
            self._messages.say("\n".join(self._excuses), kind="warning")
            self._excuses = []

    def _on_model_failed(self, error: Exception) -> None:
        """Set back what cannot be used; what comes with Facet takes its place where nothing answers yet."""
        settings, in_use = self._settings, self._bundle
        if isinstance(error, BundleError) and settings.model and in_use is None:
            settings.model = ""
            self._excuses += [error_text(error), self.tr("The model that comes with Facet answers instead.")]
        else:
            if in_use:
                settings.model = in_use.path.name
            self._tell(error)
            return
        self._engine.load_model(settings.model, anew=True)

    def _tell(self, error: Exception) -> None:
        """Show an error in the settings dialog if it is open, else in the main window."""
        if self.settings_dialog is not None and isinstance(error, FacetError):
            self.settings_dialog.refresh()
            self.settings_dialog.messages.say(error_text(error), kind="warning")
        else:
            self.failed.emit(error)

    def _on_setting_changed(self, setting: Option) -> None:
        if setting.path[0] in ENGINE_SECTIONS:
            self._engine.load_model(self._settings.model, anew=True)
        elif setting.path[0] == SHOWN_SECTION:
            self._work.show_again()
            self.shown_changed.emit()
        elif setting in (COLLECT, CORRECTIONS_FOLDER):
            self._work.show_noted()
            self.boxes.follow_settings()
        elif setting is MOTION:
            theme().motion = bool(self._settings.value(MOTION))
        elif setting is SCHEME:
            self._commands.schemes[self._settings.scheme].setChecked(True)
            theme().use(self._settings.scheme)

    def _on_scheme_chosen(self, scheme: Scheme) -> None:
        self._settings.scheme = scheme
        theme().use(scheme)

    def _on_retrain_asked(self) -> None:
        try:
            require_full()
        except FacetError as e:
            self._tell(e)  # in the settings; else it would stand behind them
            return
        self.training.open()

    def _on_restart_asked(self) -> None:
        self.restart = self._window.close()

    def _on_figures_asked(self, face: int) -> None:
        if self._work.analysis is not None:
            About.show_for(self._bundle, self._window).show_figures(self._work.analysis.faces[face])

    def _on_export_asked(self) -> None:
        self.open_settings()
        if self.settings_dialog is not None:
            self.settings_dialog.show_page("model")
            self.settings_dialog.model.hand_on.setFocus()

    def _on_settings_asked(self) -> None:
        self.open_settings()
        if self.settings_dialog is not None:
            self.settings_dialog.show_page("data")

    def _on_noted(self, labels: Mapping[str, str], undo: Callable[[], None] | None) -> None:
        text = noted_text(labels) or self.tr("The correction is forgotten.")
        self._messages.say(text, kind="done", undo=undo)

    def _on_settings_closed(self) -> None:
        self.settings_dialog = None
