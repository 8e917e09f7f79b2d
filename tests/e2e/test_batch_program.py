"""A batch with the shipped model, from a dropped folder to a face of its table in the main window."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.engine import Engine, load_analyzer
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.widgets.theme import install_theme


def test_from_a_folder_to_a_face_of_the_table(
    qapp: QApplication, qtbot: QtBot, portrait_path: Path, tmp_path: Path
) -> None:
    folder, out = tmp_path / "photos", tmp_path / "faces.csv"
    folder.mkdir()
    for name in ("1.png", "2.png"):
        shutil.copy(portrait_path, folder / name)
    (folder / "3.jpg").write_bytes(b"")
    install_theme(qapp, "light")
    settings = Settings()
    settings.confirm_purpose()
    window = MainWindow(Engine(load_analyzer), settings)
    qtbot.addWidget(window)
    window.show()
    window.open_paths([folder])

    def offered() -> None:
        state = (window.isVisible(), window.pages.currentWidget() is window.work, window.work.photos.rowCount())
        assert window.messages.undo.isVisible(), f"{window.messages.text!r}, {state}"

    qtbot.waitUntil(offered, timeout=30_000)
    window.messages.undo.click()
    batch = window.workshop.batch.window
    assert batch is not None
    qtbot.waitUntil(lambda: batch.form.order is not None)
    batch.form.out.setText(str(out))
    batch.form.start.click()
    qtbot.waitUntil(lambda: batch.session.state == "ended", timeout=60_000)
    rows = batch.result.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 3)
    assert [rows.at(row).face for row in range(3)] == [0, 0, None]
    batch.result.table.activated.emit(rows.index(1, 0))
    qtbot.waitUntil(lambda: window.work.analysis is not None and window.work.photo.name == "2.png")
    assert window.work.face == 0
    window.close()
    table = out.read_text("utf-8").splitlines()
    assert [line.split(",")[0].rpartition("/")[2] for line in table[-3:]] == ["1.png", "2.png", "3.jpg"]
