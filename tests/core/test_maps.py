"""A network's own maps: their mean is its answer, and other shapes are refused."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core.errors import BundleError
from core.litert import Network
from core.model.bundle import InputSpec, load_bundle, sha256
from core.model.classifier import Classifier
from core.schema import ATTRIBUTES
from core.training.architectures import build
from core.training.packaging import export_network
from core.training.recipe import Recipe

if TYPE_CHECKING:
    import keras

SPEC = InputSpec(size=32, channels=3)
SMALL = {
    "residual": {"blocks": "1-1", "width": 8},
    "attention": {"blocks": "1-1", "width": 8, "heads": 0},
}
PICTURES = np.random.default_rng(1).integers(0, 256, (3, 32, 32, 3)).astype(np.float32)


def made(architecture: str, parameters: dict[str, Any], **more: bool) -> tuple[keras.Model, Recipe]:
    """A network that tells its pictures apart, and its recipe."""
    import keras

    keras.utils.set_random_seed(1)
    recipe = Recipe.model_validate({"architecture": architecture, "parameters": parameters, "input": SPEC} | more)
    return build(architecture, SPEC, parameters, ATTRIBUTES), recipe


@cache
def exported(architecture: str) -> tuple[keras.Model, bytes]:
    """One of the small networks, and its export."""
    model, recipe = made(architecture, SMALL[architecture])
    return model, export_network(model, recipe)


@pytest.mark.parametrize("architecture", SMALL)
def test_the_mean_of_a_map_is_the_answer(architecture: str) -> None:
    model, network = exported(architecture)
    found = Network(network, threads=1).run(PICTURES)
    for head, attribute in ATTRIBUTES.items():
        assert found[f"{head}_map"].shape == (3, 8, 8, len(attribute.labels))
        logits = found[f"{head}_map"].mean(axis=(1, 2)) + model.get_layer(head).get_weights()[1]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        assert found[head] == pytest.approx(odds / odds.sum(axis=1, keepdims=True), abs=1e-5)


@pytest.mark.parametrize(
    ("architecture", "parameters"),
    [("report-cnn", {"blocks": 1, "width": 4, "dense": 8}), ("attention", SMALL["attention"] | {"heads": 2})],
)
def test_a_network_that_does_not_end_in_a_mean_of_fields_has_none(
    architecture: str, parameters: dict[str, Any]
) -> None:
    model, recipe = made(architecture, parameters)
    assert set(Network(export_network(model, recipe), threads=1).output_shapes) == set(ATTRIBUTES)


def bundle_with(network: bytes, report_cnn: Path, folder: Path) -> Path:
    shutil.copytree(report_cnn, folder)
    (folder / "model.tflite").write_bytes(network)
    raw = json.loads((folder / "manifest.json").read_text("utf-8"))
    raw["input"] = SPEC.model_dump()
    raw["files"]["model.tflite"] = sha256(network)
    (folder / "manifest.json").write_text(json.dumps(raw), "utf-8")
    return folder


def test_a_classifier_gives_maps_beside_answers(report_cnn: Path, tmp_path: Path) -> None:
    _, network = exported("residual")
    bundle = load_bundle(bundle_with(network, report_cnn, tmp_path / "mapped"))
    chips: NDArray[np.uint8] = PICTURES.astype(np.uint8)
    answers, maps = Classifier(bundle).probabilities_and_maps(chips)
    assert {head: found.shape for head, found in maps.items()} == {"gender": (3, 8, 8, 2), "ethnicity": (3, 8, 8, 5)}
    assert answers["gender"] == pytest.approx(Classifier(bundle).probabilities(chips)["gender"])
    assert Classifier(load_bundle(report_cnn)).probabilities_and_maps(chips)[1] == {}


def test_a_map_of_other_labels_is_refused(report_cnn: Path, tmp_path: Path) -> None:
    import keras

    model, recipe = made("report-cnn", {"blocks": 1, "width": 4, "dense": 8})
    fields = next(layer.output for layer in model.layers if isinstance(layer, keras.layers.MaxPooling2D))
    wrong = keras.layers.Conv2D(3, 1, name="gender_map")(fields)
    network = export_network(keras.Model(model.input, {**model.output, "gender_map": wrong}), recipe)
    with pytest.raises(BundleError, match=r"gender_map has shape \(15, 15, 3\), expected \(rows, columns, 2\)"):
        Classifier(load_bundle(bundle_with(network, report_cnn, tmp_path / "wrong")))
