"""A folder with the shipped model, from opening it to a face of its grid, its photo and an exported table."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from using import trigger

from desktop.app.engine import Engine, load_analyzer, load_small_analyzer
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.widgets.theme import install_theme


def test_from_a_folder_to_a_face_of_the_table(
    qapp: QApplication, qtbot: QtBot, portrait_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = tmp_path / "photos", tmp_path / "faces.csv"
    folder.mkdir()
    for name in ("1.png", "2.png"):
        shutil.copy(portrait_path, folder / name)
    (folder / "3.jpg").write_bytes(b"")
    install_theme(qapp, "light")
    settings = Settings()
    settings.confirm_purpose()
    window = MainWindow(Engine(load_analyzer, load_small=load_small_analyzer), settings)
    qtbot.addWidget(window)
    window.show()
    window.open_paths([folder])

    qtbot.waitUntil(lambda: window.collection.answers.state == "done")
    trigger(window.commands.show_faces)
    page = window.collection.page
    assert page is not None
    rows = page.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 3)
    assert [rows.at(row).face for row in range(3)] == [0, 0, None]
    page.table.activated.emit(rows.index(1, 0))
    qtbot.waitUntil(lambda: window.work.analysis is not None and window.work.photo.name == "2.png")
    assert window.work.face == 0 and window.work.photo.recalled
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    trigger(window.commands.export)
    qtbot.waitUntil(out.is_file)
    window.close()
    table = out.read_text("utf-8").splitlines()
    assert [line.split(",")[0].rpartition("/")[2] for line in table[-3:]] == ["1.png", "2.png", "3.jpg"]
