"""When something breaks that nobody expected: it is told, noted without anybody's pictures, and taken up again."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import FakeAnalyzer, write_photo
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot
from using import click, trigger

from desktop.app.crash import FILE, LastResort, LogFile, Recovery, without_paths
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.open_work import OpenWork
from desktop.app.settings import Settings
from desktop.faces.stored import session_path
from desktop.widgets.theme import Theme


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def last_resort(qtbot: QtBot, look: Theme, notes: list[str]) -> Iterator[LastResort]:
    made = LastResort(without_paths, notes.append)
    yield made
    made.remove()


def fail(path: str = "/home/anna/my photos/me.jpg") -> None:
    raise RuntimeError(f"nobody expected {path}")


def test_an_unexpected_error_is_shown_with_versions_and_copied(
    qtbot: QtBot, last_resort: LastResort, notes: list[str]
) -> None:
    try:
        fail()
    except RuntimeError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: last_resort.dialog is not None)
    dialog = last_resort.dialog
    assert dialog is not None
    report = dialog.report.toPlainText()
    assert "RuntimeError: nobody expected" in report and "in fail" in report
    assert "PySide6" in report
    assert "anna" not in report and "me.jpg" not in report
    click(dialog.copy)
    assert QGuiApplication.clipboard().text() == report == notes[0]
    dialog.reject()
    assert last_resort.dialog is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_so_is_one_of_another_thread(qtbot: QtBot, last_resort: LastResort) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: last_resort.dialog is not None)
    assert last_resort.dialog is not None
    assert "in fail" in last_resort.dialog.report.toPlainText()
    last_resort.dialog.reject()


@pytest.mark.parametrize(
    "line",
    [
        "ImageError: /home/anna/my photos/me.jpg is empty (0 bytes).",
        "OSError: [Errno 28] No space left on device: '/home/anna/out of here/x.csv'",
        r"OSError: C:\Users\anna\Pictures\a b.png could not be read",
        r"OSError: \\server\anna\me.heic",
        'Qt: QImageReader: "anna.jpeg" has no handler',
        "could not read anna karenina.WEBP",
        "it couldn't open ~/anna's/photo.png",
        "cannot open:/data/anna/x",
        'Qt: QUrl("file:///home/anna/x.gif")',
        '  File "/home/anna/facet/core/vision/imaging.py", line 3, in read_image',
    ],
)
def test_no_path_or_name_of_a_picture_is_left(line: str) -> None:
    assert "anna" not in without_paths(line)


@pytest.mark.parametrize(
    "line",
    [
        "ValueError: 3/4 of 10, expected a / b",
        "    return x / y",
        '  File "core/vision/imaging.py", line 3, in read_image',
    ],
)
def test_what_is_no_path_stays(line: str) -> None:
    assert without_paths(line) == line


def test_code_is_named_from_its_package_on() -> None:
    line = '  File "/home/anna/facet/core/vision/imaging.py", line 3, in read_image'
    assert without_paths(line) == '  File "core/vision/imaging.py", line 3, in read_image'


# What a crash leaves behind.


def run_program(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "FACET_HOME": str(home)},
        cwd=Path(__file__).resolve().parents[2],
    )


_CRASH = """
import ctypes, logging, sys, warnings
from pathlib import Path
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication
from desktop.app import start as app
def crash():
    qWarning("a complaint about /home/anna/me.jpg")
    {what}
QApplication.exec = staticmethod(crash)
sys.exit(app.main([]))
"""


def test_a_crash_within_a_library_is_reported_at_the_next_start(own_folders: Path) -> None:
    assert run_program(_CRASH.format(what="ctypes.string_at(0)"), own_folders).returncode != 0
    left = OpenWork(own_folders / "open", "Facet").left
    assert left is not None
    assert left.photos == ()
    assert "Facet 0" in left.report and "PySide6" in left.report
    assert "in crash" in left.report
    log = (own_folders / FILE).read_text(encoding="utf-8")
    assert "a complaint about" in log and "anna" not in log


def test_an_orderly_end_leaves_nothing(own_folders: Path) -> None:
    done = run_program(_CRASH.format(what="QApplication.closeAllWindows(); return 0"), own_folders)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (own_folders / "open").iterdir()] == ["lock"]
    assert OpenWork(own_folders / "open", "Facet").left is None


def test_paths_stand_in_the_log_where_that_is_allowed(own_folders: Path) -> None:
    (own_folders / "window.ini").write_text("[log]\npaths=true\n", encoding="utf-8")
    run_program(_CRASH.format(what="QApplication.closeAllWindows(); return 0"), own_folders)
    assert "/home/anna/me.jpg" in (own_folders / FILE).read_text(encoding="utf-8")


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    return [write_photo(tmp_path / f"{name}.png", faces=1) for name in ("one", "two", "three")]


class Start:
    """A window with its recovery, as `desktop.app.start` puts them together."""

    def __init__(self, qtbot: QtBot, settings: Settings, folder: Path, asked: list[Path]) -> None:
        self.work = OpenWork(folder / "open", "Facet 0, Qt 6")
        analyzer = self.analyzer = FakeAnalyzer()
        self.window = MainWindow(Engine(lambda name: analyzer), settings)  # type: ignore[arg-type,return-value]
        qtbot.addWidget(self.window)
        self.recovery = Recovery(self.window, self.work, folder / "crash-report.txt", without_paths)
        self.window.show()
        self.recovery.start(asked)
        qtbot.waitUntil(lambda: self.window.status.text() != "")

    def crash(self) -> None:
        """End without taking back a note or an answer; of a dead program the system lets go of the lock."""
        assert self.work._lock is not None
        self.work._lock.__exit__(None, None, None)
        self.work._lock = None
        answers = {path: path.read_bytes() for path in session_path().parent.glob(f"{session_path().name}*")}
        self.end()
        for path, content in answers.items():
            path.write_bytes(content)

    def end(self) -> None:
        self.window.close()
        self.recovery.close()
        self.work.close()

    @property
    def names(self) -> list[str]:
        return [photo.name for photo in self.window.work.photos.photos]


def noted(folder: Path) -> dict[str, object]:
    content: dict[str, object] = {}
    for name in ("photos.json", "chosen.json"):
        with contextlib.suppress(FileNotFoundError):
            content |= json.loads((folder / "open" / name).read_text(encoding="utf-8"))
    return content


def test_open_photos_and_the_chosen_one_are_back_after_a_crash(
    qtbot: QtBot, look: Theme, settings: Settings, own_folders: Path, photos: list[Path]
) -> None:
    first = Start(qtbot, settings, own_folders, photos)
    qtbot.waitUntil(lambda: len(first.names) == 3)
    first.window.work.step_photo(1)
    qtbot.waitUntil(lambda: noted(own_folders).get("chosen") == str(photos[1]))
    first.crash()

    second = Start(qtbot, settings, own_folders, [])
    qtbot.waitUntil(lambda: len(second.names) == 3)
    chosen = second.window.work.photo
    assert chosen is not None and chosen.name == "two.png"
    assert "The 3 photos that had a file are open again" in second.window.messages.text
    assert second.recovery.dialog is None  # nothing is known that could be reported
    second.end()

    third = Start(qtbot, settings, own_folders, [])
    assert third.names == [] and third.window.messages.text == ""
    third.end()


def test_answers_outlive_a_crash_and_none_is_given_twice(
    qtbot: QtBot, look: Theme, settings: Settings, own_folders: Path, photos: list[Path], tmp_path: Path
) -> None:
    first = Start(qtbot, settings, own_folders, photos[:2])
    qtbot.waitUntil(lambda: first.window.collection.answers.state == "done")
    qtbot.waitUntil(lambda: len(noted(own_folders).get("photos", [])) == 2)  # type: ignore[arg-type]
    first.crash()
    assert session_path().is_file()

    second = Start(qtbot, settings, own_folders, [write_photo(tmp_path / "new.png", faces=2)])
    qtbot.waitUntil(lambda: second.window.collection.answers.answered == 3)
    assert len(second.names) == 3
    assert set(second.analyzer.seen) == {2}  # those with one face were answered before
    trigger(second.window.commands.show_faces)
    qtbot.waitUntil(lambda: second.window.collection.shown_page().rows.rowCount() == 4)
    second.end()
    assert not session_path().exists()


def test_answers_of_photos_that_stay_closed_are_deleted(
    qtbot: QtBot, look: Theme, settings: Settings, own_folders: Path, photos: list[Path]
) -> None:
    first = Start(qtbot, settings, own_folders, photos)
    qtbot.waitUntil(lambda: first.window.collection.answers.state == "done")
    qtbot.waitUntil(lambda: bool(noted(own_folders)))
    first.crash()
    second = Start(qtbot, settings, own_folders, [])
    qtbot.waitUntil(lambda: second.window.collection.answers.state == "done")
    second.crash()
    third = Start(qtbot, settings, own_folders, photos[:1])
    assert third.recovery.question is not None
    click(next(b for b in third.recovery.question.buttons() if b.text() == "&Leave them closed"))
    qtbot.waitUntil(lambda: third.window.collection.answers.state == "done")
    trigger(third.window.commands.show_faces)
    qtbot.waitUntil(lambda: third.window.collection.shown_page().rows.rowCount() == 1)
    third.end()


def test_what_crashes_again_is_only_opened_when_asked_for(
    qtbot: QtBot, look: Theme, settings: Settings, own_folders: Path, photos: list[Path]
) -> None:
    first = Start(qtbot, settings, own_folders, photos)
    qtbot.waitUntil(lambda: bool(noted(own_folders)))
    first.crash()
    second = Start(qtbot, settings, own_folders, [])
    qtbot.waitUntil(lambda: len(second.names) == 3)
    second.crash()
    third = Start(qtbot, settings, own_folders, [])
    assert third.recovery.question is not None and third.names == []
    click(next(b for b in third.recovery.question.buttons() if b.text() == "&Open them again"))
    qtbot.waitUntil(lambda: len(third.names) == 3)
    third.end()


def test_a_report_is_offered_once_and_can_be_deleted(
    qtbot: QtBot, look: Theme, settings: Settings, own_folders: Path
) -> None:
    crashed = OpenWork(own_folders / "open", "Facet 0")
    crashed.note_error("it broke at '/home/anna/x.jpg'")
    assert crashed._lock is not None
    crashed._lock.__exit__(None, None, None)

    start = Start(qtbot, settings, own_folders, [])
    dialog, kept = start.recovery.dialog, own_folders / "crash-report.txt"
    assert dialog is not None
    assert dialog.report.toPlainText() == kept.read_text(encoding="utf-8") == "it broke at [path]"
    close = dialog.buttons.button(QDialogButtonBox.StandardButton.Close)
    assert close.isDefault() and not dialog.delete.isDefault()  # Enter never deletes
    click(dialog.delete)
    assert not kept.exists()
    start.end()
    again = Start(qtbot, settings, own_folders, [])
    assert again.recovery.dialog is None
    again.end()


def test_a_second_program_beside_the_first_restores_nothing_of_it(own_folders: Path, photos: list[Path]) -> None:
    first = OpenWork(own_folders / "open", "Facet 0")
    first.note(tuple(photos), None)
    second = OpenWork(own_folders / "open", "Facet 0")
    assert second.left is None
    assert first.first and not second.first
    second.note((), None)
    second.close()
    assert noted(own_folders)["photos"] == [str(path) for path in photos]
    first.close()


@pytest.mark.parametrize(
    ("content", "photos"),
    [
        ("{", ()),
        ("[]", ()),
        ('{"photos": 3}', ()),
        ('{"photos": "a"}', ()),
        ('{"photos": [1, "a.jpg"], "chosen": 2}', (Path("a.jpg"),)),
        ('{"photos": ["\\ud800.jpg", "a.jpg"]}', (Path("a.jpg"),)),
        ("[" * 100_000, ()),
    ],
)
def test_damaged_notes_are_put_aside(own_folders: Path, content: str, photos: tuple[Path, ...]) -> None:
    folder = own_folders / "open"
    folder.mkdir()
    (folder / "photos.json").write_text(content, encoding="utf-8")
    work = OpenWork(folder, "Facet 0")
    assert work.left is not None
    assert work.left.photos == photos
    assert work.left.damaged == folder / "photos-damaged.json"
    assert work.left.damaged.read_text(encoding="utf-8") == content
    work.close()


def test_the_window_says_that_notes_were_put_aside(
    qtbot: QtBot, look: Theme, settings: Settings, own_folders: Path
) -> None:
    (own_folders / "open").mkdir()
    (own_folders / "open" / "photos.json").write_text("[" * 100_000, encoding="utf-8")
    start = Start(qtbot, settings, own_folders, [])
    assert "photos-damaged.json" in start.window.messages.text
    start.end()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full is Linux's own file")
def test_a_full_disk_is_no_reason_to_disturb_the_end(
    own_folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = own_folders / "open"
    folder.mkdir()
    (folder / "faults.txt").symlink_to("/dev/full")
    # In a process of its own: pytest has Python's fault handler already.
    code = "import sys; from pathlib import Path; from desktop.app.open_work import OpenWork; "
    code += "OpenWork(Path(sys.argv[1]), 'Facet 0').close()"
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True, cwd=Path(__file__).parents[2])
    (tmp_path / FILE).symlink_to("/dev/full")
    handler = LogFile(tmp_path / FILE)
    handler.handle(logging.LogRecord("facet", logging.ERROR, "", 1, "text", (), None))
    with contextlib.suppress(OSError):
        handler.close()
    assert capsys.readouterr().err == ""


def test_empty_notes_leave_nothing(own_folders: Path) -> None:
    folder = own_folders / "open"
    folder.mkdir()
    (folder / "photos.json").touch()
    work = OpenWork(folder, "Facet 0")
    assert work.left is None
    work.close()
