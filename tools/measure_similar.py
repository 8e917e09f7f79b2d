"""Measure how often a bundle's model errs where it answered alike, as surely, and put the table into its manifest.

    python -m tools.measure_similar models/facet-64 runs/facet-64
    python -m tools.measure_similar models/facet-64 ../shared/data/fairface.zip

Given the folder of its training, the test side is taken; given data that the model partly learned from, what was kept
back from it. That is what is said beside an answer, see `core.evaluation.similar_faces`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.evaluation.asking import ask
from core.evaluation.groups import PICTURE, picture_column
from core.evaluation.material import open_material
from core.evaluation.poor import poor_pictures
from core.evaluation.similar_faces import PREFIX, similar_faces
from core.files import replace_file
from core.model.bundle import MANIFEST, load_bundle

_OLD_PREFIX = "like/"
"""Of tables that did not know how certain an answer was."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the manifest anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("data", type=Path, help="the folder of a training, or a data set")
    chosen = parser.parse_args(arguments)
    bundle = load_bundle(chosen.bundle)
    material = open_material(chosen.data, side=None, model=bundle)
    predictions = ask(bundle, material.dataset, rows=material.rows, side=material.side, run=material.run)
    if material.side is None and predictions.shares_training_source:
        parser.error(f"{bundle.title} may have learned from these very faces: give the folder of its training")
    predictions = predictions.taken(predictions.found)
    poor = picture_column(poor_pictures(material.dataset, predictions.rows))
    table = similar_faces(replace(predictions, columns={**predictions.columns, PICTURE.name: poor}))
    kept = {key: value for key, value in bundle.manifest.results.items() if not key.startswith((_OLD_PREFIX, PREFIX))}
    amended = bundle.manifest.model_copy(update={"results": kept | table})
    replace_file(chosen.bundle / MANIFEST, (amended.model_dump_json(indent=2) + "\n").encode())
    print(
        f"{bundle.title}: {len(table) // 2} kinds of answers, measured on {len(predictions):,} faces of {material.side}"
    )


if __name__ == "__main__":
    main()
