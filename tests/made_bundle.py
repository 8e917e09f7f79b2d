"""Bundles that answer whatever attributes a test wants."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from core.model.bundle import CARD, MANIFEST, NETWORK, WEIGHTS, DataSource, HeadSpec, InputSpec, Manifest, sha256
from core.schema import ATTRIBUTES, Attribute

GLASSES = Attribute("glasses", ("none", "reading", "sun"), title="glasses worn")
AGE_BAND = Attribute("age_band", ("0-19", "20-39", "40+"))
SPEC = InputSpec(size=16, channels=1)


def make_bundle(folder: Path, attributes: Sequence[Attribute], *, unsure: Collection[str] = ()) -> Path:
    """Write a bundle whose answers depend on how bright a face is, and return its folder.

    The answers to the attributes named in `unsure` are all uncertain.
    """
    import keras

    keras.utils.set_random_seed(1)
    shown = keras.Input((SPEC.size, SPEC.size, SPEC.channels))
    brightness = keras.layers.GlobalAveragePooling2D()(keras.layers.Rescaling(1 / 255)(shown))
    outputs = {
        one.name: keras.layers.Dense(len(one.labels), activation="softmax", name=one.name)(brightness)
        for one in attributes
    }
    folder.mkdir(parents=True)
    keras.Model(shown, outputs).export(folder / NETWORK, format="litert", verbose=False)
    weights = BytesIO()
    np.savez(weights)
    (folder / WEIGHTS).write_bytes(weights.getvalue())
    (folder / CARD).write_text("# made\n", encoding="utf-8")
    heads = {
        one.name: HeadSpec(
            labels=one.labels,
            threshold=float(one.name in unsure),
            title="" if one.name in ATTRIBUTES else one.title,
        )
        for one in attributes
    }
    manifest = Manifest(
        name=folder.name,
        version="1.0",
        created="2026-01-01",
        description="for tests",
        architecture="report-cnn",
        input=SPEC,
        heads=heads,
        data=(DataSource(name="made", terms="none"),),
        terms="for tests",
        files={file: sha256((folder / file).read_bytes()) for file in (NETWORK, WEIGHTS, CARD)},
    )
    (folder / MANIFEST).write_text(manifest.model_dump_json(), encoding="utf-8")
    return folder
