"""From a data set to an answer of one's own model: the real `main()`, the real training, through the window."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from program import run_main
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.model.bundle import DEFAULT
from desktop.app.main_window import MainWindow
from desktop.training.names import NameDialog

sys.path.append(str(Path(__file__).resolve().parents[1] / "desktop"))
from training_fakes import write_csv


def test_from_a_csv_through_the_dialog_to_an_answer_of_ones_own_model(
    qtbot: QtBot, portrait_path: Path, tmp_path: Path, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_csv(tmp_path / "faces.csv", 300, bad=2)
    monkeypatch.setattr(NameDialog, "ask", lambda title, suggestion, taken, parent: "my-own")

    def use(window: MainWindow) -> None:
        click(window.welcome.check)
        click(window.welcome.start)
        qtbot.waitUntil(lambda: window.status.text().startswith(DEFAULT))
        trigger(window.commands.train)
        dialog = window.workshop.training.dialog
        assert dialog is not None
        dialog.data.open(data)
        qtbot.waitUntil(lambda: dialog.data.look is not None)
        assert dialog.data.view.skipped.rowCount() == 2
        click(dialog.next)
        click(dialog.recipe.presets["report"])
        dialog.recipe.form.fields["epochs",].input.setText("2")
        click(dialog.next)
        session = window.workshop.training.session
        assert session.running
        qtbot.waitUntil(lambda: not session.running)
        assert session.failure is None, session.failure
        assert [row["epoch"] for row in session.rows] == [1, 2]
        qtbot.waitUntil(lambda: dialog.run.result.result is not None)
        result = dialog.run.result.result
        assert result is not None
        assert result.rival == f"{DEFAULT} 1.0"
        evaluation = result.audited.report.evaluation
        found = evaluation.heads["gender"]
        assert sum(group.count for group in found.of(("gender",))) == evaluation.count
        assert sum(map(sum, found.overall.confusion)) == evaluation.count
        click(dialog.run.result.use)
        qtbot.waitUntil(lambda: window.status.text().startswith("my-own 1.0"))
        click(dialog.hide_button)
        window.open_paths([portrait_path])
        qtbot.waitUntil(lambda: window.work.analysis is not None)
        assert window.work.analysis is not None
        assert window.work.analysis.model == "my-own 1.0"
        assert len(window.work.panel.cards) == 1

    assert run_main([], use) == 0
    assert (own_folders / "models" / "my-own" / "CARD.md").is_file()
    assert (own_folders / "runs" / "own" / "history.csv").read_text().count("\n") == 3
