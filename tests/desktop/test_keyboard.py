"""Where the keyboard is, and the keys of the commands."""

from __future__ import annotations

from pathlib import Path

from fakes import FakeAnalyzer, write_photo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from using import trigger
from window_checks import in_focus_order, read_backwards

from desktop.app.main_window import MainWindow

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_buttons_of_the_progress_come_last(
    window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path
) -> None:
    window.open_paths([write_photo(tmp_path / "a.png", faces=2)])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    analyzer.gate.clear()
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no picture")
    window.open_paths([bad, *(write_photo(tmp_path / f"{name}.png", faces=1) for name in "bcd")])
    qtbot.waitUntil(window.collection.status.cancel.isVisible)
    qtbot.waitUntil(lambda: window.work.viewer.page is window.work.viewer.error_page)
    QApplication.processEvents()  # the layout must have come to rest
    assert read_backwards(window) == []
    trigger(window.commands.previous_photo)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    QApplication.processEvents()  # the layout must have come to rest
    assert read_backwards(window) == []
    assert in_focus_order(window)[-1] is window.collection.status.cancel


def test_a_card_s_focus_goes_to_the_next_photo_s_first_card_or_the_canvas(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    work = window.work
    window.open_paths([write_photo(tmp_path / f"{faces}.png", faces=faces) for faces in (2, 1, 0)])
    qtbot.waitUntil(lambda: len(work.panel.cards) == 2)
    work.panel.cards[1].setFocus()
    work.step_photo(1)
    qtbot.waitUntil(lambda: len(work.panel.cards) == 1)
    assert work.panel.cards[0].hasFocus()
    work.panel.cards[0].figures.setFocus()
    work.step_photo(1)
    qtbot.waitUntil(lambda: work.panel.note is not None)
    assert work.viewer.canvas.hasFocus()
    # Focus that is elsewhere stays there.
    work.strip.setFocus()
    work.step_photo(-1)
    qtbot.waitUntil(lambda: len(work.panel.cards) == 1)
    assert work.strip.hasFocus()


def test_a_card_s_focus_is_not_lost_where_there_is_no_picture_any_more(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    work = window.work
    (tmp_path / "bad.png").write_bytes(b"no picture")
    window.open_paths([write_photo(tmp_path / "a.png", faces=1), tmp_path / "bad.png"])
    for leave in (lambda: work.step_photo(1), work.close_photo):
        qtbot.waitUntil(lambda: len(work.panel.cards) == 1)
        work.panel.cards[0].setFocus()
        leave()
        qtbot.waitUntil(lambda: not work.panel.isVisible() and not work.panel.cards)
        focused = QApplication.focusWidget()
        assert focused is not None and focused.isVisible()
        work.step_photo(-1)


def test_every_command_tells_its_shortcut(window: MainWindow) -> None:
    for action in window.commands.all:
        shortcut = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        assert shortcut
        assert action.toolTip().endswith(f"({shortcut})")


def test_the_readme_tells_every_shortcut(window: MainWindow) -> None:
    table = README.read_text(encoding="utf-8").partition("## In the window")[2].partition("\n## ")[0]
    told = {key for row in table.splitlines() for cell in row.split("|")[2::2] for key in cell.strip().split(", ")}
    shortcuts = {action.shortcut().toString() for action in window.commands.all}
    assert shortcuts - told == set()
