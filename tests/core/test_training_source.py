"""Data that a model learned from: what was kept back from it is measured, and what flatters it is said to."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_data import row, write_csv

from core.cli.main import main
from core.datasets.dataset import FaceDataset
from core.datasets.open import open_dataset
from core.datasets.splits import Split, save_split
from core.evaluation.asking import ask
from core.evaluation.material import held_back_rows, open_material, shares_training_source
from core.model.bundle import load_bundle
from core.places import user_data

TEST = np.arange(65, 80)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """Of the form of the UTKFace CSV: the shipped models learned from data of that name."""
    lines = [row(at, age=at % 90, ethnicity=at % 5, gender=at % 2) for at in range(80)]
    return write_csv(tmp_path / "faces.csv", lines)


@pytest.fixture
def run(csv: Path, report_cnn: Path) -> Path:
    """The folder of a training on it, with its model."""
    folder = user_data() / "runs" / "mine"
    folder.mkdir(parents=True)
    (folder / "data.json").write_text(json.dumps({"path": str(csv)}))
    sides = Split(np.arange(50), np.arange(50, 60), np.arange(60, 65), TEST)
    save_split(folder / "split.json", sides, open_dataset(csv), seed=1)
    shutil.copytree(report_cnn, folder / "bundle")
    return folder


def told_of(capfd: pytest.CaptureFixture[str], *arguments: object) -> dict:
    assert main(["evaluate", *map(str, arguments), "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def test_of_data_it_partly_learned_from_the_side_kept_back_is_measured_and_that_is_said_first(
    csv: Path, run: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = told_of(capfd, run / "bundle", csv)
    assert (told["rows"], told["how"]["side"], told["may_know"]) == (15, "test", False)
    assert main(["evaluate", str(run / "bundle"), str(csv)]) == 0
    _, first, *_ = capfd.readouterr().out.splitlines()
    assert first.startswith("Measured on 15 held-out test faces")
    whole = told_of(capfd, run / "bundle", csv, "--side", "all")
    assert (whole["rows"], whole["how"]["side"], whole["may_know"]) == (80, None, True)


def test_a_model_kept_elsewhere_is_known_by_its_network(csv: Path, run: Path, report_cnn: Path) -> None:
    bundle = load_bundle(report_cnn)
    material = open_material(csv, side=None, model=bundle)
    assert (material.rows.tolist(), material.side) == (TEST.tolist(), "test")
    assert not ask(bundle, material.dataset, rows=material.rows, side=material.side).shares_training_source
    assert ask(bundle, material.dataset, rows=np.array([0, 70])).shares_training_source
    # Of other labels, the run says nothing.
    other = replace(material.dataset, columns={})
    assert len(held_back_rows(bundle, other)) == 0


def test_the_folder_of_its_training_says_it_wherever_it_lies(
    run: Path, report_cnn: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run = run.replace(tmp_path / "elsewhere")
    told = told_of(capfd, report_cnn, run)
    assert (told["rows"], told["how"]["side"], told["may_know"]) == (15, "test", False)
    assert told_of(capfd, report_cnn, run, "--side", "train")["may_know"] is True
    assert told_of(capfd, report_cnn.parent / "facet-64", run)["may_know"] is True


def test_without_its_training_it_is_what_the_data_themselves_hold_back(report_cnn: Path) -> None:
    bundle = load_bundle(report_cnn)

    def faces(title: str, own_sides: tuple[str, ...]) -> FaceDataset:
        return FaceDataset(
            title=title,
            terms="free",
            names=("a", "b", "c"),
            ages=np.full(3, -1),
            columns={},
            skipped=(),
            decode=lambda name: np.zeros((4, 4, 3), np.uint8),
            own_sides=own_sides,
        )

    held = faces("UTKFace", ("train", "val", "val"))
    assert shares_training_source(bundle.manifest, held)
    assert held_back_rows(bundle, held).tolist() == [1, 2]
    assert len(held_back_rows(bundle, faces("UTKFace", ()))) == 0
    assert not shares_training_source(bundle.manifest, faces("Others", ()))


def test_data_of_another_name_are_taken_whole(report_cnn: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "photos" / "female"
    pictures.mkdir(parents=True)
    (pictures.parent / "male").mkdir()
    for at, folder in enumerate((pictures, pictures.parent / "male")):
        (folder / f"{at}.png").write_bytes(b"no picture")
    material = open_material(tmp_path / "photos", side=None, model=load_bundle(report_cnn))
    assert (len(material.rows), material.side) == (2, None)
