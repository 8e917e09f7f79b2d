"""A batch from its window: asked for, watched, stopped, gone on with, looked through."""

from __future__ import annotations

import csv
import importlib.util
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desktop.faces.batch import Batch
from desktop.faces.order import look_at
from desktop.faces.window import BatchWindow
from fakes import UNSURE, FakeAnalyzer, face, write_photo
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.analysis import Analysis, Analyzer, PhotoResult, Timings
from core.collection.batch import BatchProgress
from core.collection.store import collection_path
from core.collection.view import UNCERTAIN, Collection
from core.collection.workers import THREAD
from core.export import record
from desktop.faces import face_model
from desktop.faces.face_model import PHOTO, FaceModel
from desktop.widgets.theme import Theme

ASKED = {
    "about": {"model": "fake 1.0", "model_sha256": "", "thresholds": "gender 0.6, ethnicity 0.55"},
    "thresholds": {},
}
GENDER, GENDER_CERTAINTY, ETHNICITY, ETHNICITY_CERTAINTY, NOTE = range(PHOTO + 1, 6)


class BatchAnalyzer(FakeAnalyzer):
    """The fake, asked about files."""

    analyze_file = Analyzer.analyze_file
    answer = Analyzer.answer


@pytest.fixture
def analyzer() -> BatchAnalyzer:
    return BatchAnalyzer()


@pytest.fixture
def batch(look: Theme, qtbot: QtBot, analyzer: BatchAnalyzer) -> Iterator[Batch]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = Batch(parent, lambda name: analyzer, lambda: "fake", lambda: 2)  # type: ignore[arg-type,return-value]
    yield made
    analyzer.gate.set()
    made.close()


@pytest.fixture
def window(batch: Batch, qtbot: QtBot) -> BatchWindow:
    batch.open()
    assert batch.window is not None
    qtbot.waitUntil(batch.window.isVisible)
    return batch.window


def photos_in(folder: Path, *faces: int) -> Path:
    """A folder of photos named by their number, with so many faces each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, count in enumerate(faces):
        write_photo(folder / f"{number}.png", faces=count)
    return folder


def choose(window: BatchWindow, qtbot: QtBot, folder: Path, out: Path) -> None:
    window.look_at([folder])
    qtbot.waitUntil(lambda: window.form.order is not None)
    window.form.out.setText(str(out))


def answered(window: BatchWindow, qtbot: QtBot, rows: int) -> None:
    qtbot.waitUntil(lambda: not window.session.running and window.result.rows.rowCount() == rows)


def texts(window: BatchWindow, column: int) -> list[str]:
    rows = window.result.rows
    return [rows.data(rows.index(row, column)) for row in range(rows.rowCount())]


def paused_since(window: BatchWindow, told: BatchProgress | None) -> bool:
    now = window.session.progress
    return now is not None and now is not told and now.state == "paused"


def table_of(out: Path) -> list[dict[str, str]]:
    lines = out.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("# ")))


def drag_and_drop(target: QWidget, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    rest = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPoint(20, 20), *rest)
    QApplication.sendEvent(target, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(20, 20), *rest))


def press(text: str) -> Callable[[QMessageBox], int]:
    """In place of a message box's `exec`: press the button that says `text`."""

    def do(box: QMessageBox) -> int:
        next(button for button in box.buttons() if button.text() == text).click()
        return 0

    return do


@pytest.mark.parametrize("typed", ["/", "//", "table"])
def test_a_place_half_typed_is_no_place_yet(typed: str, window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    choose(window, qtbot, photos_in(tmp_path / "photos", 1), tmp_path / "out.csv")
    assert window.form.start.isEnabled()
    window.form.out.clear()
    qtbot.keyClicks(window.form.out, typed)
    assert not window.form.start.isEnabled()


def test_a_name_longer_than_a_disk_takes_is_said(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / ("ә" * 130 + ".csv")
    choose(window, qtbot, photos_in(tmp_path / "photos", 1), out)
    window.form.start.click()
    qtbot.waitUntil(lambda: "could not be written" in window.result.line.remark.text())


def test_a_folder_becomes_a_table_with_a_row_a_face(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder, out = photos_in(tmp_path / "photos", 2, 0), tmp_path / "out.csv"
    photos_in(folder / "deep", 1)
    (folder / "bad.png").write_bytes(b"no picture")
    assert not window.form.start.isEnabled()
    choose(window, qtbot, folder, out)
    assert window.form.found.text() == f"4 photos in {folder}"
    window.form.start.click()
    answered(window, qtbot, 5)
    assert texts(window, PHOTO) == ["0.png, face 1", "0.png, face 2", "1.png", "bad.png", "0.png, face 1"]
    assert texts(window, GENDER) == ["Female", "Female", "", "", "Female"]
    assert texts(window, GENDER_CERTAINTY)[0] == "94 %"
    assert (texts(window, ETHNICITY)[0], texts(window, ETHNICITY_CERTAINTY)[0]) == ("Black", "90 %")
    assert texts(window, NOTE)[2] == "No face was found."
    assert "bad.png" in texts(window, NOTE)[3]
    assert window.result.line.title.text() == "out.csv: done"
    assert window.result.line.remark.text() == "4 of 4 photos · 3 faces · 1 photo could not be read"
    qtbot.waitUntil(lambda: window.result.summary.line.text().startswith("4 photos, 3 faces"))
    assert "Female: 3 faces, 100.0 %" in window.result.summary.groups.accessibleDescription()
    assert [row["face"] for row in table_of(out)] == ["0", "1", "", "", "0"]


@pytest.mark.parametrize("form", [".jsonl", ".parquet"])
def test_the_form_of_the_table_is_chosen(window: BatchWindow, qtbot: QtBot, tmp_path: Path, form: str) -> None:
    choose(window, qtbot, photos_in(tmp_path / "my.photos", 1), tmp_path / "out.csv")
    window.form.form.setCurrentIndex(window.form.form.findData(form))
    assert window.form.out.text() == str(tmp_path / f"out{form}")
    window.form.out.setText(str(tmp_path / "v1.5"))
    window.form.start.click()
    answered(window, qtbot, 1)
    out = tmp_path / f"v1.5{form}"
    assert out.is_file()
    collection_path(out).unlink()
    window.open_result(out)
    qtbot.waitUntil(lambda: texts(window, PHOTO) == ["0.png, face 1"])


def test_without_pyarrow_there_is_no_parquet(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyarrow" else find_spec(name))
    batch.open()
    assert batch.window is not None
    form = batch.window.form.form
    assert [form.itemData(row) for row in range(form.count())] == [".csv", ".jsonl"]


def test_cancelled_it_keeps_what_is_done_and_goes_on(
    window: BatchWindow, qtbot: QtBot, analyzer: BatchAnalyzer, tmp_path: Path
) -> None:
    folder, out = photos_in(tmp_path / "photos", *[1] * 12), tmp_path / "out.csv"
    choose(window, qtbot, folder, out)
    line = window.result.line
    analyzer.gate.clear()
    window.form.start.click()
    qtbot.waitUntil(line.pause.isEnabled)
    line.cancel.click()
    assert line.cancel.text() == "Cancelling…"
    assert not line.cancel.isEnabled()
    qtbot.waitUntil(lambda: line.title.text() == "out.csv: cancelled")
    assert "All of it is kept" in line.remark.text()
    assert not line.cancel.isVisible()
    analyzer.gate.set()
    line.go_on.click()
    answered(window, qtbot, 12)
    assert line.title.text() == "out.csv: done"
    assert not line.go_on.isVisible()
    assert [Path(row["path"]).stem for row in table_of(out)] == [str(number) for number in range(12)]


def test_paused_it_begins_no_photo_until_it_is_resumed(
    window: BatchWindow, qtbot: QtBot, analyzer: BatchAnalyzer, tmp_path: Path
) -> None:
    analyzer.gate.clear()
    choose(window, qtbot, photos_in(tmp_path / "photos", *[1] * 8), tmp_path / "out.csv")
    window.form.start.click()
    line = window.result.line
    qtbot.waitUntil(line.pause.isEnabled)
    line.pause.click()
    assert (line.pause.text(), line.title.text()) == ("Resume", "out.csv: paused")
    for _ in range(2):  # the first may be told before the wish is heard by the threads
        told = window.session.progress
        qtbot.waitUntil(lambda told=told: paused_since(window, told))
    analyzer.gate.set()
    qtbot.waitUntil(lambda: window.result.rows.rowCount() == 2)  # those under way in the two threads
    assert len(analyzer.seen) == 2
    line.pause.click()
    assert line.pause.text() == "Pause"
    answered(window, qtbot, 8)


def test_filters_and_sorting(window: BatchWindow, qtbot: QtBot, analyzer: BatchAnalyzer, tmp_path: Path) -> None:
    folder = photos_in(tmp_path / "photos", 2, 0)
    (folder / "bad.png").touch()
    analyzer.extra = {"ethnicity": UNSURE, "reasons": ("dark",)}
    choose(window, qtbot, folder, tmp_path / "out.csv")
    window.form.start.click()
    answered(window, qtbot, 4)
    filters = window.result.filters
    assert filters.count.text() == "4 rows"
    assert texts(window, ETHNICITY)[0] == "uncertain: Asian"
    assert texts(window, NOTE)[0] == "too dark to be sure"
    for box, value, rows in (
        (filters.answers["gender"], "Female", 2),
        (filters.answers["gender"], "Male", 0),
        (filters.answers["ethnicity"], UNCERTAIN, 2),
        (filters.kind, "errors", 1),
        (filters.kind, "no face", 1),
        (filters.kind, "uncertain", 2),
        (filters.quality, "good", 0),
        (filters.quality, "dark", 2),
    ):
        box.setCurrentIndex(box.findData(value))
        assert window.result.rows.rowCount() == rows, value
        filters.everything.click()
    assert window.result.rows.rowCount() == 4
    window.result.table.selectRow(0)
    window.result.table.sortByColumn(PHOTO, Qt.SortOrder.DescendingOrder)
    assert texts(window, PHOTO) == ["bad.png", "1.png", "0.png, face 2", "0.png, face 1"]
    assert [index.row() for index in window.result.table.selectionModel().selectedRows()] == [3]
    window.result.table.sortByColumn(GENDER_CERTAINTY, Qt.SortOrder.AscendingOrder)
    assert texts(window, NOTE)[:2] == ["too dark to be sure"] * 2


def test_notes_have_no_order_to_sort_by(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    choose(window, qtbot, photos_in(tmp_path / "photos", 1, 0), tmp_path / "out.csv")
    window.form.start.click()
    answered(window, qtbot, 2)
    window.result.as_table.click()
    header = window.result.table.horizontalHeader()

    def click(column: int) -> int:
        at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        return header.sortIndicatorSection()

    assert click(GENDER_CERTAINTY) == GENDER_CERTAINTY
    assert click(NOTE) == GENDER_CERTAINTY
    assert click(PHOTO) == PHOTO
    assert click(NOTE) == PHOTO
    order = header.sortIndicatorOrder()
    assert click(NOTE) == PHOTO and header.sortIndicatorOrder() == order


def test_return_on_a_row_asks_for_its_photo_and_face(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = photos_in(tmp_path / "photos", 2)
    choose(window, qtbot, folder, tmp_path / "out.csv")
    window.form.start.click()
    answered(window, qtbot, 2)
    window.result.as_table.click()
    window.result.table.selectRow(1)
    window.result.table.setFocus()
    with qtbot.waitSignal(window.photo_asked) as asked:
        qtbot.keyClick(window.result.table, Qt.Key.Key_Return)
    assert asked.args == [folder / "0.png", 1]


def test_a_face_of_a_row_is_cut_out_of_its_photo(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    choose(window, qtbot, photos_in(tmp_path / "photos", 2), tmp_path / "out.csv")
    window.form.start.click()
    answered(window, qtbot, 2)
    rows = window.result.rows
    qtbot.waitUntil(lambda: rows.data(rows.index(1, PHOTO), Qt.ItemDataRole.DecorationRole) is not None)
    image = rows.data(rows.index(1, PHOTO), Qt.ItemDataRole.DecorationRole)
    assert image.width() == image.height() == 96
    middle = image.pixelColor(48, 48)
    assert (middle.red(), middle.green(), middle.blue()) == (2, 90, 120)


def test_an_earlier_result_is_opened_and_gone_on_with(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder, out = photos_in(tmp_path / "photos", 1, 1), tmp_path / "out.csv"
    choose(window, qtbot, folder, out)
    window.form.start.click()
    answered(window, qtbot, 2)
    window.result.line.again.click()
    assert window.pages.currentWidget() is window.form
    photos_in(folder, 1, 1, 3)
    window.open_result(out)
    qtbot.waitUntil(window.result.line.go_on.isVisible)
    assert "fake 1.0" in window.result.line.remark.text()
    window.result.line.go_on.click()
    answered(window, qtbot, 5)
    assert len(table_of(out)) == 5


def test_a_going_on_that_is_refused_leaves_what_is_shown(
    window: BatchWindow, qtbot: QtBot, analyzer: BatchAnalyzer, tmp_path: Path
) -> None:
    folder, out = photos_in(tmp_path / "photos", 1, 1), tmp_path / "out.csv"
    choose(window, qtbot, folder, out)
    window.form.start.click()
    answered(window, qtbot, 2)
    window.open_result(out)
    line, summary = window.result.line, window.result.summary
    qtbot.waitUntil(lambda: line.go_on.isVisible() and window.result.rows.rowCount() == 2)
    analyzer.detector_name = "other faces"
    line.go_on.click()
    qtbot.waitUntil(lambda: line.title.text() == "out.csv: stopped by an error")
    assert window.result.rows.rowCount() == 2
    qtbot.waitUntil(lambda: summary.line.text().startswith("2 photos"))
    # Of another table nothing stays.
    (tmp_path / "precious.csv").write_text("precious")
    choose(window, qtbot, folder, tmp_path / "precious.csv")
    window.form.start.click()
    qtbot.waitUntil(lambda: line.title.text() == "precious.csv: stopped by an error")
    assert window.result.rows.rowCount() == 0
    qtbot.waitUntil(lambda: summary.line.text().startswith("0 photos"))


def test_the_same_folder_again_offers_the_table_begun_for_it(
    window: BatchWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.faces.form_page.documents", lambda: tmp_path)
    folder = photos_in(tmp_path / "photos", 1, 1)
    window.look_at([folder])
    qtbot.waitUntil(lambda: window.form.order is not None)
    assert window.form.out.text() == str(tmp_path / "photos-faces.csv")
    assert not window.form.kept.isVisible()
    window.form.start.click()
    answered(window, qtbot, 2)
    window.look_at([folder])
    qtbot.waitUntil(window.form.kept.isVisible)
    assert window.form.kept.text() == "This table has 2 photos already; it goes on from there."
    window.look_at([photos_in(tmp_path / "others" / "photos", 1)])
    qtbot.waitUntil(lambda: window.form.out.text() == str(tmp_path / "photos-faces-2.csv"))


def test_what_is_no_result_is_refused_in_words(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = tmp_path / "shopping.csv"
    other.write_text("milk,2\n")
    window.open_result(other)
    qtbot.waitUntil(lambda: "cannot be opened as a result" in window.messages.text)
    assert other.read_text() == "milk,2\n"


def test_a_folder_that_vanishes_is_said_and_it_goes_on_when_it_is_back(
    window: BatchWindow, qtbot: QtBot, analyzer: BatchAnalyzer, tmp_path: Path
) -> None:
    folder, out = photos_in(tmp_path / "photos", *[1] * 40), tmp_path / "out.csv"
    choose(window, qtbot, folder, out)
    analyzer.gate.clear()
    window.form.start.click()
    qtbot.waitUntil(analyzer.began.is_set)
    folder.rename(tmp_path / "elsewhere")
    analyzer.gate.set()
    line = window.result.line
    qtbot.waitUntil(lambda: line.title.text() == "out.csv: stopped by an error")
    assert f"The folder {folder} no longer exists" in line.remark.text()
    (tmp_path / "elsewhere").rename(folder)
    line.go_on.click()
    answered(window, qtbot, 40)
    assert not any(row["error"] for row in table_of(out))


def test_a_table_of_somebody_else_is_left_alone_and_the_reason_said(
    window: BatchWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    out = tmp_path / "precious.csv"
    out.write_text("precious")
    choose(window, qtbot, photos_in(tmp_path / "photos", 1), out)
    window.form.start.click()
    qtbot.waitUntil(lambda: "does not belong to a batch that can be continued" in window.result.line.remark.text())
    assert out.read_text() == "precious"


def test_a_folder_with_a_name_of_255_bytes_of_kazakh(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = photos_in(tmp_path / ("ғ" * 127 + "a"), 1)
    look = look_at([folder], tmp_path)
    assert look.out.name == "ғ" * 122 + "-faces.csv"
    choose(window, qtbot, folder, look.out)
    window.form.start.click()
    answered(window, qtbot, 1)
    assert len(table_of(look.out)) == 1


def test_a_folder_without_photos_is_said(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.look_at([tmp_path])
    qtbot.waitUntil(lambda: "There are no pictures in" in window.form.found.text())
    assert not window.form.start.isEnabled()


def test_photos_and_folders_are_chosen_in_dialogs_or_dropped(
    window: BatchWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = photos_in(tmp_path / "photos", 1, 1, 1)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_: ([str(folder / "1.png"), str(folder / "2.png")], "")
    )
    window.form.folder.click()
    qtbot.waitUntil(lambda: window.form.found.text() == f"3 photos in {folder}")
    window.form.photos.click()
    qtbot.waitUntil(lambda: window.form.found.text() == "2 photos chosen")
    drag_and_drop(window, folder)
    qtbot.waitUntil(lambda: window.form.found.text() == f"3 photos in {folder}")


@pytest.mark.parametrize("kind", ["grid", "table"])
def test_ten_thousand_photos_ask_for_no_more_pictures_than_are_seen(
    kind: str, window: BatchWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis = Analysis((face(10.0),), 400, 200, "fake 1.0", Timings(1, 1, 1))
    one = record(PhotoResult("0.png", analysis, None, 3.0), "fake 1.0")
    asked: list[object] = []
    window.pages.setCurrentWidget(window.result)
    window.result.rows.chip_wanted.disconnect()
    window.result.rows.chip_wanted.connect(asked.append)
    many = ((f"/photos/{number}.png", one) for number in range(10_000))
    window.result.show_collection(Collection.made(ASKED, many))
    assert window.result.filters.count.text() == "10,000 rows"
    view = getattr(window.result, kind)
    window.result.views.setCurrentWidget(view)
    view.scrollToBottom()
    qtbot.waitUntil(lambda: any(str(getattr(wanted, "path", "")).endswith("9999.png") for wanted in asked))
    assert len(set(asked)) < 100


def test_old_pictures_are_forgotten(look: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtGui import QImage

    monkeypatch.setattr(face_model, "_CHIPS_KEPT", 3)
    analysis = Analysis((face(10.0),), 400, 200, "fake 1.0", Timings(1, 1, 1))
    one = record(PhotoResult("0.png", analysis, None, 3.0), "fake 1.0")
    rows = FaceModel()
    asked: list[object] = []
    rows.chip_wanted.connect(lambda wanted: rows.set_chip(wanted, QImage(9, 9, QImage.Format.Format_RGB32)))
    rows.chip_wanted.connect(asked.append)
    rows.show(Collection.made(ASKED, ((f"{number}.png", one) for number in range(5))))
    for row in (0, 0, 1, 2, 3, 0):
        rows.data(rows.index(row, PHOTO), Qt.ItemDataRole.DecorationRole)
    assert [wanted.path.stem for wanted in asked] == ["0", "1", "2", "3", "0"]  # type: ignore[attr-defined]
    rows.show(None)


def test_hidden_it_goes_on_and_the_status_bar_says_so(
    batch: Batch, window: BatchWindow, qtbot: QtBot, analyzer: BatchAnalyzer, tmp_path: Path
) -> None:
    told: list[str] = []
    batch.told.connect(told.append)
    analyzer.gate.clear()
    choose(window, qtbot, photos_in(tmp_path / "photos", *[1] * 4), tmp_path / "out.csv")
    window.form.start.click()
    qtbot.waitUntil(lambda: batch.status.text() == "batch: 0/4")
    qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()
    analyzer.gate.set()
    qtbot.waitUntil(lambda: batch.status.text() == "batch: done")
    assert told == ["The batch of 4 photos is done."]
    batch.status.click()
    assert window.isVisible()
    assert batch.status.text() == ""


def test_closing_the_program_asks_and_ends_every_thread(
    batch: Batch,
    window: BatchWindow,
    qtbot: QtBot,
    analyzer: BatchAnalyzer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert batch.may_close()
    analyzer.gate.clear()
    choose(window, qtbot, photos_in(tmp_path / "photos", *[1] * 9), tmp_path / "out.csv")
    window.form.start.click()
    qtbot.waitUntil(analyzer.began.is_set)
    monkeypatch.setattr(QMessageBox, "exec", press("Go back"))
    assert not batch.may_close()
    monkeypatch.setattr(QMessageBox, "exec", press("Stop and keep what is done"))
    assert batch.may_close()
    threading.Timer(0.05, analyzer.gate.set).start()
    batch.close()
    ours = {THREAD, "batch session", "batch photos", "batch results", "chips"}
    assert not ours & {thread.name for thread in threading.enumerate()}


def test_chosen_faces_are_excluded_exported_and_filtered(
    window: BatchWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(window, qtbot, photos_in(tmp_path / "photos", 2, 1, 0), tmp_path / "out.csv")
    window.form.start.click()
    answered(window, qtbot, 4)
    result, chosen = window.result, tmp_path / "chosen.csv"
    assert not result.export.isEnabled()
    result.grid.setCurrentIndex(result.rows.index(0, PHOTO))
    qtbot.keyClick(result.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert result.chosen.text().startswith("2 row")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(chosen), "*.csv"))
    result.export.click()
    qtbot.waitUntil(lambda: str(chosen) in window.messages.text)
    assert [row["face"] for row in table_of(chosen)] == ["0", "1"]
    result.exclude.click()
    assert texts(window, PHOTO) == ["1.png, face 1", "2.png"]
    result.filters.everything.click()
    assert result.rows.rowCount() == 4
    result.filters.name.setText("1.P")
    assert texts(window, PHOTO) == ["1.png, face 1"]
    result.filters.everything.click()
    box = result.filters.answers["gender"]
    qtbot.waitUntil(lambda: box.itemText(box.findData("Female")) == "Female (3)")
    qtbot.waitUntil(lambda: result.summary.line.text().startswith("3 photos"))
    result.summary.label_chosen.emit("gender", "Male")
    assert result.rows.rowCount() == 0
    result.summary.label_chosen.emit("gender", "Male")
    assert result.rows.rowCount() == 4
