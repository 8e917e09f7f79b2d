"""All open photos as one collection: answered in the background, looked through, exported, saved, restored."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import shutil
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import UNSURE, FakeAnalyzer, face, write_photo
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.analysis import Analysis, PhotoResult, Timings
from core.collection.batch import run_batch
from core.collection.journal import collection_path
from core.collection.layout import write_collection
from core.collection.rows import UNCERTAIN
from core.collection.table_reader import read_table
from core.collection.tables import Outputs
from core.collection.view import Collection
from core.export import record
from core.vision import imaging
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import COLLECT
from desktop.faces import collection as collection_module
from desktop.faces import face_model
from desktop.faces.exporting import ExportDialog
from desktop.faces.face_columns import PHOTO
from desktop.faces.face_model import FaceModel
from desktop.faces.page import FacesPage
from desktop.faces.stored import kept_path, session_path
from desktop.widgets.theme import Theme

ASKED = {
    "about": {"model": "fake 1.0", "model_sha256": "", "thresholds": "gender 0.6, ethnicity 0.55"},
    "thresholds": {},
}
GENDER, GENDER_CERTAINTY, ETHNICITY, ETHNICITY_CERTAINTY, SIZE, NOTE = range(PHOTO + 1, 7)


def photos_in(folder: Path, *faces: int) -> Path:
    """A folder of photos named by their number, with so many faces each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, count in enumerate(faces):
        write_photo(folder / f"{number}.png", faces=count)
    return folder


def open_all(window: MainWindow, qtbot: QtBot, *paths: Path) -> None:
    """Open photos and wait until all of them are answered and the first is shown."""
    window.open_paths(paths)
    qtbot.waitUntil(lambda: window.collection.answers.state == "done" and window.commands.export.isEnabled())


def faces(window: MainWindow, qtbot: QtBot, rows: int) -> FacesPage:
    """The page of the faces, with so many rows."""
    trigger(window.commands.show_faces)
    page = window.collection.page
    assert page is not None
    qtbot.waitUntil(lambda: page.rows.rowCount() == rows and not page.rows.searching)
    return page


def texts(page: FacesPage, column: int) -> list[str]:
    rows = page.rows
    return [rows.data(rows.index(row, column)) for row in range(rows.rowCount())]


def export_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))


def choose_export(monkeypatch: pytest.MonkeyPatch, choose: Callable[[ExportDialog], None]) -> None:
    def do(dialog: ExportDialog) -> int:
        choose(dialog)
        return 1

    monkeypatch.setattr(ExportDialog, "exec", do)


def table_of(out: Path) -> list[dict[str, str]]:
    lines = out.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("# ")))


def press(text: str) -> Callable[[QMessageBox], int]:
    """In place of a message box's `exec`: press the button that says `text`."""

    def do(box: QMessageBox) -> int:
        click(next(button for button in box.buttons() if button.text() == text))
        return 0

    return do


@pytest.fixture
def make_window(look: Theme, qtbot: QtBot, settings: Settings) -> Callable[[FakeAnalyzer], MainWindow]:
    """Another start of the program."""

    def make(analyzer: FakeAnalyzer) -> MainWindow:
        made = MainWindow(Engine(lambda name: analyzer), settings)  # type: ignore[arg-type,return-value]
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: bool(made.status.text()))
        return made

    return make


def test_a_folder_is_answered_and_its_faces_lead_to_the_photos_and_back(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = photos_in(tmp_path / "photos", 2, 0, 3)
    (folder / "bad.png").write_bytes(b"no picture")
    open_all(window, qtbot, folder)
    page = faces(window, qtbot, 7)
    assert window.pages.currentWidget() is page and window.commands.show_faces.isChecked()
    assert texts(page, PHOTO)[:3] == ["0.png, face 1", "0.png, face 2", "1.png"]
    assert (texts(page, GENDER)[0], texts(page, GENDER_CERTAINTY)[0]) == ("Female", "94 %")
    assert (texts(page, ETHNICITY)[0], texts(page, SIZE)[0]) == ("Black", "40\N{NO-BREAK SPACE}px")
    assert texts(page, NOTE)[2] == "No face was found."
    assert "bad.png" in texts(page, NOTE)[6]
    qtbot.waitUntil(lambda: page.summary.line.text().startswith("4 photos, 5 faces"))
    assert "Female: 5 faces, 100.0 %" in page.summary.groups.accessibleDescription()
    page.grid.setFocus()
    page.grid.setCurrentIndex(page.rows.index(4, PHOTO))
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.work.analysis is not None and window.work.photo.name == "2.png")  # type: ignore[union-attr]
    assert window.pages.currentWidget() is window.work and window.work.face == 1
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is page
    assert page.chosen_rows == [4]
    page.grid.activated.emit(page.rows.index(5, PHOTO))  # the same photo, another face
    assert window.work.face == 2
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is page
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is window.work
    assert not window.commands.back_to_faces.isEnabled()


def test_what_the_background_answered_is_shown_without_being_answered_again(
    window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path
) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 1, 3, 2))
    assert sorted(analyzer.seen) == [1, 2, 3]
    window.work.step_photo(1)
    qtbot.waitUntil(lambda: window.work.analysis is not None and len(window.work.panel.cards) == 3)
    assert window.work.photo is not None and window.work.photo.recalled
    answer = window.work.analysis.faces[0].answers["gender"]  # type: ignore[union-attr]
    assert (answer.label, answer.uncertain) == ("Female", False)
    assert sorted(analyzer.seen) == [1, 2, 3]
    write_photo(tmp_path / "photos" / "1.png", faces=4, size=(410, 200))
    window.work.step_photo(1)
    window.work.step_photo(-1)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 4)  # the file has changed
    faces(window, qtbot, 7)


def test_pause_cancel_and_go_on(window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path) -> None:
    status, answers = window.collection.status, window.collection.answers
    window.open_paths([photos_in(tmp_path / "photos", 1)])
    qtbot.waitUntil(lambda: answers.state == "done" and not status.isVisible())
    analyzer.gate.clear()
    more = photos_in(tmp_path / "more", *[1] * 40)
    window.open_paths([more])
    qtbot.waitUntil(lambda: answers.state == "answering" and status.text.text() == "1 of 41 answered")
    click(status.pause)
    assert (answers.state, status.text.text()) == ("paused", "1 of 41 answered, paused")
    assert status.pause.text() == "Resume"
    analyzer.gate.set()
    qtbot.waitUntil(lambda: answers.answered == 2)  # the one being looked at
    click(status.pause)
    assert answers.state == "answering"
    click(status.cancel)
    qtbot.waitUntil(lambda: answers.state == "stopped")
    assert "cancelled" in status.text.text() and not status.pause.isVisible()
    click(status.go_on)
    qtbot.waitUntil(lambda: answers.state == "done")
    assert not status.isVisible()
    assert faces(window, qtbot, 41)


def test_pasted_pictures_belong_to_it_too(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = QImage(str(write_photo(tmp_path / "two.png", faces=2)))
    QGuiApplication.clipboard().setImage(picture)
    trigger(window.commands.paste)
    qtbot.waitUntil(lambda: window.collection.answers.state == "done")
    page = faces(window, qtbot, 2)
    assert texts(page, PHOTO)[0].startswith("Pasted ")
    qtbot.waitUntil(lambda: page.rows.data(page.rows.index(1, PHOTO), Qt.ItemDataRole.DecorationRole) is not None)
    page.grid.activated.emit(page.rows.index(1, PHOTO))
    qtbot.waitUntil(lambda: window.work.face == 1)
    saved = tmp_path / "mine.facet-collection"
    export_to(monkeypatch, saved)
    trigger(window.commands.save_collection)
    qtbot.waitUntil(lambda: window.windowTitle().endswith("mine.facet-collection – Facet"))
    window.collection.open(saved)
    qtbot.waitUntil(lambda: window.work.analysis is not None and len(window.work.panel.cards) == 2)


def test_closing_a_photo_takes_its_answers_along_and_undo_brings_them_back(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 2, 1))
    faces(window, qtbot, 3)
    trigger(window.commands.show_photo)
    trigger(window.commands.close_photo)
    faces(window, qtbot, 1)
    click(window.messages.undo)
    faces(window, qtbot, 3)


def test_export_has_every_photo_whether_it_was_looked_at_or_not(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 2, 0, 1))
    for suffix in (".csv", ".jsonl", ".json", ".parquet"):
        out = tmp_path / f"out{suffix}"
        export_to(monkeypatch, out)
        trigger(window.commands.export)
        qtbot.waitUntil(lambda out=out: str(out) in window.messages.text)
    rows = table_of(tmp_path / "out.csv")
    assert [(Path(row["path"]).name, row["face"]) for row in rows] == [
        ("0.png", "0"), ("0.png", "1"), ("1.png", ""), ("2.png", "0")
    ]  # fmt: skip
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("# about: ")
    document = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert [len(photo["faces"]) for photo in document["photos"]] == [2, 0, 1]
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 5
    from pyarrow.parquet import ParquetFile

    assert ParquetFile(tmp_path / "out.parquet").metadata.num_rows == 4


def test_a_name_like_a_formula_is_harmless_in_an_export_and_opens_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, out = photos_in(tmp_path / "photos", 1) / "=cmd,x.png", tmp_path / "out.csv"
    (tmp_path / "photos" / "0.png").rename(photo)
    open_all(window, qtbot, photo)
    export_to(monkeypatch, out)
    trigger(window.commands.export)
    qtbot.waitUntil(lambda: str(out) in window.messages.text)
    assert not [cell for row in table_of(out) for cell in row.values() if cell.startswith("=")]
    assert [record["path"] for _, record in read_table(out)[1]] == [str(photo)]


def test_export_of_what_is_filtered_or_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 2, 1, 0))
    page, out = faces(window, qtbot, 4), tmp_path / "out.csv"
    export_to(monkeypatch, out)
    page.grid.setCurrentIndex(page.rows.index(0, PHOTO))
    qtbot.keyClick(page.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.chosen.text() == "2 rows chosen"
    choose_export(monkeypatch, lambda dialog: None)  # what is chosen comes first
    trigger(window.commands.export)
    qtbot.waitUntil(out.is_file)
    assert [row["face"] for row in table_of(out)] == ["0", "1"]
    out.unlink()
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: texts(page, PHOTO) == ["1.png, face 1", "2.png"])
    page.filters.kind.setCurrentIndex(page.filters.kind.findData("faces"))
    qtbot.waitUntil(lambda: texts(page, PHOTO) == ["1.png, face 1"])
    choose_export(monkeypatch, lambda dialog: dialog.shown.setChecked(True))
    trigger(window.commands.export)
    qtbot.waitUntil(out.is_file)
    assert [Path(row["path"]).name for row in table_of(out)] == ["1.png"]
    out.unlink()
    choose_export(monkeypatch, lambda dialog: dialog.everything.setChecked(True))
    trigger(window.commands.export)
    qtbot.waitUntil(out.is_file)
    assert len(table_of(out)) == 4
    click(page.filters.everything)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 4)


def test_an_export_waits_for_what_is_not_answered_or_says_how_much_is_missing(
    window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, out = window.collection.answers, tmp_path / "out.csv"
    open_all(window, qtbot, photos_in(tmp_path / "photos", 1))
    analyzer.gate.clear()
    window.open_paths([photos_in(tmp_path / "more", 1, 1, 1)])
    qtbot.waitUntil(lambda: answers.missing == 3)
    export_to(monkeypatch, out)
    said: list[str] = []

    def now(dialog: ExportDialog) -> None:
        dialog.wait.setChecked(False)
        said.append(dialog.left_out.text())

    choose_export(monkeypatch, now)
    trigger(window.commands.export)
    qtbot.waitUntil(out.is_file)
    assert said == ["The table will lack 3 photos."]
    assert len(table_of(out)) == 1
    out.unlink()
    choose_export(monkeypatch, lambda dialog: None)
    trigger(window.commands.export)
    assert window.messages.text == "The export is written when the remaining 3 photos are answered."
    monkeypatch.setattr(QMessageBox, "exec", press("Go back"))
    assert not window.close()
    assert not out.exists()
    analyzer.gate.set()
    qtbot.waitUntil(out.is_file)
    assert len(table_of(out)) == 4


def test_photos_are_answered_though_the_strip_was_scrolled_meanwhile(
    window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path
) -> None:
    analyzer.gate.clear()
    window.open_paths([photos_in(tmp_path / "photos", *[1] * 12)])
    bar = window.work.strip.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    analyzer.gate.set()
    bar.setValue(0)
    qtbot.waitUntil(lambda: window.collection.answers.state == "done")
    assert window.collection.answers.answered == 12


def test_without_pyarrow_there_is_no_parquet(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 1))
    find_spec, offered = importlib.util.find_spec, []
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyarrow" else find_spec(name))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: offered.append(asked[3]) or ("", ""))
    trigger(window.commands.export)
    assert "*.csv" in offered[0] and "parquet" not in offered[0]


def test_a_saved_collection_is_opened_again_and_goes_on(
    window: MainWindow,
    qtbot: QtBot,
    analyzer: FakeAnalyzer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_window: Callable[[FakeAnalyzer], MainWindow],
) -> None:
    folder, saved = photos_in(tmp_path / "photos", 2, 1, 1), tmp_path / "mine.facet-collection"
    window.open_paths([folder / "0.png"])
    qtbot.waitUntil(lambda: window.collection.answers.state == "done" and window.commands.save_collection.isEnabled())
    export_to(monkeypatch, saved)
    trigger(window.commands.save_collection)
    qtbot.waitUntil(lambda: str(saved) in window.messages.text)
    analyzer.gate.clear()
    window.open_paths([folder])
    qtbot.waitUntil(lambda: window.collection.answers.missing == 2)
    window.collection.answers.stop()
    analyzer.gate.set()
    assert window.close()
    assert saved.is_file() and not session_path().exists()
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".facet-collection") == [saved.name]

    fresh = FakeAnalyzer()
    second = make_window(fresh)
    second.open_paths([saved])
    qtbot.waitUntil(lambda: second.collection.answers.state == "done")
    assert second.work.photos.rowCount() == 3
    assert fresh.seen.count(2) == 0  # that one was answered before
    assert "it goes on from there" in second.messages.text or "all of them answered" in second.messages.text
    faces(second, qtbot, 4)
    second.close()


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_table_without_its_collection_is_opened(
    suffix: str, window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path
) -> None:
    folder, out = photos_in(tmp_path / "photos", 2, 0), tmp_path / f"v1.5{suffix}"
    run_batch([folder], Outputs(**{suffix[1:]: out}), lambda: analyzer, threads=1)  # type: ignore[arg-type,return-value]
    collection_path(out).unlink()
    seen = len(analyzer.seen)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(out))])
    window.intake.take_mime(mime, pasted=False)
    qtbot.waitUntil(lambda: window.collection.answers.state == "done")
    page = faces(window, qtbot, 3)
    assert texts(page, PHOTO) == ["0.png, face 1", "0.png, face 2", "1.png"]
    assert len(analyzer.seen) <= seen + 1  # only the one being looked at
    assert window.windowTitle() == f"v1.5{suffix} – Facet"


def test_an_interrupted_table_goes_on_and_is_written_to_the_end(
    window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path
) -> None:
    # More than are answered ahead of the one after which it is stopped.
    folder, out = photos_in(tmp_path / "photos", *[1] * 30), tmp_path / "out.csv"
    done: list[object] = []
    run_batch(
        [folder], Outputs(csv=out), lambda: analyzer, threads=1,  # type: ignore[arg-type,return-value]
        progress=lambda now: done.append(now.newest) if now.newest else None, should_stop=lambda: len(done) > 1,
    )  # fmt: skip
    assert len(table_of(out)) < 30
    write_photo(folder / "30.png", faces=1)
    window.open_paths([out])
    qtbot.waitUntil(lambda: window.collection.answers.state == "done")
    qtbot.waitUntil(lambda: len(table_of(out)) == 31)
    assert [Path(row["path"]).stem for row in table_of(out)] == [str(number) for number in range(31)]
    assert "it goes on from there" in window.messages.text


def test_what_is_no_table_is_refused_in_words_and_left_alone(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = tmp_path / "shopping.csv"
    other.write_text("milk,2\n")
    window.open_paths([other])
    qtbot.waitUntil(lambda: "cannot be opened as a result" in window.messages.text)
    assert other.read_text() == "milk,2\n"
    open_all(window, qtbot, photos_in(tmp_path / "photos", 1))


def test_a_collection_of_another_model_stays_until_it_is_to_be_answered_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder, out, other = photos_in(tmp_path / "photos", 2, 1), tmp_path / "out.csv", FakeAnalyzer("other")
    run_batch([folder], Outputs(csv=out), lambda: other, threads=1)  # type: ignore[arg-type,return-value]
    window.open_paths([out])
    answers, status = window.collection.answers, window.collection.status
    qtbot.waitUntil(lambda: answers.state == "foreign")
    assert status.text.text() == "answered by other 1.0"
    assert faces(window, qtbot, 3).rows.collection.about["model"] == "other 1.0"  # type: ignore[union-attr]
    click(status.go_on)
    qtbot.waitUntil(lambda: answers.state == "done")
    page = faces(window, qtbot, 3)
    qtbot.waitUntil(lambda: page.rows.collection.about["model"] == "fake 1.0")  # type: ignore[union-attr]


def test_another_model_answers_all_of_the_session_again_and_the_chosen_face_stays(
    look: Theme, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    made = {"": FakeAnalyzer("first"), "second": FakeAnalyzer("second")}
    window = MainWindow(Engine(lambda name: made[name]), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    open_all(window, qtbot, photos_in(tmp_path / "photos", *[3] * 12))
    page = faces(window, qtbot, 36)
    page.grid.setCurrentIndex(page.rows.index(20, PHOTO))
    before = page.rows.at(20)
    window.model_menu.chosen.emit("second")
    qtbot.waitUntil(lambda: len(made["second"].seen) >= 12)
    qtbot.waitUntil(lambda: window.collection.answers.state == "done")
    faces(window, qtbot, 36)
    qtbot.waitUntil(lambda: page.grid.currentIndex().row() == 20)
    now = page.rows.at(20)
    assert (now.path, now.face) == (before.path, before.face)
    window.close()


def test_a_folder_opened_again_says_what_changed_came_and_went(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = photos_in(tmp_path / "photos", 1, 1, 1, 1)
    open_all(window, qtbot, folder)
    write_photo(folder / "1.png", faces=3, size=(500, 200))
    (folder / "2.png").unlink()
    (folder / "deep").mkdir()
    shutil.move(folder / "3.png", folder / "deep" / "3.png")
    write_photo(folder / "9.png", faces=1)
    said: list[str] = []
    window.collection.answers.noticed.connect(lambda changes: said.append(repr(changes)))
    window.open_paths([folder])
    qtbot.waitUntil(lambda: window.collection.answers.answered == 6 and bool(said))
    faces(window, qtbot, 8)
    together = " ".join(said)
    assert "'changed': 1" in together and "'gone': 1" in together and "'moved': 1" in together
    assert "answers stay" in window.messages.text or "answered" in window.messages.text


def test_all_of_a_long_folder_opened_again_is_said_at_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection_module, "ASK_FROM", 2000)
    folder = photos_in(tmp_path / "photos", 1)
    for number in range(1, 1200):  # more than join the list at once
        os.link(folder / "0.png", folder / f"{number}.png")
    said: list[dict[str, int]] = []
    window.collection.answers.noticed.connect(said.append)
    open_all(window, qtbot, folder)
    page = faces(window, qtbot, 1200)
    kept = page.rows.ids()[10:1100]
    (folder / "later").mkdir()
    for number in range(1160, 1200):
        (folder / f"{number}.png").rename(folder / "later" / f"{number}.png")
    for number in (1150, 1151, 1152):
        (folder / f"{number}.png").unlink()
    state = (folder / "1.png").stat()
    for number in (4, 1110):
        (folder / f"{number}.png").unlink()
        write_photo(folder / f"{number}.png", faces=2, size=(500, 200))
        os.utime(folder / f"{number}.png", ns=(state.st_atime_ns, state.st_mtime_ns))
    for number in range(5):
        write_photo(folder / f"new {number}.png", faces=3)
    window.open_paths([folder])
    qtbot.waitUntil(lambda: bool(said) and window.collection.answers.answered == 1245, timeout=20_000)
    faces(window, qtbot, 1257)
    assert said == [{"changed": 2, "gone": 3, "moved": 40}]
    assert "2 photos have changed" in window.messages.text and "40 photos are in another place" in window.messages.text
    assert "3 photos are no longer there" in window.messages.text
    assert kept == page.rows.ids()[11:1101]  # one of those before has two faces now


def test_the_rest_of_a_long_folder_does_not_join_the_collection_opened_next(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection_module, "ASK_FROM", 2000)
    gate = threading.Event()

    def slow_names(folder: Path) -> Iterator[str]:
        for number in range(1500):
            if number == 1100:
                assert gate.wait(20)
            yield str(folder / f"{number}.png")

    monkeypatch.setattr(imaging, "image_names", slow_names)
    saved = tmp_path / "saved.facet-collection"
    write_collection(saved, {**ASKED, "paths": []}, [])
    window.open_paths([photos_in(tmp_path / "photos", 1)])
    qtbot.waitUntil(lambda: window.work.photos.rowCount() == 1000)
    window.collection.open(saved)
    gate.set()
    qtbot.waitUntil(lambda: window.collection.answers.path == saved)
    window.open_paths([write_photo(tmp_path / "next.png", faces=1)])
    qtbot.waitUntil(lambda: window.work.photos.rowCount() > 0)
    assert [photo.name for photo in window.work.photos.photos] == ["next.png"]


def test_a_folder_that_vanishes_is_said_and_it_goes_on_when_it_is_back(
    window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path
) -> None:
    folder = photos_in(tmp_path / "photos", *[1] * 12)
    answers, status = window.collection.answers, window.collection.status
    analyzer.gate.clear()
    window.open_paths([folder])
    qtbot.waitUntil(analyzer.began.is_set)
    folder.rename(tmp_path / "elsewhere")
    analyzer.gate.set()
    qtbot.waitUntil(lambda: answers.state == "failed")
    assert f"The folder {folder} no longer exists" in " ".join(status.text.toolTip().split())
    (tmp_path / "elsewhere").rename(folder)
    click(status.go_on)
    qtbot.waitUntil(lambda: answers.state == "done")
    page = faces(window, qtbot, 12)
    assert not any(page.rows.at(row).error for row in range(12))


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_nobody_else_can_read_the_answers_and_closing_deletes_them(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 1, 1))
    files = [path for path in session_path().parent.iterdir() if "answers" in path.name]
    assert any(path.name == session_path().name for path in files)
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in files)
    assert window.close()
    left = [path.name for path in session_path().parent.iterdir()]
    assert not [name for name in left if not name.endswith("lock")]
    assert not kept_path().exists()


def test_closing_asks_once_what_becomes_of_many_answers(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_window: Callable[[FakeAnalyzer], MainWindow],
) -> None:
    monkeypatch.setattr(collection_module, "ASK_FROM", 3)
    open_all(window, qtbot, photos_in(tmp_path / "photos", 1, 2, 3))
    monkeypatch.setattr(QMessageBox, "exec", press("Cancel"))
    assert not window.close()
    monkeypatch.setattr(QMessageBox, "exec", press("Keep them"))
    assert window.close()
    assert kept_path().is_file()
    fresh = FakeAnalyzer()
    second = make_window(fresh)
    qtbot.waitUntil(lambda: second.collection.answers.state == "done")
    assert second.messages.text == "The 3 photos that you kept are open again."
    assert fresh.seen == []
    faces(second, qtbot, 6)
    monkeypatch.setattr(QMessageBox, "exec", press("Forget them"))
    assert second.close()
    assert not kept_path().exists() and not session_path().exists()


def test_a_second_window_keeps_its_answers_elsewhere(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, make_window: Callable[[FakeAnalyzer], MainWindow]
) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 1, 1))
    second = make_window(FakeAnalyzer())
    open_all(second, qtbot, photos_in(tmp_path / "others", 1, 1, 1))
    faces(second, qtbot, 3)
    faces(window, qtbot, 2)
    assert second.close()
    assert session_path().is_file()
    assert not [path for path in session_path().parent.parent.iterdir() if path.name.endswith(".new")]


def test_several_chosen_faces_are_corrected_at_once(
    window: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    settings.set_value(COLLECT, True)
    open_all(window, qtbot, photos_in(tmp_path / "photos", 2, 1))
    page = faces(window, qtbot, 3)
    page.grid.setFocus()
    page.grid.selectAll()
    assert window.commands.correct.isEnabled()
    trigger(window.commands.correct)
    menu = window.work.corrector.menu
    qtbot.waitUntil(lambda: any(action.text() == "Male" for action in menu.actions()))
    assert next(action.text() for action in menu.actions() if action.text()) == "For 3 faces:"
    trigger(next(action for action in menu.actions() if action.text() == "Male"))
    qtbot.waitUntil(lambda: "Noted as right: Male" in window.messages.text)
    # The made photos are flat, so that their aligned faces are alike: one picture per photo.
    assert len(list(settings.corrections.rglob("*.png"))) == 2
    click(window.messages.undo)
    qtbot.waitUntil(lambda: not list(settings.corrections.rglob("*.png")))


def test_filters_and_sorting(window: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer, tmp_path: Path) -> None:
    folder = photos_in(tmp_path / "photos", 2, 0)
    (folder / "bad.png").touch()
    analyzer.extra = {"ethnicity": UNSURE, "reasons": ("dark",)}
    open_all(window, qtbot, folder)
    page = faces(window, qtbot, 4)
    filters = page.filters
    qtbot.waitUntil(lambda: filters.count.text() == "4 rows")
    assert texts(page, ETHNICITY)[0] == "uncertain: Asian"
    assert texts(page, NOTE)[0] == "too dark to be sure"
    for box, value, rows in (
        (filters.answers["gender"], "Female", 2),
        (filters.answers["gender"], "Male", 0),
        (filters.answers["ethnicity"], UNCERTAIN, 2),
        (filters.kind, "errors", 1),
        (filters.kind, "no face", 1),
        (filters.kind, "uncertain", 2),
        (filters.quality, "good", 0),
        (filters.quality, "dark", 2),
        (filters.face_size, 1, 2),
        (filters.face_size, 3, 0),
    ):
        box.setCurrentIndex(box.findData(value))
        qtbot.waitUntil(lambda rows=rows: page.rows.rowCount() == rows)
        click(filters.everything)
        qtbot.waitUntil(lambda: page.rows.rowCount() == 4)
    filters.certainty.setCurrentIndex(filters.certainty.findData("gender"))
    filters.least.setValue(95)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 0)
    filters.most.setValue(90)
    assert filters.least.value() == 90
    filters.least.setValue(50)
    filters.most.setValue(95)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 2)
    click(filters.everything)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 4)
    box = filters.answers["gender"]
    qtbot.waitUntil(lambda: box.itemText(box.findData("Female")) == "Female (2)")
    page.table.selectRow(0)
    page.table.sortByColumn(PHOTO, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: texts(page, PHOTO) == ["bad.png", "1.png", "0.png, face 2", "0.png, face 1"])
    assert page.chosen_rows == [3]
    page.order.setCurrentIndex(page.order.findText("Perceived gender: least certain first"))
    qtbot.waitUntil(lambda: texts(page, NOTE)[:2] == ["too dark to be sure"] * 2)
    page.summary.label_chosen.emit("gender", "Male")
    qtbot.waitUntil(lambda: page.rows.rowCount() == 0)
    page.summary.label_chosen.emit("gender", "Male")
    filters.name.setText("1.P")
    qtbot.waitUntil(lambda: texts(page, PHOTO) == ["1.png"])


def test_notes_have_no_order_to_sort_by(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 1, 0))
    page = faces(window, qtbot, 2)
    click(page.as_table)
    header = page.table.horizontalHeader()

    def sorted_by_a_click_on(column: int) -> int:
        at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        return header.sortIndicatorSection()

    assert sorted_by_a_click_on(GENDER_CERTAINTY) == GENDER_CERTAINTY
    page.table.horizontalScrollBar().setValue(page.table.horizontalScrollBar().maximum())
    assert sorted_by_a_click_on(NOTE) == GENDER_CERTAINTY
    assert sorted_by_a_click_on(SIZE) == SIZE


def test_a_face_of_a_row_is_cut_out_of_its_photo(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 2))
    rows = faces(window, qtbot, 2).rows
    qtbot.waitUntil(lambda: rows.data(rows.index(1, PHOTO), Qt.ItemDataRole.DecorationRole) is not None)
    image = rows.data(rows.index(1, PHOTO), Qt.ItemDataRole.DecorationRole)
    assert image.width() == image.height() == 96
    middle = image.pixelColor(48, 48)
    assert (middle.red(), middle.green(), middle.blue()) == (2, 90, 120)


def test_a_turned_photo_keeps_its_turned_answer(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    open_all(window, qtbot, photos_in(tmp_path / "photos", 1))
    trigger(window.commands.turn_right)
    qtbot.waitUntil(lambda: window.work.analysis is not None and window.work.analysis.width == 200)
    page = faces(window, qtbot, 1)
    qtbot.waitUntil(lambda: page.rows.at(0).size == (200, 400))
    assert page.rows.at(0).quarter_turns == 1
    rows = page.rows
    qtbot.waitUntil(lambda: rows.data(rows.index(0, PHOTO), Qt.ItemDataRole.DecorationRole) is not None)


@pytest.mark.parametrize("kind", ["grid", "table"])
def test_ten_thousand_photos_ask_for_no_more_pictures_than_are_seen(
    kind: str, window: MainWindow, qtbot: QtBot
) -> None:
    analysis = Analysis((face(10.0),), 400, 200, "fake 1.0", Timings(1, 1, 1))
    one = record(PhotoResult("0.png", analysis, None, 3.0), "fake 1.0")
    asked: list[object] = []
    page = window.collection.shown_page()
    page.rows.chip_wanted.disconnect()
    page.rows.chip_wanted.connect(asked.append)
    view = getattr(page, kind)
    view.resize(800, 600)
    page.rows.show(Collection.made(ASKED, ((f"/photos/{number}.png", one) for number in range(10_000))))
    qtbot.waitUntil(lambda: page.rows.rowCount() == 10_000)
    view.grab()
    view.scrollToBottom()
    view.grab()
    assert any(str(getattr(wanted, "path", "")).endswith("9999.png") for wanted in asked)
    assert len(set(asked)) < 200
    page.rows.show(None)


def test_old_pictures_are_forgotten(look: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_model, "_CHIPS_KEPT", 3)
    analysis = Analysis((face(10.0),), 400, 200, "fake 1.0", Timings(1, 1, 1))
    one = record(PhotoResult("0.png", analysis, None, 3.0), "fake 1.0")
    rows = FaceModel()
    asked: list[object] = []
    rows.chip_wanted.connect(lambda wanted: rows.set_chip(wanted, QImage(9, 9, QImage.Format.Format_RGB32)))
    rows.chip_wanted.connect(asked.append)
    rows.show(Collection.made(ASKED, ((f"{number}.png", one) for number in range(5))))
    qtbot.waitUntil(lambda: rows.rowCount() == 5)
    for row in (0, 0, 1, 2, 3, 0):
        rows.data(rows.index(row, PHOTO), Qt.ItemDataRole.DecorationRole)
    assert [wanted.path.stem for wanted in asked] == ["0", "1", "2", "3", "0"]  # type: ignore[attr-defined]
    rows.close_threads()


def test_a_path_that_is_not_text_is_answered_like_any_other(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("names are text there")
    folder = tmp_path / "photos"
    folder.mkdir()
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/\xff.png"))
    write_photo(tmp_path / "a.png", faces=1).rename(odd)
    open_all(window, qtbot, folder)
    assert faces(window, qtbot, 1)
