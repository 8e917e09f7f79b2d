"""The main window. It connects actions and pages to the objects that do the work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QSize, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QPaintEvent,
)
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from core.errors import FacetError
from core.places import resource
from desktop.app.actions import Actions
from desktop.app.engine import Engine
from desktop.app.help_sheet import Help
from desktop.app.menus import HeatMapMenu, ModelMenu, RecentMenu, fill_menus, make_toolbar
from desktop.app.notices import bring_to_front
from desktop.app.settings import Settings
from desktop.app.workshop import Workshop
from desktop.faces.collection import OpenCollection
from desktop.live.live import Live
from desktop.photo.blank_page import WelcomePage
from desktop.photo.heat_maps import HeatMaps
from desktop.photo.intake import Intake
from desktop.photo.photo import Photo
from desktop.photo.saving import Saving
from desktop.photo.second_model import SecondModel
from desktop.photo.what_if import WhatIf
from desktop.photo.work_page import WorkPage
from desktop.widgets.dialogs import fit_to_screen, say_saved, show_in_folder
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import error_text, timing_text, wrapped

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle


_SIZE: Final = QSize(150 * GRID_PX, 95 * GRID_PX)
_LEAST: Final = QSize(90 * GRID_PX, 60 * GRID_PX)
_ASIDE_PX: Final = 5 * GRID_PX


class MainWindow(QMainWindow):
    """One window: the purpose of Facet, then the photo or the faces of all photos."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        super().__init__()
        self._engine = engine
        self._settings = settings
        self._bundle: ModelBundle | None = None
        self._kept_for_later: list[Path] = []
        self._painted = False
        self._at_work = False
        self.commands = Actions(self)
        self.intake = Intake(self, settings)
        self.saving = Saving(self, settings)
        self.live = Live(self, settings)
        commands = self.commands
        self.work = WorkPage(
            engine,
            settings,
            ways_in=[commands.open_photos, commands.take_picture, commands.paste],
            ways_on=[commands.open_photos, commands.close_photo],
        )
        self.messages = self.work.viewer.messages
        self.collection = OpenCollection(self, engine, settings, commands, self.work, self.saving, self.messages)
        self._from_faces = False
        """Whether the photo was opened from the faces, where one may go back to."""
        self.workshop = Workshop(self, engine, settings, commands, self.work)
        self.heat_maps = HeatMaps(engine, settings, commands, self.work)
        self.what_if = WhatIf(engine, settings, commands, self.work, self)
        self.second_model = SecondModel(engine, settings, commands, self.work)
        self.welcome = WelcomePage()
        self.recent_menu = RecentMenu(lambda: settings.recent, self)
        self.model_menu = ModelMenu(lambda: settings.compared, commands.export_model, self)
        self.status = toned(QLabel())
        self.zoom = toned(QLabel(), tone="muted")
        self.help = Help(self, commands)
        self._lay_out()
        self._wire_actions()
        self._wire_parts()
        self.work.show_nothing()
        if settings.purpose_confirmed:
            self._begin()
        else:
            self._show(self.welcome)
            self.welcome.ask()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open files and folders, at once or when the purpose is confirmed and the window is shown."""
        if self._at_work:
            self.intake.take_paths(paths)
        else:
            self._kept_for_later += paths

    def step_aside(self) -> None:
        """Move off the place of a window that is open already, so that both are seen."""
        if self.isMaximized() or self.isFullScreen():
            return
        free = self.screen().availableGeometry()
        moved = self.geometry().translated(_ASIDE_PX, _ASIDE_PX)
        if not free.contains(moved):
            moved.moveTopLeft(free.topLeft() + QPoint(_ASIDE_PX, _ASIDE_PX))
        self.setGeometry(moved.intersected(free))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            if self._settings.purpose_confirmed:
                # Not earlier: importing numpy and loading the model would delay the first paint.
                QTimer.singleShot(0, self, self._start_work)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._at_work and self.intake.can_take(event.mimeData()):
            event.acceptProposedAction()
            self.work.viewer.welcome_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.work.viewer.welcome_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.work.viewer.welcome_drop(False)
        event.acceptProposedAction()
        self._take(event.mimeData(), pasted=False)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self.workshop.may_close() and self.collection.may_close() and self.saving.finish()):
            event.ignore()
            return
        self._settings.geometry = self.saveGeometry()
        self.hide()  # at once: a thread may need a moment to end
        self.workshop.close()
        self.what_if.close()
        self.second_model.close()
        self.live.close()
        self.work.close_threads()
        self.collection.close()
        self.intake.close()
        self.saving.close()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        self.setWindowTitle("Facet")
        self.setAcceptDrops(True)
        self.setUnifiedTitleAndToolBarOnMac(True)
        fit_to_screen(self, _SIZE, least=_LEAST)
        if isinstance(self._settings.geometry, QByteArray):
            self.restoreGeometry(self._settings.geometry)
        self.toolbar = make_toolbar(self, self.commands)  # first: Tab goes through what is added in this order
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.work)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.help.steps)
        column.addWidget(self.pages, 1)
        self.messages.float_over(self.pages)
        self.setCentralWidget(middle)
        fill_menus(self, self.commands, self.recent_menu, self.model_menu)
        self.status.setContentsMargins(GRID_PX, 0, GRID_PX, 0)
        self.statusBar().addWidget(self.status, 1)
        self.zoom.setContentsMargins(0, 0, GRID_PX, 0)
        self.zoom.setToolTip(wrapped(self.tr("Zoom")))
        self.statusBar().addPermanentWidget(self.zoom)
        self.statusBar().addPermanentWidget(self.collection.status)
        self.workshop.fill(self.statusBar())
        self.statusBar().setSizeGripEnabled(False)
        self.commands.schemes[theme().scheme].setChecked(True)

    def _wire_actions(self) -> None:
        commands, canvas = self.commands, self.work.viewer.canvas
        for action, slot in (
            (commands.open_photos, lambda: self.open_paths(self.intake.ask_photos())),
            (commands.open_folder, lambda: self.open_paths(self.intake.ask_folder())),
            (commands.paste, lambda: self._take(QGuiApplication.clipboard().mimeData(), pasted=True)),
            (commands.take_picture, self.live.take_picture),
            (commands.save_picture, self._on_save_picture),
            (commands.open_collection, self.collection.ask_open),
            (commands.save_collection, self.collection.ask_save),
            (commands.export, self.collection.export),
            (commands.show_photo, lambda: self._show(self.work)),
            (commands.show_faces, self._on_show_faces),
            (commands.back_to_faces, self._on_show_faces),
            (commands.correct, self._on_correct),
            (commands.close_photo, self.work.close_photo),
            (commands.quit, self.close),
            (commands.copy_result, self._on_copy_result),
            (commands.undo, self.work.undo_stack.undo),
            (commands.redo, self.work.undo_stack.redo),
            (commands.zoom_in, canvas.zoom_in),
            (commands.zoom_out, canvas.zoom_out),
            (commands.zoom_fit, canvas.zoom_to_fit),
            (commands.zoom_full, canvas.zoom_to_full),
            (commands.turn_left, lambda: self.work.turn_photo(-1)),
            (commands.turn_right, lambda: self.work.turn_photo(1)),
            (commands.show_in_folder, self._on_show_in_folder),
            (commands.next_photo, lambda: self.work.step_photo(1)),
            (commands.previous_photo, lambda: self.work.step_photo(-1)),
            (commands.next_face, lambda: self.work.step_face(1)),
            (commands.previous_face, lambda: self.work.step_face(-1)),
            (commands.show_purpose, self._on_show_purpose),
        ):
            action.triggered.connect(slot)
        of_face = [commands.what_if, HeatMapMenu(commands, self).menuAction(), self.model_menu.compare.menuAction()]
        self.work.face_actions = [*of_face, commands.copy_result]
        canvas.face_actions = [
            commands.correct,
            commands.not_a_face,
            _separator(canvas),
            *of_face,
            _separator(canvas),
            commands.edit_boxes,
            commands.detected_boxes,
            commands.copy_result,
        ]
        canvas.photo_actions = [
            commands.open_photos,
            commands.copy_result,
            commands.edit_boxes,
            commands.detected_boxes,
            _separator(canvas),
            *commands.for_picture,
            _separator(canvas),
            commands.turn_left,
            commands.turn_right,
            _separator(canvas),
            commands.save_picture,
            commands.show_in_folder,
            commands.close_photo,
        ]
        for widget in (canvas, self.work.panel):
            widget.addAction(commands.not_a_face)
        canvas.zoomed.connect(self._show_zoom)
        theme().changed.connect(commands.retint)

    def _wire_parts(self) -> None:
        self.welcome.confirmed.connect(self._on_confirmed)
        self.welcome.left.connect(lambda: self._show(self.work))
        for asking in (self.work.viewer, self.help.steps):
            asking.sample_asked.connect(lambda: self.open_paths([resource("sample/astronaut.png")]))
        self.work.changed.connect(self._on_changed)
        self.work.photo_read.connect(self._on_photo_read)
        self.work.undo_told.connect(lambda text: self.messages.say(text, undo=self.work.undo_stack.undo))
        self.work.undo_stack.indexChanged.connect(self._on_changed)
        self.recent_menu.chosen.connect(lambda path: self.open_paths([path]))
        self.recent_menu.cleared.connect(self._settings.clear_recent)
        self.model_menu.chosen.connect(self._engine.load_model)
        self.model_menu.compare.chosen.connect(self.second_model.compare_with)
        self.second_model.asked.connect(self.collection.answers.use_second)
        self.second_model.dropped.connect(self.collection.answers.drop_second)
        self.intake.arrived.connect(self._on_arrived)
        self.intake.followed.connect(self.work.photos.follow)
        self.intake.folders_arrived.connect(self.collection.look_for)
        self.collection.replaced.connect(self.intake.stop)
        self.intake.collection_asked.connect(self.collection.open)
        self.collection.photo_asked.connect(self._on_face_asked)
        self.collection.changed.connect(self._on_changed)
        self.collection.noticed.connect(lambda text: self.workshop.notices.tell(text, lambda: bring_to_front(self)))
        self.workshop.shown_changed.connect(self.live.look_again)
        self.workshop.picture_read.connect(self._on_picture_read)
        self.intake.video_asked.connect(self.live.open_video)
        self.intake.refused.connect(lambda text: self.messages.say(text, kind="warning"))
        self.live.captured.connect(self.intake.take_rgb)
        self.saving.saved.connect(lambda path: say_saved(self.messages, path))
        self._engine.model_loaded.connect(self._on_model_loaded)
        for part in (
            self.work,
            self.heat_maps,
            self.what_if,
            self.second_model,
            self.intake,
            self.saving,
            self.workshop,
            self.collection,
        ):
            part.failed.connect(self._tell)

    def _begin(self) -> None:
        self._show(self.work)
        if self._painted:
            self._start_work()

    def _start_work(self) -> None:
        self._at_work = True
        self._engine.load_model(self._settings.model)
        self.collection.answers.reopen_kept()
        if self._kept_for_later:
            self.open_paths(self._kept_for_later)
            self._kept_for_later = []

    def _show(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.toolbar.setVisible(page is not self.welcome)
        self.statusBar().setVisible(page is not self.welcome)
        self.commands.show_photo.setChecked(page is self.work)
        self.commands.show_faces.setChecked(page is self.collection.page)
        self._from_faces = False
        self._on_changed()

    def _on_show_faces(self) -> None:
        page = self.collection.shown_page()
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self._show(page)

    def _on_face_asked(self, path: Path, face: int) -> None:
        self._show(self.work)
        self._from_faces = True
        self.work.show_face(path, face)
        self.work.strip.setFocus()
        self._on_changed()

    def _on_correct(self) -> None:
        if self.pages.currentWidget() is self.work:
            self.work.correct_face()
        else:
            self.collection.correct()

    def _take(self, mime: QMimeData, *, pasted: bool) -> None:
        if self._at_work:
            self.intake.take_mime(mime, pasted=pasted)

    def _tell(self, error: Exception) -> None:
        """Show an expected error; any other is raised to `LastResort`."""
        if not isinstance(error, FacetError):
            raise error
        self.messages.say(error_text(error), kind="warning")

    def _on_confirmed(self) -> None:
        self._settings.confirm_purpose()
        self._begin()
        self.help.welcome(self._settings)

    def _on_show_purpose(self) -> None:
        if self._settings.purpose_confirmed:
            self._show(self.welcome)
            self.welcome.remind()

    def _on_changed(self) -> None:
        commands, work = self.commands, self.work
        page, answers = self.pages.currentWidget(), self.collection.answers
        at_work, at_faces = page is work, page is not None and page is self.collection.page
        faces_chosen = at_faces and bool(self.collection.page and self.collection.page.chosen_rows)
        for actions, enabled in (
            (commands.for_photos, self._settings.purpose_confirmed),
            (commands.for_picture, at_work and work.viewer.canvas.picture is not None),
            ((commands.copy_result, commands.save_picture), at_work and work.analysis is not None),
            ((commands.export, commands.save_collection), (at_work or at_faces) and answers.path is not None),
            ((commands.show_photo, commands.show_faces), at_work or at_faces),
            ((commands.back_to_faces,), at_work and self._from_faces),
            ((commands.next_photo, commands.previous_photo), at_work and work.photos.rowCount() > 1),
            ((commands.next_face, commands.previous_face), at_work and bool(work.panel.cards)),
            ((commands.correct,), faces_chosen or (at_work and bool(work.panel.cards))),
            ((commands.close_photo,), at_work and work.photo is not None),
            ((commands.turn_left, commands.turn_right), at_work and work.viewer.canvas.picture is not None),
            ((commands.undo,), (at_work or at_faces) and work.undo_stack.canUndo()),
            ((commands.redo,), (at_work or at_faces) and work.undo_stack.canRedo()),
            ((commands.show_in_folder,), at_work and work.photo is not None and work.photo.path is not None),
        ):
            for action in actions:
                action.setEnabled(enabled)
        self.help.refresh(at_work=at_work or at_faces, answered=work.analysis is not None)
        commands.name_undo(work.undo_stack)
        self.heat_maps.refresh(at_work=at_work)
        self.what_if.refresh(at_work=at_work)
        self.second_model.refresh()
        self.workshop.boxes.refresh(at_work=at_work)
        self._show_zoom()
        named = [work.photo.name if work.photo and at_work else "", self.collection.title, "Facet"]
        self.setWindowTitle(" – ".join(filter(None, named)))
        self._show_status()

    def _show_status(self) -> None:
        parts = [self._bundle.title, self.tr("CPU")] if self._bundle else []
        if (analysis := self.work.analysis) and self.pages.currentWidget() is self.work:
            count = len(analysis.faces)
            recalled = self.work.photo is not None and self.work.photo.recalled
            parts.append(
                self.tr("%n face(s)", "", count) if recalled else timing_text(count, analysis.timings.total_ms)
            )
        self.status.setText(" · ".join(parts))

    def _show_zoom(self) -> None:
        percent = self.work.viewer.canvas.zoom_percent if self.pages.currentWidget() is self.work else 0
        self.zoom.setText(f"{percent} %" if percent else "")

    def _on_show_in_folder(self) -> None:
        if self.work.photo and self.work.photo.path:
            show_in_folder(self.work.photo.path)

    def _on_arrived(self, photos: list[Photo]) -> None:
        self.messages.hide()
        if self.pages.currentWidget() is not self.collection.page:
            self._show(self.work)
        self.work.add(photos)

    def _on_picture_read(self, photo: Photo) -> None:
        self._show(self.work)
        self.work.add([photo])
        bring_to_front(self)

    def _on_photo_read(self, photo: Photo) -> None:
        if photo.path:
            self._settings.add_recent(photo.path)

    def _on_copy_result(self) -> None:
        from core.export import summary_text

        if self.work.photo and self.work.analysis:
            QGuiApplication.clipboard().setText(
                summary_text(self.work.analysis, self.work.photo.name, self.work.second)
            )
            self.messages.say(self.tr("The result is in the clipboard."), kind="done")

    def _on_save_picture(self) -> None:
        photo, picture, analysis = self.work.photo, self.work.viewer.canvas.picture, self.work.analysis
        if photo and picture and analysis:
            self.saving.ask_picture(photo, picture.levels[0], analysis)

    def _on_model_loaded(self, bundle: ModelBundle) -> None:
        self._bundle = bundle
        self._settings.model = bundle.path.name
        self.collection.answers.use_model()
        self.live.attributes = bundle.manifest.attributes
        self.live.look_again()
        self.model_menu.in_use = bundle.path
        self.commands.offer_heat_maps(bundle.manifest.attributes)
        self._on_changed()


def _separator(parent: QWidget) -> QAction:
    made = QAction(parent)
    made.setSeparator(True)
    return made
