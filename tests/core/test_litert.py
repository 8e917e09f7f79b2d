"""Networks that others made, which are asked about one picture at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.litert import Network

WEIGHTS = np.linspace(0.5, 1.5, 16, dtype=np.float32).reshape(4, 4, 1)


@pytest.fixture(scope="module")
def one_at_a_time() -> bytes:
    """A network whose file says that its answer has one row: a weighed mean of each channel, and half of it."""
    tf = pytest.importorskip("tensorflow")

    @tf.function(input_signature=[tf.TensorSpec((1, 4, 4, 3), tf.float32)])  # type: ignore[untyped-decorator]
    def means(pictures: Any) -> dict[str, Any]:
        mean = tf.reshape(tf.reduce_mean(pictures * WEIGHTS, axis=(1, 2)), (1, 3))
        return {"mean": mean, "half": mean / 2.0}

    converter = tf.lite.TFLiteConverter.from_concrete_functions([means.get_concrete_function()], means)
    content: bytes = converter.convert()
    return content


def test_a_network_for_one_picture_answers_for_several(one_at_a_time: bytes) -> None:
    network = Network(one_at_a_time, threads=1)
    pictures = np.random.default_rng(1).random((5, 4, 4, 3), np.float32)
    for some in (pictures, pictures[:1], pictures[1:3]):
        found = network.run(some)
        answers = sorted(found.values(), key=lambda values: -float(values.sum()))
        np.testing.assert_allclose(answers[0], (some * WEIGHTS).mean(axis=(1, 2)), rtol=1e-5)
        np.testing.assert_allclose(answers[1], (some * WEIGHTS).mean(axis=(1, 2)) / 2, rtol=1e-5)


def test_pictures_of_another_size_are_refused(one_at_a_time: bytes) -> None:
    with pytest.raises(ValueError, match=r"takes \(1, 4, 4, 3\), not \(2, 5, 5, 3\)"):
        Network(one_at_a_time, threads=1).run(np.zeros((2, 5, 5, 3), np.float32))
