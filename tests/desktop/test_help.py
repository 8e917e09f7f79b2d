"""Help at hand: the sheet of shortcuts and the glossary, with the words explained where they stand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.glossary import TERMS
from desktop.app.help_sheet import HelpSheet, shortcuts_of
from desktop.app.main_window import MainWindow
from desktop.app.translation import install_language
from desktop.widgets.form import Field
from desktop.widgets.term import Popover, TermButton
from desktop.widgets.theme import Theme
from tools import help_pages


def open_sheet(window: MainWindow, title: str) -> HelpSheet:
    return window.help.sheets[title]


def popover() -> Popover | None:
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, Popover) and one.isVisible()), None)


def test_a_question_mark_shows_every_shortcut(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Question)
    sheet = open_sheet(window, "Keyboard shortcuts")
    shown = sheet.page.toPlainText()
    for action in window.commands.all:
        assert action.shortcut().toString() in shown
        assert action.text().replace("&", "").rstrip("…") in shown
    assert "Where the model looked: Switch to the next" in shown
    assert "Cannot tell" in shown  # a key of the label queue
    assert "Resize the box" in shown
    window.commands.show_shortcuts.trigger()
    assert open_sheet(window, "Keyboard shortcuts") is sheet
    qtbot.keyClick(sheet.search, Qt.Key.Key_Escape)
    assert window.help.sheets == {}


def test_sheets_are_searched_in_both_columns(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.show_shortcuts.trigger()
    sheet = open_sheet(window, "Keyboard shortcuts")
    qtbot.keyClicks(sheet.search, "ctrl+shift turn")
    assert sheet.page.toPlainText().split() == "View Ctrl+Shift+Left Turn left Ctrl+Shift+Right Turn right".split()
    sheet.search.setText("<b>")
    assert sheet.page.toPlainText() == "Nothing is called so here."


def test_the_glossary_is_in_the_users_language(qapp: QApplication, window: MainWindow) -> None:
    install_language(qapp, "ru")
    window.commands.show_glossary.trigger()
    [sheet] = window.help.sheets.values()
    assert "Калибровочная часть" in sheet.page.toPlainText()
    assert sheet.windowTitle() == "Глоссарий"
    assert len([line for line in sheet.page.toPlainText().splitlines() if line.strip()]) >= 2 * len(TERMS)


@pytest.mark.parametrize("closing", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_word_explains_itself_by_keyboard(look: Theme, qtbot: QtBot, closing: Qt.Key) -> None:
    button = TermButton("beyond_chance")
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()
    assert button.accessibleName() == "What “Beyond chance” means"
    assert button.accessibleDescription() == TERMS["beyond_chance"].text
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(button, Qt.Key.Key_Return)
    shown = popover()
    assert shown is not None and shown.text.text() == TERMS["beyond_chance"].text
    assert shown.text.height() >= shown.text.heightForWidth(shown.text.width())
    qtbot.keyClick(shown, closing)
    assert popover() is None


def test_thresholds_in_the_settings_explain_uncertain(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.settings.trigger()
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    dialog.show_page("faces")
    field: Field = dialog.fields["faces/gender_threshold"]
    assert field.term is not None and field.term.text() == "?"
    assert field.input.nextInFocusChain() is not None
    qtbot.mouseClick(field.term, Qt.MouseButton.LeftButton)
    shown = popover()
    assert shown is not None and shown.text.text() == TERMS["uncertain"].text
    shown.close()


def test_the_docs_say_what_the_window_says(window: MainWindow) -> None:
    pages = {
        "shortcuts.md": help_pages.shortcuts_page(shortcuts_of(window.menuBar())),
        "glossary.md": help_pages.glossary_page(),
    }
    for name, text in pages.items():
        assert (help_pages.DOCS / name).read_text(encoding="utf-8") == text, "run `python -m tools.help_pages`"
