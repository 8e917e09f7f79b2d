"""Write the table of the pictures a model was trained with into its bundle, for bundles from before there was one.

    python -m tools.learned_pictures RUN models/facet-150

RUN is the folder of the model's training: its `split.json` says which rows were not held out for the test, and its
`data.json` where the data are. Training writes the table itself for every new bundle.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.datasets.open import open_datasets
from core.datasets.splits import join_tables, load_split, pack_table, picture_hashes
from core.files import replace_file
from core.model.bundle import LEARNED, MANIFEST, load_bundle, sha256
from core.training.run_folder import open_run


def main(arguments: Sequence[str] | None = None) -> None:
    """Hash the pictures, and add the table to the bundle and its manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("bundle", type=Path)
    chosen = parser.parse_args(arguments)
    run = open_run(chosen.run)
    dataset = open_datasets(run.data_paths)
    split = load_split(run.split_file, dataset)
    rows = np.sort(np.concatenate([split.train, split.validation, split.calibration]))
    table = join_tables([picture_hashes(dataset, rows)])
    manifest = load_bundle(chosen.bundle).manifest
    content = pack_table(table)
    replace_file(chosen.bundle / LEARNED, content)
    files = {**manifest.files, LEARNED: sha256(content)}
    updated = manifest.model_copy(update={"files": files}).model_dump_json(indent=2) + "\n"
    replace_file(chosen.bundle / MANIFEST, updated.encode())
    print(f"{len(table)} hashes of {len(rows)} pictures, {len(content) / 1e6:.1f} MB: {chosen.bundle / LEARNED}")


if __name__ == "__main__":
    main()
