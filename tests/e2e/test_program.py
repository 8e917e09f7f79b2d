"""The real `main()` with the shipped model, from the first page to an exported table."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import run_main
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.model.bundle import DEFAULT
from desktop.app.main_window import MainWindow


def test_from_the_first_page_to_the_exported_table(
    qtbot: QtBot, portrait_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In one folder, because the table is in the order of the whole paths.
    photo, broken = Path(shutil.copy(portrait_path, tmp_path)), tmp_path / "broken.jpg"
    broken.write_bytes(b"")
    table = tmp_path / "answers.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(table), ""))

    def use(window: MainWindow) -> None:
        assert window.pages.currentWidget() is window.welcome
        click(window.welcome.check)
        click(window.welcome.start)
        qtbot.waitUntil(lambda: window.work.analysis is not None)
        assert len(window.work.panel.cards) == 1
        assert window.status.text().startswith(DEFAULT)
        trigger(window.commands.next_photo)
        qtbot.waitUntil(lambda: window.work.viewer.page is window.work.viewer.error_page)
        assert "0 bytes" in window.work.viewer.error_page.text.text()
        trigger(window.commands.previous_photo)
        qtbot.waitUntil(lambda: window.work.analysis is not None)
        trigger(window.commands.copy_result)
        assert "Face 1 of 1: perceived gender:" in QGuiApplication.clipboard().text()
        qtbot.waitUntil(lambda: window.collection.answers.state == "done")
        trigger(window.commands.export)
        qtbot.waitUntil(table.is_file)
        qtbot.waitUntil(lambda: window.messages.text.startswith("Saved as"))

    assert run_main([str(photo), str(broken)], use) == 0
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    assert [Path(row["path"]).name for row in rows] == ["astronaut.png", "broken.jpg"]
    assert sum(float(value) for key, value in rows[0].items() if key in ("gender_Male", "gender_Female")) == (
        pytest.approx(1.0, abs=1e-3)
    )
    assert "0 bytes" in rows[1]["error"]


def test_a_second_start_goes_straight_to_work(qtbot: QtBot) -> None:
    def confirm(window: MainWindow) -> None:
        click(window.welcome.check)
        click(window.welcome.start)

    def look(window: MainWindow) -> None:
        assert window.pages.currentWidget() is window.work
        qtbot.waitUntil(lambda: window.status.text().startswith(DEFAULT))

    assert run_main([], confirm) == 0
    assert run_main([], look) == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a display")
def test_without_a_display_the_answer_is_printed(own_folders: Path) -> None:
    env = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "-m", "desktop"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**env, "COLUMNS": "200"},
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert "no display" in done.stderr.splitlines()[0]
    assert "astronaut.png" in done.stdout
    assert "1 of 1" in done.stdout
