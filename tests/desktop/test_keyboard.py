"""Every window with the keyboard alone, and for those who hear it rather than see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fakes import FakeAnalyzer, write_photo
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot
from training_fakes import write_csv
from using import click, trigger

from core.schema import ATTRIBUTES
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import COLLECT, PAGES
from desktop.live.analysis import LiveAnalysis
from desktop.live.camera_dialog import CameraDialog
from desktop.training.dialog import RECIPE, RUN
from desktop.training.names import NameDialog
from desktop.widgets.theme import Theme

README = Path(__file__).resolve().parents[2] / "README.md"

Stage = tuple[MainWindow, QtBot, Path, FakeAnalyzer]
Shown = Iterator[QWidget]


def main_window(stage: Stage) -> Shown:
    window, qtbot, folder, _ = stage
    yield window
    trigger(window.commands.show_purpose)
    yield window
    click(window.welcome.back)
    window.open_paths([write_photo(folder / "a.png", faces=2), write_photo(folder / "b.png", faces=1)])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    yield window
    (folder / "bad.png").write_bytes(b"no picture")
    window.open_paths([folder / "bad.png"])
    qtbot.waitUntil(lambda: window.work.viewer.page is window.work.viewer.error_page)
    yield window


def answering(stage: Stage) -> Shown:
    """While photos are answered: the status bar has buttons."""
    window, qtbot, folder, analyzer = stage
    (folder / "bad.png").write_bytes(b"no picture")
    analyzer.gate.clear()
    window.open_paths([folder / "bad.png", *(write_photo(folder / f"{at}.png", faces=1) for at in range(4))])
    qtbot.waitUntil(lambda: window.work.viewer.page is window.work.viewer.error_page)
    qtbot.waitUntil(window.collection.status.pause.isVisible)
    yield window
    analyzer.gate.set()


def first_start(stage: Stage) -> Shown:
    _, qtbot, folder, _ = stage
    other = MainWindow(Engine(lambda name: FakeAnalyzer()), Settings(folder / "new.ini"))  # type: ignore[arg-type,return-value]
    qtbot.addWidget(other)
    other.show()
    yield other


def settings_pages(stage: Stage) -> Shown:
    window, *_ = stage
    window.workshop.open_settings()
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    for page, _ in PAGES:
        dialog.show_page(page)
        yield dialog


def training(stage: Stage) -> Shown:
    window, qtbot, folder, _ = stage
    trigger(window.commands.train)
    dialog = window.workshop.training.dialog
    assert dialog is not None
    yield dialog
    dialog.data.open(write_csv(folder / "faces.csv", 120, bad=1))
    qtbot.waitUntil(lambda: dialog.data.look is not None)
    yield dialog
    dialog.show_step(RECIPE)
    click(dialog.recipe.form.more)
    yield dialog
    dialog.show_step(RUN)
    yield dialog
    dialog.show_runs()
    yield dialog


def faces(stage: Stage) -> Shown:
    window, qtbot, folder, _ = stage
    trigger(window.commands.show_faces)
    yield window
    window.open_paths([write_photo(folder / "a.png", faces=2), write_photo(folder / "b.png", faces=1)])
    page = window.collection.shown_page()
    qtbot.waitUntil(lambda: page.rows.rowCount() == 3)
    page.filters.certainty.setCurrentIndex(1)
    page.filters.name.setText("a")
    page.grid.selectAll()
    yield window


def audit(stage: Stage) -> Shown:
    window, *_ = stage
    trigger(window.commands.audit)
    assert window.workshop.audit.dialog is not None
    yield window.workshop.audit.dialog


def camera(stage: Stage) -> Shown:
    from live_tools import CountingAnalyzer, SeenCameras  # skips without the libraries of the camera

    _, qtbot, folder, _ = stage
    settings = Settings(folder / "camera.ini")
    analysis = LiveAnalysis(
        settings,
        attributes=ATTRIBUTES,
        load_analyzer=lambda name: CountingAnalyzer(),  # type: ignore[arg-type,return-value]
    )
    dialog = CameraDialog(settings, analysis=analysis, open_source=lambda parent: SeenCameras("Front", "Desk"))
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.reject()


def what_if(stage: Stage) -> Shown:
    window, qtbot, folder, _ = stage
    window.open_paths([write_photo(folder / "face.png", faces=1)])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    trigger(window.commands.what_if)
    opened = window.what_if.window
    assert opened is not None
    qtbot.waitUntil(opened.save.isEnabled)
    opened.sliders.sliders["light"].setValue(-20)
    yield opened
    opened.close()


def about(stage: Stage) -> Shown:
    window, qtbot, *_ = stage
    trigger(window.commands.about)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    yield dialog
    dialog.close()


def name_of_a_model(stage: Stage) -> Shown:
    window, qtbot, *_ = stage
    dialog = NameDialog("Save", "mine", {"taken"}, window)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog


WINDOWS = (
    main_window,
    answering,
    first_start,
    settings_pages,
    training,
    faces,
    audit,
    camera,
    what_if,
    about,
    name_of_a_model,
)


@pytest.fixture
def stage(
    look: Theme, window: MainWindow, settings: Settings, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path
) -> Stage:
    settings.set_value(COLLECT, True)
    return window, qtbot, tmp_path, analyzer


@pytest.mark.parametrize("visit", WINDOWS)
def test_what_takes_the_keyboard_is_reached_with_tab_and_says_its_name(
    stage: Stage, visit: Callable[[Stage], Shown]
) -> None:
    qtbot = stage[1]
    for shown in visit(stage):
        shown.activateWindow()
        qtbot.waitUntil(lambda shown=shown: QApplication.activeWindow() is shown)
        wanted = _tab_stops(shown)
        assert wanted
        assert [_described(widget) for widget in wanted if not _name(widget)] == []
        reached, again = _tabbed_through(wanted[0])
        assert [_described(widget) for widget in wanted if widget not in reached] == []
        assert again is wanted[0], _described(again)


@pytest.mark.parametrize("visit", WINDOWS)
def test_tab_goes_as_one_reads(stage: Stage, visit: Callable[[Stage], Shown]) -> None:
    for shown in visit(stage):
        _assert_one_reads_on(shown)


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
    _assert_one_reads_on(window)
    trigger(window.commands.previous_photo)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    _assert_one_reads_on(window)
    assert _in_focus_order(window)[-1] is window.collection.status.cancel


@pytest.mark.parametrize("visit", WINDOWS)
def test_a_button_without_words_has_a_tooltip(stage: Stage, visit: Callable[[Stage], Shown]) -> None:
    for shown in visit(stage):
        silent = [
            button
            for button in shown.findChildren(QAbstractButton)
            if button.isVisibleTo(shown) and not button.text() and not button.icon().isNull() and not button.toolTip()
        ]
        assert [_described(button) for button in silent] == []


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


def _tab_stops(shown: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in shown.findChildren(QWidget)
        if widget.window() is shown
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def _assert_one_reads_on(shown: QWidget) -> None:
    """From each stop, Tab leads to none above it or to its left."""
    QApplication.processEvents()  # the layout must have come to rest
    for before, after in pairwise(_in_focus_order(shown)):
        assert not _goes_back(before, after, shown), (_described(before), _described(after))


def _in_focus_order(shown: QWidget) -> list[QWidget]:
    stops, order = set(_tab_stops(shown)), []
    widget = shown.nextInFocusChain()
    while widget is not shown:
        if widget in stops:
            order.append(widget)
        widget = widget.nextInFocusChain()
    # It is a ring: one begins to read at the top left.
    begin = min(range(len(order)), key=lambda at: order[at].mapTo(shown, QPoint(0, 0)).manhattanLength())
    return order[begin:] + order[:begin]


def _tabbed_through(first: QWidget) -> tuple[set[QWidget], QWidget]:
    """What has the keyboard as Tab is pressed until something has it again, and what that is.

    A label keeps it for each of its links.
    """
    first.setFocus(Qt.FocusReason.TabFocusReason)
    reached: set[QWidget] = set()
    focused: QWidget | None = None
    for _ in range(200):
        before, focused = focused, QApplication.focusWidget()
        assert focused is not None
        if focused is not before and focused in reached:
            break
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert focused is not None
    return reached, focused


def _goes_back(before: QWidget, after: QWidget, shown: QWidget) -> bool:
    """Whether `after` lies above `before` in the same column, or to its left in the same line."""
    a, b = (widget.rect().translated(widget.mapTo(shown, widget.rect().topLeft())) for widget in (before, after))
    if isinstance(after.parentWidget(), QDialogButtonBox):
        return False  # the system orders these
    if before.visibleRegion().isEmpty() or after.visibleRegion().isEmpty():
        return False  # scrolled out of sight
    above = b.bottom() <= a.top()
    left = b.right() <= a.left()
    same_column = b.left() < a.right() and a.left() < b.right()
    same_line = b.top() < a.bottom() and a.top() < b.bottom()
    return (above and same_column) or (left and same_line) or (above and left)


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {_name(widget)!r} in {type(widget.parentWidget()).__name__}"
