"""Every window in the states that a user sees."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from fakes import FakeAnalyzer, write_photo
from made_networks import biased_faces, bright_is_second
from made_results import made_result
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QWidget,
)
from pytestqt.qtbot import QtBot
from training_fakes import FakeLaunch, batch, make_run, write_csv, write_table
from using import click, trigger

from core.schema import ATTRIBUTES
from core.training import portable
from core.training.events import Ended, Failed, Paused, Preparing
from core.training.run_folder import runs_folder
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import PAGES
from desktop.audit import dialog as audit_dialog
from desktop.audit.network_form import NetworkFormDialog
from desktop.faces.exporting import ExportDialog
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


def message(stage: Stage) -> Shown:
    """A message over the empty page, and a long one over a photo."""
    window, qtbot, folder, *_ = stage
    window.open_paths([write_photo(folder / "a.png", faces=2)])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    window.work.close_photo()
    yield window
    trigger(window.commands.undo)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    window.messages.say("A message of several lines, with what can be done about it. " * 4, kind="warning")
    yield window


def export_of_answers(stage: Stage) -> Shown:
    """Which answers to export, while some are missing, with a filter set and rows chosen."""
    window, qtbot, folder, *_ = stage
    trigger(window.commands.show_faces)
    window.open_paths([write_photo(folder / "a.png", faces=2), write_photo(folder / "b.png", faces=1)])
    page = window.collection.shown_page()
    qtbot.waitUntil(lambda: page.rows.rowCount() == 3)
    page.filters.name.setText("a")
    page.grid.selectAll()
    dialog = ExportDialog(page, 3, waits=True, parent=window)
    qtbot.addWidget(dialog)
    dialog.everything.setChecked(True)
    dialog.wait.setChecked(False)
    dialog.show()
    yield dialog
    dialog.reject()


def compared_runs(stage: Stage) -> Shown:
    """Two earlier runs: their curves, their figures, and in what their recipes differ."""
    window, qtbot, *_ = stage
    for name, epochs in (("first", 6), ("second", 9)):
        ended = {"reason": "finished", "epochs": epochs, "best": epochs}
        make_run(runs_folder() / name, epochs, ended=ended, seed=epochs)
    trigger(window.commands.train)
    dialog = window.workshop.training.dialog
    assert dialog is not None
    dialog.show_runs()
    qtbot.waitUntil(lambda: dialog.runs.table.rowCount() == 2)
    dialog.runs.table.selectAll()
    for at in range(dialog.runs.below.count()):
        dialog.runs.below.setCurrentIndex(at)
        yield dialog


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
    message,
    answering,
    first_start,
    settings_pages,
    training,
    training_under_way,
    training_failed,
    labels,
    columns,
    compared_runs,
    faces,
    export_of_answers,
    audit,
    network_form,
    sheets_of_help,
    export,
    camera,
    what_if,
    about,
    name_of_a_model,
)
