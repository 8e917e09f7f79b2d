"""What the main window has to do with a batch: it offers one, and shows a face of its table."""

from __future__ import annotations

import shutil
from pathlib import Path

from fakes import write_photo
from PySide6.QtCore import QMimeData, Qt, QUrl
from pytestqt.qtbot import QtBot

from desktop.app.main_window import MainWindow


def photos_in(folder: Path, *faces: int) -> Path:
    """A folder of photos named by their number, with so many faces each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, count in enumerate(faces):
        write_photo(folder / f"{number}.png", faces=count)
    return folder


def test_a_dropped_folder_offers_a_batch(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = photos_in(tmp_path / "photos", 1, 2, 3)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    window.intake.take_mime(mime, pasted=False)
    qtbot.waitUntil(window.messages.undo.isVisible)
    assert window.messages.text == "3 photos opened. All of them can be answered at once, as a table."
    assert window.messages.undo.text() == "Answer all…"
    window.messages.undo.click()
    made = window.workshop.batch.window
    assert made is not None
    qtbot.waitUntil(lambda: made.form.found.text() == f"3 photos in {folder}")


def test_a_face_of_a_row_is_chosen_in_the_window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = photos_in(tmp_path / "photos", 1, 4)
    window.workshop.batch.photo_asked.emit(folder / "1.png", 2)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert window.work.face == 2
    assert window.work.photo is not None
    assert window.work.photo.path == folder / "1.png"
    window.workshop.batch.photo_asked.emit(folder / "1.png", 3)
    qtbot.waitUntil(lambda: window.work.face == 3)
    shutil.rmtree(folder)
    window.workshop.batch.photo_asked.emit(folder / "0.png", 0)
    qtbot.waitUntil(lambda: window.work.viewer.page is window.work.viewer.error_page)


def test_a_shortcut_opens_the_window_and_closing_the_program_closes_it(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    made = window.workshop.batch.window
    assert made is not None
    assert made.isVisible()
    window.close()
    assert not made.isVisible()
