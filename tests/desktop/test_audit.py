"""The audit through the real window: data and model chosen, figures read, faces behind them opened, saved, stopped."""

from __future__ import annotations

import json
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from training_fakes import write_csv
from using import click, trigger

from core.cli.main import main
from core.places import own_models, shipped
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import DETECTOR
from desktop.audit import dialog as dialog_module
from desktop.audit.dialog import AuditDialog
from desktop.audit.figure_table import INTERVAL, PLOT, TITLE, VALUE, FigureTable, Row
from desktop.audit.work import Order, audit
from desktop.widgets.theme import Theme
from desktop.worker import Progress, ShouldStop, Work

MODEL = shipped("models") / "report-cnn"


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> AuditDialog:
    trigger(window.commands.audit)
    made = window.workshop.audit.dialog
    assert made is not None
    qtbot.waitUntil(lambda: made.windowHandle().isExposed())
    made.setup.model.setCurrentIndex(made.setup.model.findText("report-cnn"))
    return made


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("data") / "faces.csv", rows=160)


_results: dict[Order, object] = {}


@pytest.fixture
def audited(dialog: AuditDialog, csv: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> AuditDialog:
    """The window with the result of an audit; the same order is audited once for all tests."""

    def remembered(order: Order) -> Work:
        def work(progress: Progress, should_stop: ShouldStop) -> object:
            if order not in _results:
                _results[order] = audit(order)(progress, should_stop)
            return _results[order]

        return work

    monkeypatch.setattr("desktop.audit.dialog.audit", remembered)
    return run(dialog, csv, qtbot)


def test_the_end_of_an_audit_is_told(dialog: AuditDialog, window: MainWindow, csv: Path, qtbot: QtBot) -> None:
    told: list[str] = []
    window.workshop.audit.noticed.connect(told.append)
    run(dialog, csv, qtbot)
    assert told == ["The audit of report-cnn is done."]
    # Escape goes back to the setup, and only there leaves the window.
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and dialog.pages.currentWidget() is dialog.setup
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def run(dialog: AuditDialog, data: Path, qtbot: QtBot) -> AuditDialog:
    dialog.setup.use_data(data)
    click(dialog.setup.start)
    assert dialog.pages.currentWidget() is dialog.waiting
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is not dialog.waiting)
    return dialog


def tabs(dialog: AuditDialog) -> list[str]:
    return [dialog.figures.tabs.tabText(at) for at in range(dialog.figures.tabs.count())]


def choose(box: object, text: str) -> None:
    box.setCurrentIndex(box.findText(text))  # type: ignore[attr-defined]
    assert box.currentText() == text  # type: ignore[attr-defined]


def test_figures_by_group_with_the_faces_behind_them(audited: AuditDialog, qtbot: QtBot) -> None:
    result = audited.figures
    assert tabs(audited) == ["By group", "Largest gaps", "Calibration", "Limits"]
    assert "report-cnn 1.0 on " in result.title.text()
    assert result.tabs.accessibleName() == result.title.text()
    assert "agrees with the labels of 160 faces in" in result.summary.text()
    assert "trained on data of this name" in result.summary.text()
    choose(result.groups.columns, "perceived gender and perceived ethnicity")
    table = result.groups.table
    assert table.rowCount() == 11
    assert [table.item(at, 0).text() for at in (0, 1)] == ["Everybody", "Male, White (few)"]
    assert table.figures[0].count == sum(row.count for row in table.figures[1:]) == 160
    # The faces behind everybody's figure are those the model got most wrong.
    assert result.groups.confused.text().startswith("Everybody")
    assert result.examples.title.text().startswith("Everybody, answered otherwise than labelled")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert result.groups.confused.text().startswith("Male, Black")
    # Each cell of the confusion leads to as many faces as it counts.
    confusion = result.groups.confusion
    for label, answer in ((0, 0), (0, 1)):
        confusion.chosen.emit(label, answer)
        assert result.examples.list.count() == int(confusion.item(label, answer).text())
    # What is left uncertain is what gets no answer.
    choose(result.groups.figure, "Share that gets an answer")
    given = table.figures[0]
    choose(result.groups.figure, "Share left uncertain")
    left = table.figures[0]
    assert left.value == pytest.approx(1 - given.value)
    assert (left.low, left.high) == pytest.approx((1 - given.high, 1 - given.low))
    assert table.item(0, VALUE).text().endswith(" %")


def test_the_other_head_and_the_gaps(audited: AuditDialog, qtbot: QtBot) -> None:
    result = audited.figures
    qtbot.mouseClick(result.heads["ethnicity"], Qt.MouseButton.LeftButton)
    assert result.groups.confusion.rowCount() == 5
    assert "True positive rate, Asian" in [
        result.groups.figure.itemText(at) for at in range(result.groups.figure.count())
    ]
    result.tabs.setCurrentWidget(result.gaps)
    assert result.gaps.table.rowCount() > 0
    assert "chance alone would make it" in result.gaps.text.text()
    # The faces behind a gap are those of its lower group.
    assert result.gaps._gaps[0].lowest.labels[0] in result.examples.title.text().replace("age ", "")


def test_where_no_gap_is_surely_more_than_chance_it_says_so_and_no_more(audited: AuditDialog) -> None:
    gaps = audited.figures.gaps
    found = audited.figures.audited.report.evaluation.heads["gender"]
    wide = replace(found.gaps[0], gap=0.038, low=0.009, high=0.081, by_chance=0.016, p=0.06)
    gaps.show_head(replace(found, gaps=(wide,)))
    assert gaps.note.text().startswith("Judged together, no gap between groups is surely more than chance.")
    assert "3.8 points above" in gaps.text.text()
    assert gaps.text.text().endswith("; chance alone would make it 1.6, so it may be no more than that.")
    gaps.show_head(replace(found, gaps=(replace(wide, p=0.001),)))
    assert "are coloured" in gaps.note.text() or "is coloured" in gaps.note.text()
    assert gaps.text.text().endswith("; chance alone would make it 1.6.")


@pytest.fixture
def table(look: Theme, qtbot: QtBot) -> FigureTable:
    made = FigureTable("Shares")
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    return made


def test_what_lies_off_the_scale_is_marked(table: FigureTable) -> None:
    rows = [
        Row("on it", 900, 0.02, 0.01, 0.1),
        Row("at its end", 9, 0.1, 0.1, 0.1, small=True),
        Row("value and interval beyond", 9, 0.14, 0.1, 0.1, small=True),
        Row("interval beyond", 9, 0.1, 0.1, 0.4, small=True),
    ]
    table.show_figures(rows)
    assert table.span == pytest.approx((0.0, 0.1))
    assert [table.beyond(row.value) for row in rows] == [0, 0, 1, 0]
    table.setCurrentCell(0, TITLE)
    plots = [table.viewport().grab(table.visualRect(table.model().index(at, PLOT))).toImage() for at in (1, 2, 3)]
    assert plots[0] != plots[1] and plots[0] != plots[2] and plots[1] != plots[2]


@pytest.mark.parametrize(("share", "said"), [(0.0, "0 % … 5 %"), (1.0, "95 % … 100 %"), (0.5, "45 % … 55 %")])
def test_a_scale_of_shares_stays_among_shares(table: FigureTable, share: float, said: str) -> None:
    table.show_figures([Row("all alike", 100, share, share, share)], middle=share)
    assert table.horizontalHeaderItem(PLOT).text() == said


def test_one_minus_sign_is_used(look: Theme, qtbot: QtBot) -> None:
    table = FigureTable("Differences", differences=True)
    qtbot.addWidget(table)
    table.show_figures([Row("White", 100, -0.011, -0.049, 0.02)])
    assert [table.item(0, column).text() for column in (VALUE, INTERVAL)] == ["−1.1", "−4.9 … +2.0"]


def test_a_face_is_one_click_from_its_picture(window: MainWindow, audited: AuditDialog, qtbot: QtBot) -> None:
    examples = audited.figures.examples
    assert examples.list.count() > 0
    qtbot.waitUntil(lambda: not examples.list.item(0).icon().isNull())
    trigger(window.commands.show_faces)
    window.showMinimized()
    name = examples.list.item(0).toolTip().partition("\n")[0]
    examples.list.setFocus()
    examples.list.setCurrentRow(0)
    qtbot.keyClick(examples.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.work.photo is not None and window.work.photo.name == name)
    assert window.pages.currentWidget() is window.work and not window.isMinimized()


def test_where_there_is_no_gap_no_faces_stand_below(audited: AuditDialog) -> None:
    result = audited.figures
    report = result.audited.report
    heads = {name: replace(found, gaps=()) for name, found in report.evaluation.heads.items()}
    bare = replace(report, evaluation=replace(report.evaluation, heads=heads))
    result.show_audit(replace(result.audited, report=bare))
    assert result.examples.isVisible()
    result.tabs.setCurrentWidget(result.gaps)
    assert not result.gaps.table.isVisible() and not result.examples.isVisible()
    result.tabs.setCurrentWidget(result.calibration)
    assert result.examples.isVisible()


def test_two_models_and_changed_pictures(dialog: AuditDialog, csv: Path, qtbot: QtBot) -> None:
    shutil.copytree(MODEL, own_models() / "twin")
    dialog.show_setup()
    choose(dialog.setup.other, "twin")
    dialog.setup.changes.setChecked(True)
    result = run(dialog, csv, qtbot).figures
    assert tabs(dialog) == ["By group", "Largest gaps", "Calibration", "Two models", "Changed pictures", "Limits"]
    assert "That may be no more than chance." in result.compare.verdict.text()
    assert {row.value for row in result.compare.table.figures} == {0.0}
    choose(result.changes.change, "In coloured light")
    assert result.changes.text.text().startswith("In coloured light: the perceived gender changes for ")
    assert result.changes.table.rowCount() > 10


def test_a_model_that_answers_less_is_audited_for_what_it_answers(
    dialog: AuditDialog, csv: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    less = Path(shutil.copytree(MODEL, own_models() / "less"))
    held = json.loads((less / "manifest.json").read_text("utf-8"))
    del held["heads"]["gender"]
    (less / "manifest.json").write_text(json.dumps(held), "utf-8")
    dialog.show_setup()
    choose(dialog.setup.model, "less")
    choose(dialog.setup.other, "report-cnn")
    dialog.setup.changes.setChecked(True)
    result = run(dialog, csv, qtbot).figures
    assert list(result.heads) == ["ethnicity"]
    assert result.heads["ethnicity"].text() == "Perceived ethnicity"
    assert result.groups.confusion.rowCount() == 5
    assert "Groups by perceived gender and perceived ethnicity" in result.summary.text() or (
        "too small to be compared" in result.summary.text()
    )
    assert result.changes.text.text().startswith("Darker: the perceived ethnicity changes for ")
    # Another audit, of a model that answers both, has both.
    dialog.show_setup()
    choose(dialog.setup.model, "report-cnn")
    choose(dialog.setup.other, "less")
    result = run(dialog, csv, qtbot).figures
    assert list(result.heads) == ["gender", "ethnicity"]
    assert result.tabs.isTabVisible(result.tabs.indexOf(result.compare))
    qtbot.mouseClick(result.heads["gender"], Qt.MouseButton.LeftButton)
    assert not result.tabs.isTabVisible(result.tabs.indexOf(result.compare))


def test_pictures_nobody_labelled_are_changed_all_the_same(
    dialog: AuditDialog, tmp_path: Path, portrait_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "photos").mkdir()
    shutil.copy(portrait_path, tmp_path / "photos" / "one.png")
    dialog.setup.changes.setChecked(True)
    run(dialog, tmp_path / "photos", qtbot)
    assert tabs(dialog) == ["Changed pictures", "Limits"]
    assert "the model itself perceives" in dialog.figures.changes.note.text()
    # Without that there is nothing to count, and it says why.
    dialog.show_setup()
    dialog.setup.changes.setChecked(False)
    run(dialog, tmp_path / "photos", qtbot)
    assert dialog.pages.currentWidget() is dialog.setup
    assert "but no labels: neither the names" in dialog.messages.text


def test_the_setting_says_what_finds_the_faces(dialog: AuditDialog, csv: Path, settings: Settings) -> None:
    dialog.setup.use_data(csv)
    settings.set_value(DETECTOR, "fast")
    order = dialog.setup.order
    assert order is not None
    assert order.detector == "fast"


def test_saved_it_is_what_the_command_line_prints(
    audited: AuditDialog,
    csv: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("Prüfung.json", "Prüfung.html"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, name=name: (str(tmp_path / name), ""))
        qtbot.mouseClick(audited.save, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda name=name: name in audited.messages.text)
    assert "By group" not in (tmp_path / "Prüfung.html").read_text("utf-8")
    assert "Accuracy by perceived gender" in (tmp_path / "Prüfung.html").read_text("utf-8")
    assert main(["evaluate", "report-cnn", str(csv), "--audit", "--json"]) == 0
    assert json.loads((tmp_path / "Prüfung.json").read_bytes()) == json.loads(capfd.readouterr().out)
    # Where it cannot be written, the window says so and stays.
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "none" / "a.html"), ""))
    qtbot.mouseClick(audited.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "could not be written" in audited.messages.text)


def test_a_double_click_begins_one_audit(
    window: MainWindow, dialog: AuditDialog, csv: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(dialog_module, "audit", lambda order: begun.append(order) or audit(order))
    dialog.setup.use_data(csv)
    start = dialog.setup.start
    place = start.mapTo(dialog, start.rect().center())
    QTest.mouseDClick(dialog.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.figures)
    assert len(begun) == 1


def test_it_can_be_stopped_and_begun_again(dialog: AuditDialog, csv: Path, qtbot: QtBot) -> None:
    dialog.setup.use_data(csv)
    click(dialog.setup.start)
    assert dialog.waiting.line.bar.accessibleName() == dialog.waiting.line.title.text() == "Auditing report-cnn"
    click(dialog.waiting.line.cancel)
    assert dialog.waiting.line.cancel.text() == "Cancelling…" and not dialog.waiting.line.cancel.isEnabled()
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.setup)
    assert dialog.figures.audited is None
    run(dialog, csv, qtbot)
    assert dialog.pages.currentWidget() is dialog.figures


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked in message boxes; each is answered with the last text."""
    told = ["Go back"]

    def execute(box: QMessageBox) -> int:
        answer = told[-1]
        told.insert(-1, box.text())
        click(next(button for button in box.buttons() if button.text() == answer))
        return 0

    monkeypatch.setattr(QMessageBox, "exec", execute)
    return told


def test_closing_while_an_audit_is_under_way_names_it_and_asks(
    window: MainWindow, dialog: AuditDialog, csv: Path, qtbot: QtBot, asked: list[str]
) -> None:
    dialog.setup.use_data(csv)
    click(dialog.setup.start)
    window.close()
    assert asked == ["report-cnn is being audited on faces.csv.", "Go back"]
    assert window.isVisible() and dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert len(asked) == 4 and dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.figures)
    # Once it is done there is nothing to ask about.
    dialog.close()
    assert len(asked) == 4 and not dialog.isVisible()


def test_stopped_on_closing_it_ends_with_its_threads(
    window: MainWindow, dialog: AuditDialog, csv: Path, qtbot: QtBot, asked: list[str]
) -> None:
    dialog.setup.use_data(csv)
    click(dialog.setup.start)
    asked[-1] = "Stop the audit"
    window.close()
    assert not window.isVisible() and not dialog.isVisible()
    assert not {"audit", "audit errands"} & {thread.name for thread in threading.enumerate()}


def test_closing_only_its_window_stops_it_too(dialog: AuditDialog, csv: Path, qtbot: QtBot, asked: list[str]) -> None:
    dialog.setup.use_data(csv)
    click(dialog.setup.start)
    asked[-1] = "Stop the audit"
    dialog.close()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.setup)
    assert dialog.figures.audited is None


def test_limits_and_terms_are_stated(audited: AuditDialog) -> None:
    audited.figures.tabs.setCurrentWidget(audited.figures.limits)
    assert audited.figures.limits.terms.text()
    assert not audited.figures.examples.isVisible()


def test_a_model_is_not_compared_with_itself(dialog: AuditDialog) -> None:
    box, other = dialog.setup.model, dialog.setup.other
    for at in range(box.count()):
        box.setCurrentIndex(at)
        offered = [other.itemText(entry) for entry in range(other.count())]
        assert box.currentText() not in offered and len(offered) == box.count()


def test_the_columns_to_group_by_are_chosen_and_the_answers_kept(
    audited: AuditDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, csv: Path
) -> None:
    result = audited.figures
    before = result.audited
    entries = {action.data(): action for action in result.columns.actions()}
    assert [name for name, action in entries.items() if action.isChecked()] == ["gender", "ethnicity", "age"]
    result.columns.popup(result.choose_columns.mapToGlobal(result.choose_columns.rect().bottomLeft()))
    for name in ("ethnicity", "age"):
        place = result.columns.actionGeometry(entries[name]).center()
        qtbot.mouseClick(result.columns, Qt.MouseButton.LeftButton, pos=place)
    assert result.columns.isVisible()  # so that several can be changed
    result.columns.close()
    qtbot.waitUntil(lambda: result.audited is not before)
    assert audited.pages.currentWidget() is result
    assert [result.groups.columns.itemText(at) for at in range(result.groups.columns.count())] == ["perceived gender"]
    assert result.audited is not None and before is not None
    assert result.audited.predictions is before.predictions
    path = tmp_path / "by-gender.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(path), ""))
    click(audited.save)
    qtbot.waitUntil(path.exists)
    assert audited.messages.text == "" or "by-gender" in audited.messages.text


def test_gaps_are_listed_by_their_size(audited: AuditDialog) -> None:
    audited.figures.tabs.setCurrentWidget(audited.figures.gaps)
    sizes = [row.value for row in audited.figures.gaps.table.figures]
    assert len(sizes) > 1 and sizes == sorted(sizes, reverse=True)


def test_the_main_window_can_come_before_it(window: MainWindow, dialog: AuditDialog) -> None:
    """A window with a parent stays in front of it, and so before the photo that was asked for."""
    assert dialog.parentWidget() is None
    assert dialog.windowHandle().transientParent() is None


def test_a_share_of_no_faces_is_a_dash(table: FigureTable) -> None:
    table.show_figures([Row("nobody", 0, 0.0, 0.0, 1.0, small=True), Row("some", 90, 0.5, 0.4, 0.6)])
    assert [table.item(at, VALUE).text() for at in (0, 1)] == ["–", "50.0 %"]
    assert table.item(0, INTERVAL).text() == ""


def test_the_figures_are_saved_as_pdf(
    audited: AuditDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = pytest.importorskip("PySide6.QtPdf")

    path = tmp_path / "audit.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(path), ""))
    qtbot.mouseClick(audited.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "audit.pdf" in audited.messages.text)
    assert audited.messages.undo.text() == "Show in folder"
    document = pdf.QPdfDocument(audited)
    assert document.load(str(path)) == pdf.QPdfDocument.Error.None_
    text = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    assert "Accuracy by perceived gender" in text and "Limits" in text
    assert "made1.jpg" not in text  # lists of files are of no use on paper
    document.close()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "none" / "a.pdf"), ""))
    qtbot.mouseClick(audited.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "could not be written" in audited.messages.text)


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_chart_of_a_tab_is_saved_as_a_picture(
    audited: AuditDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    figures = audited.figures
    for tab in (figures.groups, figures.gaps, figures.calibration):
        figures.tabs.setCurrentWidget(tab)
        path = tmp_path / f"{type(tab).__name__}.{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        click(figures.save_chart)
        assert path.read_bytes().startswith(b"\x89PNG" if ending == "png" else b"<?xml")
        assert str(path) in audited.messages.text and audited.messages.undo.text() == "Show in folder"
        chart = figures._charts[tab]
        assert [action.text() for action in chart.actions()] == ["Save as picture…"]
    figures.tabs.setCurrentWidget(figures.limits)
    assert not figures.save_chart.isVisible()


def test_a_dot_of_the_calibration_leads_to_its_faces(audited: AuditDialog, qtbot: QtBot) -> None:
    figures = audited.figures
    figures.tabs.setCurrentWidget(figures.calibration)
    diagram = figures.calibration.reliability
    diagram.setFocus()
    bins = figures.audited.report.evaluation.heads["gender"].reliability
    counts = [one.accuracy.count for one in bins]
    assert figures.examples.list.count() == min(60, max(counts))
    assert f"faces: {max(counts)}" in figures.calibration.text.text()
    for _ in bins:
        qtbot.keyClick(diagram, Qt.Key.Key_Left)
    assert diagram.current == 0
    assert figures.examples.list.count() == min(60, counts[0])
    assert "the surest first" in figures.examples.title.text()


def test_gaps_beyond_chance_come_first(audited: AuditDialog) -> None:
    gaps = audited.figures.gaps
    found = audited.figures.audited.report.evaluation.heads["gender"]
    made = [replace(found.gaps[0], gap=gap, p=p) for gap, p in ((0.1, 0.5), (0.05, 0.01), (0.2, 0.01), (0.3, 0.5))]
    gaps.show_head(replace(found, gaps=tuple(made)))
    assert [row.value for row in gaps.table.figures] == [0.2, 0.05, 0.3, 0.1]
    assert [row.far for row in gaps.table.figures] == [True, True, False, False]
    assert "These come first, then the others; of both the largest first." in gaps.note.text()
