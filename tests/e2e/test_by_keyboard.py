"""Whole tasks with the keyboard alone, from the first start of the real program."""

from __future__ import annotations

import csv
from pathlib import Path

from keyboard import Keyboard, run_by_keyboard
from PIL import Image, ImageFilter

from core.evaluation.what_if import Outcome
from desktop.app.main_window import MainWindow


def test_from_a_folder_to_a_table_of_the_uncertain_faces(portrait_path: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "photos", tmp_path / "uncertain.csv"
    folder.mkdir()
    with Image.open(portrait_path) as portrait:
        plain = portrait.convert("RGB")
    for number, blur in enumerate((0, 6, 9, 12), start=1):
        plain.filter(ImageFilter.GaussianBlur(blur)).save(folder / f"{number}.png")

    def use(window: MainWindow, keys: Keyboard) -> None:
        keys.begin(window)
        keys.press("Ctrl+Shift+O")
        keys.wait_for("Open a folder")
        keys.type(f"{folder}\r")
        keys.until(lambda: window.collection.answers.state == "done" and window.commands.show_faces.isEnabled())

        keys.press("Ctrl+2")
        page = keys.get(lambda: window.collection.page)
        keys.until(lambda: page.rows.rowCount() == 4)
        keys.tab_to("Rows")
        keys.choose("Uncertain answers")
        keys.until(lambda: 0 < page.rows.rowCount() < 4)

        keys.menu("Model", "Compare with", "report-cnn")
        keys.tab_to("Faces found")
        keys.press("Home", "Return")
        keys.until(lambda: window.work.isVisible() and any(card.seconds for card in window.work.panel.cards))

        canvas = window.work.viewer.canvas
        keys.until(lambda: window.commands.edit_boxes.isEnabled() and canvas.faces_shown)
        keys.press("B")
        keys.until(lambda: canvas.boxes.active)
        before = keys.see(lambda: canvas.chosen.rect)
        keys.press("Shift+Right")
        keys.until(lambda: window.work.photo.boxes and window.work.photo.boxes.edits)
        keys.until(lambda: canvas.chosen and canvas.chosen.rect.width() > before.width())

        keys.press("Ctrl+I")
        keys.wait_for("What if")
        answered: list[Outcome] = []
        what_if = keys.get(lambda: window.what_if.window)
        keys.see(lambda: what_if.session.answered.connect(answered.append))
        keys.tab_to("Light")
        keys.press(*["Left"] * 5)
        keys.until(lambda: answered and answered[-1].amounts.get("light", 0) < 0)
        keys.press("Escape")
        keys.wait_for_window(window)

        keys.press("Ctrl+2", "Ctrl+E")
        keys.wait_for("Export the answers")
        keys.press("Return")
        keys.wait_for("Export the answers for")
        keys.press("Ctrl+A")
        keys.type(f"{out}\r")
        keys.until(out.is_file)

    assert run_by_keyboard(use) == 0
    rows = list(csv.DictReader(line for line in out.read_text("utf-8").splitlines() if not line.startswith("#")))
    assert rows
    assert all("true" in (row["gender_uncertain"], row["ethnicity_uncertain"]) for row in rows)
