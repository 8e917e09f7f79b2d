"""Measure a model and report-cnn on corrupted pictures, and write the figures into its card and docs/robustness.md.

    python -m tools.measure_robustness runs/facet-150 [--model models/facet-150] [--limit 500] [--print-only]

The pictures are a sample of the training's test side, the same number from each data set; pictures that report-cnn was
trained on are left out. Each is corrupted in 105 ways, then detected and aligned, once for both models. It takes about
two seconds per picture and core.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from core.cli.terminal import progress_bar
from core.datasets.dataset import FaceDataset, Indices
from core.evaluation.material import open_material
from core.evaluation.robustness import Robustness, Trials, run_trials, summarize, together
from core.model.bundle import DEFAULT, load_bundle
from core.model.classifier import Classifier
from core.training.events import Control
from core.training.presets import PRESETS
from core.training.sides import LEFT_OUT, audit_findings, make_split, rows_to_use
from tools.robustness_page import Compared, amend_bundle, as_markdown, write_page

PAGE: Final = Path("docs/robustness.md")
_MODELS: Final = Path("models")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="the folder of the training, whose test side is used")
    parser.add_argument("--model", type=Path, help="by default the shipped one")
    parser.add_argument("--limit", type=int, default=500, help="number of pictures, over all data sets")
    parser.add_argument("--print-only", action="store_true", help="do not write the card and the page")
    chosen = parser.parse_args(arguments)
    bundle = chosen.model or _MODELS / DEFAULT
    models = [Classifier(load_bundle(path)) for path in (bundle, _MODELS / "report-cnn")]
    compared = _compare(chosen.run, models, chosen.limit)
    print(as_markdown(compared))
    if not chosen.print_only:
        amend_bundle(bundle, compared[-1].first)
        write_page(PAGE, compared)
        print(f"\nWritten to {bundle} and {PAGE}.")


def _compare(run: Path, models: Sequence[Classifier], limit: int) -> list[Compared]:
    """Per data set, then all together."""
    material = open_material(run, side="test")
    trials: dict[str, tuple[Trials, ...]] = {}
    sources = material.dataset.sources
    for source, own in sources:
        rows = np.setdiff1d(material.rows[np.isin(material.rows, own)] - own[0], _rows_of_report_cnn(source, models[1]))
        with progress_bar() as progress:
            trials[source.title] = run_trials(
                models,
                source,
                material.detector,
                rows=rows,
                limit=limit // len(sources),
                progress=partial(progress, f"corrupting {source.title}"),
            )
    found = [_compared(title, parts, models) for title, parts in trials.items()]
    if len(found) == 1:
        return found
    counts = " and ".join(f"{one.data} ({one.first.count:,})" for one in found)
    joined = [together([parts[at] for parts in trials.values()]) for at in range(len(models))]
    return [*found, _compared(counts, joined, models)]


def _compared(data: str, trials: Sequence[Trials], models: Sequence[Classifier]) -> Compared:
    def summary(at: int) -> Robustness:
        return summarize(trials[at], model=models[at].bundle.title, data=data)

    return Compared(data, summary(0), summary(1))


def _rows_of_report_cnn(source: FaceDataset, report_cnn: Classifier) -> Indices:
    """The training rows of report-cnn, from the split that its training makes."""
    if source.title not in {one.name for one in report_cnn.bundle.manifest.data}:
        return np.zeros(0, np.int64)
    findings, answers = audit_findings(source, Control()), tuple(report_cnn.bundle.manifest.heads)
    rows = rows_to_use(findings, np.ones(len(source), np.bool_), LEFT_OUT)
    return make_split(source, findings.groups, answers=answers, rows=rows, seed=PRESETS["report"].split_seed).train


if __name__ == "__main__":
    main()
