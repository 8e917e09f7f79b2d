"""What one face costs once everything is loaded, on one thread."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from benchmarks.measure import in_turns, machine, native_silence, photo, print_table
from core.blazeface import BlazeFaceDetector
from core.bundle import DEFAULT, WEIGHTS, ModelBundle, load_bundle, resolve_bundle
from core.chips import CHIP_PX, to_input
from core.classifier import Classifier
from core.faces import align
from core.imaging import RGB
from core.places import models_folders

REPEAT = 20


def main() -> None:
    cv2.setNumThreads(1)
    rgb = np.asarray(photo(1280, 960))
    bundle = load_bundle(resolve_bundle(DEFAULT, models_folders()))
    detector, thorough = BlazeFaceDetector(threads=1, small_faces=False), BlazeFaceDetector(threads=1)
    classifier = Classifier(bundle, threads=1)
    (face,) = detector.detect(rgb)
    chip = align(rgb, face, CHIP_PX)
    predict, call = _keras(bundle, chip)
    milliseconds = {
        name: seconds * 1e3
        for name, seconds in in_turns(
            {
                "detect": lambda: detector.detect(rgb),
                "thorough": lambda: thorough.detect(rgb),
                "answer": lambda: classifier.classify([align(rgb, face, CHIP_PX)]),
                "classify": lambda: classifier.classify([chip]),
                "predict": predict,
                "call": call,
            },
            repeat=REPEAT,
        ).items()
    }
    print_table(
        f"One face ({machine()}, one thread)",
        [
            ("finding it in a picture of 1280 x 960, small faces left out", f"{milliseconds['detect']:.1f} ms"),
            ("the same, small faces looked for too", f"{milliseconds['thorough']:.1f} ms"),
            (f"aligning and classifying it with {bundle.title}", f"{milliseconds['answer']:.2f} ms"),
            ("classifying the chip alone", f"{milliseconds['classify']:.2f} ms"),
            ("the same network and chip by Keras, `model.predict`", f"{milliseconds['predict']:.1f} ms"),
            ("ratio", f"{milliseconds['predict'] / milliseconds['classify']:.0f}"),
            ("the same network and chip by Keras, `model(...)`", f"{milliseconds['call']:.1f} ms"),
            ("ratio", f"{milliseconds['call'] / milliseconds['classify']:.0f}"),
        ],
    )


def _keras(bundle: ModelBundle, chip: RGB) -> tuple[Callable[[], object], Callable[[], object]]:
    """What somebody with the weights and Keras would do instead, by both ways Keras has; checked to answer the same."""
    with native_silence():
        import tensorflow as tf

    from core.training.architectures import build
    from core.training.packaging import load_weights

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    manifest = bundle.manifest
    with native_silence():
        model = build(manifest.architecture, manifest.input, manifest.parameters)
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
