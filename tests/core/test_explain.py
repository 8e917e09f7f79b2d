"""The heat map says what the answer depends on: a network that looks at one place is shown to look there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from core.analysis import Analyzer
from core.cli.main import main
from core.model.bundle import HeadSpec, InputSpec
from core.model.classifier import Classifier, to_input
from core.model.explain import deletion_test, explain, grid_within, overlay
from core.schema import ATTRIBUTES

RGB = NDArray[np.uint8]


class Watching:
    """A model that is the surer of Female the brighter one square of the chip is; answers as a `Classifier`."""

    def __init__(self, x: float, y: float, spec: InputSpec) -> None:
        self.bundle = SimpleNamespace(
            manifest=SimpleNamespace(
                input=spec, heads={head: HeadSpec(labels=one.labels) for head, one in ATTRIBUTES.items()}
            )
        )
        self.x, self.y = x, y

    def probabilities(self, chips_rgb: RGB) -> dict[str, NDArray[np.float64]]:
        shown = to_input(chips_rgb, self.bundle.manifest.input)
        size = shown.shape[1]
        column, row = round(self.x * size), round(self.y * size)
        bright = shown[:, row - 3 : row + 3, column - 3 : column + 3].mean(axis=(1, 2, 3)) / 255.0
        female = 1.0 / (1.0 + np.exp(-8.0 * (bright - 0.5)))
        return {"gender": np.stack([1.0 - female, female], axis=1), "ethnicity": np.full((len(shown), 5), 0.2)}

    def probabilities_and_maps(self, chips_rgb: RGB) -> tuple[dict[str, Any], dict[str, Any]]:
        return self.probabilities(chips_rgb), {}


class Telling(Watching):
    """The same, whose network also tells which of its fields speaks for Female; one speaks for both."""

    def __init__(self, spec: InputSpec, side: int) -> None:
        super().__init__(0.5, 0.5, spec)
        self.side = side

    def probabilities_and_maps(self, chips_rgb: RGB) -> tuple[dict[str, Any], dict[str, Any]]:
        fields = np.zeros((len(chips_rgb), self.side, self.side, 2), np.float32)
        fields[:, -1, 0] = 9.0
        fields[:, self.side * 3 // 10, self.side * 6 // 10, 1] = 2.0
        # So sure that blurring a part away says nothing.
        return {"gender": np.full((len(chips_rgb), 2), (0.0, 1.0))}, {"gender": fields}


def telling(spec: InputSpec, side: int = 10) -> Classifier:
    return cast(Classifier, Telling(spec, side))


def watching(x: float, y: float, spec: InputSpec | None = None) -> Classifier:
    return cast(Classifier, Watching(x, y, spec or InputSpec(size=48, channels=1)))


def spotted(x: float, y: float) -> RGB:
    """A dark chip with a bright spot."""
    chip = np.full((200, 200, 3), 40, np.uint8)
    cv2.circle(chip, (round(x * 200), round(y * 200)), 16, (240, 240, 240), -1)
    return chip


def hottest(values: NDArray[np.float32]) -> tuple[float, float]:
    row, column = np.unravel_index(values.argmax(), values.shape)
    return float(column) / values.shape[1], float(row) / values.shape[0]


@pytest.mark.parametrize(("x", "y"), [(0.3, 0.3), (0.7, 0.3), (0.5, 0.72)])
def test_the_place_that_is_looked_at_is_hottest(x: float, y: float) -> None:
    found = explain(watching(x, y), spotted(x, y), "gender")
    assert found.label == "Female"
    assert found.values.shape == (200, 200)
    assert found.values.dtype == np.float32
    assert found.values.max() == pytest.approx(1.0, abs=0.05)
    assert found.values.min() >= 0.0
    assert hottest(found.values) == pytest.approx((x, y), abs=0.08)
    assert float(found.values[:, 180:].mean()) < 0.1


def test_the_map_lies_where_the_network_is_shown_the_chip() -> None:
    spec = InputSpec(size=32, channels=3, crop=(0.25, 0.25, 0.75, 0.75))
    # The middle of the crop's right upper quarter.
    found = explain(watching(0.75, 0.25, spec), spotted(0.625, 0.375), "gender")
    assert hottest(found.values) == pytest.approx((0.625, 0.375), abs=0.06)
    assert float(found.values[:44].max()) == 0.0


def test_what_speaks_against_a_label_is_not_hot_for_it() -> None:
    found = explain(watching(0.3, 0.3), spotted(0.3, 0.3), "gender", "Male")
    assert found.label == "Male"
    assert float(found.values[50:70, 50:70].mean()) < 0.3


def test_what_the_network_itself_tells_is_hot() -> None:
    model = telling(InputSpec(size=48, channels=1))
    found = explain(model, spotted(0.5, 0.5), "gender")
    assert found.how.startswith("class activation 10 x 10 and occlusion ")
    assert hottest(found.values) == pytest.approx((0.65, 0.35), abs=0.03)
    assert found.values[190:, :10].max() == 0.0
    against = explain(model, spotted(0.5, 0.5), "gender", "Male")
    assert float(against.values.max()) == 0.0


def test_what_the_network_tells_lies_where_it_is_shown_the_chip() -> None:
    model = telling(InputSpec(size=48, channels=1, crop=(0.5, 0.0, 1.0, 0.5)))
    found = explain(model, spotted(0.5, 0.5), "gender")
    assert hottest(found.values) == pytest.approx((0.825, 0.175), abs=0.03)
    assert float(found.values[120:].max()) == 0.0


def test_what_the_network_tells_more_coarsely_than_there_is_time_to_look_is_not_used() -> None:
    found = explain(telling(InputSpec(size=48, channels=1), side=3), spotted(0.5, 0.5), "gender")
    assert found.how.startswith("occlusion ")
    assert float(found.values.max()) == 0.0


def test_a_head_that_hangs_on_nothing_has_an_empty_map() -> None:
    assert float(explain(watching(0.3, 0.3), spotted(0.3, 0.3), "ethnicity").values.max()) == 0.0


def test_a_label_there_is_not_is_refused(analyzer: Analyzer, portrait: RGB) -> None:
    with pytest.raises(ValueError, match="expected one of Male, Female"):
        explain(analyzer.classifier, portrait, "gender", "White")


def test_fewer_parts_where_a_model_is_slow() -> None:
    assert [grid_within(ms) for ms in (0.05, 0.3, 1.0, 2.0, 4.0, 100.0)] == [8, 8, 6, 4, 3, 3]
    for answer_ms in (0.6, 1.0, 2.0, 4.0):
        assert (grid_within(answer_ms) ** 2 + 1) * answer_ms <= 50.0


def test_the_overlay_is_clear_where_there_is_no_heat(portrait: RGB) -> None:
    values = np.zeros(portrait.shape[:2], np.float32)
    values[100:200, 100:200] = 1.0
    shown = overlay(portrait, values)
    assert np.array_equal(shown[300:], portrait[300:])
    assert not np.array_equal(shown[100:200, 100:200], portrait[100:200, 100:200])


@pytest.mark.parametrize("fill", ["grey", "blur"])
def test_taking_the_hottest_away_first_changes_the_answer_soonest(analyzer: Analyzer, portrait: RGB, fill: Any) -> None:
    (face,) = analyzer.analyze(portrait).faces
    chips = [face.chip, np.ascontiguousarray(face.chip[:, ::-1])]
    for head in ATTRIBUTES:
        found = deletion_test(analyzer.classifier, chips, head, fill=fill)
        explained = found.area("explained")
        assert explained < found.area("random patches")
        assert explained < found.area("random pixels")
        assert explained < found.area("least first")
        assert found.curves["explained"][0] == found.curves["random pixels"][0]


def test_the_command_writes_the_picture(portrait_path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "heat.png"
    assert main(["explain", str(portrait_path), "--attribute", "ethnicity", "--out", str(out)]) == 0
    assert "Face 1 of 1, perceived ethnicity: " in capfd.readouterr().out
    with Image.open(out) as image:
        assert image.size == (408, 200)
        left, right = np.asarray(image)[:, :200].astype(int), np.asarray(image)[:, 208:].astype(int)
    assert np.abs(left - right).max() > 50


def test_the_command_says_why_it_wrote_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.png"
    Image.new("RGB", (64, 64), "grey").save(empty)
    assert main(["explain", str(empty), "--out", str(tmp_path / "heat.png")]) == 1
    assert "No face was found" in capfd.readouterr().err
    assert main(["explain", str(tmp_path / "missing.png"), "--out", str(tmp_path / "heat.png")]) == 3
    assert not (tmp_path / "heat.png").exists()


@pytest.mark.parametrize("name", ["heat.txt", "heat.jpg", "heat.csv"])
def test_the_command_refuses_a_name_of_what_it_does_not_write(
    name: str, portrait_path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(portrait_path), "--out", str(tmp_path / name)]) == 2
    told = capfd.readouterr()
    assert "PNG" in told.err and told.out == ""
    assert list(tmp_path.iterdir()) == []


def test_it_needs_no_tensorflow() -> None:
    code = "import core.model.explain, core.evaluation.robustness, sys; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
