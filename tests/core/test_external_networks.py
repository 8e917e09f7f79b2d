"""Networks made elsewhere: described, tried in a process of their own, and audited like any model."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from made_data import encoded, row, write_csv, write_pictures
from made_networks import PX, biased_faces, bright_is_second, endless, onnx_file
from onnx import helper

from core import api
from core.cli.main import main
from core.datasets.chips import with_margin
from core.datasets.open import open_dataset
from core.errors import BundleError, DataError
from core.evaluation.external import process as process_module
from core.evaluation.external.asking import ask_network, framed_faces
from core.evaluation.external.form import (
    AnswerForm,
    ExternalNetwork,
    NetworkForm,
    from_outputs,
    load_network,
    remember,
    to_input,
)
from core.evaluation.external.process import NetworkProcess
from core.evaluation.figures import measure
from core.model.bundle import load_bundle
from core.model.classifier import Classifier
from core.places import resource, shipped
from core.schema import AGE, ATTRIBUTES
from core.work import Stopped

FORM = NetworkForm(
    size=PX,
    layout="NCHW",
    scaling="0-1",
    answers={"gender": AnswerForm(output="logits", labels=("Male", "Female"), scores="logits")},
)


@pytest.fixture(scope="module")
def biased(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return biased_faces(tmp_path_factory.mktemp("biased") / "faces.csv")


def evaluated(capfd: pytest.CaptureFixture[str], *arguments: object) -> dict:
    assert main(["evaluate", *map(str, arguments), "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def described(capfd: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["network", *map(str, arguments)]) == 0
    return capfd.readouterr().out


def refused(capfd: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(list(map(str, arguments))) == 3
    return " ".join(capfd.readouterr().err.split())


def test_a_known_bias_is_found_again_and_a_table_of_the_same_answers_says_the_same(
    biased: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network, answers, html = (
        bright_is_second(tmp_path / "theirs.onnx"),
        tmp_path / "answers.csv",
        tmp_path / "page.html",
    )
    said = described(capfd, network, "--scaling", "0-1")
    assert "Input: picture (?, 3, 48, 48)" in said
    assert "Male, Female: logits in logits, values 0 to 1" in said
    told = evaluated(capfd, network, biased, "--audit", "--minimum", 20, "--answers", answers, "--html", html)
    wronged = {"gender": "Female", "ethnicity": "Black"}
    by_group = {tuple(sorted(one["group"].items())): one["accuracy"] for one in told["heads"]["gender"]["groups"]}
    assert by_group[tuple(sorted(wronged.items()))] == pytest.approx(0.7)
    assert by_group[("ethnicity", "Black"), ("gender", "Male")] == 1.0
    assert told["heads"]["gender"]["accuracy"] == pytest.approx(1 - 0.3 / 10)
    gap = next(one for one in told["heads"]["gender"]["gaps"] if one["columns"] == ["gender", "ethnicity"])
    assert gap["lowest"] == wronged
    assert gap["more_than_chance"]
    assert (told["model"], told["may_know"]) == ("theirs", None)
    assert told["heads"]["gender"]["coverage"] == 1.0
    assert "not known what theirs was trained on" in html.read_text("utf-8")
    same = evaluated(capfd, answers, biased, "--audit", "--minimum", 20)
    assert same["heads"] == told["heads"]


def test_a_notebook_audits_it_likewise(biased: Path, tmp_path: Path) -> None:
    network = bright_is_second(tmp_path / "theirs.onnx")
    remember(ExternalNetwork(network, FORM))
    found = api.evaluate(network, biased)
    right = (found.predictions["gender_Female"] > 0.5) == (found.predictions["gender"] == "Female")
    assert right.mean() == pytest.approx(0.97)
    with pytest.raises(DataError, match="Which labelled faces is theirs"):
        api.evaluate(network)


def test_it_is_compared_with_a_model_of_facet(biased: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    network = bright_is_second(tmp_path / "theirs.onnx", softmax=True, batch=1)
    described(capfd, network, "--scaling", "0-1")
    told = evaluated(capfd, "report-cnn", biased, "--against", network)
    assert told["against"]["model"] == "theirs"
    assert set(told["against"]["heads"]) == {"gender"}
    assert told["against"]["heads"]["gender"]["overall"]["more_than_chance"]


def test_a_litert_network_answers_as_facets_own_classifier(tmp_path: Path) -> None:
    bundle = load_bundle(shipped("models") / "report-cnn")
    path = tmp_path / "their.tflite"
    path.write_bytes(bundle.network)
    dataset = open_dataset(write_csv(tmp_path / "faces.csv", [row(at, gender=at % 2) for at in range(70)]))
    with NetworkProcess(path) as process:
        guess = process.guess()
    assert (guess.size, guess.layout, guess.colour, set(guess.answers)) == (48, "NHWC", "grey", set(ATTRIBUTES))
    assert {one.scores for one in guess.answers.values()} == {"probabilities"}
    found = ask_network(ExternalNetwork(path, guess.model_copy(update={"scaling": "0-255"})), dataset)
    plain = {
        name: spec.model_copy(update={"temperature": 1.0, "label_temperatures": (), "second_look": 0.0, "by_group": (),
                                      "grouped_by": ""})
        for name, spec in bundle.manifest.heads.items()
    }  # fmt: skip
    uncalibrated = replace(bundle, manifest=bundle.manifest.model_copy(update={"heads": plain}))
    chips = np.stack([dataset.image(at) for at in range(70)])
    expected = Classifier(uncalibrated).probabilities(chips)
    for name in ATTRIBUTES:
        np.testing.assert_allclose(found.probabilities[name], expected[name], atol=1e-4)


def test_a_keras_network_with_one_sigmoid_and_its_own_scaling(biased: Path, tmp_path: Path) -> None:
    import keras

    face = keras.Input((PX, PX, 3))
    pooled = keras.layers.GlobalAveragePooling2D()(keras.layers.Rescaling(1 / 255)(face))
    last = keras.layers.Dense(1, activation="sigmoid", name="gender")
    network = keras.Model(face, last(pooled))
    last.set_weights([np.full((3, 1), 20 / 3, np.float32), np.array([-10], np.float32)])
    network.save(tmp_path / "theirs.keras")
    with NetworkProcess(tmp_path / "theirs.keras") as process:
        guess = process.guess()
        process.check(guess)
    assert (guess.scaling, guess.colour) == ("0-255", "rgb")
    assert guess.answers["gender"] == AnswerForm(output="gender", labels=("Male", "Female"))
    dataset = open_dataset(biased)
    asked = ask_network(ExternalNetwork(tmp_path / "theirs.keras", guess), dataset, rows=np.arange(100))
    assert measure(asked, by_group=False).heads["gender"].overall.accuracy.value == pytest.approx(0.97)


def test_fairfaces_18_outputs_are_three_answers_in_facets_labels(tmp_path: Path) -> None:
    with NetworkProcess(bright_is_second(tmp_path / "fairface.onnx", outputs=18)) as process:
        guess = process.guess()
    assert guess.scaling == "imagenet"
    assert {name: one.first for name, one in guess.answers.items()} == {"ethnicity": 0, "gender": 7, "age": 9}
    assert guess.attributes["ethnicity"] is ATTRIBUTES["ethnicity"]
    assert guess.attributes["age"].labels == AGE.labels
    scores = np.log(np.array([[0.1, 0.1, 0.1, 0.2, 0.3, 0.1, 0.1, *[1] * 11]], np.float32))
    found = from_outputs({"logits": scores}, guess)
    # East and Southeast Asian are Asian, Latino and Middle Eastern are others.
    np.testing.assert_allclose(found["ethnicity"], [[0.1, 0.1, 0.5, 0.1, 0.2]], atol=1e-6)


def test_two_outputs_of_its_own_attribute_are_named_by_hand(
    biased: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network = bright_is_second(tmp_path / "theirs.onnx", outputs=3)
    assert "its form names no answer; its outputs are logits (?, 3)" in refused(capfd, "network", network)
    named = ("--answer", "glasses=none,sun,other", "--answer", "gender@logits:0=Male,Female")
    said = described(capfd, network, "--scaling", "0-1", *named, "--save", tmp_path / "form.json")
    assert "glasses" in said
    told = evaluated(capfd, network, biased)
    assert (list(told["heads"]), told["not_measured"]) == (["gender"], ["glasses"])
    # A form written once serves for a copy, whatever its name.
    again = bright_is_second(tmp_path / "again.onnx", outputs=3, softmax=True)
    assert "logits of 0" not in refused(capfd, "network", again, "--form", tmp_path / "form.json")
    assert load_network(network).form.answers["glasses"].labels == ("none", "sun", "other")


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("--size", 64), "its input has shape (?, 3, 48, 48), but its form says (?, 3, 64, 64)"),
        (("--colour", "grey", "--scaling", "0-1"), "but its form says (?, 1, 48, 48)"),
        (("--layout", "NHWC"), "but its form says (?, 48, 48, 3)"),
        (("--answer", "gender@other=Male,Female"), "it has no output other for gender; it has logits"),
        (("--answer", "gender@logits:1=Male,Female,other"), "unknown labels other"),
        (("--answer", "glasses@logits=a,b,c"), "has 2 values, expected 3 for the 3 labels of glasses"),
        (("--mean", "1,2"), "mean: got 2 values, expected 1 or 3"),
    ],
)
def test_a_wrong_form_is_named(
    options: tuple[object, ...], fault: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network = bright_is_second(tmp_path / "theirs.onnx")
    assert fault in refused(capfd, "network", network, *options)


def test_what_is_no_answer_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pooled = [
        helper.make_node("GlobalAveragePool", ["picture"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
    ]
    dividing = [*pooled, helper.make_node("Div", ["flat", "zeros"], ["logits"])]
    zeros = {"zeros": np.zeros((1, 3), np.float32)}
    nan = onnx_file(tmp_path / "nan.onnx", dividing, outputs=[("logits", ("n", 3))], weights=zeros)
    assert "values that are not finite numbers" in refused(capfd, "network", nan, "--answer", "mood=a,b,c")
    assert "could not be loaded" not in refused(capfd, "network", tmp_path / "missing.onnx")
    (tmp_path / "letter.onnx").write_text("Dear model")
    assert "cannot be audited" in refused(capfd, "network", tmp_path / "letter.onnx")
    two = onnx_file(
        tmp_path / "two.onnx",
        [helper.make_node("Add", ["picture", "other"], ["logits"])],
        inputs=[("picture", ("n", 3, PX, PX)), ("other", ("n", 3, PX, PX))],
        outputs=[("logits", ("n", 3, PX, PX))],
    )
    assert "it has 2 inputs, picture, other; expected one" in refused(capfd, "network", two)
    logits = bright_is_second(tmp_path / "logits.onnx")
    wrong = FORM.model_copy(update={"answers": {"gender": AnswerForm(output="logits", labels=("Male", "Female"))}})
    with NetworkProcess(logits) as process, pytest.raises(BundleError, match="perhaps they are logits"):
        process.check(wrong)


def test_a_network_without_a_form_is_not_guessed_at(
    biased: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network = bright_is_second(tmp_path / "theirs.onnx")
    assert "facet-cli network" in refused(capfd, "evaluate", network, biased)


def test_a_network_that_hangs_or_crashes_ends_with_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "BATCH_LIMIT_S", 0.5)
    monkeypatch.setattr(process_module, "FACE_LIMIT_S", 0.1)
    with NetworkProcess(endless(tmp_path / "endless.onnx")) as process:
        with pytest.raises(BundleError, match="takes more than 1 seconds"):
            process.guess()
        monkeypatch.setattr(process_module, "BATCH_LIMIT_S", 60.0)
        process._child.kill()
        with pytest.raises(BundleError, match="ended its process"):
            process.run(np.zeros((1, 3, PX, PX), np.float32))


def test_it_stops_when_asked(tmp_path: Path) -> None:
    asked = threading.Event()
    with NetworkProcess(endless(tmp_path / "endless.onnx"), should_stop=asked.is_set) as process:
        threading.Timer(0.3, asked.set).start()
        with pytest.raises(Stopped):
            process.guess()


def test_the_input_is_as_the_form_says() -> None:
    chip = np.zeros((1, 10, 10, 3), np.uint8)
    chip[..., 0], chip[..., 2] = 255, 51
    of = FORM.model_copy(update={"size": 8}).model_copy
    assert to_input(chip, of()).shape == (1, 3, 8, 8)
    assert to_input(chip, of())[0, :, 0, 0].tolist() == pytest.approx([1.0, 0.0, 0.2])
    flipped = to_input(chip, of(update={"colour": "bgr", "layout": "NHWC", "scaling": "-1-1"}))
    assert flipped[0, 0, 0].tolist() == pytest.approx([-0.6, -1.0, 1.0])
    imagenet = to_input(chip, of(update={"scaling": "imagenet"}))[0, :, 0, 0]
    assert imagenet.tolist() == pytest.approx([(1 - 0.485) / 0.229, -0.456 / 0.224, (0.2 - 0.406) / 0.225], abs=1e-5)
    own = of(update={"colour": "grey", "scaling": "own", "mean": (100.0,), "std": (2.0,)})
    assert to_input(np.full((1, 8, 8, 3), 110, np.uint8), own)[0, 0, 0, 0] == pytest.approx(5.0)


def test_a_margin_shows_more_of_the_picture_and_the_whole_picture_needs_no_face(
    tmp_path: Path, portrait: np.ndarray
) -> None:
    folder = write_pictures(tmp_path / "UTKFace", ["5_1_4_2017.png"])
    (folder / "41_1_0_2019.png").write_bytes(encoded(portrait))
    dataset, network = open_dataset(folder), Path("theirs.onnx")

    def shown(**changes: object) -> tuple[np.ndarray, np.ndarray]:
        faces = framed_faces(ExternalNetwork(network, FORM.model_copy(update=changes)), dataset)
        return faces.found, faces.take(np.arange(2))[1]

    found, plain = shown()
    assert sorted(found) == [False, True]
    _, wide = shown(margin=0.5)
    assert wide.shape == (2, PX, PX, 3)
    at = int(np.flatnonzero(found)[0])
    inner = wide[at][PX // 4 : PX // 4 * 3, PX // 4 : PX // 4 * 3].astype(float)
    small = with_margin(plain[at], PX // 2, 0.0).astype(float)
    assert np.abs(inner - small).mean() < 12 < np.abs(inner - wide[at][: PX // 2, : PX // 2]).mean()
    found, whole = shown(framing="picture")
    assert found.all()
    assert whole.shape == (2, PX, PX, 3)


def test_a_form_is_remembered_by_what_the_network_is(tmp_path: Path) -> None:
    network = bright_is_second(tmp_path / "theirs.onnx")
    remember(ExternalNetwork(network, FORM))
    moved = network.rename(tmp_path / "renamed.onnx")
    assert load_network(moved).form == FORM
    other = bright_is_second(tmp_path / "other.onnx", softmax=True)
    with pytest.raises(BundleError, match="does not say how it is fed"):
        load_network(other)


def test_photos_are_answered_by_models_of_facet_and_the_audit_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network, photo = bright_is_second(tmp_path / "theirs.onnx"), resource("sample/astronaut.png")
    for command in (("classify", photo), ("explain", photo, "--out", tmp_path / "out.png")):
        told = refused(capfd, *command, "--model", network)
        assert "can be audited" in told and "facet-cli evaluate" in told


def test_what_its_library_cannot_load_is_said_plainly(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pooled = [
        helper.make_node("GlobalAveragePool", ["picture"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["logits"]),
    ]
    outputs = [("logits", ("n", 3))]
    oblong = onnx_file(tmp_path / "oblong.onnx", pooled, inputs=[("picture", ("n", 3, 112, 96))], outputs=outputs)
    assert "expected a square picture" in refused(capfd, "network", oblong)
    new = onnx.load(onnx_file(tmp_path / "new.onnx", pooled, outputs=outputs))
    new.ir_version = 99
    onnx.save(new, tmp_path / "new.onnx")
    told = refused(capfd, "network", tmp_path / "new.onnx")
    assert "Unsupported model IR version: 99" in told and "onnxruntime_src" not in told
    outside = bright_is_second(tmp_path / "outside.onnx")
    onnx.save(onnx.load(outside), outside, save_as_external_data=True, location="outside.onnx.data", size_threshold=0)
    assert "gender" in described(capfd, outside)
    (tmp_path / "outside.onnx.data").unlink()
    assert "outside.onnx.data" in refused(capfd, "network", outside)


@pytest.mark.parametrize(("opset", "version"), [(7, 3), (23, 11)])
def test_old_and_new_files_with_one_sigmoid_are_read(
    tmp_path: Path, opset: int, version: int, capfd: pytest.CaptureFixture[str]
) -> None:
    nodes = [
        helper.make_node("GlobalAveragePool", ["picture"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["score"]),
        helper.make_node("Sigmoid", ["score"], ["female"]),
    ]
    file = onnx_file(
        tmp_path / "one.onnx", nodes, outputs=[("female", ("n", 1))], weights={"weights": np.ones((3, 1), np.float32)}
    )
    made = onnx.load(file)
    made.ir_version, made.opset_import[0].version = version, opset
    if version < 4:  # weights were inputs too
        made.graph.input.append(helper.make_tensor_value_info("weights", onnx.TensorProto.FLOAT, (3, 1)))
    onnx.save(made, file)
    assert "Male, Female: probabilities in female" in described(capfd, file)
