"""A face whose picture is changed: by any amount, several ways at once, and back to the very answer it had."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from core.analysis import Analyzer
from core.errors import ExportError
from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS, corrupt
from core.evaluation.what_if import CHANGES, MARGIN_PX, Subject, along, what_if, write_changed
from core.model.classifier import CHIP_PX
from core.vision.quality import CAVEATS, REASONS

RGB = NDArray[np.uint8]


@pytest.fixture(scope="module")
def subject(analyzer: Analyzer, portrait: RGB) -> Subject:
    (face,) = analyzer.analyze(portrait).faces
    return Subject.in_photo(portrait, face)


def test_nothing_changed_is_the_answer_of_the_card(analyzer: Analyzer, subject: Subject) -> None:
    outcome = what_if(analyzer.classifier, subject, {"light": 0.0})
    assert outcome.face.answers == subject.original.answers
    assert outcome.face.quality == subject.original.quality
    assert np.array_equal(outcome.face.chip, subject.original.chip)


def test_its_surroundings_are_those_of_the_photo(subject: Subject) -> None:
    side = CHIP_PX + 2 * MARGIN_PX
    assert subject.rgb.shape == (side, side, 3)
    # No seam where the chip begins: beside it the picture goes on.
    inside, outside = subject.rgb[MARGIN_PX : MARGIN_PX + CHIP_PX, MARGIN_PX], subject.rgb[:, MARGIN_PX - 1]
    assert np.abs(inside.astype(int) - outside[MARGIN_PX : MARGIN_PX + CHIP_PX]).mean() < 12


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_grows_with_its_slider_to_both_ends(subject: Subject, name: str) -> None:
    for sign in (1.0, -1.0) if CHANGES[name].left else (1.0,):
        pictures = [subject.changed({name: sign * amount}).astype(int) for amount in (0.1, 0.35, 0.65, 1.0)]
        amounts = [float(np.abs(picture - subject.rgb).mean()) for picture in pictures]
        assert all(less < more for less, more in pairwise(amounts))


def test_at_the_five_strengths_it_is_what_a_robustness_report_measures(subject: Subject) -> None:
    for strength in STRENGTHS:
        for name, corruption in (("light", "bright"), ("blur", "blur"), ("contrast", "low_contrast"), ("mask", "mask")):
            expected = corrupt(subject.rgb, subject.framed, corruption, strength, 1)
            assert np.array_equal(subject.changed({name: strength / 5}), expected)


def test_strengths_between_the_five_lie_between_them() -> None:
    for corruption in CORRUPTIONS.values():
        levels = [corruption.level(strength) for strength in np.linspace(0, 5, 26)]
        rising = corruption.levels[-1] > corruption.levels[0]
        assert all((a < b) == rising for a, b in pairwise(levels))
        assert [corruption.level(strength) for strength in STRENGTHS] == list(corruption.levels)


def test_several_changes_come_together_in_whatever_order_they_are_made(subject: Subject) -> None:
    both = subject.changed({"mask": 1.0, "light": -0.4})
    assert np.array_equal(subject.changed({"light": -0.4, "mask": 1.0}), both)
    assert not np.array_equal(subject.changed({"mask": 1.0}), both)
    assert np.array_equal(subject.changed({"light": -0.4, "mask": 1.0}), both)
    assert np.array_equal(subject.changed({}), subject.rgb)


def test_the_picture_s_colour_and_side_are_chosen_not_drawn(subject: Subject) -> None:
    plain = subject.rgb.reshape(-1, 3).mean(axis=0)
    yellow, blue = (subject.changed({"colour": amount}).reshape(-1, 3).mean(axis=0) for amount in (1.0, -1.0))
    assert yellow[2] < plain[2] < blue[2]
    half = subject.rgb.shape[1] // 2
    lit_right = subject.changed({"side_light": 1.0})
    assert lit_right[:, half:].mean() > lit_right[:, :half].mean()


def test_amounts_are_said_in_units_people_know() -> None:
    assert CHANGES["light"].value(-1.0) == -5.0
    assert CHANGES["tilt"].value(1.0) == 45.0
    assert CHANGES["size"].value(1.0) == 6.0
    assert CHANGES["mask"].value(0.5) == 50.0
    with pytest.raises(ValueError, match="expected 0 to 1"):
        CHANGES["size"].value(-1.0)


def test_a_curve_goes_through_the_answers_on_it(analyzer: Analyzer, subject: Subject) -> None:
    places = [-1.0, 0.0, 0.5]
    curves = along(analyzer.classifier, subject, {"blur": 0.2}, "light", places)
    for row, place in enumerate(places):
        answers = what_if(analyzer.classifier, subject, {"blur": 0.2, "light": place}).face.answers
        for name, answer in answers.items():
            assert curves[name][row].tolist() == pytest.approx(answer.probabilities, abs=1e-4)


def test_the_reasons_are_those_of_the_changed_picture(analyzer: Analyzer, subject: Subject) -> None:
    def reasons(**amounts: float) -> tuple[str, ...]:
        return what_if(analyzer.classifier, subject, amounts).face.quality.reasons

    assert reasons() == ()
    assert "dark" in reasons(light=-1.0)
    assert "blurred" in reasons(blur=1.0)
    assert "small" in reasons(size=1.0)


def test_a_reason_says_to_be_sure_only_where_an_answer_is_not(analyzer: Analyzer, subject: Subject) -> None:
    said = {
        face.uncertain: face.reasons[0]
        for light in np.linspace(-1.0, -0.5, 11)
        if (face := what_if(analyzer.classifier, subject, {"light": float(light)}).face).quality.reasons
    }
    assert said.items() <= {True: REASONS["dark"], False: CAVEATS["dark"]}.items()
    assert said


def test_any_attributes_will_do(glasses_model: Path, portrait: RGB) -> None:
    analyzer = Analyzer.load(glasses_model)
    (face,) = analyzer.analyze(portrait).faces
    subject = Subject.in_photo(portrait, face)
    assert list(what_if(analyzer.classifier, subject, {"light": -0.3}).face.answers) == ["glasses"]
    assert along(analyzer.classifier, subject, {}, "light", [0.0, 1.0])["glasses"].shape == (2, 3)


def test_a_saved_picture_says_what_was_changed(analyzer: Analyzer, subject: Subject, tmp_path: Path) -> None:
    outcome = what_if(analyzer.classifier, subject, {"light": -0.4, "mask": 1.0, "blur": 0.0})
    write_changed(tmp_path / "changed.png", outcome)
    with Image.open(tmp_path / "changed.png") as image:
        assert np.array_equal(np.asarray(image), outcome.rgb)
        assert json.loads(image.text["facet-what-if"]) == {"light": -0.4, "mask": 1.0}  # type: ignore[attr-defined]
        said = image.text["Description"]  # type: ignore[attr-defined]
    assert "not what a person is" in said
    assert "light -2 stops, mask 100 %" in said
    assert "perceived gender: " in said


def test_a_picture_that_cannot_be_written_is_said(analyzer: Analyzer, subject: Subject, tmp_path: Path) -> None:
    outcome = what_if(analyzer.classifier, subject, {})
    with pytest.raises(ExportError, match=r"a\.png"):
        write_changed(tmp_path / "no folder" / "a.png", outcome)
