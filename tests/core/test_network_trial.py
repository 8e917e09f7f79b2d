"""Networks that nobody knows: whatever they do, they do it in a process of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from core.cli.main import main
from core.errors import BundleError
from core.files import replace_file
from core.model import trial as network_trial
from core.model.bundle import ModelBundle, load_bundle
from core.model.classifier import Classifier
from core.model.trial import ensure_tried


@pytest.fixture(autouse=True)
def _nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACET_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(network_trial, "_known", set())


@pytest.fixture
def unknown(report_cnn: Path, tmp_path: Path) -> ModelBundle:
    """A model that did not come with Facet."""
    return load_bundle(Path(shutil.copytree(report_cnn, tmp_path / "unknown")))


def tried_by(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = subprocess.PIPE
    start = partial(
        subprocess.Popen, [sys.executable, "-c", script], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
    )
    monkeypatch.setattr(network_trial, "_start", start)


def refused(bundle: ModelBundle) -> str:
    with pytest.raises(BundleError) as told:
        Classifier(bundle)
    assert told.value.code == "bundle.trial"
    return str(told.value)


def test_a_network_that_answers_is_tried_once(unknown: ModelBundle, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure_tried(unknown)
    monkeypatch.setattr(network_trial, "_known", set())  # as in the next process
    tried_by("raise SystemExit('tried again')", monkeypatch)
    ensure_tried(unknown)
    assert Classifier(unknown).bundle is unknown
    assert "exit 1" in refused(replace(unknown, network=unknown.network + b"\0"))


def test_a_model_that_comes_with_facet_is_not_tried(report_cnn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried_by("raise SystemExit(1)", monkeypatch)
    ensure_tried(load_bundle(report_cnn))


@pytest.mark.skipif(os.name == "nt", reason="signals and limits are POSIX's")
@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "exit -11"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "does not come to an end"),
        ("import time; time.sleep(60)", "does not come to an end"),
        ("print('no verdict')", "exit 0"),
    ],
)
def test_what_ends_its_process_is_refused(
    does: str, said: str, unknown: ModelBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_trial, "_TIME_LIMIT_S", 1.0)
    tried_by(does, monkeypatch)
    assert said in refused(unknown)


def not_a_number(tf: object, x: object) -> object:
    return tf.math.log(-tf.abs(x) - 1.0)  # type: ignore[attr-defined]


def no_probabilities(tf: object, x: object) -> object:
    return 3.0 * x  # type: ignore[operator]


@pytest.mark.parametrize(("answer", "said"), [(not_a_number, "not numbers"), (no_probabilities, "do not sum to 1")])
def test_nonsense_is_refused(answer: Callable[[object, object], object], said: str, unknown: ModelBundle) -> None:
    assert said in refused(replace(unknown, network=made_network(answer)))


def made_network(answer: Callable[[object, object], object]) -> bytes:
    import tensorflow as tf

    class Made(tf.Module):  # type: ignore[misc]
        @tf.function(input_signature=[tf.TensorSpec((None, 48, 48, 1), tf.float32)])  # type: ignore[untyped-decorator]
        def __call__(self, shown: object) -> dict[str, object]:
            mean = tf.reduce_mean(shown, axis=(1, 2))
            classes = {"gender": 2, "ethnicity": 5}
            return {name: answer(tf, tf.repeat(mean, count, axis=1)) for name, count in classes.items()}

    made = Made()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([made.__call__.get_concrete_function()], made)
    content: bytes = converter.convert()
    return content


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("file", ["manifest.json", "model.tflite", "CARD.md"])
def test_a_pipe_in_place_of_a_file_is_refused(file: str, unknown: ModelBundle) -> None:
    (unknown.path / file).unlink()
    os.mkfifo(unknown.path / file)
    with pytest.raises(BundleError, match="pipe or a device"):
        load_bundle(unknown.path)


def test_a_file_without_end_is_refused(unknown: ModelBundle) -> None:
    replace_file(unknown.path / "manifest.json", bytes(2_000_000))
    with pytest.raises(BundleError, match="more than"):
        load_bundle(unknown.path)


def test_the_command_line_says_why(
    unknown: ModelBundle, portrait_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried_by("raise SystemExit(1)", monkeypatch)
    assert main(["classify", str(portrait_path), "--model", str(unknown.path)]) == 3
    assert "cannot be used: running it ended its process" in capsys.readouterr().err
