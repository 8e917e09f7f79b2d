from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from disks import FAULTS, faulty_disk
from fakes import write_photo
from PIL import Image
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from using import click, trigger

import core.collection.tables
from desktop.app.main_window import MainWindow


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """Let the file dialog answer `path`; returns the titles it was shown with."""
    titles: list[str] = []

    def ask(parent: object, title: str, *rest: object) -> tuple[str, str]:
        titles.append(title)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return titles


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Two photos and a broken file, all of them answered."""
    first = write_photo(tmp_path / "first.png", faces=2)
    broken = tmp_path / "broken.png"
    broken.write_text("no picture")
    last = write_photo(tmp_path / "last.png", faces=0)
    window.open_paths([first, broken, last])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    window.work.step_photo(2)
    qtbot.waitUntil(lambda: window.collection.answers.state == "done")
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    return window


def test_csv_has_a_row_a_face_and_the_errors_in_the_order_of_the_names(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    titles = answer(monkeypatch, path)
    trigger(opened.commands.export)
    qtbot.waitUntil(lambda: opened.messages.kind == "done")
    assert titles == ["Export the answers for 3 photos"]
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")][1:]
    assert [Path(row.split(",")[0]).name for row in rows] == ["broken.png", "first.png", "first.png", "last.png"]


def test_json_names_every_photo(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "out.json")
    trigger(opened.commands.export)
    qtbot.waitUntil(lambda: opened.messages.kind == "done")
    photos = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["photos"]
    assert [len(photo["faces"]) for photo in photos] == [0, 2, 0]
    assert [photo["error"] is None for photo in photos] == [False, True, True]


def test_a_name_without_the_ending_of_what_was_asked_for_gets_it(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "answers.txt")
    trigger(opened.commands.export)
    qtbot.waitUntil(lambda: opened.messages.kind == "done")
    assert (tmp_path / "answers.txt.csv").read_text(encoding="utf-8").startswith("# about: ")
    assert not (tmp_path / "answers.txt").exists()


@pytest.mark.parametrize(("said", "kept"), [("Keep", True), ("Replace it", False)])
def test_a_file_the_dialog_did_not_ask_about_is_asked_about(
    said: str, kept: bool, opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def press(box: QMessageBox) -> int:
        asked.append(box.text())
        click(next(button for button in box.buttons() if button.text() == said))
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    (tmp_path / "there.csv").write_text("precious")
    answer(monkeypatch, tmp_path / "there")
    trigger(opened.commands.export)
    assert asked == ["there.csv is there already."]
    if not kept:
        qtbot.waitUntil(lambda: opened.messages.kind == "done")
    assert ((tmp_path / "there.csv").read_text("utf-8") == "precious") == kept


def test_the_annotated_picture_has_the_size_of_the_photo(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "boxes.png"
    answer(monkeypatch, path)
    opened.work.step_photo(-2)
    qtbot.waitUntil(lambda: opened.work.analysis is not None and opened.work.face == 0)
    trigger(opened.commands.save_picture)
    qtbot.waitUntil(lambda: opened.messages.kind == "done")
    with Image.open(path) as image:
        assert image.size == (400, 200)
        assert len(image.convert("RGB").getcolors(1_000_000) or []) > 1


def test_a_name_as_long_as_the_disk_allows_is_proposed_shorter_its_last_letter_whole(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = "и\N{COMBINING BREVE}"  # й as a Mac writes it
    photo = write_photo(tmp_path / f"Ә{letter * 61}bcdef.png", faces=1)
    assert len(os.fsencode(photo.name)) == 255
    proposed: list[Path] = []

    def ask(parent: object, title: str, path: str, kinds: str) -> tuple[str, str]:
        proposed.append(Path(path))
        return str(tmp_path / Path(path).name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    window.open_paths([photo])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    trigger(window.commands.save_picture)
    qtbot.waitUntil(lambda: window.messages.kind == "done")
    assert proposed[0].name == f"Ә{letter * 60}-faces.png"
    assert (tmp_path / proposed[0].name).is_file()


def test_a_place_that_cannot_be_written_is_one_clear_message(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_folder = tmp_path / "first.png"
    answer(monkeypatch, no_folder / "out.csv")
    trigger(opened.commands.export)
    qtbot.waitUntil(lambda: opened.messages.kind == "warning")
    assert "could not be written" in opened.messages.text
    assert no_folder.is_file()
    assert opened.work.analysis is not None


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("command", "name"), [("export", "old.csv"), ("export", "old.json"), ("save_picture", "old.png")]
)
def test_a_disk_that_takes_nothing_is_said_and_the_file_there_was_stays(
    opened: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    name: str,
    fault: int,
) -> None:
    (tmp_path / name).write_text("precious")
    before = sorted(tmp_path.iterdir())
    answer(monkeypatch, tmp_path / name)
    with faulty_disk(fault):
        trigger(getattr(opened.commands, command))
        qtbot.waitUntil(lambda: opened.messages.kind == "warning")
    assert str(tmp_path / name) in opened.messages.text and os.strerror(fault) in opened.messages.text
    assert (tmp_path / name).read_text() == "precious"
    assert sorted(tmp_path.iterdir()) == before
    trigger(getattr(opened.commands, command))  # there is room again
    qtbot.waitUntil(lambda: opened.messages.kind == "done")
    assert (tmp_path / name).read_bytes() != b"precious"


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Holds up the writing of tables until it is set."""
    gate = threading.Event()
    write = core.collection.tables.write_table
    monkeypatch.setattr(core.collection.tables, "write_table", lambda *what: (gate.wait(30), write(*what)))
    return gate


def test_what_was_to_be_saved_is_written_before_the_window_closes(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow_disk: threading.Event
) -> None:
    for name, command in (("out.csv", opened.commands.export), ("out.json", opened.commands.export)):
        answer(monkeypatch, tmp_path / name)
        trigger(command)
    threading.Timer(0.1, slow_disk.set).start()
    assert opened.close()
    assert (tmp_path / "out.csv").is_file()
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["photos"]


def test_what_could_not_be_saved_on_closing_keeps_the_window_and_is_said(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow_disk: threading.Event
) -> None:
    for path, command in (
        (tmp_path / "first.png" / "out.csv", opened.commands.export),  # that is no folder
        (tmp_path / "out.json", opened.commands.export),
    ):
        answer(monkeypatch, path)
        trigger(command)
    threading.Timer(0.1, slow_disk.set).start()
    assert not opened.close()
    assert opened.isVisible()
    qtbot.waitUntil(lambda: "could not be written" in opened.messages.text)
    assert opened.messages.kind == "warning"
    assert (tmp_path / "out.json").is_file()
    assert opened.close()


def test_a_cancelled_dialog_writes_nothing(opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    trigger(opened.commands.export)
    assert sorted(tmp_path.iterdir()) == before


def test_what_was_saved_can_be_shown_in_its_folder(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toLocalFile()))
    answer(monkeypatch, tmp_path / "out.csv")
    trigger(opened.commands.export)
    qtbot.waitUntil(lambda: opened.messages.kind == "done")
    assert opened.messages.undo.text() == "Show in folder"
    click(opened.messages.undo)
    assert seen == [str(tmp_path)]


def test_every_dialog_begins_in_the_folder_used_last(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []

    def ask(parent: object, title: str, place: str, *rest: object) -> tuple[str, str]:
        begun.append(Path(place))
        return str(chosen), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *args: ([ask(*args)[0]], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: ask(*args)[0])
    commands = opened.commands
    opened.work.step_photo(-2)
    qtbot.waitUntil(lambda: opened.work.analysis is not None)
    more = tmp_path / "photos" / "more"
    more.mkdir(parents=True)
    photo = write_photo(more / "a.png", faces=1)
    for asking, name in (
        (commands.open_photos, str(photo.relative_to(tmp_path))),
        (commands.open_folder, "photos/more"),
        (commands.save_picture, "pictures/a.png"),
        (commands.export, "exports/a.csv"),
        (commands.save_collection, "collections/a.facet-collection"),
    ):
        chosen = tmp_path / name
        chosen.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(2):
            trigger(asking)
            qtbot.waitUntil(lambda: opened.collection.answers.state == "done" and opened.work.analysis is not None)
        kept = chosen if chosen.is_dir() else chosen.parent
        assert begun[-1] == kept or begun[-1].parent == kept
    chosen = tmp_path / "collections" / "a.facet-collection"
    qtbot.waitUntil(chosen.is_file)
    trigger(commands.open_collection)
    assert begun[-1] == chosen.parent
