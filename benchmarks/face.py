"""What one face costs once everything is loaded, on one thread.

python -m benchmarks.face [DATA [COUNT]]

DATA, labelled or not, tell what faces cost on average, of which the model looks at some again; a training's folder
stands for its test side.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from benchmarks.measure import in_turns, machine, native_silence, photo, print_table
from core.datasets.chips import central_chip
from core.evaluation.material import open_material
from core.model.bundle import DEFAULT, WEIGHTS, ModelBundle, find_bundles, load_bundle, resolve_bundle
from core.model.classifier import CHIP_PX, Classifier, to_input
from core.places import models_folders
from core.vision.detectors import FAST, make_detector
from core.vision.faces import FaceDetector, align
from core.vision.imaging import RGB

REPEAT = 20
COUNT = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("count", type=int, nargs="?", default=COUNT)
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    rgb = np.asarray(photo(1280, 960))
    bundle = load_bundle(resolve_bundle(DEFAULT, models_folders()))
    detector, thorough = make_detector(FAST), make_detector()
    once, twice = (Classifier(_looking_again(bundle, below), threads=1) for below in (0.0, 1.0))
    (face,) = detector.detect(rgb)
    chip = align(rgb, face, CHIP_PX)
    predict, call = _keras(bundle, chip)
    milliseconds = {
        name: seconds * 1e3
        for name, seconds in in_turns(
            {
                "detect": lambda: detector.detect(rgb),
                "thorough": lambda: thorough.detect(rgb),
                "answer": lambda: once.classify([align(rgb, face, CHIP_PX)]),
                "classify": lambda: once.classify([chip]),
                "twice": lambda: twice.classify([chip]),
                "predict": predict,
                "call": call,
            },
            repeat=REPEAT,
        ).items()
    }
    print_table(
        f"One face ({machine()}, one thread)",
        [
            ("finding it in a picture of 1280 x 960, fast", f"{milliseconds['detect']:.1f} ms"),
            ("the same, thorough", f"{milliseconds['thorough']:.1f} ms"),
            (f"aligning and classifying it with {bundle.title}", f"{milliseconds['answer']:.2f} ms"),
            ("classifying the chip alone", f"{milliseconds['classify']:.2f} ms"),
            ("the same where it looks again, in the mirror", f"{milliseconds['twice']:.2f} ms"),
            ("the same network and chip by Keras, `model.predict`", f"{milliseconds['predict']:.1f} ms"),
            ("ratio", f"{milliseconds['predict'] / milliseconds['classify']:.0f}"),
            ("the same network and chip by Keras, `model(...)`", f"{milliseconds['call']:.1f} ms"),
            ("ratio", f"{milliseconds['call'] / milliseconds['classify']:.0f}"),
        ],
    )
    _beside_others(chip)
    if chosen.data:
        _on_average(bundle, chosen.data, chosen.count, detector)


def _beside_others(chip: RGB) -> None:
    """Print what the chip costs with each model, in processor time: it leaves out the waits for other programs."""
    bundles = [load_bundle(path) for path in find_bundles(models_folders()).values()]
    once = {bundle.title: Classifier(_looking_again(bundle, 0.0), threads=1) for bundle in bundles}
    tasks = {title: partial(classifier.classify, [chip]) for title, classifier in once.items()}
    seconds = in_turns(tasks, repeat=REPEAT, clock=time.process_time)
    print_table(
        "Classifying the chip with each model, in turns, processor time",
        [(title, f"{found * 1e3:.2f} ms") for title, found in seconds.items()],
    )


def _looking_again(bundle: ModelBundle, below: float) -> ModelBundle:
    """The bundle, looking again where its answer has a lower probability than `below`."""
    heads = {head: spec.model_copy(update={"second_look": below}) for head, spec in bundle.manifest.heads.items()}
    return replace(bundle, manifest=bundle.manifest.model_copy(update={"heads": heads}))


def _on_average(bundle: ModelBundle, data: Path, count: int, detector: FaceDetector) -> None:
    """Print what faces cost that come one by one, and how many are looked at again."""
    material = open_material(data, side=None, labelled=False)
    rows = np.random.default_rng(1).permutation(material.rows)[:count]
    found = (central_chip(material.dataset.image(row), detector, CHIP_PX) for row in rows.tolist())
    chips = [chip for chip in found if chip is not None]
    classifier, once = Classifier(bundle, threads=1), Classifier(_looking_again(bundle, 0.0), threads=1)
    answers = [classifier.classify([chip])[0] for chip in chips]
    (seconds,) = in_turns({"all": lambda: [classifier.classify([chip]) for chip in chips]}).values()
    # Also one by one: a network in 8 bits answers a little differently in company.
    at_first = [once.classify([chip])[0] for chip in chips]
    again = sum(answer != first for answer, first in zip(answers, at_first, strict=True))
    print_table(
        f"{len(chips):,} faces of {material.dataset.title}, one by one, {bundle.title}",
        [
            ("classifying a chip, on average", f"{seconds / len(chips) * 1e3:.2f} ms"),
            ("looked at again", f"{again / len(chips):.0%}"),
        ],
    )


def _keras(bundle: ModelBundle, chip: RGB) -> tuple[Callable[[], object], Callable[[], object]]:
    """What somebody with the weights and Keras would do instead, by both ways Keras has; checked to answer the same."""
    with native_silence():
        import tensorflow as tf

    from core.training.architectures import build
    from core.training.features import load_weights

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    manifest = bundle.manifest
    with native_silence():
        model = build(manifest.architecture, manifest.input, manifest.parameters, manifest.attributes)
        model.set_weights(load_weights(bundle.path / WEIGHTS))
        answer = model.predict(to_input(chip[None], manifest.input), verbose=0)
    ours = Classifier(bundle).classify([chip])[0]
    for head, probabilities in answer.items():
        if manifest.heads[head].labels[int(np.argmax(probabilities))] != ours[head].label:
            raise SystemExit(f"{head}: Keras and LiteRT differ")
    return (
        lambda: model.predict(to_input(chip[None], manifest.input), verbose=0),
        lambda: model(to_input(chip[None], manifest.input), training=False),
    )


if __name__ == "__main__":
    main()
