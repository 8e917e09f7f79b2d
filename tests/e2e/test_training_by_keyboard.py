"""From data with wrong labels to a model that was trained again on better ones, with the keyboard alone."""

from __future__ import annotations

import sys
from pathlib import Path

from keyboard import Keyboard, run_by_keyboard

from desktop.app.main_window import MainWindow

sys.path.append(str(Path(__file__).resolve().parents[1] / "desktop"))
from training_fakes import write_csv

SLOW_S = 300


def test_from_a_wrong_label_to_two_runs_compared_and_a_model_in_use(tmp_path: Path, own_folders: Path) -> None:
    data = write_csv(tmp_path / "faces.csv", 80)
    *_, last = data.read_text().splitlines()
    age, ethnicity, gender, _, pixels = last.split(",")
    with data.open("a") as file:
        file.write(f"{age},{ethnicity},{1 - int(gender)},copy.jpg,{pixels}\n")

    def train(window: MainWindow, keys: Keyboard, name: str) -> None:
        keys.tab_to("Name of the run")
        keys.press("Ctrl+A")
        keys.type(name)
        keys.tab_to("Start training")
        keys.press("Space")
        session = window.workshop.training.session
        keys.until(lambda: session.running)
        keys.until(lambda: not session.running, SLOW_S)
        assert session.failure is None, session.failure
        dialog = window.workshop.training.dialog
        keys.until(lambda: dialog.run.result.result is not None, SLOW_S)

    def use(window: MainWindow, keys: Keyboard) -> None:
        keys.begin(window)
        keys.press("Ctrl+R")
        keys.wait_for("Train a model")
        dialog = keys.get(lambda: window.workshop.training.dialog)
        keys.tab_to("Choose a file")
        keys.press("Space")
        keys.wait_for("Choose a data set")
        keys.type(f"{data}\r")
        keys.until(lambda: dialog.data.look is not None)
        keys.tab_to("Next: the recipe")
        keys.press("Space")
        keys.tab_to("As in the report")
        keys.arrow_to("Last layer only")
        train(window, keys, "before")
        keys.read("before 1.0 on")

        keys.tab_to("Step 1: Data")
        keys.press("Space")
        keys.tab_to("Check labels")
        keys.press("Space")
        keys.until(lambda: dialog.data.page is dialog.data.queue, SLOW_S)
        assert keys.see(lambda: dialog.data.queue.question.name) == "copy.jpg"
        keys.press("2" if gender == "1" else "1", "Escape")
        keys.until(lambda: dialog.data.page is dialog.data.view and dialog.data.look.dataset.decided)

        keys.tab_to("Next: the recipe")
        keys.press("Space")
        keys.tab_to("As in the report")
        keys.arrow_to("Quick look")
        train(window, keys, "after")
        keys.tab_to("Earlier runs")
        keys.press("Space")
        keys.until(lambda: len(dialog.runs.runs) == 2)
        keys.tab_to("Runs, the newest first")
        keys.press("Ctrl+A")
        keys.until(lambda: len(dialog.runs.selected) == 2 and dialog.runs.below.isVisible())
        keys.press("Down")
        keys.until(lambda: [run.name for run in dialog.runs.selected] == ["before"])
        keys.press("Return")
        keys.read("before 1.0 on", SLOW_S)
        keys.tab_to("Earlier runs")
        keys.press("Space")
        keys.tab_to("Runs, the newest first")
        keys.press("Up", "Return")
        keys.read("after 1.0 on", SLOW_S)
        keys.tab_to("Use this model")
        keys.press("Space")
        keys.wait_for("Use this model")
        keys.press("Ctrl+A")
        keys.type("mine\r")
        keys.until(lambda: window.status.text().startswith("mine 1.0"))
        keys.tab_to("Close")
        keys.press("Space")
        keys.wait_for_window(window)

        keys.press("Ctrl+Shift+E")
        keys.wait_for("Settings")
        keys.press("Space")
        keys.pick("As LiteRT")
        keys.wait_for("Choose where")
        keys.type(f"{tmp_path}\r")
        keys.until((tmp_path / "mine-tflite" / "README.md").is_file, SLOW_S)
        keys.press("Escape")
        keys.wait_for_window(window)

    assert run_by_keyboard(use) == 0
    assert (own_folders / "models" / "mine" / "CARD.md").is_file()
    assert "copy.jpg" in (tmp_path / "faces.csv.facet-decisions.json").read_text()
