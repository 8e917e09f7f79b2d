"""Losses in bad pictures are of the same pictures, faces not found count as wrong, and the forms agree."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.cli.evaluation_tables import print_robustness
from core.cli.main import main
from core.datasets.dataset import FaceDataset
from core.errors import DataError
from core.evaluation.card import robustness_section
from core.evaluation.corruptions import CORRUPTIONS
from core.evaluation.picture_quality import quality_evidence
from core.evaluation.plots import corruptions
from core.evaluation.report import Report
from core.evaluation.robustness import (
    AT_STRENGTH,
    VERSIONS,
    Robustness,
    Trials,
    measure_robustness,
    run_trials,
    summarize,
)
from core.evaluation.words import evidence_row
from core.model.bundle import load_bundle
from core.model.classifier import Classifier
from core.schema import ATTRIBUTES, shipped_columns
from core.stats import area_under_curve
from core.vision.detectors import make_detector
from core.vision.faces import Face
from core.vision.quality import REASONS

RGB = NDArray[np.uint8]


@pytest.fixture(scope="module")
def classifier(report_cnn: Path) -> Classifier:
    return Classifier(load_bundle(report_cnn))


@pytest.fixture(scope="module")
def faces(portrait: RGB) -> FaceDataset:
    """The sample face and its mirror image, and a picture without a face."""
    head = np.ascontiguousarray(portrait[20:240, 110:330])
    pictures = {"a": head, "b": np.ascontiguousarray(head[:, ::-1]), "none": np.full((200, 200, 3), 90, np.uint8)}
    return FaceDataset(
        title="made",
        terms="none",
        names=tuple(pictures),
        ages=np.full(3, -1),
        columns=shipped_columns(gender=np.array([1, 1, 1]), ethnicity=np.array([0, -1, 0])),
        skipped=(),
        decode=pictures.__getitem__,
        aligned=False,
    )


@pytest.fixture(scope="module")
def on_chips(classifier: Classifier, faces: FaceDataset) -> Robustness:
    return measure_robustness(classifier, faces, mode="chips", threads=2)


def made_trials(correct: NDArray[np.bool_], *, found: NDArray[np.bool_] | None = None) -> Trials:
    """Trials whose answers are right where `correct` says so, shape (n, versions)."""
    found = np.ones_like(correct) if found is None else found
    answers = np.where(found, np.where(correct, 0, 1), -1).astype(np.int8)
    return Trials(
        mode="photos",
        labels={head: np.zeros(len(correct), np.int64) for head in ATTRIBUTES},
        predicted=dict.fromkeys(ATTRIBUTES, answers),
        confidence={head: np.full(correct.shape, 0.9, np.float32) for head in ATTRIBUTES},
        uncertain={head: np.full(correct.shape, head == "ethnicity") for head in ATTRIBUTES},
        bad=np.zeros((*correct.shape, len(REASONS)), np.float32),
        reported=np.zeros((*correct.shape, len(REASONS)), np.bool_),
        left_out=3,
    )


def summarized(trials: Trials) -> Robustness:
    return summarize(trials, model="made 1", data="made")


def test_losses_are_differences_from_the_pictures_as_they_are() -> None:
    correct = np.ones((10, len(VERSIONS)), np.bool_)
    correct[0] = False
    correct[:4, VERSIONS.index(("mask", AT_STRENGTH))] = False
    found = summarized(made_trials(correct))
    assert found.clean["gender"].value == pytest.approx(0.9)
    assert found.outcomes["gender"]["mask"][2].accuracy.value == pytest.approx(0.6)
    lost = found.outcomes["gender"]["mask"][2].lost
    assert lost.value == pytest.approx(0.3)
    assert lost.low < 0.3 < lost.high
    assert found.outcomes["gender"]["hat"][2].lost.value == 0.0
    assert found.mean_lost["gender"][2].value == pytest.approx(0.3 / len(CORRUPTIONS))
    assert found.mean_lost["gender"][0].value == 0.0


def test_a_face_no_longer_found_counts_as_wrong() -> None:
    correct = np.ones((4, len(VERSIONS)), np.bool_)
    there = correct.copy()
    there[0, VERSIONS.index(("noise", 5))] = False
    found = summarized(made_trials(correct, found=there))
    assert found.outcomes["gender"]["noise"][4].accuracy.value == pytest.approx(0.75)
    assert found.not_found["noise"] == (0.0, 0.0, 0.0, 0.0, 0.25)


def test_the_picture_without_a_face_is_left_out_and_each_head_has_its_own_labels(on_chips: Robustness) -> None:
    assert (on_chips.count, on_chips.left_out) == (2, 1)
    assert on_chips.mode == "chips"
    assert on_chips.clean["gender"].value == 1.0
    assert on_chips.clean["ethnicity"].value == 1.0  # of one face: the other has no label


def test_data_without_a_face_are_refused(classifier: Classifier, faces: FaceDataset) -> None:
    with pytest.raises(DataError, match="no"):
        measure_robustness(classifier, faces, rows=np.array([2]))


def test_grey_pictures_are_spoilt_as_chips(classifier: Classifier, portrait: RGB) -> None:
    grey = cv2.resize(cv2.cvtColor(portrait[70:190, 165:285], cv2.COLOR_RGB2GRAY), (48, 48))
    one = np.array([0])
    data = FaceDataset(
        "csv",
        "none",
        ("line 2",),
        one,
        shipped_columns(gender=one, ethnicity=one),
        (),
        grey=np.asarray(grey, np.uint8)[np.newaxis],
    )
    (trials,) = run_trials([classifier], data, threads=1)
    assert trials.mode == "chips"
    assert trials.found.all()


def test_in_photos_the_face_is_looked_for_in_the_spoilt_picture(
    classifier: Classifier, faces: FaceDataset, register: Callable[[type], str]
) -> None:
    class Blind:
        """Sees the first picture it is shown and nothing after."""

        def __init__(self) -> None:
            self._detector, self._shown = make_detector(), 0

        def detect(self, rgb: RGB) -> tuple[Face, ...]:
            self._shown += 1
            return self._detector.detect(rgb) if self._shown == 1 else ()

    (trials,) = run_trials([classifier], faces, register(Blind), rows=np.array([0]), versions=8, threads=1)
    assert trials.found[0].tolist() == [True] + [False] * 7
    assert trials.bad[0, 0].any()


def test_the_same_data_give_the_same_answers(classifier: Classifier, faces: FaceDataset) -> None:
    (first,), (second,) = (run_trials([classifier], faces, mode="chips", threads=threads) for threads in (1, 2))
    assert np.array_equal(first.predicted["ethnicity"], second.predicted["ethnicity"])
    assert np.array_equal(first.confidence["gender"], second.confidence["gender"])


def test_a_measure_that_tells_errors_has_a_large_area() -> None:
    wrong = np.array([False, False, False, True, True])
    rising, flat = np.arange(5.0), np.ones(5)
    for score, area in ((rising, 1.0), (rising[::-1], 0.0), (flat, 0.5)):
        found = area_under_curve(score, wrong)
        assert found is not None and found[0] == area and found[1] <= area <= found[2]
    assert area_under_curve(flat, np.zeros(5, np.bool_)) is None


def test_evidence_compares_faces_with_and_without_a_reason() -> None:
    wrong = np.array([True, True, False, False, False, False])
    told = np.zeros((6, len(REASONS)), np.bool_)
    told[:3, 0] = True
    bad = np.zeros((6, len(REASONS)))
    bad[:2, 0] = 1.0
    dark, *_, confidence = quality_evidence(bad, told, bad[:, 1], told[:, 1], wrong)
    assert (dark.reason, dark.count) == ("dark", 3)
    assert dark.error_with is not None and dark.error_with.value == pytest.approx(2 / 3)
    assert dark.error_without is not None and dark.error_without.value == 0.0
    assert dark.area is not None and dark.area[0] == 1.0
    # Nobody is uncertain: there is no error to tell.
    assert (confidence.reason, confidence.count, confidence.error_with) == ("confidence", 0, None)
    assert evidence_row(confidence)[2] == "-"


def test_the_forms_agree(on_chips: Robustness, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(json.dumps(Report({}, robustness=on_chips).to_json()))["robustness"]
    assert told["heads"]["gender"]["accuracy"]["value"] == 1.0
    assert set(told["heads"]["gender"]["corruptions"]) == set(CORRUPTIONS)
    print_robustness(on_chips)
    shown = capsys.readouterr().out
    card, plot = robustness_section(on_chips), corruptions(on_chips)
    for corruption in CORRUPTIONS.values():
        assert corruption.title in card
        assert corruption.title in plot
        assert corruption.title in shown
    assert card.startswith("## ")
    assert plot.count("<polyline") == 2 * len(CORRUPTIONS)


def test_the_command_says_it_as_json_and_on_a_page(
    portrait_path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "30_1_0_20170101.png").write_bytes(portrait_path.read_bytes())
    page = tmp_path / "page.html"
    arguments = ["evaluate", "report-cnn", str(folder), "--robustness", "--on-chips", "--limit", "1"]
    assert main([*arguments, "--html", str(page), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["robustness"]["rows"] == 1
    assert "In bad pictures" in page.read_text(encoding="utf-8")
