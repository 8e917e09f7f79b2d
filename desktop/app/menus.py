"""The menu bar and the toolbar, filled from the one set of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QWidget

from core.places import models_folders
from desktop.app.actions import Actions
from desktop.app.translation import texts


class RecentMenu(QMenu):
    """Photos opened lately, read anew whenever it opens; those no longer there are greyed."""

    chosen = Signal(object)
    cleared = Signal()

    def __init__(self, paths: Callable[[], list[Path]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open &recent"))
        self._paths = paths
        self.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        self.clear()
        paths = self._paths()
        for number, path in enumerate(paths, start=1):
            action = self.addAction("&{} {}".format(number % 10, path.name.replace("&", "&&")))
            action.setToolTip(str(path))
            action.setEnabled(path.is_file())
            action.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
        if paths:
            self.addSeparator()
            self.addAction(self.tr("&Clear the list")).triggered.connect(self.cleared)
        else:
            self.addAction(self.tr("Nothing yet")).setEnabled(False)


class ModelMenu(QMenu):
    """The models there are, the one in use marked; below, which one is shown beside it."""

    chosen = Signal(str)

    def __init__(self, compared: Callable[[], str], export: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("&Model"))
        self._export = export
        self.in_use: Path | None = None
        self.compare = CompareMenu(self, compared, parent)
        self.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        self.clear()
        models = list_models()
        for name, action in _offer_models(self, models).items():
            action.setChecked(models[name] == self.in_use)
            action.triggered.connect(lambda _=False, name=name: self.chosen.emit(name))
        if not models:
            self.addAction(self.tr("No model was found")).setEnabled(False)
        self.addSeparator()
        self.addMenu(self.compare)
        self.addSeparator()
        self.addAction(self._export)


class CompareMenu(QMenu):
    """The models that can be shown beside the one in use."""

    chosen = Signal(str)
    """The name of a model; empty for none."""

    def __init__(self, models: ModelMenu, compared: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Com&pare with"))
        self._models = models
        self._compared = compared
        self.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        self.clear()
        others = {name: path for name, path in list_models().items() if path != self._models.in_use}
        for name, action in _offer_models(self, others).items():
            action.setChecked(name == self._compared())
            action.triggered.connect(lambda _=False, name=name: self.chosen.emit(name))
        if not others:
            self.addAction(self.tr("There is no other model")).setEnabled(False)
        self.addSeparator()
        none = self.addAction(self.tr("No second model"))
        none.setCheckable(True)
        none.setChecked(not self._compared())
        none.triggered.connect(lambda: self.chosen.emit(""))


def list_models() -> dict[str, Path]:
    """The folders of all models by name."""
    from core.model.bundle import find_bundles

    return dict(find_bundles(models_folders()))


def _offer_models(menu: QMenu, models: Mapping[str, Path]) -> dict[str, QAction]:
    group = QActionGroup(menu)
    actions = {}
    for name, path in models.items():
        action = actions[name] = menu.addAction(name.replace("&", "&&"))
        action.setCheckable(True)
        action.setToolTip(str(path))
        group.addAction(action)
    return actions


class HeatMapMenu(QMenu):
    """Where the model looked: for none of its answers or one, made anew whenever it opens."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(texts.tr("&Where the model looked"))
        self._actions = actions
        self.aboutToShow.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self.clear()
        self.addActions(list(self._actions.heat_maps.values()))
        self.addSeparator()
        self.addAction(self._actions.next_heat_map)


def fill_menus(window: QMainWindow, actions: Actions, recent: RecentMenu, models: ModelMenu) -> None:
    bar = window.menuBar()
    file = bar.addMenu(texts.tr("&File"))
    file.addActions([actions.open_photos, actions.open_folder, actions.open_collection])
    file.addMenu(recent)
    file.addSeparator()
    file.addActions([actions.paste, actions.take_picture])
    file.addSeparator()
    file.addActions([actions.save_picture, actions.save_collection, actions.export])
    file.addSeparator()
    file.addActions([actions.show_in_folder, actions.close_photo, actions.quit])
    edit = bar.addMenu(texts.tr("&Edit"))
    edit.addActions([actions.undo, actions.redo])
    edit.addSeparator()
    edit.addActions([actions.copy_result, actions.correct])
    edit.addSeparator()
    edit.addActions([actions.edit_boxes, actions.not_a_face, actions.detected_boxes])
    edit.addSeparator()
    edit.addAction(actions.settings)
    view = bar.addMenu(texts.tr("&View"))
    view.addActions([actions.show_photo, actions.show_faces, actions.back_to_faces])
    view.addSeparator()
    view.addActions([*actions.for_picture, actions.turn_left, actions.turn_right])
    view.addSeparator()
    view.addActions([actions.next_photo, actions.previous_photo, actions.next_face, actions.previous_face])
    view.addSeparator()
    view.addActions([actions.what_if, actions.compare])
    view.addMenu(HeatMapMenu(actions, view))
    view.addSeparator()
    view.addActions(list(actions.schemes.values()))
    bar.addMenu(models)
    bar.addMenu(texts.tr("&Train")).addActions([actions.train, actions.audit])
    guide = bar.addMenu(texts.tr("&Help"))
    guide.addActions([actions.first_steps, actions.show_shortcuts, actions.show_glossary])
    guide.addSeparator()
    guide.addActions([actions.show_purpose, actions.about])


class ToolBar(QToolBar):
    """A toolbar that shows icons alone where there is no room for texts beside them."""

    def measure(self) -> None:
        """Find out how much room the texts need, once all actions are there."""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._with_texts_px = self.sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() >= self._with_texts_px
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if room else style.ToolButtonIconOnly)


def make_toolbar(window: QMainWindow, actions: Actions) -> QToolBar:
    bar = ToolBar(texts.tr("Toolbar"))
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.addActions([actions.show_photo, actions.show_faces])
    bar.addSeparator()
    bar.addActions([actions.open_photos, actions.take_picture, actions.paste])
    bar.addSeparator()
    bar.addActions([actions.copy_result, actions.save_picture, actions.export])
    room = QWidget()
    room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(room)
    bar.addActions([actions.train, actions.audit])
    for action in bar.actions():
        button = bar.widgetForAction(action)
        if button is not room and not action.isSeparator():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.toolTip())
    bar.measure()
    window.addToolBar(bar)
    return bar
