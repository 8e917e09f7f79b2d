"""Several data sets learnt from as one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.datasets.dataset import FaceDataset, join
from core.datasets.fairface import RACE
from core.datasets.splits import SIDES
from core.datasets.utkface import read_utkface_csv
from core.errors import DataError
from core.evaluation.asking import ask
from core.evaluation.material import open_material
from core.model.bundle import load_bundle
from core.schema import ATTRIBUTES, ETHNICITY, GENDER, Column, shipped_columns
from core.training.run_folder import RunFolder
from core.training.session import train
from core.training.sides import make_split
from core.training.task import task_of
from tests.core.made_data import row, write_csv, write_pictures
from tests.core.made_faces import TINY

COUNT = 200


def data_set(title: str, start: int, *, held_back: bool = False) -> FaceDataset:
    """Rows without real pictures, the last fifth of them held back where the data say so."""
    at = np.arange(COUNT)
    return FaceDataset(
        title=title,
        terms=f"terms of {title}",
        names=tuple(f"{start + one}.png" for one in at),
        ages=at % 90,
        columns=shipped_columns(gender=at % 2, ethnicity=at % 5),
        skipped=(),
        decode=lambda name: np.full((4, 4, 3), int(name.split(".")[0]) % 256, np.uint8),
        aligned=False,
        own_sides=("train",) * 160 + ("val",) * 40 if held_back else (),
    )


def test_names_labels_and_pictures_stay_together() -> None:
    one, two = data_set("One", 0), data_set("Two", 10)
    both = join([one, two])
    assert (both.title, len(both), both.aligned) == ("One and Two", 2 * COUNT, False)
    assert both.image(3)[0, 0, 0] == 3
    assert both.image(COUNT + 3)[0, 0, 0] == 13
    assert both.values("gender")[COUNT + 3] == two.values("gender")[3]
    assert [(source.title, rows[0], rows[-1]) for source, rows in both.sources] == [
        ("One", 0, COUNT - 1),
        ("Two", COUNT, 2 * COUNT - 1),
    ]
    assert both.fingerprint != join([two, one]).fingerprint
    assert join([one]) is one


def test_a_csv_of_small_pictures_and_the_same_data_twice_are_refused(tmp_path: Path) -> None:
    grey = read_utkface_csv(write_csv(tmp_path / "faces.csv", [row(seed) for seed in range(3)]))
    for parts in ([data_set("One", 0), grey], [data_set("One", 0), data_set("One", 0)]):
        with pytest.raises(DataError) as told:
            join(parts)
        assert told.value.code == "data.not_joinable"


def test_each_part_is_on_every_side_and_what_it_holds_back_is_its_test() -> None:
    both = join([data_set("One", 0), data_set("Two", 1000, held_back=True)])
    sides = make_split(both, np.arange(len(both)), answers=tuple(ATTRIBUTES), rows=np.arange(len(both)), seed=1)
    for _, rows in both.sources:
        assert all(np.isin(getattr(sides, side), rows).any() for side in SIDES)
    of_two = sides.test[sides.test >= COUNT]
    assert of_two.tolist() == list(range(COUNT + 160, 2 * COUNT))


def test_copies_in_two_parts_are_used_of_the_first_alone() -> None:
    both = join([data_set("One", 0), data_set("Two", 1000)])
    groups = np.arange(len(both))
    groups[COUNT:] = groups[:COUNT]  # the second is a copy of the first
    sides = make_split(both, groups, answers=tuple(ATTRIBUTES), rows=np.arange(len(both)), seed=1)
    used = np.concatenate([getattr(sides, side) for side in SIDES])
    assert sorted(used.tolist()) == list(range(COUNT))


def test_what_the_data_know_besides_is_learnt_too() -> None:
    one, two = data_set("One", 0), data_set("Two", 0)
    east_asian = Column(RACE, np.full(COUNT, RACE.labels.index("East Asian")))
    both = join([replace(one, columns={**one.columns, "race": east_asian}, ages=np.full(COUNT, -1)), two])
    task = task_of(TINY.model_copy(update={"side_tasks": 0.5}), both)
    assert list(task.auxiliary) == ["age", "race"]
    assert both.values("race")[[0, COUNT + 5]].tolist() == [2, -1]
    assert both.values("age")[[0, COUNT + 5]].tolist() == [-1, 1]
    # What is answered is not learnt besides, and what the data do not know cannot be.
    answered = TINY.model_copy(update={"side_tasks": 0.5, "answers": ("gender", "age")})
    assert list(task_of(answered, both).auxiliary) == ["race"]
    assert list(task_of(answered, two).auxiliary) == []
    assert list(task_of(TINY, both).auxiliary) == []


def test_a_training_on_two_data_sets_is_measured_on_each(tmp_path: Path) -> None:
    names = [f"{seed % 80}_{seed % 2}_{seed % 5}_{seed}.jpg.chip.jpg" for seed in range(COUNT)]
    first, second = write_pictures(tmp_path / "faces", names), tmp_path / "more"
    write_pictures(second, [f"{GENDER.labels[n % 2]}/{ETHNICITY.labels[n % 5]}/{n}.png" for n in range(10)])
    recipe = TINY.model_copy(
        update={"framings": "aligned", "epochs": 1, "side_tasks": 0.5, "mirrored": True, "quantised": True}
    )
    ended = train(first, recipe, tmp_path / "run", also=[second], progress=lambda event: None)
    assert ended.reason == "finished"
    run = RunFolder(tmp_path / "run")
    assert run.data["also"] == [str(second.resolve())]
    assert run.bundle is not None
    bundle = load_bundle(run.bundle)
    assert [source.name for source in bundle.manifest.data] == ["UTKFace", "more"]
    assert "### By data set" in bundle.card
    assert 0 <= bundle.manifest.results["UTKFace gender_accuracy"] <= 1
    assert "evaluated a second time, mirrored" in bundle.card
    # The run stands for its data when the model is evaluated again.
    material = open_material(run.path, side=None)
    asked = ask(bundle, material.dataset, rows=material.rows)
    assert asked.rows.tolist() == material.rows.tolist()
    assert asked.labels("gender").tolist() == material.dataset.values("gender")[material.rows].tolist()
