"""The audit of models that were not made in Facet, through the real window: networks with a form, tables of answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made_networks import biased_faces, bright_is_second
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from using import trigger

from core.cli.main import main
from core.evaluation.external.form import load_network
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.audit.dialog import AuditDialog
from desktop.audit.network_form import NetworkFormDialog

PATIENCE_MS = 60_000


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> AuditDialog:
    trigger(window.commands.audit)
    made = window.workshop.audit.dialog
    assert made is not None
    qtbot.waitExposed(made)
    return made


@pytest.fixture(scope="module")
def biased(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return biased_faces(tmp_path_factory.mktemp("biased") / "faces.csv", count=400)


@pytest.fixture
def form_of(dialog: AuditDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], NetworkFormDialog]:
    """Chooses a network in the real window and returns its form once it is guessed."""

    def choose(path: Path) -> NetworkFormDialog:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        qtbot.mouseClick(dialog.setup.elsewhere, Qt.MouseButton.LeftButton)
        form = dialog.setup.findChild(NetworkFormDialog)
        assert form is not None
        qtbot.waitUntil(lambda: form.ready or bool(form.fault.text()), timeout=PATIENCE_MS)
        return form

    return choose


def dropped(target: AuditDialog, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    target.dropEvent(
        QDropEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def start(dialog: AuditDialog, qtbot: QtBot) -> None:
    qtbot.mouseClick(dialog.setup.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is not dialog.waiting, timeout=PATIENCE_MS)


def shown(form: NetworkFormDialog) -> str:
    from PySide6.QtWidgets import QLabel

    rows = [form.faces.itemAt(at).widget() for at in range(form.faces.count())]
    return "\n".join(label.text() for row in rows if row for label in row.findChildren(QLabel) if label.text())


def test_a_network_is_audited_after_its_form_was_seen_to_be_right(
    dialog: AuditDialog, form_of: Callable[[Path], NetworkFormDialog], biased: Path, tmp_path: Path, qtbot: QtBot,
    settings: Settings,
) -> None:  # fmt: skip
    network = bright_is_second(tmp_path / "theirs.onnx")
    dialog.setup.use_data(biased)
    form = form_of(network)
    assert form.ready
    assert "this is a guess" in form.explanation.text()
    assert form.fields["size"].value == 48
    assert [(row.name.text(), row.labels.text()) for row in form.rows] == [("gender", "Male, Female")]
    assert form.rows[0].scores.currentData() == "logits"
    assert shown(form).count("Perceived gender: ") == 3
    assert "labelled Male" in shown(form)
    # A wrong order of the labels can be seen in the faces, which are answered anew.
    before = shown(form)
    form.fields["scaling"].show_value("0-1")
    form.rows[0].labels.setText("Female, Male")
    assert not form.ready
    qtbot.waitUntil(lambda: form.ready, timeout=PATIENCE_MS)
    assert shown(form) != before
    form.rows[0].labels.setText("Male, Female")
    qtbot.waitUntil(lambda: form.ready, timeout=PATIENCE_MS)
    with qtbot.waitSignal(form.accepted, timeout=PATIENCE_MS):
        qtbot.mouseClick(form.use, Qt.MouseButton.LeftButton)
    assert load_network(network).form.scaling == "0-1"
    setup = dialog.setup
    assert setup.model.currentText() == "theirs.onnx"
    assert not setup.changes.isEnabled()
    setup.other.setCurrentIndex(setup.other.findText("report-cnn"))
    start(dialog, qtbot)
    assert dialog.figures.title.text() == "theirs on UTKFace CSV"
    assert "not known what the model was trained on" in dialog.figures.summary.text()
    tabs = [dialog.figures.tabs.tabText(at) for at in range(dialog.figures.tabs.count())]
    assert tabs == ["By group", "Largest gaps", "Calibration", "Two models", "Limits"]
    # Remembered for the next time.
    dialog.show_setup()
    assert setup.model.findText("theirs.onnx") >= 0
    assert settings.recent_networks == [network]
    setup.model.setCurrentIndex(setup.model.findText("theirs.onnx"))
    qtbot.mouseClick(setup.form, Qt.MouseButton.LeftButton)
    again = next(one for one in setup.findChildren(NetworkFormDialog) if one.isVisible())
    qtbot.waitUntil(lambda: again.ready, timeout=PATIENCE_MS)
    assert "form used last time" in again.explanation.text()
    again.close()


def test_what_does_not_fit_is_said_in_the_form(
    form_of: Callable[[Path], NetworkFormDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    form = form_of(bright_is_second(tmp_path / "theirs.onnx", outputs=3))
    assert "its form names no answer; its outputs are logits (?, 3)" in form.fault.text()
    assert not form.ready
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    form.rows[0].name.setText("glasses")
    form.rows[0].labels.setText("none, sun, reading, other")
    form.rows[0].scores.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "has 3 values, expected 4" in form.fault.text(), timeout=PATIENCE_MS)
    form.rows[0].labels.setText("none, sun, reading")
    qtbot.waitUntil(lambda: form.ready, timeout=PATIENCE_MS)
    assert form.fault.text() == ""
    assert "Perceived glasses" in shown(form)
    form.fields["size"].input.setText("64")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "its form says (?, 3, 64, 64)" in form.fault.text(), timeout=PATIENCE_MS)
    form.close()


def test_a_file_that_is_no_network_is_named(form_of: Callable[[Path], NetworkFormDialog], tmp_path: Path) -> None:
    (tmp_path / "letter.onnx").write_text("Dear model")
    form = form_of(tmp_path / "letter.onnx")
    assert "cannot be audited" in form.fault.text()
    form.close()


def test_a_keras_file_is_opened_only_on_a_users_word(
    dialog: AuditDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append((box.text(), box.informativeText())))
    (tmp_path / "theirs.keras").write_bytes(b"PK")
    dropped(dialog, tmp_path / "theirs.keras")
    assert asked and "theirs.keras" in asked[0][0] and "people you trust" in asked[0][1]
    assert dialog.setup.findChild(NetworkFormDialog) is None


def test_a_table_of_answers_is_dropped_and_audited_with_its_own_labels(
    dialog: AuditDialog, biased: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    answers = tmp_path / "answers.csv"
    assert main(["evaluate", "report-cnn", str(biased), "--answers", str(answers)]) == 0
    dropped(dialog, answers)
    setup = dialog.setup
    assert setup.model.currentText() == "answers.csv"
    assert "The labels in answers.csv" in setup.data.text()
    assert not setup.form.isVisible()
    start(dialog, qtbot)
    assert dialog.figures.title.text() == "answers on answers.csv"
    assert "not known what the model was trained on" in dialog.figures.summary.text()
    # Dropped on the figures, data are for the next audit.
    dropped(dialog, biased)
    assert dialog.pages.currentWidget() is setup
    assert setup.data.text() == str(biased)
    setup.model.setCurrentIndex(setup.model.findText("answers.csv"))
    start(dialog, qtbot)
    assert dialog.figures.title.text() == "answers on UTKFace CSV"


def test_names_and_labels_that_cannot_be_are_said_in_plain_words(
    form_of: Callable[[Path], NetworkFormDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    form = form_of(bright_is_second(tmp_path / "theirs.onnx"))
    row = form.rows[0]
    for name, labels, said in (
        ("gender", "Male, Female, Other", "Perceived gender has no label “Other”; expected are Male, Female."),
        ("gender", "Male, m", "Perceived gender: at least two labels are expected, all different."),
        ("glasses", "none", "Perceived glasses: at least two labels are expected, all different."),
        ("My glasses", "none, sun", "“My glasses” cannot be the name of an attribute: expected are up to 40 of a-z,"),
    ):
        row.name.setText(name)
        row.labels.setText(labels)
        qtbot.waitUntil(lambda said=said: form.fault.text().startswith(said), timeout=PATIENCE_MS)
        assert not form.ready
    row.name.setText("gender")
    row.labels.setText("m, f")
    qtbot.waitUntil(lambda: form.ready, timeout=PATIENCE_MS)
    form.close()
