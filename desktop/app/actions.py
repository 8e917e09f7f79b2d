"""Every command of the window as one QAction, shared by menu, toolbar and keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget

from desktop.app.settings import Scheme
from desktop.widgets.icons import icon
from desktop.wording import attribute_phrases, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.schema import Attribute

_Key = QKeySequence.StandardKey


class Actions(QObject):
    """The commands. Their names are what they do; the window connects them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window: Final = window
        self._icons: dict[QAction, str] = {}
        self.all: list[QAction] = []

        self.open_photos = self._make(self.tr("&Open photos…"), "Ctrl+O", "open", short=self.tr("Open"))
        self.open_folder = self._make(self.tr("Open &folder…"), "Ctrl+Shift+O", "folder")
        self.paste = self._make(self.tr("&Paste picture"), "Ctrl+V", "paste", short=self.tr("Paste"))
        self.take_picture = self._make(self.tr("&Take a picture…"), "Ctrl+T", "camera", short=self.tr("Camera"))
        self.save_picture = self._make(
            self.tr("&Save picture with boxes…"), "Ctrl+S", "save", short=self.tr("Save picture")
        )
        self.open_collection = self._make(self.tr("Open &collection…"), "Ctrl+Alt+O")
        self.save_collection = self._make(self.tr("Save collection &as…"), "Ctrl+Shift+S")
        self.export = self._make(self.tr("&Export the answers…"), "Ctrl+E", "export", short=self.tr("Export"))
        self.close_photo = self._make(self.tr("C&lose photo"), "Ctrl+W")
        self.quit = self._make(self.tr("&Quit"), "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

        self.turn_left = self._make(self.tr("Turn left"), "Ctrl+Shift+Left")
        self.turn_right = self._make(self.tr("Turn right"), "Ctrl+Shift+Right")
        self.show_in_folder = self._make(self.tr("Show in folder"), "Ctrl+D")
        self.copy_result = self._make(self.tr("&Copy result"), "Ctrl+C", "copy", short=self.tr("Copy result"))
        self.correct = self._make(self.tr("&Note what is right…"), "Ctrl+N")
        self.what_if = self._make(self.tr("Wha&t if…"), "Ctrl+I")
        self.compare = self._make(self.tr("Compare with a second &model"), "Ctrl+K")
        self.compare.setCheckable(True)
        self.undo = self._make(self.tr("&Undo"), "Ctrl+Z")
        self.redo = self._make(self.tr("&Redo"), "Ctrl+Shift+Z")
        self.edit_boxes = self._make(self.tr("Frame faces by &hand"), "B")
        self.edit_boxes.setCheckable(True)
        self.not_a_face = self._make(self.tr("Not &a face"), "Delete")
        # The window gives it to the photo and its faces alone: on the strip the same key takes a photo away.
        self.not_a_face.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        window.removeAction(self.not_a_face)
        self.detected_boxes = self._make(self.tr("Boxes as &detected"), "Shift+B")

        self.train = self._make(self.tr("&Train a model…"), "Ctrl+R", "train", short=self.tr("Train"))
        self.audit = self._make(self.tr("&Audit a model…"), "Ctrl+U", "audit", short=self.tr("Audit"))
        self.export_model = self._make(self.tr("E&xport a model…"), "Ctrl+Shift+E")
        self.settings = self._make(self.tr("&Settings…"), "Ctrl+,")
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)

        self.show_photo = self._make(self.tr("P&hoto"), "Ctrl+1", "photo")
        self.show_faces = self._make(self.tr("&Grid of faces"), "Ctrl+2", "batch", short=self.tr("Faces"))
        views = QActionGroup(self)
        for action in (self.show_photo, self.show_faces):
            action.setCheckable(True)
            views.addAction(action)
        self.show_photo.setChecked(True)
        self.back_to_faces = self._make(self.tr("&Back to the faces"), "Escape")

        self.zoom_in = self._make(self.tr("Zoom &in"), "Ctrl++")
        self.zoom_in.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.zoom_out = self._make(self.tr("Zoom o&ut"), "Ctrl+-")
        self.zoom_fit = self._make(self.tr("&Fit to window"), "Ctrl+0")
        self.zoom_full = self._make(self.tr("&Actual size"), "Ctrl+Alt+0")
        self.next_photo = self._make(self.tr("&Next photo"), "PgDown")
        self.previous_photo = self._make(self.tr("&Previous photo"), "PgUp")
        self.next_face = self._make(self.tr("Next fa&ce"), "Ctrl+Right")
        self.previous_face = self._make(self.tr("Previous fac&e"), "Ctrl+Left")

        self.schemes: dict[Scheme, QAction] = {
            "system": self._make(self.tr("Follow the &system"), "Ctrl+Alt+S"),
            "light": self._make(self.tr("&Light"), "Ctrl+Alt+L"),
            "dark": self._make(self.tr("&Dark"), "Ctrl+Alt+D"),
        }
        schemes = QActionGroup(self)
        for action in self.schemes.values():
            action.setCheckable(True)
            schemes.addAction(action)
        self.heat_maps: dict[str | None, QAction] = {}
        """By attribute, and one for none."""
        self.heat_map_group = QActionGroup(self)
        self.offer_heat_maps({})
        self.next_heat_map = self._make(self.tr("Switch to the &next"), "Ctrl+L")

        self.show_shortcuts = self._make(self.tr("&Keyboard shortcuts"), "?")
        self.show_glossary = self._make(self.tr("&Glossary"), "Ctrl+F1")
        self.first_steps = self._make(self.tr("&First steps"), "Ctrl+Shift+F1")
        self.show_purpose = self._make(self.tr("&Purpose and limits"), "F1")
        self.about = self._make(self.tr("&About Facet"), "Shift+F1")
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def offer_heat_maps(self, attributes: Mapping[str, Attribute]) -> None:
        """Offer one command per attribute of the model; the chosen one stays chosen if the model has it."""
        name = next((one for one, action in self.heat_maps.items() if action.isChecked()), None)
        for action in self.heat_maps.values():
            self.heat_map_group.removeAction(action)
            action.deleteLater()
        texts = {one.name: attribute_phrases(one).heat_map for one in attributes.values()}
        self.heat_maps = {None: QAction(self.tr("&Off"), self._window)}
        self.heat_maps |= {one: QAction(text, self._window) for one, text in texts.items()}
        for one, action in self.heat_maps.items():
            action.setData(one)
            action.setCheckable(True)
            self.heat_map_group.addAction(action)
        self.heat_maps[name if name in self.heat_maps else None].setChecked(True)

    def name_undo(self, stack: QUndoStack) -> None:
        """Say in the menu what would be undone and redone."""
        for action, plain, named, what in (
            (self.undo, self.tr("&Undo"), self.tr("&Undo: {what}"), stack.undoText()),
            (self.redo, self.tr("&Redo"), self.tr("&Redo: {what}"), stack.redoText()),
        ):
            action.setText(named.format(what=what.replace("&", "&&")) if what else plain)

    @property
    def for_photos(self) -> list[QAction]:
        """Commands that open photos or data; disabled until the purpose is confirmed."""
        opening = [self.open_photos, self.open_folder, self.open_collection]
        return [*opening, self.paste, self.take_picture, self.train, self.audit]

    @property
    def for_picture(self) -> list[QAction]:
        """Commands that need a picture on the canvas."""
        return [self.zoom_in, self.zoom_out, self.zoom_fit, self.zoom_full]

    def retint(self) -> None:
        """Draw the icons again, after the theme has changed."""
        for action, name in self._icons.items():
            action.setIcon(icon(name))

    def _make(self, text: str, shortcut: str, icon_name: str = "", *, short: str = "") -> QAction:
        action = QAction(text, self._window)
        sequence = QKeySequence(shortcut)
        action.setShortcut(sequence)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if icon_name:
            self._icons[action] = icon_name
            action.setIcon(icon(icon_name))
            action.setIconVisibleInMenu(False)
        if short:
            action.setIconText(short)
        plain = text.replace("&", "").rstrip("…")
        action.setToolTip(wrapped(f"{plain} ({sequence.toString(QKeySequence.SequenceFormat.NativeText)})"))
        self._window.addAction(action)
        self.all.append(action)
        return action
