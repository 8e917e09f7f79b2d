"""The page of a training's result, the card, the command line and a manifest say the same of the same faces."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_results import made_answers, result_of
from training_fakes import write_csv

from core.cli.main import main
from core.datasets.open import open_dataset
from core.datasets.splits import Split, save_split
from core.evaluation.report import Report
from core.evaluation.similar_faces import ENOUGH, PREFIX
from core.model.bundle import load_bundle
from core.places import shipped
from core.schema import ATTRIBUTES
from core.training.presets import PRESETS
from core.training.recipe import write_recipe
from desktop.audit.examples_view import Behind
from desktop.training.work import read_result
from desktop.worker import Step
from tools.measure_similar import main as measure_similar

MODELS = shipped("models")
TEST = np.arange(150, 400)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The folder of a training that is done."""
    csv, folder = write_csv(tmp_path / "faces.csv", rows=400), tmp_path / "runs" / "mine"
    folder.mkdir(parents=True)
    write_recipe(folder / "recipe.json", PRESETS["report"])
    data = {"path": str(csv), "warnings": ["Only one label occurs."]}
    (folder / "data.json").write_text(json.dumps(data), "utf-8")
    sides = Split(np.arange(100), np.arange(100, 120), np.arange(120, 150), TEST)
    save_split(folder / "split.json", sides, open_dataset(csv), seed=1)
    shutil.copytree(MODELS / "report-cnn", folder / "bundle")
    return folder


def test_the_result_of_a_training_is_the_audit_of_its_test_side(run: Path, capfd: pytest.CaptureFixture[str]) -> None:
    steps: list[Step] = []
    result = read_result(run, load_bundle(MODELS / "facet-64"))(steps.append, lambda: False)
    assert result is not None
    evaluation, rival = result.audited.report.evaluation, result.audited.other_evaluation
    assert evaluation is not None
    assert result.warnings == ("Only one label occurs.",)
    comparison = result.audited.report.comparison
    assert comparison is not None and comparison.count == len(TEST)
    assert (evaluation.count, evaluation.side, evaluation.shares_training_source) == (len(TEST), "test", False)
    assert rival is not None and rival.count == len(TEST)
    # Nobody knows what was kept back from the other model, which learned from data of this name.
    assert rival.shares_training_source
    assert (steps[-1].done, steps[-1].total, steps[-1].subject) == (len(TEST), len(TEST), "facet-64 1.0")
    assert all(set(Behind("").rows(result.audited.predictions, name)) <= set(TEST) for name in evaluation.heads)
    assert main(["evaluate", str(run / "bundle"), str(run), "--audit", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told == json.loads(json.dumps(Report(told["how"], evaluation).to_json()))


def test_the_model_in_use_is_not_compared_with_itself(run: Path) -> None:
    result = read_result(run, load_bundle(MODELS / "report-cnn"))(lambda step: None, lambda: False)
    assert result is not None and (result.rival, result.audited.other_evaluation) == ("", None)


def test_a_bundle_gets_the_table_of_what_is_said_beside_its_answers(run: Path) -> None:
    bundle = run / "bundle"
    before = load_bundle(bundle)
    old = {"like/any/any/any/n": 9.0}
    held = before.manifest.model_copy(update={"results": dict(before.manifest.results) | old})
    (bundle / "manifest.json").write_text(held.model_dump_json(), "utf-8")
    for _ in range(2):
        measure_similar([str(bundle), str(run)])
    results = load_bundle(bundle).manifest.results
    table = {key: value for key, value in results.items() if key.startswith(PREFIX)}
    assert table and all(value >= ENOUGH for key, value in table.items() if key.endswith("/n"))
    assert {key: value for key, value in results.items() if key not in table} == before.manifest.results


def test_a_model_that_errs_far_more_is_called_worse_also_with_few_faces() -> None:
    rows = np.arange(40)
    right = made_answers({name: rows % len(one.labels) for name, one in ATTRIBUTES.items()}, count=40)
    wrong = {**right.probabilities, "ethnicity": np.roll(right.probabilities["ethnicity"], 1, axis=1)}
    result = result_of(replace(right, probabilities=wrong), right, draws=200)
    assert result.audited.report.comparison.heads["ethnicity"].overall.small
    assert [one.name for one in result.worse] == ["ethnicity"] and not result.recommended
