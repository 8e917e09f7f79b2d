"""A second look at a face: only where the first is not sure, and then the mean of both."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from core.litert import Floats, Network
from core.model.bundle import InputSpec, load_bundle, sha256
from core.model.calibration import run_with_mirror, second_look_cutoff
from core.model.classifier import Classifier
from core.schema import ATTRIBUTES
from core.training.architectures import build
from core.training.architectures.parts import FIELDS
from core.training.events import Control
from core.training.packaging import Exported, export_network
from core.training.recipe import Recipe

SPEC = InputSpec(size=32, channels=3)
PICTURES = np.random.default_rng(1).integers(0, 256, (12, 32, 32, 3)).astype(np.float32)
MIRRORED = np.ascontiguousarray(PICTURES[:, :, ::-1])
NEVER: Mapping[str, float] = dict.fromkeys(ATTRIBUTES, 0.0)


@pytest.fixture(scope="module")
def content() -> bytes:
    """A network with maps that tells pictures apart, and a picture from its mirror image."""
    keras = pytest.importorskip("keras")
    keras.utils.set_random_seed(1)
    parameters = {"blocks": "1-1", "width": 8, "heads": 0}
    recipe = Recipe.model_validate({"architecture": "attention", "parameters": parameters, "input": SPEC})
    model = build("attention", SPEC, parameters, ATTRIBUTES)
    shown = keras.Model(model.input, model.get_layer(FIELDS).output)(PICTURES)
    spread = np.asarray(shown) - np.asarray(shown).mean(axis=0)
    for at, (head, one) in enumerate(ATTRIBUTES.items()):
        # Each label along a direction in which these pictures differ, so that no label is theirs by chance.
        directions = np.linalg.svd(spread)[2][at : at + len(one.labels)].T * 40
        model.get_layer(head).set_weights([directions, -np.asarray(shown).mean(axis=0) @ directions])
    return export_network(model, recipe)


@pytest.fixture(scope="module")
def network(content: bytes) -> Network:
    return Network(content, threads=1)


def test_sure_answers_are_those_of_the_first_look(network: Network) -> None:
    once = network.run(PICTURES)
    found = run_with_mirror(network, PICTURES, NEVER)
    assert all(np.array_equal(found[name], values) for name, values in once.items())


def test_unsure_answers_are_the_mean_with_the_mirror_images(network: Network) -> None:
    once, again = network.run(PICTURES), network.run(MIRRORED)
    below = float(np.median(once["ethnicity"].max(axis=1)))
    unsure = once["ethnicity"].max(axis=1) < below
    assert 0 < unsure.sum() < len(PICTURES)
    found = run_with_mirror(network, PICTURES, {**NEVER, "ethnicity": below})
    for head in ATTRIBUTES:
        assert not np.allclose(once[head], again[head], atol=1e-4)
        mean = (once[head] + again[head]) / 2
        assert found[head] == pytest.approx(np.where(unsure[:, None], mean, once[head]), abs=1e-6)


def test_the_map_of_a_face_looked_at_twice_is_that_of_its_mirror_image_mirrored(network: Network) -> None:
    always = dict.fromkeys(ATTRIBUTES, 1.0)
    seen, mirrored = run_with_mirror(network, PICTURES, always), run_with_mirror(network, MIRRORED, always)
    for head in ATTRIBUTES:
        there = seen[f"{head}_map"]
        assert np.allclose(mirrored[f"{head}_map"][:, :, ::-1], there, atol=1e-4)
        assert np.ptp(there, axis=2).max() > 0.0


def test_a_classifier_looks_again_as_its_manifest_says(content: bytes, report_cnn: Path, tmp_path: Path) -> None:
    def answers(second_look: float) -> dict[str, Floats]:
        folder = tmp_path / f"{second_look}"
        shutil.copytree(report_cnn, folder)
        (folder / "model.tflite").write_bytes(content)
        raw = json.loads((folder / "manifest.json").read_text("utf-8"))
        raw["input"] = SPEC.model_dump()
        raw["files"]["model.tflite"] = sha256(content)
        raw["heads"]["gender"]["second_look"] = second_look
        (folder / "manifest.json").write_text(json.dumps(raw), "utf-8")
        classifier = Classifier(load_bundle(folder))
        seen, mirrored = (classifier.probabilities(shown.astype(np.uint8)) for shown in (PICTURES, MIRRORED))
        return {head: np.abs(seen[head] - mirrored[head]) for head in ATTRIBUTES}

    assert all(difference.max() > 1e-4 for difference in answers(0.0).values())
    assert all(difference.max() < 1e-5 for difference in answers(1.0).values())


def test_an_exported_network_that_looks_again_where_it_matters_labels_as_if_it_always_did(content: bytes) -> None:
    pictures, rows, control = PICTURES.astype(np.uint8), np.arange(len(PICTURES)), Control()
    single = Exported.single_view(content, ATTRIBUTES)
    mirrored = single.with_mirror(pictures, rows, control)
    first, found = (one.predict(pictures, rows, control) for one in (single, mirrored))
    always = run_with_mirror(single.network, PICTURES, dict.fromkeys(ATTRIBUTES, 1.0))
    changed = {head: first[head].argmax(axis=1) != always[head].argmax(axis=1) for head in ATTRIBUTES}
    assert any(some.any() for some in changed.values())
    for head in ATTRIBUTES:
        assert (mirrored.second_look[head] > 0.0) == changed[head].any()
        same = found[head].argmax(axis=1) == always[head].argmax(axis=1)
        assert (~same).sum() <= 1


def test_a_second_look_is_worth_it_below_nearly_all_answers_it_changes() -> None:
    sure = np.linspace(0.5, 0.999, 1000)
    first = np.stack([sure, 1 - sure], axis=1)
    second = first.copy()
    second[:200] = [0.0, 1.0]
    below = second_look_cutoff(first, (first + second) / 2)
    assert sure[188] < below <= sure[191]


def test_a_second_look_that_changes_no_answer_is_worth_nothing() -> None:
    first = np.array([[0.9, 0.1], [0.2, 0.8]])
    assert second_look_cutoff(first, first * 0.9 + 0.05) == 0.0
