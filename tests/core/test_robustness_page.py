"""What was measured in bad pictures stands in the page, in the card and in the manifest."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.evaluation.robustness import AT_STRENGTH, VERSIONS, Robustness, Trials, summarize, together
from core.model.bundle import load_bundle
from core.schema import ATTRIBUTES
from core.vision.quality import REASONS
from tools.robustness_page import BEGIN, END, Compared, amend_bundle, as_markdown, write_page


def trials(count: int, wrong_in_masks: int) -> Trials:
    """Right in everything but for so many faces in masks at the strength that is averaged."""
    answers = np.zeros((count, len(VERSIONS)), np.int8)
    answers[:wrong_in_masks, VERSIONS.index(("mask", AT_STRENGTH))] = 1
    return Trials(
        mode="photos",
        labels={head: np.zeros(count, np.int64) for head in ATTRIBUTES},
        predicted=dict.fromkeys(ATTRIBUTES, answers),
        confidence={head: np.full(answers.shape, 0.9, np.float32) for head in ATTRIBUTES},
        uncertain={head: np.zeros(answers.shape, np.bool_) for head in ATTRIBUTES},
        bad=np.zeros((*answers.shape, len(REASONS)), np.float32),
        reported=np.zeros((*answers.shape, len(REASONS)), np.bool_),
        left_out=1,
    )


def robustness(name: str, *wrong_in_masks: int) -> Robustness:
    found = together([trials(10, count) for count in wrong_in_masks])
    return summarize(found, model=name, data="made faces")


def test_the_trials_of_two_data_sets_are_those_of_one() -> None:
    found = robustness("new 1.0", 1, 3)
    assert (found.count, found.left_out) == (20, 2)
    assert found.outcomes["gender"]["mask"][AT_STRENGTH - 1].lost.value == pytest.approx(0.2)


def test_both_models_stand_side_by_side() -> None:
    page = as_markdown([Compared("made faces", robustness("new 1.0", 2), robustness("old 1.0", 8))])
    (row,) = (line for line in page.splitlines() if line.startswith("| made faces, perceived gender |"))
    cells = [cell.strip() for cell in row.split("|")]
    assert cells[2] == "10"
    assert cells[4].startswith("1.0 (") and cells[6].startswith("3.8 (") and cells[7] == "0.25"
    assert "| medical mask | 20.0 (" in page


def test_the_page_is_changed_between_its_marks_alone(tmp_path: Path) -> None:
    page = tmp_path / "robustness.md"
    (tmp_path / "pictures").mkdir()
    page.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", "utf-8")
    for _ in range(2):
        write_page(page, [Compared("made faces", robustness("new 1.0", 2), robustness("old 1.0", 8))])
    text = page.read_text("utf-8")
    assert text.startswith(f"Before.\n{BEGIN}\n") and text.endswith(f"{END}\nAfter.\n")
    assert "old\n" not in text and text.count("Mean loss over the 21") == 1
    assert (tmp_path / "pictures" / "robustness.svg").read_text("utf-8").startswith("<svg xmlns=")
    page.write_text("no marks", "utf-8")
    with pytest.raises(ValueError, match="expected"):
        write_page(page, [Compared("made faces", robustness("new 1.0", 2), robustness("old 1.0", 8))])


def test_a_bundle_holds_what_was_measured_last(report_cnn: Path, tmp_path: Path) -> None:
    bundle = Path(shutil.copytree(report_cnn, tmp_path / "copy"))
    before = load_bundle(bundle)
    amend_bundle(bundle, robustness("report-cnn 1.0", 8))
    amend_bundle(bundle, robustness("report-cnn 1.0", 4))
    after = load_bundle(bundle)
    assert after.manifest.results["robustness/gender/mask_lost"] == 0.4
    assert after.manifest.results["robustness/gender/mean_lost"] == pytest.approx(0.4 / 21, abs=1e-4)
    assert after.manifest.results["robustness/n"] == 10
    assert before.manifest.results.items() <= after.manifest.results.items()
    assert after.card.count("## In bad pictures") == 1
    assert "10 pictures of made faces" in after.card
    assert after.card.index("## In bad pictures") < after.card.index("## Limits")
    assert after.card.partition("## Limits")[2] == before.card.partition("## Limits")[2]
    assert after.network == before.network
