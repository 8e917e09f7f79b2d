"""Training from features that know faces: they are dlib's, they last, and what is wrong with their file is said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import cv2
import numpy as np
import pytest
from made_faces import TASK, learn, made_batch, write_csv
from numpy.typing import NDArray

from core.errors import FacetError
from core.litert import Network
from core.model.bundle import WEIGHTS, InputSpec, load_bundle
from core.places import resource
from core.schema import ATTRIBUTES
from core.training import features, tuning
from core.training.architectures import build, face_resnet
from core.training.architectures.face_resnet import LAST_NORMALISATION, layer_name
from core.training.events import Control, Event, Preparing
from core.training.features import (
    CONVOLUTIONS,
    FEATURES,
    Convolution,
    Weights,
    load_features,
    load_weights,
    make_start,
    pack,
    unpack,
)
from core.training.learner import HeadLearner, make_learner
from core.training.outcome import training_words
from core.training.packaging import export_network
from core.training.pictures import Batch, Faces
from core.training.presets import PRESETS
from core.training.recipe import Recipe
from core.training.run_folder import Arrays, Checkpoint, RunFolder
from core.training.run_writer import writing
from core.training.session import train
from core.training.trainer import fit
from core.validation import ValidationError
from core.vision.imaging import read_image

if TYPE_CHECKING:
    import keras

SIDE = 32
SMALL = PRESETS["fine-tune"].model_copy(
    update={
        "input": InputSpec(size=SIDE, channels=3),
        "batch": 16,
        "epochs": 1,
        "bf16": False,
        "head_epochs": 1,
        "averaging": 0.9,
    }
)
HEAD = PRESETS["head"].model_copy(update={"input": InputSpec(size=SIDE, channels=3), "batch": 16, "epochs": 1})


@pytest.fixture(scope="module")
def network() -> keras.Model:
    """The network that fine-tuning starts from."""
    return make_start(PRESETS["fine-tune"], ATTRIBUTES)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of `resources`."""
    monkeypatch.setattr(features, "resource", lambda name: tmp_path / name)
    (tmp_path / "features").mkdir()
    return tmp_path


@pytest.fixture
def shallow(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network of the same kind with 5 convolutions in place of 29, which starts from features that are noise."""
    monkeypatch.setattr(face_resnet, "STAGES", ((16, 1), (32, 1)))
    monkeypatch.setattr(features, "CONVOLUTIONS", 5)
    made = build("face-resnet", InputSpec(size=SIDE, channels=3), {}, ATTRIBUTES)
    convolutions = [Convolution(*made.get_layer(layer_name(at)).get_weights()) for at in range(5)]
    weights = Weights(convolutions, np.zeros(32, np.float32), np.ones(32, np.float32))
    (elsewhere / FEATURES["dlib"].file).write_bytes(pack(weights))


def portrait(size: int) -> NDArray[np.uint8]:
    """The face of the sample picture, by hand: detection and framing may change."""
    face = read_image(resource("sample/astronaut.png"))[20:230, 120:330]
    return np.asarray(cv2.resize(face, (size, size), interpolation=cv2.INTER_AREA), np.uint8)


def batch(count: int = 16) -> Batch:
    rng = np.random.default_rng(1)
    labels = np.stack([rng.integers(0, 2, count), rng.integers(0, 5, count)], axis=1).astype(np.int32)
    pictures = rng.integers(0, 60, (count, SIDE, SIDE, 3))
    pictures[labels[:, 0] == 0] += 150
    return made_batch(pictures, labels)


def test_the_features_are_those_of_dlib(network: keras.Model) -> None:
    import keras

    last = network.get_layer(LAST_NORMALISATION)
    both = keras.Model(network.input, [last.input, last.output])
    before, after = both(portrait(150)[None].astype(np.float32))
    found = np.asarray(before).mean(axis=(0, 1, 2))
    # Made from dlib's file in float32, by a network whose embeddings were compared with dlib's own.
    expected = np.load(Path(__file__).parent / "data" / "dlib-features.npy")
    # The features of different people differ by 0.2 and more.
    assert np.abs(found - expected).max() < 0.03
    mean, variance = last.get_weights()[2:]
    assert np.asarray(after).mean(axis=(0, 1, 2)) == pytest.approx((found - mean) / np.sqrt(variance + 1e-5), abs=1e-3)


@pytest.mark.parametrize("size", [32, 33])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_the_first_convolution_is_the_same_however_it_is_calculated(
    size: int, padding: Literal["valid", "same"]
) -> None:
    import tensorflow as tf

    from core.training.architectures.fused import FirstConvolution

    layer = FirstConvolution(4, mean=(120.0, 110.0, 100.0), scale=1 / 256, side=7, stride=2, padding=padding)
    rng = np.random.default_rng(1)
    pictures = rng.integers(0, 256, (2, size, size, 3)).astype(np.float32)
    layer(pictures)
    layer.set_weights([rng.normal(size=held.shape).astype(np.float32) ** 2 for held in layer.get_weights()])
    kernel, gamma, beta, mean, variance = layer.get_weights()
    convolved = tf.nn.conv2d((pictures - np.array([120, 110, 100], np.float32)) / 256, kernel, 2, padding.upper())
    expected = (convolved - mean) / np.sqrt(variance + 1e-5) * gamma + beta
    found = layer(pictures, training=False)
    assert found.shape == layer.compute_output_shape(pictures.shape)
    assert np.asarray(found) == pytest.approx(np.asarray(expected), rel=1e-3, abs=1e-2)


def test_a_file_of_weights_survives_packing() -> None:
    rng = np.random.default_rng(1)

    def drawn(*shape: int) -> NDArray[np.float32]:
        return rng.normal(size=shape).astype(np.float32)

    convolutions = [Convolution(drawn(3, 3, 2, 4), *(drawn(4) for _ in range(4))) for _ in range(CONVOLUTIONS)]
    held = Weights(convolutions, drawn(4), drawn(4))
    again = unpack(pack(held))
    for one, same in zip(held.convolutions, again.convolutions, strict=True):
        assert same.kernel == pytest.approx(one.kernel, abs=float(np.abs(one.kernel).max()) / 254)
        assert np.array_equal(one.moving_variance, same.moving_variance)
    assert np.array_equal(held.mean, again.mean)


@pytest.mark.parametrize("size", [16, 48, 128])
def test_it_can_be_built_for_any_size(size: int) -> None:
    network = build("face-resnet", InputSpec(size=size, channels=3), {}, ATTRIBUTES)
    load_features(network, "dlib")
    assert network.get_layer(LAST_NORMALISATION).output.shape[-1] == 256


@pytest.mark.parametrize("size", [16, 32, 48, 64])
def test_no_convolution_of_a_single_field_has_a_stride(size: int) -> None:
    # oneDNN's gradient of one in bfloat16 is not a number here and there.
    network = build("face-resnet", InputSpec(size=size, channels=3), {}, ATTRIBUTES)
    strided = [layer for layer in network.layers if getattr(layer, "stride", 1) > 1]
    assert strided
    assert all(layer.input.shape[1] > 1 for layer in strided)


def test_a_missing_file_is_said_plainly(elsewhere: Path) -> None:
    with pytest.raises(FacetError) as told:
        make_start(SMALL, ATTRIBUTES)
    assert told.value.code == "features.missing"
    assert str(elsewhere) in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize("how", ["cut", "empty", "text", "other network", "a part missing"])
def test_a_damaged_file_is_said_plainly(elsewhere: Path, how: str) -> None:
    name = FEATURES["dlib"].file
    content = resource(name).read_bytes()
    path = elsewhere / name
    if how in ("other network", "a part missing"):
        with np.load(resource(name)) as held:
            arrays: dict[str, NDArray[Any]] = dict(held)
        if how == "other network":
            arrays["conv_03/kernel"] = arrays["conv_03/kernel"][..., :5]
            arrays["conv_03/scale"] = arrays["conv_03/scale"][:5]
        else:
            del arrays["conv_28/gamma"]
        np.savez(path, **arrays)  # type: ignore[arg-type]
    else:
        path.write_bytes({"cut": content[: len(content) // 2], "empty": b"", "text": b"not found"}[how])
    with pytest.raises(FacetError) as told:
        make_start(SMALL, ATTRIBUTES)
    assert told.value.code == "features.damaged"
    assert "Install Facet again" in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"architecture": "residual"}, "these weights fit the architecture 'face-resnet', got 'residual'"),
        ({"input": {"size": 150, "channels": 1}}, "colour"),
        ({"start": "random", "trained": "heads"}, "random weights"),
        ({"start": "random", "head_epochs": 2}, "random weights"),
        ({"start": "vgg"}, "dlib"),
    ],
)
def test_a_recipe_whose_parts_do_not_fit_is_refused(changed: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        Recipe.model_validate(PRESETS["fine-tune"].model_dump() | {"parameters": {}} | changed)


@pytest.mark.usefixtures("shallow")
@pytest.mark.parametrize("recipe", [SMALL, HEAD], ids=["all layers", "heads"])
def test_it_learns_and_goes_on_after_an_interruption_as_if_there_had_been_none(recipe: Recipe) -> None:
    learner = make_learner(recipe, TASK, False)

    def losses(steps: Iterable[int]) -> list[float]:
        found = []
        for step in steps:
            learner.seed_dropout(1 + step)
            found.append(learn(learner, batch(), 0.05 if recipe is HEAD else 0.005)["loss"])
        return found

    def state() -> list[Arrays]:
        learner.update_served()
        held = learner.checkpoint(1, 1, learner.served_weights())
        return [held.network, held.optimizer, held.averages, held.best]

    first = losses(range(3))
    begun = Checkpoint(1, learner.bf16, *state()[:3], 1, learner.served_weights())
    rest, unbroken = losses(range(3, 6)), state()
    assert rest[-1] < 0.9 * first[0]
    # It has gone on since, so that whatever were not restored would differ.
    learner.restore(begun)
    assert losses(range(3, 6)) == pytest.approx(rest, abs=1e-5)
    for part, same in zip(state(), unbroken, strict=True):
        for array, expected in zip(part, same, strict=True):
            assert np.allclose(array, expected, atol=1e-5)


@pytest.mark.usefixtures("shallow")
def test_with_the_heads_alone_nothing_else_changes_and_each_picture_is_run_once() -> None:
    learner = HeadLearner(HEAD, TASK)
    before = {layer.name: layer.get_weights() for layer in learner.served.layers}
    run, shown = learner._features._run, []
    learner._features._run = lambda pictures: shown.append(len(pictures)) or run(pictures)
    losses = [learn(learner, batch(), 0.01)["loss"] for _ in range(20)]
    learner.update_served()
    answer = learner.answer(batch().pictures)
    assert shown == [16]
    assert losses[-1] < losses[0]
    learner.served.set_weights(learner.served_weights())
    for layer in learner.served.layers:
        same = all(np.array_equal(one, two) for one, two in zip(before[layer.name], layer.get_weights(), strict=True))
        assert same == (layer.name not in ATTRIBUTES) or not layer.get_weights()
    whole = learner.served(batch().pictures.astype(np.float32), training=False)
    for head in ATTRIBUTES:
        assert np.asarray(whole[head]) == pytest.approx(answer[head], abs=1e-4)


def test_the_network_is_small_enough_to_ship(network: keras.Model) -> None:
    assert network.count_params() < 6_000_000


@pytest.mark.usefixtures("shallow")
def test_the_exported_network_answers_as_the_trained_one_and_tells_where_it_looked() -> None:
    recipe = PRESETS["fine-tune"].model_copy(update={"quantised": False})
    network = make_start(recipe, ATTRIBUTES)
    # What is not quantised is refused where its answers differ by 1e-4 or more from those of the trained network.
    content = export_network(network, recipe)
    found = Network(content, threads=1).run(portrait(150)[None].astype(np.float32))
    for head, attribute in ATTRIBUTES.items():
        assert found[f"{head}_map"].shape == (1, 17, 17, len(attribute.labels))
        logits = found[f"{head}_map"].mean(axis=(1, 2)) + network.get_layer(head).get_weights()[1]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        assert found[head] == pytest.approx(odds / odds.sum(axis=1, keepdims=True), abs=1e-4)


@pytest.mark.usefixtures("shallow")
def test_a_whole_training_says_where_its_features_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACET_HOME", str(tmp_path / "home"))
    run, events = RunFolder(tmp_path / "run"), []
    ended = train(write_csv(tmp_path / "faces.csv", 60), SMALL, run.path, progress=events.append)
    assert any(isinstance(event, Preparing) and event.what == "training the last layers" for event in events)
    assert ended.reason == "finished" and run.bundle is not None
    bundle = load_bundle(run.bundle)
    assert bundle.manifest.data[-1] == FEATURES["dlib"].source
    for words in ("CC0 1.0", "cannot match faces", "It started from dlib's face recognition network; all its layers"):
        assert words in bundle.card
    # In 8 bits each, with what it takes to say so.
    weights = sum(array.size for array in load_weights(run.bundle / WEIGHTS))
    assert len(bundle.network) < 2.5 * weights


@pytest.mark.usefixtures("shallow")
def test_what_is_kept_of_a_training_of_the_heads_is_the_whole_network(tmp_path: Path) -> None:
    some = batch(60)
    labels = dict(zip(ATTRIBUTES, some.labels.T.astype(np.int64), strict=True))
    faces = Faces((some.pictures,), np.arange(60), labels)
    events: list[Event] = []
    with writing(tmp_path, HEAD, resume=False) as writer:
        found = fit(HEAD, TASK, faces, faces, writer, Control(events.append))
    assert (found.reason, found.best_epoch) == ("finished", 1)
    assert not any(isinstance(event, Preparing) for event in events)
    assert found.model.input_shape == (None, SIDE, SIDE, 3)
    answers = found.model(some.pictures.astype(np.float32), training=False)
    right = np.asarray(answers["gender"]).argmax(axis=1) == labels["gender"]
    assert writer.run.history()[0]["validation_gender_accuracy"] == pytest.approx(right.mean())
    words = " ".join(training_words(HEAD, TASK))
    assert "It started from dlib's face recognition network; only the last layers" in words


def test_a_search_keeps_to_the_network_the_features_fit() -> None:
    class Trial:
        def suggest_categorical(self, name: str, choices: list[Any]) -> Any:
            return choices[-1]

        def suggest_float(self, name: str, low: float, high: float, *, log: bool = False) -> float:
            return high

    trial: Any = Trial()
    found = tuning._suggest(trial, PRESETS["fine-tune"])
    assert tuning.recipe_with(PRESETS["fine-tune"], found).start == "dlib"
    assert found["learning_rate"] <= 0.001
    assert tuning._suggest(trial, PRESETS["quick"])["architecture"] == "attention"
