"""Measure how often a model errs on similar faces and write the table into its manifest.

    python -m tools.measure_similar models/facet-64 runs/facet-64
    python -m tools.measure_similar models/facet-64 ../shared/data/fairface.zip

The folder of its training stands for the test side; of data that it was partly trained on, the held-out part is used.
The window shows this table beside an answer, see `core.evaluation.similar_faces`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.evaluation.asking import ask
from core.evaluation.groups import PICTURE, picture_column
from core.evaluation.material import open_material
from core.evaluation.picture_quality import poor_pictures
from core.evaluation.similar_faces import PREFIX, similar_faces
from core.files import replace_file
from core.model.bundle import MANIFEST, load_bundle

_OLD_PREFIX = "like/"
"""The prefix of an older table, without bands of probability."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and write the manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("data", type=Path, help="the folder of a training, or a data set")
    chosen = parser.parse_args(arguments)
    bundle = load_bundle(chosen.bundle)
    material = open_material(chosen.data, side=None, model=bundle)
    predictions = ask(
        bundle,
        material.dataset,
        rows=material.rows,
        side=material.side,
        run=material.run,
        detector=material.detector,
    )
    if material.side is None and predictions.shares_training_source:
        parser.error(f"{bundle.title} may have been trained on these very faces: give the folder of its training")
    predictions = predictions.taken(predictions.found)
    poor = picture_column(poor_pictures(material.dataset, predictions.rows, detector=material.detector))
    table = similar_faces(replace(predictions, columns={**predictions.columns, PICTURE.name: poor}))
    kept = {key: value for key, value in bundle.manifest.results.items() if not key.startswith((_OLD_PREFIX, PREFIX))}
    amended = bundle.manifest.model_copy(update={"results": kept | table})
    replace_file(chosen.bundle / MANIFEST, (amended.model_dump_json(indent=2) + "\n").encode())
    print(
        f"{bundle.title}: {len(table) // 2} kinds of answers, measured on {len(predictions):,} faces of {material.side}"
    )


if __name__ == "__main__":
    main()
