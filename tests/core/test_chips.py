"""What a network is shown of a chip."""

from __future__ import annotations

import numpy as np
import pytest

from core.model.bundle import InputSpec
from core.model.classifier import to_input

GREY_48 = InputSpec(size=48, channels=1)


def test_shape_type_and_range_are_what_the_network_expects() -> None:
    chips = np.random.default_rng(1).integers(0, 256, (3, 200, 200, 3), dtype=np.uint8)
    out = to_input(chips, GREY_48)
    assert out.shape == (3, 48, 48, 1)
    assert out.dtype == np.float32
    assert 0 <= out.min() and 100 < out.max() <= 255


def test_colour_keeps_the_order_red_green_blue() -> None:
    chips = np.full((1, 64, 64, 3), (200, 100, 50), np.uint8)
    out = to_input(chips, InputSpec(size=32, channels=3))
    assert np.array_equal(out, np.full((1, 32, 32, 3), (200, 100, 50), np.float32))


def test_grey_weighs_red_green_and_blue_as_the_eye_does() -> None:
    chips = np.stack([np.full((48, 48, 3), colour, np.uint8) for colour in ((255, 0, 0), (0, 255, 0), (0, 0, 255))])
    assert to_input(chips, GREY_48)[:, 0, 0, 0] == pytest.approx([76, 150, 29], abs=1)


def test_shrinking_averages_over_the_area() -> None:
    stripes = np.zeros((1, 96, 96, 3), np.uint8)
    stripes[:, :, ::2] = 254
    assert np.array_equal(to_input(stripes, GREY_48), np.full((1, 48, 48, 1), 127, np.float32))


def test_a_chip_smaller_than_the_input_is_enlarged() -> None:
    assert to_input(np.full((1, 20, 20, 3), 90, np.uint8), GREY_48).mean() == 90


def test_the_inner_crop_is_taken_from_the_canonical_frame() -> None:
    chips = np.zeros((1, 100, 100, 3), np.uint8)
    chips[:, 50:, :50] = 200
    out = to_input(chips, InputSpec(size=16, channels=1, crop=(0.0, 0.5, 0.5, 1.0)))
    assert np.array_equal(out, np.full((1, 16, 16, 1), 200, np.float32))


def test_no_chips_give_no_rows() -> None:
    assert to_input(np.zeros((0, 64, 64, 3), np.uint8), GREY_48).shape == (0, 48, 48, 1)


def test_one_by_one_and_together_are_the_same() -> None:
    chips = np.random.default_rng(2).integers(0, 256, (4, 77, 77, 3), dtype=np.uint8)
    singly = np.concatenate([to_input(chip[np.newaxis], GREY_48) for chip in chips])
    assert np.array_equal(to_input(chips, GREY_48), singly)


@pytest.mark.parametrize("shape", [(64, 64, 3), (1, 64, 48, 3), (1, 64, 64, 4)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="expected"):
        to_input(np.zeros(shape, np.uint8), GREY_48)


def test_other_types_are_refused() -> None:
    with pytest.raises(ValueError, match="uint8"):
        to_input(np.zeros((1, 64, 64, 3), np.float32), GREY_48)
