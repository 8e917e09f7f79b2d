"""The sheets of Help: all shortcuts, and all words of the glossary. Both can be searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QMainWindow, QMenu, QMenuBar, QTextBrowser, QVBoxLayout, QWidget

from core.glossary import GROUPS
from desktop.app.actions import Actions
from desktop.app.first_steps import FirstSteps
from desktop.app.settings import Settings
from desktop.app.translation import core_text, texts
from desktop.widgets.dialogs import fit_to_screen
from desktop.widgets.theme import GRID_PX, theme

Entries = Mapping[str, Sequence[tuple[str, str]]]
"""Pairs of a short and a longer text, by the title of their group."""

_SIZE: Final = QSize(88 * GRID_PX, 80 * GRID_PX)
_LEAST: Final = QSize(60 * GRID_PX, 40 * GRID_PX)
_NATIVE: Final = QKeySequence.SequenceFormat.NativeText


def shortcuts_of(bar: QMenuBar) -> Entries:
    """The keys of all commands by menu, then those of the widgets that have their own."""
    menus = [action.menu() for action in bar.actions()]
    found = {_plain(menu.title()): list(_commands_of(menu)) for menu in menus if isinstance(menu, QMenu)}
    return {title: commands for title, commands in found.items() if commands} | dict(_widget_keys())


def glossary() -> Entries:
    """The words of `core.glossary` and what they mean, in the user's language."""
    return {
        core_text("glossary", group): [
            (core_text("glossary", term.title), core_text("glossary", term.text)) for term in terms.values()
        ]
        for group, terms in GROUPS.items()
    }


class Help(QObject):
    """Opens the sheets, one window of each, and leads through the first steps."""

    def __init__(self, window: QMainWindow, commands: Actions) -> None:
        super().__init__(window)
        self._window = window
        self.sheets: dict[str, HelpSheet] = {}
        """Those that are open, by their title."""
        self.steps = FirstSteps(commands)
        """Laid out by the window, above every page."""
        self._commands = commands
        self._answered = False
        commands.first_steps.triggered.connect(lambda: self.steps.begin(answered=self._answered))
        commands.show_shortcuts.triggered.connect(
            lambda: self._open(self.tr("Keyboard shortcuts"), shortcuts_of(window.menuBar()))
        )
        commands.show_glossary.triggered.connect(lambda: self._open(self.tr("Glossary"), glossary()))

    def welcome(self, settings: Settings) -> None:
        """Show the first steps, once."""
        if not settings.first_steps_shown:
            settings.keep_first_steps_shown()
            self.steps.begin(answered=self._answered)

    def refresh(self, *, at_work: bool, answered: bool) -> None:
        """Follow the window: whether photos or faces are shown in it, and whether the photo is answered."""
        self._answered = answered
        self._commands.first_steps.setEnabled(at_work)
        self.steps.setVisible(at_work and self.steps.step > 0)
        if answered:
            self.steps.follow()

    def _open(self, title: str, entries: Entries) -> None:
        if title not in self.sheets:
            sheet = self.sheets[title] = HelpSheet(title, entries, self._window)
            sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            sheet.finished.connect(lambda: self.sheets.pop(title))
            sheet.show()
        self.sheets[title].raise_()
        self.sheets[title].activateWindow()


class HelpSheet(QDialog):
    """Groups of entries in two columns, and a search in both."""

    def __init__(self, title: str, entries: Entries, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._entries = entries
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.page = QTextBrowser()
        self.page.setAccessibleName(title)
        self.page.document().setDocumentMargin(2 * GRID_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(self.search)
        column.addWidget(self.page, 1)
        fit_to_screen(self, _SIZE, least=_LEAST)
        self.search.textChanged.connect(self._refresh)
        theme().changed.connect(self._refresh)
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, PgUp and PgDown in the search scroll the page."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        words = self.search.text().casefold().split()
        parts = []
        for title, pairs in self._entries.items():
            found = [pair for pair in pairs if all(word in f"{title} {' '.join(pair)}".casefold() for word in words)]
            if found:
                parts += [f"<h3>{escape(title)}</h3>", _table(found)]
        self.page.setHtml("".join(parts) or escape(self.tr("Nothing is called so here.")))


def _table(pairs: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<tr><td width="30%"><b>{escape(short)}</b></td><td>{escape(text)}</td></tr>' for short, text in pairs
    )
    return f'<table width="100%" cellpadding="3">{rows}</table>'


def _commands_of(menu: QMenu) -> Iterator[tuple[str, str]]:
    menu.aboutToShow.emit()  # some are filled only then
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            title = _plain(inner.title())
            yield from ((keys, f"{title}: {text}") for keys, text in _commands_of(inner))
        elif keys := _keys_of(action):
            yield keys, _plain(action.text())


def _keys_of(action: QAction) -> str:
    return ", ".join(sequence.toString(_NATIVE) for sequence in action.shortcuts())


def _widget_keys() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Keys that are no command's: each widget says its own, beside where it takes them."""
    from desktop.audit import calibration_tab
    from desktop.faces import page
    from desktop.live import camera_dialog, video_dialog
    from desktop.photo import box_tool, film_strip
    from desktop.training import data_bars, label_view, training
    from desktop.widgets import inputs

    for title, keys in (
        (texts.tr("Framing faces by hand"), box_tool.KEYS),
        (texts.tr("Open photos"), film_strip.KEYS),
        (texts.tr("Grid of faces"), page.KEYS),
        (texts.tr("What if"), inputs.SLIDER_KEYS),
        (texts.tr("Camera"), camera_dialog.KEYS),
        (texts.tr("Video"), video_dialog.KEYS),
        (texts.tr("Training"), training.KEYS),
        (texts.tr("Who is in the data"), data_bars.KEYS),
        (texts.tr("Checking labels"), label_view.KEYS),
        (texts.tr("Calibration of an audit"), calibration_tab.KEYS),
    ):
        yield title, [(_native(sequences), texts.tr(meaning)) for sequences, meaning in keys]


def _native(sequences: str) -> str:
    """Key sequences, separated by bars, as the system and the language write them."""
    return ", ".join(QKeySequence(one).toString(_NATIVE) for one in sequences.split("|"))


def _plain(text: str) -> str:
    """The text of a menu without its access key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
