"""Models exported for other programs: each form is run by its own library and compared with Facet's answers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from core.cli.main import main
from core.errors import BundleError, ExportError
from core.model.bundle import CalibrationParams, ModelBundle, load_bundle
from core.model.calibration import apply_calibration, run_with_mirror
from core.model.classifier import CHIP_PX, Classifier, to_input
from core.places import resource, shipped
from core.training.architectures import build
from core.training.portable import FORMS, export_portable, portable_network, with_standard_layers
from core.vision.detectors import THOROUGH, make_detector
from core.vision.faces import align
from core.vision.imaging import read_image

FACES = 200
Answers = Mapping[str, NDArray[np.float32]]


@pytest.fixture(scope="module")
def chips() -> NDArray[np.uint8]:
    """The sample face in many lights and blurs, so that answers differ and some are looked at twice."""
    face = cv2.resize(read_image(resource("sample/astronaut.png"))[60:220, 140:300], (200, 200))
    draw = np.random.default_rng(0)
    made = []
    for _ in range(FACES):
        light, gain, noise = draw.uniform(-80, 80), draw.uniform(0.3, 1.6), draw.uniform(0, 60)
        changed = face * gain + light + draw.normal(0, noise, face.shape)
        made.append(cv2.GaussianBlur(np.clip(changed, 0, 255).astype(np.uint8), (0, 0), draw.uniform(0.5, 6)))
    return np.stack(made)


def run_onnx(file: Path, faces: NDArray[np.float32]) -> Answers:
    import onnxruntime

    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {"face": faces}), strict=True))


def run_keras(file: Path, faces: NDArray[np.float32]) -> Answers:
    import keras

    return {name: np.asarray(values) for name, values in keras.saving.load_model(file)(faces).items()}


def run_saved_model(file: Path, faces: NDArray[np.float32]) -> Answers:
    import tensorflow as tf

    loaded = tf.saved_model.load(file)
    return {name: values.numpy() for name, values in loaded.serve(faces).items()}


def run_litert(file: Path, faces: NDArray[np.float32]) -> Answers:
    from ai_edge_litert.interpreter import Interpreter

    return Interpreter(str(file)).get_signature_runner()(face=faces)


RUNS = {"onnx": run_onnx, "keras": run_keras, "savedmodel": run_saved_model, "tflite": run_litert}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_facets_answers(
    form: str, chips: NDArray[np.uint8], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "exported"
    assert main(["export", "report-cnn", "--to", form, "--out", str(out)]) == 0
    assert "differ by at most" in capsys.readouterr().out
    bundle = load_bundle(shipped("models/report-cnn"))
    expected = Classifier(bundle).calibrated(chips)
    found = run_form(form, out, to_input(chips, bundle.manifest.input))
    for name, one in expected.items():
        assert np.abs(found[name] - one.probabilities).max() < 1e-4
        assert np.abs(found[f"{name}_threshold"] - one.thresholds).max() < 1e-6


@pytest.mark.parametrize("form", FORMS)
def test_the_example_beside_it_is_enough(form: str, tmp_path: Path) -> None:
    bundle, out = load_bundle(shipped("models/report-cnn")), tmp_path / "out"
    export_portable(bundle, form, out)
    photo = read_image(resource("sample/astronaut.png"))
    (face,) = make_detector(THOROUGH).detect(photo)
    cv2.imwrite(str(out / "photo.jpg"), cv2.cvtColor(photo, cv2.COLOR_RGB2BGR))
    code = (out / "README.md").read_text("utf-8").split("```python\n")[1].partition("```")[0]
    for written, point in zip(("(310, 240)", "(390, 236)", "(352, 330)"), face.eyes_and_mouth.tolist(), strict=True):
        assert code.count(written) == 1
        code = code.replace(written, str(tuple(point)))
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=out, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    expected = Classifier(bundle).calibrated(align(photo, face, CHIP_PX)[np.newaxis])
    said = dict(re.findall(r"perceived (\w+): .*?\[(.*?)\]", done.stdout, re.DOTALL))
    assert set(said) == set(expected)
    for name, one in expected.items():
        # The photo was compressed.
        assert np.array(said[name].split(), float) == pytest.approx(one.probabilities[0], abs=0.03)


def run_form(form: str, folder: Path, faces: NDArray[np.float32]) -> Answers:
    run: Callable[[Path, NDArray[np.float32]], Answers] = RUNS[form]
    return run(folder / FORMS[form].file, faces)


def test_the_folder_says_how_to_feed_it(tmp_path: Path) -> None:
    bundle = load_bundle(shipped("models/report-cnn"))
    export_portable(bundle, "keras", tmp_path / "out")
    described = json.loads((tmp_path / "out" / "model.json").read_text("utf-8"))
    assert described["input"]["shape"] == [None, 48, 48, 1]
    assert described["input"]["colour"] == "grey"
    assert described["outputs"]["gender"]["labels"] == list(bundle.manifest.heads["gender"].labels)
    text = (tmp_path / "out" / "README.md").read_text("utf-8")
    _, metadata, _ = text.split("---\n", 2)
    told = yaml.safe_load(metadata)
    (result,) = (one for one in told["model-index"][0]["results"] if one["task"]["name"] == "perceived gender")
    assert told["license"] == "other" and told["library_name"] == "keras"
    assert result["metrics"][0] == {
        "type": "accuracy",
        "name": "accuracy",
        "value": bundle.manifest.results["gender_accuracy"],
    }
    assert "(faces, 48, 48, 1), grey" in text and 'load_model("model.keras")' in text
    assert (tmp_path / "out" / "CARD.md").read_text("utf-8") == bundle.card


def test_mirror_images_and_calibration_by_group_are_within(chips: NDArray[np.uint8]) -> None:
    bundle = load_bundle(shipped("models/report-cnn"))
    heads = {
        name: head.model_copy(update={"second_look": 0.8, "label_temperatures": (0.7,) * len(head.labels)})
        for name, head in bundle.manifest.heads.items()
    }
    groups = [CalibrationParams(temperature=0.5 + 0.3 * at, threshold=0.5 + 0.05 * at) for at in range(5)]
    heads["gender"] = heads["gender"].model_copy(update={"grouped_by": "ethnicity", "by_group": tuple(groups)})
    shown = to_input(chips, bundle.manifest.input)
    network = raw_network(bundle)

    class Raw:
        def run(self, faces: NDArray[np.float32]) -> dict[str, Any]:
            return {name: np.array(values) for name, values in network(faces).items()}

    single = Raw().run(shown)
    outputs = run_with_mirror(Raw(), shown, {name: head.second_look for name, head in heads.items()})  # type: ignore[arg-type]
    expected = apply_calibration(outputs, heads)
    looked_again = np.abs(outputs["gender"] - single["gender"]).max(axis=1) > 0
    assert 0 < looked_again.sum() < len(chips)
    manifest = bundle.manifest.model_copy(update={"heads": heads})
    found = portable_network(replace(bundle, manifest=manifest))(shown)
    for name, one in expected.items():
        assert np.abs(np.asarray(found[name]) - one.probabilities).max() < 1e-4
        assert np.abs(np.asarray(found[f"{name}_threshold"]) - one.thresholds).max() < 1e-4


def raw_network(bundle: ModelBundle) -> Any:
    from core.model.bundle import WEIGHTS
    from core.training.features import load_weights

    manifest = bundle.manifest
    network = build(manifest.architecture, manifest.input, manifest.parameters, manifest.attributes)
    network.set_weights(load_weights(bundle.path / WEIGHTS))
    return network


def test_own_layers_become_standard_ones(chips: NDArray[np.uint8]) -> None:
    network = raw_network(bundle := load_bundle(shipped("models/facet-150")))
    shown = to_input(chips[:8], bundle.manifest.input)
    plain = with_standard_layers(network)
    assert {type(layer).__module__.partition(".")[0] for layer in plain.layers} == {"keras"}
    expected, found = network(shown, training=False), plain(shown, training=False)
    for name in expected:
        assert np.abs(np.asarray(expected[name]) - np.asarray(found[name])).max() < 1e-4


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    assert main(["export", "report-cnn", "--to", "keras", "--out", str(tmp_path)]) == 3
    assert "is there already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    export_portable(load_bundle(shipped("models/report-cnn")), "keras", tmp_path)
    assert (tmp_path / "model.keras").is_file()


def test_a_file_that_answers_otherwise_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = FORMS["keras"]
    wrong = replace(form, run=lambda file, faces: {name: 1 - one for name, one in form.run(file, faces).items()})
    monkeypatch.setattr("core.training.portable.FORMS", {"keras": wrong})
    with pytest.raises(ExportError, match="answers differ"):
        export_portable(load_bundle(shipped("models/report-cnn")), "keras", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_weights_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    bundle = load_bundle(shipped("models/report-cnn"))
    other = load_bundle(shipped("models/facet-64"))
    with pytest.raises(BundleError, match="does not match its manifest"):
        export_portable(replace(bundle, path=other.path), "keras", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
