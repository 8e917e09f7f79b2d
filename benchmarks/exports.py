"""Exported models, run by their own libraries through nothing but the example in the README beside them.

    python -m benchmarks.exports utkface.zip [MODEL ...]

Each MODEL (by default those that ship) is exported in each form. The example runs in a fresh process in that folder, on
200 faces, and its probabilities are compared with Facet's own and with those of the other forms.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.measure import machine, print_table
from core.datasets.open import open_dataset
from core.errors import FacetError
from core.model.bundle import load_bundle, resolve_bundle
from core.model.classifier import CHIP_PX, Classifier
from core.places import models_folders
from core.training.portable import FORMS, README, export_portable
from core.vision.detectors import THOROUGH, make_detector
from core.vision.faces import align

FACES: Final = 200
_LOAD: Final = """
held = np.load("faces.npz")
faces = np.stack([aligned(held[f"photo {at}"], *held["points"][at]) for at in range(len(held["points"]))])
faces = faces.astype(np.float32)
"""
_SAVE: Final = """
np.savez("answers.npz", **{name: np.asarray(values) for name, values in answers.items()})
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("models", nargs="*", default=["facet-150", "facet-64", "report-cnn"])
    chosen = parser.parse_args()
    chips, photos = _faces(chosen.data)
    rows = []
    for model in chosen.models:
        bundle = load_bundle(resolve_bundle(model, models_folders()))
        own = {name: one.probabilities for name, one in Classifier(bundle).calibrated(chips).items()}
        found: dict[str, Any] = {}
        with tempfile.TemporaryDirectory() as folder:
            for form in FORMS:
                out = Path(folder, form)
                export_portable(bundle, form, out)
                np.savez(out / "faces.npz", **photos)
                found[form] = _by_the_example(out)
        forms = list(found.values())
        among = [np.abs(one[name] - other[name]).max() for one in forms for other in forms for name in own]
        title = f"{bundle.title}: largest difference of a probability among {', '.join(FORMS)}"
        rows.append((title, f"{max(among):.1g}"))
        for name, mine in own.items():
            apart = np.abs(found["onnx"][name] - mine).max(axis=1)
            labels = int((found["onnx"][name].argmax(axis=1) != mine.argmax(axis=1)).sum())
            text = f"{np.median(apart):.4f} (largest {apart.max():.3f}); other label for {labels} of {FACES}"
            rows.append((f"{bundle.title}, {name}: difference from the bundle's own network, median", text))
    print_table(f"Exported models ({machine()}, {FACES} faces)", rows)


def _faces(data: Path) -> tuple[np.ndarray[Any, np.dtype[np.uint8]], dict[str, Any]]:
    """Aligned faces, and their photos with the points that the example needs."""
    dataset, detector = open_dataset(data), make_detector(THOROUGH)
    chips: list[Any] = []
    points: list[Any] = []
    photos: dict[str, Any] = {}
    for row in np.random.default_rng(1).permutation(len(dataset)).tolist():
        try:
            photo = dataset.image(row)
        except FacetError:
            continue
        for face in detector.detect(photo)[:1]:
            photos[f"photo {len(chips)}"] = photo
            points.append(face.eyes_and_mouth)
            chips.append(align(photo, face, CHIP_PX))
        if len(chips) == FACES:
            break
    return np.stack(chips), photos | {"points": np.array(points)}


def _by_the_example(folder: Path) -> dict[str, Any]:
    code = (folder / README).read_text("utf-8").split("```python\n")[1].partition("```")[0]
    before, _, rest = code.partition("photo = ")
    _, _, after = rest.partition("faces = ")
    code = before + _LOAD + after.partition("\n")[2] + _SAVE
    subprocess.run([sys.executable, "-P", "-c", code], cwd=folder, check=True, capture_output=True)
    with np.load(folder / "answers.npz") as held:
        return dict(held)


if __name__ == "__main__":
    main()
