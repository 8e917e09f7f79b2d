"""Help at hand: the sheet of shortcuts and the glossary, with the words explained where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeAnalyzer, write_photo
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.glossary import TERMS
from desktop.app.engine import Engine
from desktop.app.help_sheet import HelpSheet, shortcuts_of
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import NOTICES
from desktop.app.translation import LANGUAGES, install_language
from desktop.faces.collection import MANY
from desktop.widgets.form import Field
from desktop.widgets.term import Popover, TermButton
from desktop.widgets.theme import Theme
from tools import help_pages

PHOTOS = MANY + 5
"""The first may be answered before the answering of the others begins."""


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system is told to show; the test machine has neither tray nor other windows."""
    texts: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda tray, title, text, *_: texts.append(text))
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationInactive)
    return texts


def answer_many(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    window.open_paths([write_photo(folder / f"{at}.png", faces=1) for at in range(PHOTOS)])
    answers = window.collection.answers
    qtbot.waitUntil(lambda: answers.state == "done" and answers.answered == PHOTOS)


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
    trigger(window.commands.show_shortcuts)
    assert open_sheet(window, "Keyboard shortcuts") is sheet
    qtbot.keyClick(sheet.search, Qt.Key.Key_Escape)
    assert window.help.sheets == {}


def test_sheets_are_searched_in_both_columns(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window.commands.show_shortcuts)
    sheet = open_sheet(window, "Keyboard shortcuts")
    qtbot.keyClicks(sheet.search, "ctrl+shift turn")
    assert sheet.page.toPlainText().split() == "View Ctrl+Shift+Left Turn left Ctrl+Shift+Right Turn right".split()
    sheet.search.setText("<b>")
    assert sheet.page.toPlainText() == "Nothing is called so here."


def test_the_glossary_is_in_the_users_language(qapp: QApplication, window: MainWindow) -> None:
    install_language(qapp, "ru")
    trigger(window.commands.show_glossary)
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
    trigger(window.commands.settings)
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


def test_the_first_steps_follow_the_user_and_are_shown_once(
    look: Theme, qtbot: QtBot, analyzer: FakeAnalyzer, own_folders: Path, tmp_path: Path
) -> None:
    window = MainWindow(Engine(lambda name: analyzer), Settings())  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    assert not window.help.steps.isVisible() and not window.commands.first_steps.isEnabled()
    click(window.welcome.check)
    click(window.welcome.start)
    steps = window.help.steps
    assert steps.isVisible() and steps.title.text() == "1 of 3. First, a photo"
    window.open_paths([write_photo(tmp_path / "one.png", faces=1)])
    qtbot.waitUntil(lambda: steps.step == 2)
    trigger(window.commands.show_purpose)
    assert not steps.isVisible()
    click(window.welcome.back)
    assert steps.isVisible()
    click(steps.next)
    assert steps.title.text() == "3 of 3. Look at many faces, or train"
    trigger(window.commands.show_faces)
    assert not steps.isVisible()
    # From the menu again, where there is an answer to read already; left at once.
    trigger(window.commands.show_photo)
    trigger(window.commands.first_steps)
    assert steps.step == 2
    click(steps.leave)
    assert not steps.isVisible()
    assert Settings().first_steps_shown


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)  # the offscreen platform has no tray
def test_the_system_tells_of_many_answers_and_its_message_shows_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, said: list[str]
) -> None:
    answer_many(window, qtbot, tmp_path)
    assert said == [f"{PHOTOS} photos are answered."]
    tray = window.workshop.notices.findChild(QSystemTrayIcon)
    assert tray is not None and tray.isVisible()
    window.hide()
    tray.messageClicked.emit()
    assert window.isVisible() and not tray.isVisible()
    window.open_paths([write_photo(tmp_path / "another.png", faces=1)])
    qtbot.waitUntil(lambda: window.collection.answers.answered == PHOTOS + 1)
    assert len(said) == 1  # one photo is no long work


@pytest.mark.parametrize("why", ["in front", "switched off", "no tray"])
def test_the_system_is_silent(
    window: MainWindow,
    settings: Settings,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    why: str,
) -> None:
    if why == "in front":
        monkeypatch.setattr(QGuiApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationActive)
    elif why == "switched off":
        settings.set_value(NOTICES, False)
    else:
        monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    window.workshop.notices.tell("The training is done.", lambda: None)
    assert said == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_toolbar_hides_no_command(
    qapp: QApplication, look: Theme, qtbot: QtBot, analyzer: FakeAnalyzer, settings: Settings, language: str
) -> None:
    install_language(qapp, language)
    window = MainWindow(Engine(lambda name: analyzer), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    bar = window.toolbar
    buttons = [bar.widgetForAction(action) for action in bar.actions() if not action.isSeparator()]

    def all_seen(width: int) -> bool:
        return bar.width() == width and all(
            button.isVisible() and bar.rect().contains(button.geometry()) for button in buttons
        )

    for width in (1600, 1100, 1024, window.minimumWidth()):
        window.resize(width, 700)
        qtbot.waitUntil(lambda width=width: all_seen(width))  # type: ignore[misc]
    assert bar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    window.resize(1600, 700)
    qtbot.waitUntil(lambda: bar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon)


def test_the_docs_say_what_the_window_says(window: MainWindow) -> None:
    pages = {
        "shortcuts.md": help_pages.shortcuts_page(shortcuts_of(window.menuBar())),
        "glossary.md": help_pages.glossary_page(),
    }
    for name, text in pages.items():
        assert (help_pages.DOCS / name).read_text(encoding="utf-8") == text, "run `python -m tools.help_pages`"
