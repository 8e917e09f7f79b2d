"""Labels looked at and repaired in the window: the faces behind numbers, the queue, and pictures without labels."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from fakes import FakeAnalyzer
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from training_fakes import FakeLaunch
from using import click, trigger

from core.datasets.dataset import FaceDataset
from core.datasets.decisions import Decisions, NewLabels, decisions_file
from core.datasets.open import open_dataset
from core.training import face_features as features_module
from core.training.face_features import FaceFeatures
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.workshop import Workshop
from desktop.training.dialog import TrainingDialog
from desktop.training.label_new import NewLabelQueue
from desktop.training.label_queue import LabelQueue
from desktop.widgets.theme import Theme

Key = Qt.Key


@pytest.fixture
def dialog(
    look: Theme,
    qtbot: QtBot,
    analyzer: FakeAnalyzer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TrainingDialog]:
    monkeypatch.setattr(Workshop.__init__, "__kwdefaults__", {"launch_process": FakeLaunch()})
    window = MainWindow(Engine(lambda name: analyzer), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.status.text() == "fake 1.0 · CPU")
    trigger(window.commands.train)
    made = window.workshop.training.dialog
    assert made is not None
    yield made
    window.close()


@pytest.fixture(autouse=True)
def features(monkeypatch: pytest.MonkeyPatch) -> None:
    """Features that tell the last digit of a picture's name, in place of a network's."""

    def fake(dataset: FaceDataset, source: str, **_: object) -> FaceFeatures:
        truth = np.array([int(Path(name).stem[-1]) for name in dataset.names])
        noise = np.random.default_rng(1).normal(0, 1, (len(dataset), 8))
        return FaceFeatures((noise + 6 * np.eye(8)[truth]).astype(np.float32), np.ones(len(dataset), bool), "start")

    monkeypatch.setattr(features_module, "make_features_in_child", lambda *_, **__: None)
    monkeypatch.setattr(features_module, "face_features", fake)
    monkeypatch.setattr(features_module, "unseen_source", lambda dataset, should_stop=None: "start")


def picture(seed: int) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return Image.fromarray(cv2.resize(noise, (60, 60), interpolation=cv2.INTER_CUBIC))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Sixty faces in UTKFace's form: the label of the 57th is wrong, and the last is a copy with another label."""
    folder = tmp_path / "faces"
    folder.mkdir()
    for at in range(58):
        picture(at).save(folder / f"30_{at % 2}_0_{at:03d}_{at % 2}.png")
    picture(58).save(folder / "30_0_0_058_1.png")
    picture(1).save(folder / "30_0_0_059_1.png")
    return folder


def open_data(dialog: TrainingDialog, qtbot: QtBot, path: Path) -> None:
    dialog.data.open(path)
    qtbot.waitUntil(lambda: dialog.data.look is not None)


def check(dialog: TrainingDialog, qtbot: QtBot) -> LabelQueue:
    click(dialog.data.view.check)
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.queue)
    return dialog.data.queue


def press(queue: LabelQueue | NewLabelQueue, *keys: Key) -> None:
    for key in keys:
        QTest.keyClick(queue, key)


def actions(data: Path) -> list[tuple[str, str, str]]:
    return [(one.name, one.action, one.label) for one in Decisions(data).all]


def test_tab_goes_through_problems_and_labels_where_they_stand(
    dialog: TrainingDialog, qtbot: QtBot, data: Path
) -> None:
    open_data(dialog, qtbot, data)
    view = dialog.data.view
    problems = view.findings
    assert problems.boxes
    parts = [part for reason in problems.boxes for part in (problems.boxes[reason], problems.links[reason])]
    lines = list(view.columns.lines.values())
    assert _in_tab_order(dialog, [view.matrix, *lines, *parts, problems.all, dialog.next])
    queue = check(dialog, qtbot)
    assert queue.labels
    assert _in_tab_order(dialog, [queue.keep, *queue.labels, queue.cannot_tell, queue.leave_out])


def _in_tab_order(window: QWidget, parts: Sequence[QWidget]) -> bool:
    """Whether Tab goes to `parts` one after another."""
    order, widget = [], window.nextInFocusChain()
    while widget is not window:
        order.append(widget)
        widget = widget.nextInFocusChain()
    places = [order.index(part) for part in parts]
    return places == sorted(places)


def test_the_queue_is_gone_through_by_keyboard_and_every_step_is_on_disk(
    dialog: TrainingDialog, qtbot: QtBot, data: Path
) -> None:
    open_data(dialog, qtbot, data)
    queue = check(dialog, qtbot)
    assert queue.question is not None
    assert (queue.question.name, queue.question.suggested) == ("30_0_0_059_1.png", "Female")
    assert queue.label.text() == "Label: Male"
    assert queue.suggestion.text().startswith("Suggested: Female, ")
    assert "exact copy" in queue.reason.text()
    qtbot.waitUntil(lambda: queue.copies_title.text() != "")
    assert queue.copies_title.text() == "1 copy of this picture"
    press(queue, Key.Key_2)
    # The copy of the picture is decided alike.
    assert set(actions(data)) == {("30_0_0_059_1.png", "relabel", "Female"), ("30_1_0_001_1.png", "keep", "")}
    assert queue.question.name == "30_0_0_058_1.png"
    assert "disagrees" in queue.reason.text()
    press(queue, Key.Key_K)
    assert ("30_0_0_058_1.png", "keep", "") in actions(data)
    press(queue, Key.Key_Left)
    if queue.question.name != "30_0_0_058_1.png":
        press(queue, Key.Key_Left)
    QTest.keyClick(queue, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ("30_0_0_058_1.png", "keep", "") not in actions(data)
    assert queue.question.name == "30_0_0_058_1.png"
    press(queue, Key.Key_X)
    assert ("30_0_0_058_1.png", "leave_out", "") in actions(data)
    assert sorted(file.name for file in data.parent.iterdir() if file.is_file()) == [decisions_file(data).name]


def test_leaving_the_queue_applies_what_was_decided(dialog: TrainingDialog, qtbot: QtBot, data: Path) -> None:
    open_data(dialog, qtbot, data)
    view = dialog.data.view
    assert "contradicting" in view.findings.boxes
    press(check(dialog, qtbot), Key.Key_2, Key.Key_X)
    assert dialog.go_back()
    qtbot.waitUntil(lambda: dialog.data.page is view)
    assert "contradicting" not in view.findings.boxes
    assert view.decided.text() == "By hand: 1 label changed and 1 face left out"
    assert dialog.data.look is not None
    assert dialog.data.look.dataset.decided is not None
    qtbot.waitUntil(lambda: sum(view.split.sides.values()) == 59)
    # Once more, only what is open is asked.
    dialog.data.check_labels()
    qtbot.waitUntil(lambda: dialog.data.page in (view, dialog.data.queue) and dialog.data._job is None)
    if dialog.data.page is dialog.data.queue:
        asked = {one.name for one in dialog.data.queue._all}
        assert not asked & {"30_0_0_059_1.png", "30_0_0_058_1.png"}


def test_cannot_tell_and_walking_back_over_what_was_decided(dialog: TrainingDialog, qtbot: QtBot, data: Path) -> None:
    open_data(dialog, qtbot, data)
    queue = check(dialog, qtbot)
    press(queue, Key.Key_C)
    assert {action for _, action, _ in actions(data)} == {"cannot_tell"}
    press(queue, Key.Key_Left)
    assert queue.decision.text() == "Decided: cannot tell; the label is not used."
    press(queue, Key.Key_1)
    assert set(actions(data)) == {("30_0_0_059_1.png", "keep", ""), ("30_1_0_001_1.png", "relabel", "Male")}


def test_a_decision_that_cannot_be_saved_is_said_and_nothing_moves(
    dialog: TrainingDialog, qtbot: QtBot, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.datasets import decisions

    open_data(dialog, qtbot, data)
    queue = check(dialog, qtbot)
    before = queue.question

    def refuse(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(decisions, "replace_file", refuse)
    press(queue, Key.Key_K)
    assert queue.question == before
    assert "No space left on device" in dialog.messages.text
    assert not queue.undo.isEnabled()


def test_every_number_opens_its_faces(dialog: TrainingDialog, qtbot: QtBot, data: Path) -> None:
    open_data(dialog, qtbot, data)
    view, faces = dialog.data.view, dialog.data.faces
    view.matrix.setFocus()
    QTest.keyClick(view.matrix, Key.Key_Right)
    QTest.keyClick(view.matrix, Key.Key_Return)
    assert dialog.data.page is faces
    assert faces.title.text() == "Female, White · 29 pictures"
    assert len(faces.faces.rows) == 29
    assert faces.faces.data(faces.faces.index(0)) == "Female\nWhite"
    assert dialog.go_back()
    assert dialog.data.page is view
    left, _ = view.matrix._columns()
    QTest.mouseClick(view.matrix, Qt.MouseButton.LeftButton, pos=QPoint(int(left) + 10, 3 * 8 + 5))
    assert faces.title.text() == "Male, White · 31 pictures"
    dialog.go_back()
    view.columns.lines["gender"].linkActivated.emit("1")
    assert faces.title.text() == "gender: Female · 29 pictures"
    dialog.go_back()
    click(view.findings.links["contradicting"])
    names = [faces.faces.data(faces.faces.index(at), Qt.ItemDataRole.ToolTipRole) for at in range(2)]
    assert [name.splitlines()[0] for name in names] == ["30_0_0_059_1.png", "30_1_0_001_1.png"]
    faces.grid.setCurrentIndex(faces.faces.index(1))
    click(faces.check)
    queue = dialog.data.queue
    assert dialog.data.page is queue
    assert queue.question is not None
    assert queue.question.name == "30_1_0_001_1.png"
    assert not queue.suggestion.isVisible()


def test_pictures_that_cannot_be_read_open_too(dialog: TrainingDialog, qtbot: QtBot, data: Path) -> None:
    (data / "31_0_0_100_0.png").write_bytes(b"nothing")
    open_data(dialog, qtbot, data)
    click(dialog.data.view.findings.links["unreadable"])
    assert len(dialog.data.faces.faces.rows) == 1
    assert dialog.data.faces.note.text()
    click(dialog.data.faces.check)
    qtbot.waitUntil(lambda: dialog.data.queue.picture._note == "This picture cannot be read.")


def test_checking_can_be_cancelled_and_the_data_stay(
    dialog: TrainingDialog, qtbot: QtBot, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.work import Stopped

    def wait(*_: object, should_stop: object = None, **__: object) -> None:
        while not should_stop():  # type: ignore[operator]
            pass
        raise Stopped

    monkeypatch.setattr(features_module, "make_features_in_child", wait)
    open_data(dialog, qtbot, data)
    click(dialog.data.view.check)
    assert dialog.data.page is dialog.data.reading
    assert dialog.go_back()
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.view)
    assert dialog.data.look is not None


def test_what_cannot_be_checked_is_said_and_the_data_stay(
    dialog: TrainingDialog, qtbot: QtBot, data: Path, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for name in sorted(data.iterdir())[:3]:
        (few / name.name).write_bytes(name.read_bytes())
    open_data(dialog, qtbot, few)
    click(dialog.data.view.check)
    qtbot.waitUntil(lambda: "cannot be checked" in dialog.messages.text)
    assert dialog.data.page is dialog.data.view


def test_a_folder_without_labels_is_labelled_and_trained_from(
    dialog: TrainingDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    for at in range(60):
        picture(at).save(folder / f"photo{at:02d}_{at % 2}.png")
    (folder / "notes.txt").write_text("2020 to 2022")
    page = dialog.data
    page.open(folder)
    qtbot.waitUntil(lambda: page.page is page.unlabelled)
    assert "60 pictures" in page.unlabelled.text.text()
    assert "If the labels are in notes.txt, choose that file." in page.unlabelled.text.text()
    click(page.unlabelled.button(page.label_pictures))
    qtbot.waitUntil(lambda: page.page is page.new_form)
    form = page.new_form
    form.choice.setCurrentIndex(form.choice.count() - 1)
    form.name.setText("glasses")
    form.labels.setText("no")
    assert not form.begin_button.isEnabled()
    assert "two or more labels" in form.fault.text()
    form.labels.setText("no, yes")
    click(form.begin_button)
    queue = page.new_queue
    qtbot.waitUntil(lambda: queue.isEnabled() and queue.row is not None)
    names = open_unlabelled(folder)
    assert not queue.train.isEnabled()
    for _ in range(55):
        qtbot.waitUntil(lambda: queue._ordering is None)
        row = queue.row
        assert row is not None
        press(queue, Key.Key_1 if names[row].endswith("0.png") else Key.Key_2)
    given = NewLabels(folder).of("glasses")
    assert len(given) == 55
    assert all((label == "no") == name.endswith("0.png") for name, label in given.items())
    QTest.keyClick(queue, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(NewLabels(folder).of("glasses")) == 54
    press(queue, Key.Key_C)
    assert queue.row is not None
    assert len(NewLabels(folder).of("glasses")) == 54
    click(queue.train)
    qtbot.waitUntil(lambda: page.look is not None)
    assert page.look is not None
    assert page.look.dataset.columns["glasses"].attribute.labels == ("no", "yes")
    assert len(page.look.dataset) == 54
    # Another time, the labels are still there.
    page.open(folder)
    qtbot.waitUntil(lambda: page.page is page.unlabelled)
    trigger(page.label_pictures)
    qtbot.waitUntil(lambda: page.page is page.new_form)
    assert form.choice.itemData(0) == ("glasses", ("no", "yes")) or set(form.choice.itemData(0)[1]) == {"no", "yes"}


def open_unlabelled(folder: Path) -> tuple[str, ...]:
    from core.datasets.open import unlabelled_dataset

    return unlabelled_dataset(folder).names


def test_damaged_decisions_are_said_where_the_data_are_opened(dialog: TrainingDialog, qtbot: QtBot, data: Path) -> None:
    decisions_file(data).write_text("nothing")
    dialog.data.open(data)
    qtbot.waitUntil(lambda: dialog.data.page is dialog.data.refused)
    assert decisions_file(data).name in dialog.data.refused.text.text()


def test_decisions_made_elsewhere_are_there_when_the_data_are_opened(
    dialog: TrainingDialog, qtbot: QtBot, data: Path
) -> None:
    from core.datasets.decisions import Decision, picture_hash

    dataset = open_dataset(data)
    Decisions(data).make([Decision(dataset.names[0], picture_hash(dataset, 0), "leave_out")])
    assert json.loads(decisions_file(data).read_text())["version"] == 1
    open_data(dialog, qtbot, data)
    assert dialog.data.view.decided.text() == "By hand: 1 face left out"
