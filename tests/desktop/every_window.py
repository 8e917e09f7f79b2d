"""Every window in the states that a user sees, and what one asks of each: by keyboard, by ear and by eye."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from fakes import FakeAnalyzer, write_photo
from made_networks import biased_faces, bright_is_second
from made_results import made_result
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot
from training_fakes import FakeLaunch, batch, write_csv, write_table
from using import click, trigger

from core.schema import ATTRIBUTES
from core.training import portable
from core.training.events import Ended, Failed, Paused, Preparing
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import PAGES
from desktop.audit import dialog as audit_dialog
from desktop.audit.network_form import NetworkFormDialog
from desktop.live.analysis import LiveAnalysis
from desktop.live.camera_dialog import CameraDialog
from desktop.training import run_page
from desktop.training.dialog import RECIPE, RUN
from desktop.training.names import NameDialog


class Stage(NamedTuple):
    """What a window is visited with."""

    window: MainWindow
    qtbot: QtBot
    folder: Path
    analyzer: FakeAnalyzer
    launch: FakeLaunch
    """Makes the trainings that the window starts."""


Shown = Iterator[QWidget]


def main_window(stage: Stage) -> Shown:
    window, qtbot, folder, *_ = stage
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
    window, qtbot, folder, analyzer, _ = stage
    (folder / "bad.png").write_bytes(b"no picture")
    analyzer.gate.clear()
    window.open_paths([folder / "bad.png", *(write_photo(folder / f"{at}.png", faces=1) for at in range(4))])
    qtbot.waitUntil(lambda: window.work.viewer.page is window.work.viewer.error_page)
    qtbot.waitUntil(window.collection.status.pause.isVisible)
    yield window
    analyzer.gate.set()


def first_start(stage: Stage) -> Shown:
    _, qtbot, folder, *_ = stage
    other = MainWindow(Engine(lambda name: FakeAnalyzer()), Settings(folder / "new.ini"))  # type: ignore[arg-type,return-value]
    qtbot.addWidget(other)
    other.show()
    yield other
    click(other.welcome.check)
    click(other.welcome.start)
    steps = other.help.steps
    yield other
    other.open_paths([write_photo(folder / "a.png", faces=1)])
    qtbot.waitUntil(lambda: steps.step == 2)
    yield other
    click(steps.next)
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
    window, qtbot, folder, *_ = stage
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


def training_under_way(stage: Stage) -> Shown:
    """From its first preparation to its result, which is made."""
    window, qtbot, folder, _, launch = stage
    trigger(window.commands.train)
    dialog, session = window.workshop.training.dialog, window.workshop.training.session
    assert dialog is not None
    dialog.data.open(write_csv(folder / "faces.csv", 120))
    qtbot.waitUntil(lambda: dialog.data.look is not None)
    click(dialog.next)
    click(dialog.next)
    qtbot.waitUntil(lambda: bool(launch.processes))
    launch.process.say(Preparing("finding faces", 450, 1000))
    qtbot.waitUntil(lambda: session.preparing is not None)
    yield dialog
    launch.process.say_epochs(1, 16)
    launch.process.say(batch(17, 140))
    qtbot.waitUntil(lambda: session.epoch == 17)
    yield dialog
    session.pause()
    launch.process.say(Paused())
    qtbot.waitUntil(lambda: session.state == "paused")
    yield dialog
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_page, "read_result", lambda run, rival: lambda progress, should_stop: made_result())
        launch.process.say(Ended("finished", 12, 17))
        qtbot.waitUntil(lambda: dialog.run.result.result is not None)
    yield dialog


def training_failed(stage: Stage) -> Shown:
    window, qtbot, folder, _, launch = stage
    trigger(window.commands.train)
    dialog, session = window.workshop.training.dialog, window.workshop.training.session
    assert dialog is not None
    dialog.data.open(write_csv(folder / "faces.csv", 120))
    qtbot.waitUntil(lambda: dialog.data.look is not None)
    click(dialog.next)
    click(dialog.next)
    qtbot.waitUntil(lambda: bool(launch.processes))
    launch.process.say_epochs(1, 3)
    launch.process.say(Failed("train.memory", {"batch": 64, "size": 96}, "There was not enough memory."))
    qtbot.waitUntil(lambda: session.state == "failed")
    yield dialog


def labels(stage: Stage) -> Shown:
    """The faces behind a number of the data, and the queue that asks about them."""
    window, qtbot, folder, *_ = stage
    trigger(window.commands.train)
    dialog = window.workshop.training.dialog
    assert dialog is not None
    dialog.data.open(write_csv(folder / "faces.csv", 120))
    qtbot.waitUntil(lambda: dialog.data.look is not None)
    dialog.data.view.columns.lines["gender"].linkActivated.emit("0")
    yield dialog
    click(dialog.data.faces.check)
    assert dialog.data.page is dialog.data.queue
    yield dialog


def columns(stage: Stage) -> Shown:
    """What the columns of a table mean."""
    window, qtbot, folder, *_ = stage
    trigger(window.commands.train)
    dialog = window.workshop.training.dialog
    assert dialog is not None
    dialog.data.open(write_table(folder))
    form = dialog.data.columns
    qtbot.waitUntil(lambda: dialog.data.page is form and bool(form.fault.text()))
    yield dialog
    for value, label in (("1", "Female"), ("2", "Male")):
        box = form.words["gender"][value]
        box.setCurrentIndex(box.findData(label))
    qtbot.waitUntil(lambda: form.use.isEnabled() and form.faces.rowCount() == 6)
    yield dialog


def sheets_of_help(stage: Stage) -> Shown:
    window, *_ = stage
    for action in (window.commands.show_shortcuts, window.commands.show_glossary):
        trigger(action)
    yield from tuple(window.help.sheets.values())


def export(stage: Stage) -> Shown:
    """The settings while a model is exported for other programs."""
    window, qtbot, folder, *_ = stage
    window.workshop.open_settings()
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    dialog.show_page("model")
    dialog.model.show_value("report-cnn")
    held = threading.Event()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portable, "export_in_child", lambda *_, **__: held.wait())
        patch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
        trigger(dialog.model.forms["tflite"])
        yield dialog
        held.set()
        qtbot.waitUntil(dialog.model.hand_on.isEnabled)
    yield dialog


def faces(stage: Stage) -> Shown:
    window, qtbot, folder, *_ = stage
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
    window, qtbot, folder, *_ = stage
    trigger(window.commands.audit)
    dialog = window.workshop.audit.dialog
    assert dialog is not None
    yield dialog
    dialog.setup.use_data(write_csv(folder / "faces.csv", 60))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit_dialog, "audit", lambda order: lambda progress, should_stop: made_result().audited)
        click(dialog.setup.start)
        qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.figures)
    for at in range(dialog.figures.tabs.count()):
        dialog.figures.tabs.setCurrentIndex(at)
        yield dialog


def network_form(stage: Stage) -> Shown:
    """The form of a model made elsewhere, guessed, and with a fault in it."""
    window, qtbot, folder, *_ = stage
    trigger(window.commands.audit)
    dialog = window.workshop.audit.dialog
    assert dialog is not None
    dialog.setup.use_data(biased_faces(folder / "faces.csv", count=60))
    dialog.setup.take(bright_is_second(folder / "theirs.onnx"))
    form = dialog.setup.findChild(NetworkFormDialog)
    qtbot.waitUntil(lambda: form.ready)
    yield form
    form.rows[0].labels.setText("Male, Female, Other")
    qtbot.waitUntil(lambda: bool(form.fault.text()))
    yield form
    form.reject()


def camera(stage: Stage) -> Shown:
    from live_tools import CountingAnalyzer, SeenCameras  # skips without the libraries of the camera

    _, qtbot, folder, *_ = stage
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
    window, qtbot, folder, *_ = stage
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
    training_under_way,
    training_failed,
    labels,
    columns,
    faces,
    audit,
    network_form,
    sheets_of_help,
    export,
    camera,
    what_if,
    about,
    name_of_a_model,
)


def unreached(shown: QWidget) -> list[str]:
    """What takes the keyboard and has no name or is not reached with Tab; what Tab comes round to, if not the first."""
    wanted = _tab_stops(shown)
    assert wanted
    reached, again = _tabbed_through(wanted[0])
    missed = [widget for widget in wanted if not (widget in reached or _beside(widget, reached)) or not _name(widget)]
    return [_described(widget) for widget in (*missed, *([again] if again is not wanted[0] else []))]


def read_backwards(shown: QWidget) -> list[str]:
    """From where Tab leads up or to the left, and where to; one may begin at the top left or in the topmost line."""
    order = in_focus_order(shown)
    tops = [widget.mapTo(shown, QPoint(0, 0)) for widget in order]
    top = min(range(len(order)), key=lambda at: (tops[at].y(), tops[at].x()))
    ways = (order, order[top:] + order[:top])
    return min(([*_steps_back(way, shown)] for way in ways), key=len)


def _steps_back(order: list[QWidget], shown: QWidget) -> Iterator[str]:
    for before, after in pairwise(order):
        if _goes_back(before, after, shown):
            yield f"{_described(before)} to {_described(after)}"


def silent_buttons(shown: QWidget) -> list[str]:
    """Buttons with an icon alone that no tooltip explains."""
    return [
        _described(button)
        for button in shown.findChildren(QAbstractButton)
        if button.isVisibleTo(shown) and not button.text() and not button.icon().isNull() and not button.toolTip()
    ]


def cut_off(shown: QWidget) -> list[str]:
    """Texts with less room than they need and no tooltip that says them whole."""
    return [
        _described(widget)
        for widget in shown.findChildren(QWidget)
        if widget.isVisible() and widget.window() is shown and not widget.visibleRegion().isEmpty() and _is_cut(widget)
    ]


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton | QLabel) and widget.visibleRegion().boundingRect().width() < widget.width():
        return True  # by the edge of what it lies in
    if isinstance(widget, QLabel):
        if not widget.text() or widget.toolTip():
            return False
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        return widget.width() < widget.sizeHint().width()
    if isinstance(widget, QComboBox):
        if widget.currentText() in widget.toolTip():
            return False
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        field = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
        )
        return field.width() < QFontMetrics(widget.font()).horizontalAdvance(widget.currentText())
    if isinstance(widget, QPushButton):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        inside = widget.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, widget)
        return inside.width() < widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text()).width()
    if isinstance(widget, QCheckBox | QRadioButton):
        return widget.width() < widget.minimumSizeHint().width()
    return False


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


def in_focus_order(shown: QWidget) -> list[QWidget]:
    """What takes the keyboard, in the order of Tab, from the top left."""
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


def _beside(widget: QWidget, reached: set[QWidget]) -> bool:
    """Whether arrow keys lead to it from a button of its group: Tab goes to one button of an exclusive group only."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and not reached.isdisjoint(group.buttons())


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
