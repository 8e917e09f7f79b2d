from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from fakes import FakeAnalyzer, write_photo
from made_results import SHIPPED, made_answers, made_result, result_of
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHelpEvent, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QMessageBox, QPushButton, QToolTip
from pytestqt.qtbot import QtBot
from training_fakes import FakeLaunch, batch, make_run, row, write_csv
from using import click, trigger

from core.datasets.open import open_dataset
from core.evaluation.comparison import Comparison, Difference, HeadComparison
from core.evaluation.groups import EVERYBODY
from core.evaluation.predictions import LabelledPredictions
from core.schema import ATTRIBUTES, ETHNICITY, GENDER, Attribute, Column, age_column
from core.training.events import Ended, Failed, Paused
from core.training.presets import PRESETS
from core.training.recipe import write_recipe
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import DETECTOR
from desktop.app.workshop import Workshop
from desktop.training.dialog import DATA, RECIPE, RUN, TrainingDialog
from desktop.widgets.theme import Theme


@pytest.fixture
def launch() -> FakeLaunch:
    return FakeLaunch()


@pytest.fixture
def window(
    look: Theme,
    qtbot: QtBot,
    analyzer: FakeAnalyzer,
    settings: Settings,
    launch: FakeLaunch,
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    """The real window whose trainings are the test's own."""
    monkeypatch.setattr(Workshop.__init__, "__kwdefaults__", {"launch_process": launch})
    made = MainWindow(Engine(lambda name: analyzer), settings)  # type: ignore[arg-type,return-value]

    def end(_: object) -> None:
        for process in launch.processes:
            process.say(Ended("cancelled", 0, 0))
        monkeypatch.setattr(QMessageBox, "exec", press("Stop and keep what is trained so far"))

    qtbot.addWidget(made, before_close_func=end)
    made.show()
    qtbot.waitUntil(lambda: made.status.text() == "fake 1.0 · CPU")
    return made


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> TrainingDialog:
    trigger(window.commands.train)
    made = window.workshop.training.dialog
    assert made is not None
    return made


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "faces.csv", 120)


def press(text: str) -> object:
    """In place of a message box's `exec`: press the button that says `text`."""

    def do(box: QMessageBox) -> int:
        button = next(button for button in box.buttons() if button.text() == text)
        click(button)
        return 0

    return do


def choose(box: QComboBox, text: str) -> None:
    box.setCurrentIndex(box.findText(text))
    assert box.currentText() == text


def read(dialog: TrainingDialog, qtbot: QtBot, data: Path) -> None:
    dialog.data.open(data)
    qtbot.waitUntil(lambda: dialog.data.look is not None)
    qtbot.waitUntil(lambda: bool(dialog.data.view.split.sides))


def begin(dialog: TrainingDialog, qtbot: QtBot, data: Path, launch: FakeLaunch) -> None:
    read(dialog, qtbot, data)
    click(dialog.next)
    click(dialog.next)
    qtbot.waitUntil(lambda: bool(launch.processes))


def test_it_begins_with_the_question_which_data(dialog: TrainingDialog) -> None:
    assert dialog.step == DATA
    assert dialog.data.page is dialog.data.empty
    assert not dialog.next.isEnabled()
    assert [button.isEnabled() for button in dialog.header.buttons] == [True, False, False]


def test_data_are_read_audited_and_their_split_previewed(dialog: TrainingDialog, qtbot: QtBot, tmp_path: Path) -> None:
    data = write_csv(tmp_path / "faces.csv", 120, bad=3)
    lines = data.read_text().splitlines()
    twin = lines[-1].split(",")
    data.write_text("\n".join([*lines, ",".join([twin[0], "0", "0", *twin[3:]])]) + "\n")
    read(dialog, qtbot, data)
    view = dialog.data.view
    assert "118 pictures" in view.title.text()
    assert view.skipped_title.text() == "3 rows skipped"
    assert view.skipped.item(0, 0).text() == "line 2"
    assert "1152" in view.skipped.item(0, 1).text()
    boxes = view.findings.boxes
    assert boxes["contradicting"].text() == "2 pictures whose copies are labelled otherwise"
    assert boxes["contradicting"].isChecked()
    assert not boxes["exact_copy"].isChecked()
    assert sum(view.split.sides.values()) == 116
    assert dialog.next.isEnabled()


def test_a_double_click_is_one_step_and_the_next_button_in_its_place_is_not_pressed(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, launch: FakeLaunch
) -> None:
    def double_click() -> None:
        QTest.mouseDClick(
            dialog.windowHandle(),
            Qt.MouseButton.LeftButton,
            pos=dialog.next.mapTo(dialog, dialog.next.rect().center()),
        )

    read(dialog, qtbot, csv)
    double_click()
    assert dialog.step == RECIPE and launch.processes == []
    double_click()
    qtbot.waitUntil(lambda: bool(launch.processes))
    assert dialog.step == RUN and dialog.isVisible()  # "Hide" stands now where "Start training" stood
    assert len(launch.processes) == 1


def test_the_light_of_the_groups_is_told_and_that_of_each_cell_in_its_tooltip(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path
) -> None:
    read(dialog, qtbot, csv)
    view, look = dialog.data.view, dialog.data.look
    assert look is not None
    light = {one.label: one for one in look.audit.light}
    groups = [light[label] for label in (*GENDER.labels, *ETHNICITY.labels)]
    dark, bright = (pick(groups, key=lambda one: one.brightness) for pick in (min, max))
    said = f"Brightness: from {dark.brightness:.2f} ({dark.label}) to {bright.brightness:.2f} ({bright.label})"
    assert view.light.text().startswith(f"{said}\nSharpness: from ")
    assert view.light.isVisible()
    dialog.resize(dialog.minimumSize())
    QApplication.processEvents()
    matrix, cell = view.matrix, light["Female, Others"]
    assert matrix.height() == matrix.sizeHint().height()  # no row is hidden where room is short
    last = matrix.rect().bottomRight() - QPoint(20, 8)
    QApplication.sendEvent(matrix, QHelpEvent(QEvent.Type.ToolTip, last, matrix.mapToGlobal(last)))
    told = f"Female, Others: 12, brightness {cell.brightness:.2f}, sharpness {cell.sharpness:.2f}"
    assert QToolTip.text() == told and told in matrix.accessibleDescription()


@pytest.mark.parametrize("name", ["audit.html", "audit.csv"])
def test_the_audit_is_saved_as_a_page_or_a_table(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(dialog, qtbot, csv)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
    click(dialog.data.view.save)
    content = (tmp_path / name).read_text("utf-8")
    assert content.startswith("<!doctype html>" if name.endswith("html") else "row,")
    assert name in dialog.messages.text


def test_an_audit_that_cannot_be_written_is_told(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(dialog, qtbot, csv)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "audit.html"), ""))
    click(dialog.data.view.save)
    assert "audit.html" in dialog.messages.text
    assert not (tmp_path / "no").exists()


def test_every_column_is_shown_with_its_labels_and_counts(dialog: TrainingDialog, qtbot: QtBot, csv: Path) -> None:
    header, *lines = csv.read_text().splitlines()
    words = ("yes", "no", "no", "")
    further = [f"{line},{words[at % 4]}" for at, line in enumerate(lines)]
    csv.write_text("\n".join([f"{header},Glasses", *further]) + "\n")
    read(dialog, qtbot, csv)
    view = dialog.data.view
    assert list(view.columns.lines) == ["gender", "ethnicity", "age", "glasses"]
    line = view.columns.lines["glasses"].text()
    # Each number opens its faces.
    assert re.findall('<a href="(.*?)">(.*?)</a>', line) == [("0", "60"), ("1", "30"), ("-1", "30")]
    assert re.sub("<.*?>", "", line).split("\u00a0\u00a0·  ") == [
        "no:\u00a060", "yes:\u00a030", "not\u00a0given:\u00a030",
    ]  # fmt: skip
    assert view.columns.lines["glasses"].accessibleName().startswith("Glasses: no")
    assert view.split_title.text() == "Split by gender and ethnicity"


def test_data_without_the_usual_labels_are_shown_and_split_by_what_they_have(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path
) -> None:
    rows = [line.split(",") for line in csv.read_text().splitlines()[1:]]
    lines = [f"{'yes' if at % 3 else 'no'},{at % 20},{row[-1]}" for at, row in enumerate(rows)]
    csv.write_text("\n".join(["glasses,place,pixels", *lines]) + "\n")
    read(dialog, qtbot, csv)
    view = dialog.data.view
    assert list(view.columns.lines) == ["glasses", "place"]
    assert view.split_title.text() == "Split by glasses and place"
    assert "glasses: yes" in view.light.text() or "place: " in view.light.text()
    # Of place there are too many labels for bars.
    assert view.matrix.isVisible()
    assert view.matrix.accessibleDescription().startswith("no: 40")


def test_the_setting_says_what_finds_the_faces(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, launch: FakeLaunch, settings: Settings
) -> None:
    settings.set_value(DETECTOR, "fast")
    begin(dialog, qtbot, csv, launch)
    assert launch.process.order.detector == "fast"


def test_one_click_leaves_out_all_that_was_found(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, launch: FakeLaunch
) -> None:
    lines = csv.read_text().splitlines()
    csv.write_text("\n".join([*lines, lines[-1]]) + "\n")
    read(dialog, qtbot, csv)
    assert sum(dialog.data.view.split.sides.values()) == 121
    click(dialog.data.view.findings.all)
    qtbot.waitUntil(lambda: sum(dialog.data.view.split.sides.values()) == 120)
    assert not dialog.data.view.findings.all.isEnabled()
    click(dialog.next)
    click(dialog.next)
    qtbot.waitUntil(lambda: bool(launch.processes))
    assert "exact_copy" in launch.process.order.leave_out
    assert launch.process.order.detector == "thorough"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("columns.csv", b"age,pixels\n20,1 2 3\n", "columns of labels"),
        ("header.csv", b"age,ethnicity,gender,img_name,pixels\n", ""),
        ("packed.csv", b"\x1f\x8b\x08\x00rest", ""),
        ("wide.csv", "age,ethnicity,gender,img_name,pixels\n".encode("utf-16"), ""),
    ],
)
def test_bad_data_are_refused_in_words_and_others_can_be_chosen(
    dialog: TrainingDialog, qtbot: QtBot, tmp_path: Path, csv: Path, name: str, content: bytes, words: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    dialog.data.open(bad)
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.refused)
    text = dialog.data.refused.text.text()
    assert str(bad) in text
    assert words in text
    assert not dialog.next.isEnabled()
    read(dialog, qtbot, csv)


def test_reading_can_be_cancelled(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def wait(*args: object, should_stop: object, **more: object) -> None:
        held.set()
        while not should_stop():  # type: ignore[operator]
            pass

    monkeypatch.setattr("core.datasets.open.open_dataset", wait)
    dialog.data.open(csv)
    qtbot.waitUntil(held.is_set)
    assert dialog.data.reading.line.bar.accessibleName() == f"Reading {csv.name}"
    click(dialog.data.reading.line.cancel)
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.empty)
    assert dialog.data.look is None


def test_data_can_be_dropped_on_it_and_are_remembered(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, settings: Settings
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(csv))])
    rest = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    import warnings

    with warnings.catch_warnings(action="ignore"):
        entered = QDragEnterEvent(QPoint(10, 10), *rest)
    QApplication.sendEvent(dialog.data, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(dialog.data, QDropEvent(QPointF(10, 10), *rest))
    qtbot.waitUntil(lambda: dialog.data.look is not None)
    assert settings.recent_data == [csv]
    dialog.data.forget()
    assert [action.toolTip() for action in dialog.data.recent.actions()] == [str(csv)]


def test_a_value_out_of_bounds_is_told_beside_its_field(dialog: TrainingDialog, qtbot: QtBot, csv: Path) -> None:
    read(dialog, qtbot, csv)
    click(dialog.next)
    assert dialog.step == RECIPE
    field = dialog.recipe.form.fields["epochs",]
    field.input.setText("5000")
    assert field.fault.text() == "from 1 to 1000"
    assert not dialog.next.isEnabled()
    field.input.setText("many")
    assert field.fault.text() == "a whole number is expected"
    field.input.setText("3")
    assert field.fault.text() == ""
    assert dialog.next.isEnabled()
    assert dialog.recipe.recipe == PRESETS["report"].model_copy(update={"epochs": 3})


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_goes_into_the_form_and_comes_out_the_same(dialog: TrainingDialog, preset: str) -> None:
    click(dialog.recipe.presets[preset])
    assert dialog.recipe.recipe == PRESETS[preset]
    assert [name for name, button in dialog.recipe.presets.items() if button.isChecked()] == [preset]
    dialog.recipe.form.fields["batch",].input.setText("77")
    assert not any(button.isChecked() for button in dialog.recipe.presets.values())


def test_a_recipe_is_saved_and_loaded_and_a_bad_one_refused(dialog: TrainingDialog, tmp_path: Path) -> None:
    page = dialog.recipe
    page.choose("better")
    page.form.fields["augmentation", "blur"].input.setText("1.5")
    made = page.recipe
    page.save_recipe(tmp_path / "mine.json")
    page.choose("quick")
    page.load_recipe(tmp_path / "mine.json")
    assert page.recipe == made
    (tmp_path / "bad.json").write_text('{"epochs": -4}')
    page.load_recipe(tmp_path / "bad.json")
    assert "epochs" in page.message.text()
    assert page.recipe == made


def test_the_augmentation_is_shown_on_pictures_of_the_data(dialog: TrainingDialog, qtbot: QtBot, csv: Path) -> None:
    read(dialog, qtbot, csv)
    click(dialog.next)
    dialog.recipe.choose("better")
    qtbot.waitUntil(lambda: dialog.recipe.preview.ready)
    assert len(dialog.recipe.preview.before.pictures) == len(dialog.recipe.preview.after.pictures) == 6


def test_a_name_that_is_taken_or_will_not_do_is_told(dialog: TrainingDialog, own_folders: Path) -> None:
    make_run(own_folders / "runs" / "report", 2)
    page = dialog.recipe
    for name in ("report", "Ünïcode", "a/b", "con", ""):
        page.name.setText(name)
        page.name.textEdited.emit(name)
        assert page.name_fault.text()
        assert page.run is None
    page.name.setText("fine-2")
    page.name.textEdited.emit("fine-2")
    assert page.run == own_folders / "runs" / "fine-2"


def test_a_training_is_drawn_as_it_goes(
    dialog: TrainingDialog, window: MainWindow, qtbot: QtBot, csv: Path, launch: FakeLaunch
) -> None:
    begin(dialog, qtbot, csv, launch)
    assert dialog.step == RUN
    view = dialog.run.view
    launch.process.say_epochs(1, 36)
    launch.process.say(batch(37, 140))
    qtbot.waitUntil(lambda: window.workshop.training.session.batch is not None)
    assert view.line.title.text() == "report: training"
    assert "overfitting" in view.line.remark.text()
    assert view.line.where.text().startswith("Epoch 37 of 40 · about 30 s left")
    assert view.chart.rows_shown == 36
    panel = view.chart.panels["gender_accuracy"]
    best = max(range(1, 37), key=lambda epoch: row(epoch)["score"])
    assert panel._best_line.isVisible()
    assert panel._best_line.value() == best
    assert f"{100 * row(36)['validation_gender_accuracy']:.1f} %" in panel.readout.text()
    panel.hovered.emit(5)
    assert f"{100 * row(5)['validation_gender_accuracy']:.1f} %" in panel.readout.text()


def test_pause_and_cancel_say_what_they_do_and_what_was_kept(
    dialog: TrainingDialog, window: MainWindow, qtbot: QtBot, csv: Path, launch: FakeLaunch
) -> None:
    begin(dialog, qtbot, csv, launch)
    view = dialog.run.view
    launch.process.say_epochs(1, 2)
    launch.process.say(batch(3, 5))
    qtbot.waitUntil(view.line.pause.isEnabled)
    click(view.line.pause)
    assert view.line.pause.text() == "Pausing…"
    launch.process.say(Paused())
    qtbot.waitUntil(lambda: view.line.pause.text() == "Resume")
    click(view.line.pause)
    assert view.line.pause.text() == "Pause"
    click(view.line.cancel)
    assert view.line.cancel.text() == "Cancelling…"
    assert not view.line.cancel.isEnabled()
    launch.process.say(Ended("cancelled", 2, 2))
    qtbot.waitUntil(lambda: view.line.title.text() == "report: cancelled")
    assert view.line.remark.text().startswith("2 epochs are kept")
    assert view.go_on.isVisible()
    assert not view.line.cancel.isVisible()
    assert launch.process.heard == ["start", "pause", "resume", "cancel"]
    click(view.go_on)
    qtbot.waitUntil(lambda: len(launch.processes) == 2)
    assert launch.process.order.resume


def test_of_a_cancelled_training_a_model_can_be_made(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, launch: FakeLaunch
) -> None:
    begin(dialog, qtbot, csv, launch)
    launch.process.say_epochs(1, 7)
    launch.process.say(Ended("cancelled", 7, 7))
    qtbot.waitUntil(dialog.run.view.make_model.isVisible)
    click(dialog.run.view.make_model)
    qtbot.waitUntil(lambda: len(launch.processes) == 2)
    assert launch.process.order.recipe.epochs == 7
    assert launch.process.order.resume


@pytest.mark.parametrize(
    "text", ["The loss is no number any more.", "There is no space left on the disk.", "The training ended: killed."]
)
def test_a_failure_is_told_with_what_was_kept(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, launch: FakeLaunch, text: str
) -> None:
    begin(dialog, qtbot, csv, launch)
    launch.process.say_epochs(1, 1)
    launch.process.say(Failed("run.nan", {}, text))
    view = dialog.run.view
    qtbot.waitUntil(lambda: view.line.title.text() == "report: stopped by an error")
    assert view.line.remark.text() == f"{text} 1 epoch is kept."
    assert view.go_on.isVisible()


def test_hidden_it_goes_on_and_photos_are_answered_meanwhile(
    dialog: TrainingDialog, window: MainWindow, qtbot: QtBot, csv: Path, launch: FakeLaunch, tmp_path: Path
) -> None:
    begin(dialog, qtbot, csv, launch)
    launch.process.say(batch(1, 140))
    click(dialog.hide_button)
    assert not dialog.isVisible()
    status = window.workshop.training.status
    qtbot.waitUntil(lambda: status.text() == "training: epoch 1/40 ~4 min")
    window.open_paths([write_photo(tmp_path / "two.png", faces=2)])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert len(window.work.panel.cards) == 2
    launch.process.say(Failed("run.nan", {}, "Nonsense."))
    qtbot.waitUntil(lambda: "Nonsense." in window.messages.text)
    qtbot.mouseClick(status, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert dialog.step == RUN
    assert status.isHidden()


def test_the_program_asks_before_it_closes_over_a_training(
    dialog: TrainingDialog,
    window: MainWindow,
    qtbot: QtBot,
    csv: Path,
    launch: FakeLaunch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin(dialog, qtbot, csv, launch)
    launch.process.say_epochs(1, 6)
    launch.process.say(batch(7, 3))
    qtbot.waitUntil(lambda: window.workshop.training.session.epoch == 7)
    said: list[str] = []

    def answer(button: str) -> object:
        click = press(button)

        def do(box: QMessageBox) -> int:
            said.append(box.text())
            return click(box)  # type: ignore[operator,no-any-return]

        return do

    monkeypatch.setattr(QMessageBox, "exec", answer("Go back"))
    assert not window.close()
    assert window.isVisible()
    assert said == ["report is in epoch 7 of 40."]
    monkeypatch.setattr(QMessageBox, "exec", answer("Stop and keep what is trained so far"))
    launch.process.say(Ended("cancelled", 6, 6))
    assert window.close()
    assert "cancel" in launch.process.heard


def test_once_the_model_is_used_the_one_it_was_measured_beside_is_no_longer_in_use(
    dialog: TrainingDialog, window: MainWindow, qtbot: QtBot
) -> None:
    view = dialog.run.result
    view.show_result(made_result())
    assert view.beside.text().startswith("fake 1.0 is in use. Perceived gender: 100.0 %, beside its 100.0 %. ")
    with qtbot.waitSignal(dialog.model_kept):
        dialog.run.keep(SHIPPED, "mine", use=True)
    assert view.text.text() == "mine answers for your photos now."
    assert view.beside.text().startswith("fake 1.0 was in use before. Perceived gender: ")
    compare = view.figures.compare
    assert [line.split(" in ")[0] for line in compare.figures.text().split("\n")] == [
        "report-cnn 1.0 agrees with the labels",
        "fake 1.0 agrees with the labels",
    ]
    assert "fake 1.0 comes from data of the same name" in compare.note.text()
    view.show_result(made_result())
    assert view.beside.text().startswith("fake 1.0 is in use. ")


def test_whatever_a_model_answers_has_its_figures_and_its_mistakes(dialog: TrainingDialog, qtbot: QtBot) -> None:
    view = dialog.run.result
    view.show_result(made_result())
    assert list(view.figures.heads) == ["gender", "ethnicity"]
    glasses = Attribute("glasses", ("no", "yes", "sunglasses"), title="Glasses")
    rows = np.arange(90)
    answered = rows % 3
    made = LabelledPredictions(
        model="glasses 1.0",
        data="made",
        rows=rows,
        found=np.ones(90, np.bool_),
        attributes={"glasses": glasses},
        probabilities={"glasses": np.eye(3)[answered]},
        thresholds={"glasses": np.full(90, 0.5)},
        columns={"glasses": Column(glasses, np.where(rows < 9, 0, answered)), "age": age_column(rows)},
        side="test",
    )
    view.show_result(result_of(made))
    figures = view.figures
    assert list(figures.heads) == ["glasses"]
    assert "Measured on 90 held-out" in figures.summary.text()
    assert view.beside.isHidden() and not figures.tabs.isTabVisible(figures.tabs.indexOf(figures.compare))
    choose(figures.groups.columns, "age")
    assert figures.groups.confusion.item(0, 2).toolTip() == "3 labelled no answered sunglasses"
    titles = [row.title for row in figures.groups.table.figures]
    assert titles[:2] == ["Everybody", "age 0-9 (few)"] or titles[0] == "Everybody"
    assert figures.groups.table.figures[titles.index("age 10-19")].value == 1.0
    # Its mistakes, the surest first, are the faces behind everybody's figure.
    assert figures.examples.list.count() == 6
    figures.groups.confusion.chosen.emit(0, 2)
    assert [figures.examples.list.item(at).toolTip().split("\n")[0] for at in range(3)] == ["2.png", "5.png", "8.png"]


def test_the_faces_behind_a_result_open_in_the_main_window(
    dialog: TrainingDialog, window: MainWindow, qtbot: QtBot
) -> None:
    view = dialog.run.result
    view.show_result(made_result())
    dialog.show_step(RUN)
    click(dialog.run.to_result)
    figures = view.figures
    figures.groups.confusion.chosen.emit(0, 0)
    assert figures.examples.list.count() == 5
    figures.examples.list.itemActivated.emit(figures.examples.list.item(1))
    qtbot.waitUntil(lambda: window.work.photo is not None and window.work.photo.name == "2.png")
    assert dialog.parentWidget() is None  # a window with a parent stays in front of it
    # So do those behind a dot of the calibration, which the keyboard reaches too.
    rows = np.arange(90)
    sure = np.where(rows < 60, 0.95, 0.75)
    made = made_answers({name: np.zeros(90, np.int64) + rows % 2 for name in ATTRIBUTES}, 90)
    shares = {name: np.where(values == 1, sure[:, None], (1 - sure[:, None]) / (values.shape[1] - 1))
              for name, values in made.probabilities.items()}  # fmt: skip
    view.show_result(result_of(replace(made, probabilities=shares)))
    figures.tabs.setCurrentWidget(figures.calibration)
    assert "faces: 60" in figures.calibration.text.text() and figures.examples.list.count() == 60
    diagram = figures.calibration.reliability
    qtbot.keyClick(diagram, Qt.Key.Key_Left)
    assert "faces: 30" in figures.calibration.text.text()
    assert "Answers given with 70 % to 80 %" in figures.examples.title.text() and figures.examples.list.count() == 30
    at = diagram._at(0.95, 1.0).toPoint()
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=at)
    assert "faces: 60" in figures.calibration.text.text()


def test_a_result_is_grouped_by_other_columns(dialog: TrainingDialog, qtbot: QtBot) -> None:
    view = dialog.run.result
    view.show_result(made_result())
    view.figures.groups_chosen.emit(("gender",))
    box = view.figures.groups.columns
    qtbot.waitUntil(lambda: box.count() == 1)
    assert box.itemText(0) == "perceived gender"


def test_of_a_single_epoch_the_curves_are_dots(dialog: TrainingDialog, own_folders: Path, qtbot: QtBot) -> None:
    make_run(own_folders / "runs" / "short", 1, ended={"reason": "finished", "epochs": 1, "best": 1})
    make_run(own_folders / "runs" / "long", 5, ended={"reason": "finished", "epochs": 5, "best": 5})
    click(dialog.earlier)
    qtbot.waitUntil(lambda: len(dialog.runs.runs) == 2)
    dialog.runs.table.selectAll()
    lines = dialog.runs.chart.panels["loss"]._others
    drawn = {run.name: line.opts["symbol"] for run, line in zip(dialog.runs.runs, lines, strict=True)}
    assert drawn == {"short": "o", "long": None}
    for epochs, symbol in ((1, "o"), (2, None)):
        dialog.run.view.chart.show_rows([row(epoch) for epoch in range(1, epochs + 1)])
        panel = dialog.run.view.chart.panels["loss"]
        assert panel._training.opts["symbol"] == panel._validation.opts["symbol"] == symbol


def test_earlier_runs_are_listed_compared_opened_and_gone_on_with(
    dialog: TrainingDialog, window: MainWindow, qtbot: QtBot, own_folders: Path, launch: FakeLaunch
) -> None:
    make_run(own_folders / "runs" / "first", 8, ended={"reason": "cancelled", "best_epoch": 8, "epochs_done": 8})
    make_run(own_folders / "runs" / "second", 12, seed=5)
    click(dialog.earlier)
    qtbot.waitUntil(lambda: len(dialog.runs.runs) == 2)
    table = dialog.runs.table
    assert {table.item(at, 0).text(): table.item(at, 1).text() for at in range(2)} == {
        "first": "cancelled",
        "second": "interrupted",
    }
    table.selectAll()
    assert [len(panel._others) for panel in dialog.runs.chart.panels.values()] == [2, 2, 2]
    assert "first" in dialog.runs.chart.names.text()
    assert "second" in dialog.runs.chart.names.text()
    # Their recipes are alike, so only figures differ.
    compared = dialog.runs.comparison
    titles = [compared.verticalHeaderItem(at).text() for at in range(compared.rowCount())]
    assert titles == ["Epochs", "Best epoch", "Time", "Best score", "Validation loss of that epoch"]
    assert {compared.horizontalHeaderItem(at).text(): compared.item(0, at).text() for at in range(2)} == {
        "first": "8 of 40",
        "second": "12 of 40",
    }
    assert not dialog.runs.open.isEnabled()
    table.clearSelection()
    table.selectRow([run.name for run in dialog.runs.runs].index("first"))
    click(dialog.runs.open)
    assert dialog.step == RUN
    assert dialog.run.view.line.title.text() == "first: cancelled"
    assert dialog.run.view.chart.rows_shown == 8
    click(dialog.run.view.go_on)
    qtbot.waitUntil(lambda: bool(launch.processes))
    assert launch.process.order.resume
    assert launch.process.order.run == own_folders / "runs" / "first"
    assert len(window.workshop.training.session.rows) == 8


def test_a_run_is_deleted_only_after_a_yes(
    dialog: TrainingDialog, qtbot: QtBot, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(own_folders / "runs" / "first", 8)
    click(dialog.earlier)
    qtbot.waitUntil(lambda: len(dialog.runs.runs) == 1)
    monkeypatch.setattr(QMessageBox, "exec", press("Keep"))
    click(dialog.runs.delete)
    assert run.exists()
    monkeypatch.setattr(QMessageBox, "exec", press("Delete"))
    click(dialog.runs.delete)
    qtbot.waitUntil(lambda: not run.exists())
    qtbot.waitUntil(lambda: dialog.runs.runs == [])
    assert "first was deleted" in dialog.messages.text


def test_every_part_that_takes_the_keyboard_has_a_name(dialog: TrainingDialog, qtbot: QtBot, csv: Path) -> None:
    read(dialog, qtbot, csv)
    for page in (dialog.data, dialog.recipe, dialog.run, dialog.runs):
        for button in page.findChildren(QPushButton):
            assert button.isHidden() or button.accessibleName() or button.text()
    for field in dialog.recipe.form.fields.values():
        assert field.input.accessibleName()
        assert field.input.toolTip()


class _OneFile(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/faces.csv" else 404)
        self.send_header("Content-Length", str(len(self.server.content)))  # type: ignore[attr-defined]
        self.end_headers()
        self.wfile.write(self.server.content)  # type: ignore[attr-defined]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        pass


@pytest.fixture
def server(csv: Path) -> Iterator[str]:
    """The address of a server on this computer that has one data set, faces.csv."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _OneFile) as serving:
        serving.content = csv.read_bytes()  # type: ignore[attr-defined]
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


def test_data_are_got_from_the_web_when_asked_for_and_read(
    dialog: TrainingDialog, qtbot: QtBot, server: str, tmp_path: Path
) -> None:
    data = dialog.data
    click(data.empty.button(data.get_data))
    page = data.get_page
    assert data.page is page
    assert not page.get.isEnabled()
    page.folder.setText(str(tmp_path / "got"))
    page.source.setText(f"{server}/faces.csv")
    assert page.note.text() == "Will connect to 127.0.0.1."
    QTest.keyClick(page.source, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: data.look is not None)
    assert data.look is not None
    assert data.look.path == tmp_path / "got" / "faces.csv"
    assert dialog.next.isEnabled()


@pytest.mark.parametrize("source", ["faces.csv", "ftp://example.org/a.csv", "kaggle:nobody", "https://", "http://["])
def test_what_is_no_source_is_said_and_not_asked_for(dialog: TrainingDialog, source: str, tmp_path: Path) -> None:
    page = dialog.data.get_page
    page.folder.setText(str(tmp_path))
    page.source.setText(source)
    assert page.note.text() == "Facet cannot get data from this address."
    assert not page.get.isEnabled()


def test_the_report_s_table_is_one_click_and_goes_back_without_connecting(
    dialog: TrainingDialog, tmp_path: Path
) -> None:
    data = dialog.data
    trigger(data.get_data)
    page = data.get_page
    page.folder.setText(str(tmp_path))
    click(page.suggestion)
    assert page.note.text() == "Will connect to Kaggle."
    assert page.get.isEnabled()
    click(page.back)
    assert data.page is data.empty


def test_data_that_cannot_be_got_are_told_and_another_way_can_be_chosen(
    dialog: TrainingDialog, qtbot: QtBot, server: str, tmp_path: Path, csv: Path
) -> None:
    dialog.data.get(f"{server}/other.csv", tmp_path / "got")
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.refused)
    assert "returned status 404" in dialog.data.refused.text.text()
    read(dialog, qtbot, csv)


def test_getting_can_be_cancelled(
    dialog: TrainingDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def wait(*args: object, should_stop: Callable[[], bool], **more: object) -> None:
        held.set()
        while not should_stop():
            pass

    monkeypatch.setattr("core.datasets.get.get_data", wait)
    dialog.data.get("https://example.org/faces.csv", tmp_path)
    assert dialog.data.reading.line.title.text() == "Getting data from example.org"
    qtbot.waitUntil(held.is_set)
    click(dialog.data.reading.line.cancel)
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.empty)


def test_a_new_run_has_nothing_of_the_chart_before(dialog: TrainingDialog) -> None:
    chart = dialog.run.view.chart
    chart.begin(40)
    chart.show_rows([row(epoch) for epoch in range(1, 30)])
    gap = chart.panels["loss"]._gap
    assert gap.isVisible() and not gap.path().isEmpty()
    chart.begin(40)
    assert not gap.isVisible() or gap.path().isEmpty()


@pytest.mark.parametrize(
    ("difference", "p", "worse", "recommended"),
    [
        (-0.2, 0.001, True, False),
        (-0.2, 0.4, False, False),
        (-0.02, 0.001, True, False),
        (-0.02, 0.4, False, True),
        (0.2, 0.001, False, True),
    ],
)
def test_a_model_worse_than_the_one_in_use_is_not_recommended(
    dialog: TrainingDialog, difference: float, p: float, worse: bool, recommended: bool
) -> None:
    overall = Difference(EVERYBODY, 900, False, 0.7, 0.7 - difference, difference - 0.05, difference + 0.05, p)
    found = Comparison("mine", "fake 1.0", 900, {"gender": HeadComparison(GENDER, overall, (), (), ())})
    view = dialog.run.result
    made = made_result()
    report = replace(made.audited.report, comparison=found)
    view.show_result(replace(made, audited=replace(made.audited, report=report)))
    assert view.use.isDefault() is recommended
    assert view.warning.isHidden() is not worse
    if worse:
        assert view.warning.text() == "Clearly less accurate than fake 1.0, which is in use: gender."


def test_a_training_that_ended_unseen_is_named_and_can_be_shown(
    dialog: TrainingDialog, window: MainWindow, qtbot: QtBot, csv: Path, launch: FakeLaunch
) -> None:
    begin(dialog, qtbot, csv, launch)
    launch.process.say_epochs(1, 2)
    dialog.show_step(DATA)
    dialog.close()
    told: list[str] = []
    window.workshop.training.noticed.connect(told.append)
    launch.process.say(Ended("finished", 2, 2))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["The training “report” is done."] == [window.messages.text]
    assert window.messages.undo.text() == "Show"
    click(window.messages.undo)
    assert dialog.isVisible() and dialog.step == RUN


def test_escape_leaves_a_subpage_and_not_the_window(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, own_folders: Path
) -> None:
    trigger(dialog.data.get_data)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.data.page is dialog.data.empty and dialog.isVisible()
    read(dialog, qtbot, csv)
    click(dialog.next)
    click(dialog.earlier)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.step == RECIPE and dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_subpage_does_not_keep_the_window_open(dialog: TrainingDialog) -> None:
    trigger(dialog.data.get_data)
    dialog.close()
    assert not dialog.isVisible()


def test_dialogs_open_in_the_folder_used_last(
    dialog: TrainingDialog,
    qtbot: QtBot,
    csv: Path,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read(dialog, qtbot, csv)
    proposed: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: proposed.append(a[2]) or ("", ""))
    trigger(dialog.data.open_file)
    assert proposed == [str(csv.parent)]
    reports = tmp_path / "reports"
    reports.mkdir()
    for target in (reports / "audit.html", ""):
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *a, target=target: proposed.append(a[2]) or (str(target), "")
        )
        click(dialog.data.view.save)
    assert proposed[-1] == str(reports / "audit.html")
    assert dialog.messages.undo.text() == "Show in folder"
    assert Settings(settings.path).last_folder("reports") == reports


@pytest.mark.parametrize("form", ["parquet", "csv", "folders"])
def test_data_are_exported_for_other_tools(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(dialog, qtbot, csv)
    out = tmp_path / "out"
    (out / f"faces-{form}").mkdir(parents=True)  # what is there stays
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    trigger(dialog.data.view.forms.forms[form])
    assert dialog.data.page is dialog.data.reading
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.view)
    written = next(path for path in out.iterdir() if any(path.iterdir()))
    assert str(written) in dialog.messages.text and dialog.messages.undo.text() == "Show in folder"
    assert not list((out / f"faces-{form}").iterdir())
    assert len(open_dataset(written)) == 120
    assert dialog.data.look is not None and dialog.next.isEnabled()


def test_an_export_that_is_cancelled_or_fails_leaves_the_data_shown(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(dialog, qtbot, csv)
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    trigger(dialog.data.view.forms.forms["csv"])
    click(dialog.data.reading.line.cancel)
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.view)
    out.rmdir()
    out.write_text("a file where the folder was")
    trigger(dialog.data.view.forms.forms["csv"])
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.view)
    qtbot.waitUntil(lambda: "out" in dialog.messages.text)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    trigger(dialog.data.view.forms.forms["csv"])
    assert dialog.data.page is dialog.data.view


def test_runs_are_compared_by_what_differs(dialog: TrainingDialog, own_folders: Path, qtbot: QtBot) -> None:
    for name, preset in (("plain", "report"), ("deep", "better")):
        folder = make_run(own_folders / "runs" / name, 3, ended={"reason": "finished", "epochs": 3, "best": 3})
        write_recipe(folder / "recipe.json", PRESETS[preset])
    shutil.copytree(SHIPPED, own_folders / "runs" / "plain" / "bundle")
    click(dialog.earlier)
    qtbot.waitUntil(lambda: len(dialog.runs.runs) == 2)
    dialog.runs.table.selectAll()
    dialog.runs.below.setCurrentWidget(dialog.runs.comparison)
    assert not dialog.runs.save_chart.isVisible()
    table = dialog.runs.comparison
    names = [table.horizontalHeaderItem(at).text() for at in range(2)]
    rows = {
        table.verticalHeaderItem(y).text(): dict(zip(names, (table.item(y, x).text() for x in range(2)), strict=True))
        for y in range(table.rowCount())
    }
    assert rows["Network"] == {"plain": "The report's network", "deep": "With attention"}
    assert rows["Optimizer"] == {"plain": "Adam", "deep": "AdamW"}
    assert rows["Flip"] == {"plain": "no", "deep": "yes"}
    assert rows["Early stopping, epochs"] == {"plain": "–", "deep": "12"}
    assert "Epochs" in rows and "Batch size" not in rows
    tested = rows["Perceived gender, test accuracy"]
    assert tested["plain"].endswith(" %") and tested["deep"] == "–"


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_chart_is_saved_as_a_picture(
    dialog: TrainingDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    dialog.show_step(RUN)
    dialog.run.view.chart.show_rows([row(epoch) for epoch in range(1, 9)])
    path = tmp_path / f"chart.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    click(dialog.run.view.save_chart)
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG" if ending == "png" else b"<?xml")
    if ending == "svg":
        # Lines and words, which can be scaled and edited.
        assert content.count(b"<polyline") > 10 and content.count(b"<text") > 10
    assert str(path) in dialog.messages.text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "chart.png"), ""))
    click(dialog.run.view.save_chart)
    assert "could not be written" in dialog.messages.text


def test_the_windows_fit_a_small_screen(
    window: MainWindow, qtbot: QtBot, csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "availableGeometry", lambda self: QRect(0, 0, 1280, 720))
    for part in (window.workshop.training, window.workshop.audit):
        part.open()
        assert part.dialog is not None
        size = part.dialog.size().expandedTo(part.dialog.minimumSizeHint())
        assert size.width() <= 1280 and size.height() <= 720 - 40, part
        part.dialog.close()


def test_warnings_about_the_data_stand_on_the_data_page_and_with_the_results(
    dialog: TrainingDialog, qtbot: QtBot, csv: Path
) -> None:
    read(dialog, qtbot, csv)
    view, look = dialog.data.view, dialog.data.look
    assert look is not None and view.warnings.isHidden()
    warned = SimpleNamespace(**{name: getattr(look.audit, name) for name in ("light", "leave_out", "failed")})
    warned.warnings = ("Gender: every labelled row is Male.",)
    view.show_look(replace(look, audit=warned))  # type: ignore[arg-type]
    assert view.warnings.isVisible() and view.warnings.text() == "Gender: every labelled row is Male."
    result = dialog.run.result
    result.show_result(replace(made_result(), warnings=warned.warnings))
    assert result.warning.text() == "Gender: every labelled row is Male."
    assert result.use.isDefault()
