"""Fine-tuning from a Facet model: its training pictures are known, and never count as unseen."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from core.datasets.open import open_dataset
from core.datasets.splits import (
    is_learned,
    join_tables,
    load_split,
    pack_table,
    picture_hashes,
    read_table,
    unpack_table,
)
from core.errors import BundleError, DataError, FacetError
from core.model.bundle import LEARNED, MANIFEST, ModelBundle, load_bundle
from core.model.library import export_model, import_model
from core.schema import ATTRIBUTES
from core.training import session
from core.training.events import Event, Warned
from core.training.features import load_weights, make_start
from core.training.presets import PRESETS
from core.training.recipe import Recipe, with_changes
from core.training.run_folder import RunFolder
from core.training.session import train
from core.training.sides import make_split
from tests.core.made_faces import TINY, write_csv

ONE_EPOCH = TINY.model_copy(update={"epochs": 1})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facet")


@pytest.fixture(autouse=True)
def one_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACET_HOME", str(home))


@pytest.fixture(scope="module")
def trained(home: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    folder = tmp_path_factory.mktemp("start")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACET_HOME", str(home))
        train(write_csv(folder / "faces.csv"), ONE_EPOCH, folder / "run", progress=lambda event: None)
    return RunFolder(folder / "run")


def bundle_of(run: RunFolder) -> ModelBundle:
    assert run.bundle is not None
    return load_bundle(run.bundle)


def table_of(run: RunFolder) -> np.ndarray:
    table = read_table(bundle_of(run))
    assert table is not None
    return table


def about_start(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Warned) and "starts from" in event.text]


def from_model(run: RunFolder) -> Recipe:
    return with_changes(ONE_EPOCH, {"start_model": str(run.bundle)})


def test_a_bundle_records_all_pictures_but_those_of_the_test_side(trained: RunFolder) -> None:
    dataset = open_dataset(trained.data_paths[0])
    split = load_split(trained.split_file, dataset)
    hashes = picture_hashes(dataset, np.arange(len(dataset)))
    learned = is_learned(hashes, table_of(trained))
    assert np.array_equal(np.flatnonzero(~learned), split.test)


def test_known_pictures_are_used_for_training_only_and_that_is_said(trained: RunFolder, tmp_path: Path) -> None:
    events: list[Event] = []
    run = RunFolder(tmp_path / "run")
    data = write_csv(tmp_path / "more.csv", 400)  # its first rows are those of the first training
    train(data, from_model(trained), run.path, progress=events.append)
    dataset = open_dataset(data)
    split = load_split(run.split_file, dataset)
    known = np.flatnonzero(is_learned(picture_hashes(dataset, np.arange(400)), table_of(trained)))
    assert len(known) == len(table_of(trained)) == run.data["known_to_start"]
    assert np.isin(known, split.train).all()
    # The other sides are as large as without a start model.
    assert [len(side) for side in (split.validation, split.calibration, split.test)] == pytest.approx(
        [32, 24, 40], abs=3
    )
    (warning,) = about_start(events)
    assert f"{len(known)} of the 400 pictures" in warning
    assert warning in bundle_of(run).card
    assert set(map(tuple, table_of(trained).tolist())) < set(map(tuple, table_of(run).tolist()))
    # Resumed, it says the same.
    again: list[Event] = []
    train(data, from_model(trained), run.path, progress=again.append, resume=True)
    assert about_start(again) == [warning]


def test_too_few_unseen_pictures_are_refused(
    trained: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "is_learned", lambda hashes, table, should_stop: np.ones(len(hashes), np.bool_))
    with pytest.raises(DataError) as told:
        train(write_csv(tmp_path / "a.csv"), from_model(trained), tmp_path / "run", progress=lambda event: None)
    assert told.value.code == "train.seen_by_start"


def test_copies_of_known_pictures_are_known_too(trained: RunFolder) -> None:
    dataset = open_dataset(trained.data_paths[0])
    rows = np.arange(len(dataset))
    groups = np.where(rows < 40, rows % 20, rows)
    split = make_split(dataset, groups, answers=("gender",), rows=rows, seed=1, known=rows < 10)
    assert np.isin([*range(10), *range(20, 30)], split.train).all()


def test_a_resized_and_recompressed_copy_is_recognized(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    (tmp_path / "faces" / "Male").mkdir(parents=True)
    (tmp_path / "copies" / "Male").mkdir(parents=True)
    for at in range(6):
        smooth = cv2.resize(rng.integers(0, 256, (12, 12, 3)).astype(np.uint8), (200, 200))
        Image.fromarray(smooth).save(tmp_path / "faces" / "Male" / f"{at}.png")
        Image.fromarray(cv2.resize(smooth, (96, 96))).save(tmp_path / "copies" / "Male" / f"{at}.jpg", quality=60)
    faces, copies = (open_dataset(tmp_path / name) for name in ("faces", "copies"))
    table = join_tables([picture_hashes(faces, np.arange(3))])
    known = is_learned(picture_hashes(copies, np.arange(6)), table)
    assert known.tolist() == [True, True, True, False, False, False]


def test_the_weights_are_those_of_the_model(trained: RunFolder) -> None:
    bundle = bundle_of(trained)
    network = make_start(from_model(trained), ATTRIBUTES)
    for own, held in zip(network.get_weights(), load_weights(bundle.path / "weights.npz"), strict=True):
        assert np.array_equal(own, held)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"architecture": "residual", "parameters": {}}, "architecture is report-cnn"),
        ({"input": {"size": 16, "channels": 3}}, "colour channels"),
        ({"parameters": {**TINY.parameters, "width": 8}}, "cannot start from the model"),
        ({"start_model": "nobody"}, "no model named nobody"),
    ],
)
def test_a_model_of_another_kind_is_refused_in_words(trained: RunFolder, changes: dict[str, object], said: str) -> None:
    recipe = with_changes(from_model(trained), changes)
    with pytest.raises(FacetError, match=said):
        make_start(recipe, ATTRIBUTES)


def test_a_model_without_the_table_is_said_to_be_unknown(trained: RunFolder, tmp_path: Path) -> None:
    old = tmp_path / "old"
    bundle = bundle_of(trained)
    files = {name: value for name, value in bundle.manifest.files.items() if name != LEARNED}
    old.mkdir()
    for name in files:
        (old / name).write_bytes((bundle.path / name).read_bytes())
    manifest = bundle.manifest.model_copy(update={"files": files})
    (old / MANIFEST).write_text(manifest.model_dump_json(), encoding="utf-8")
    events: list[Event] = []
    recipe = with_changes(ONE_EPOCH, {"start_model": str(old)})
    run = RunFolder(tmp_path / "run")
    train(trained.data_paths[0], recipe, run.path, progress=events.append)
    (warning,) = about_start(events)
    assert "does not record its training pictures" in warning
    assert "known_to_start" not in run.data


def test_the_table_travels_with_an_exported_model(trained: RunFolder, tmp_path: Path) -> None:
    bundle = bundle_of(trained)
    export_model(bundle.path, tmp_path / "model.facet")
    assert np.array_equal(unpack_table(import_model(tmp_path / "model.facet")), table_of(trained))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", pack_table(np.zeros((3, 5), np.uint64)), pack_table(np.zeros((3, 4)))]
)
def test_a_damaged_table_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LEARNED).write_bytes(content)
    with pytest.raises(BundleError, match=LEARNED):
        unpack_table(tmp_path)


def test_a_table_that_unpacks_to_more_than_it_may_is_refused(tmp_path: Path) -> None:
    content = io.BytesIO()
    np.savez_compressed(content, hashes=np.zeros((3 << 20, 4), np.uint64))
    (tmp_path / LEARNED).write_bytes(content.getvalue())
    with pytest.raises(BundleError, match="more than"):
        unpack_table(tmp_path)


@pytest.mark.parametrize("preset", ["fine-tune", "head"])
def test_the_presets_start_from_a_model_as_well(preset: str) -> None:
    recipe = with_changes(PRESETS[preset], {"start_model": "facet-150"})
    assert not recipe.starts_random
    with pytest.raises(DataError, match="face-resnet"):
        with_changes(TINY, {"start_model": "report-cnn", "trained": "heads"})
