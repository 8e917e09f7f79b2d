"""A damaged run folder: resuming names the damaged file in one line, and changes nothing."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.datasets.dataset import FaceDataset
from core.datasets.open import open_dataset
from core.datasets.splits import load_split
from core.errors import DataError
from core.training.events import BatchDone, Control, Event
from core.training.learner import Learner
from core.training.pictures import Faces
from core.training.run_folder import RunFolder, list_runs, unpack
from core.training.run_writer import writing
from core.training.session import train
from core.training.trainer import fit
from tests.core.made_faces import TASK, TINY, write_csv

FILES = ("checkpoint.npz", "history.jsonl", "split.json", "recipe.json", "data.json", "ended.json")
MUTATIONS = 60
RECIPE = TINY.model_copy(update={"epochs": 9})
UNTOUCHED = ("lock", "log.txt")

Mutate = Callable[[bytes, np.random.Generator], bytes]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Data, and a run that was cancelled in its second epoch."""
    folder = tmp_path_factory.mktemp("damaged")
    data, stop = write_csv(folder / "faces.csv", 100), []

    def on(event: Event) -> None:
        if isinstance(event, BatchDone) and event.epoch == 2:
            stop.append(1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACET_HOME", str(folder / "home"))
        train(data, RECIPE, folder / "run", progress=on, should_stop=lambda: bool(stop))
    return data, folder / "run"


@pytest.fixture(scope="module")
def learner() -> Learner:
    return Learner(RECIPE, TASK, bf16=False)


def _cut(content: bytes, rng: np.random.Generator) -> bytes:
    return content[: rng.integers(len(content))]


def _flip(content: bytes, rng: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for at in rng.integers(len(changed), size=rng.integers(1, 9)).tolist():
        changed[at] = rng.integers(256)
    return bytes(changed)


def _insert(content: bytes, rng: np.random.Generator) -> bytes:
    at = rng.integers(len(content))
    return content[:at] + rng.bytes(rng.integers(1, 40)) + content[at:]


def _other_json(content: bytes, rng: np.random.Generator) -> bytes:
    deep = b"[" * 200_000
    others = (
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"7",
        b"NaN",
        b"1e999",
        deep,
        b'{"a":' * 200_000,
        b"9" * 5000,
        b"\xff\xfe",
    )
    return others[rng.integers(len(others))]


def _other_value(content: bytes, rng: np.random.Generator) -> bytes:
    """JSON with one of its values replaced by one of another type."""
    held = json.loads(content.splitlines()[0]) if content.count(b"\n{") else json.loads(content)
    values = (None, True, -1, 2.5, 10**30, float("nan"), "text", "a\0b", [], [[1], [2]], {}, {"x": {}}, [None])
    place = held
    while isinstance(inner := place[name := rng.choice(sorted(place))], dict) and inner and rng.random() < 0.7:
        place = inner
    place[str(name)] = values[rng.integers(len(values))]
    return json.dumps(held).encode()


def _other_array(content: bytes, rng: np.random.Generator) -> bytes:
    with np.load(io.BytesIO(content)) as held:
        arrays = {name: held[name] for name in held.files}
    name = rng.choice(sorted(arrays))
    array = arrays[name]
    others = (
        None,
        array.astype(object),
        np.full_like(array, np.nan, np.float32),
        array[..., np.newaxis],
        array.astype("S9"),
        np.zeros(0),
        array.astype(np.complex64),
        array.astype(np.int16),
        array + 10**6,
    )
    arrays[str(name)] = others[rng.integers(len(others))]
    if arrays[str(name)] is None:
        del arrays[str(name)]
    changed = io.BytesIO()
    np.savez(changed, allow_pickle=True, **arrays)
    return changed.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named_in_one_line_and_nothing_is_lost(
    begun: tuple[Path, Path], learner: Learner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    data, source = begun
    dataset = open_dataset(data)
    content, rng = (source / name).read_bytes(), np.random.default_rng(FILES.index(name))
    own: Mutate = _other_array if name.endswith(".npz") else _other_value
    kinds: tuple[Mutate, ...] = (_cut, _flip, _insert, own, own)
    kinds += () if name.endswith(".npz") else (_other_json,)
    refused = 0
    for at in range(MUTATIONS):
        run = tmp_path / f"{at}"
        shutil.copytree(source, run)
        (run / name).write_bytes(kinds[at % len(kinds)](content, rng))
        before = {file.name: file.read_bytes() for file in run.iterdir() if file.name not in UNTOUCHED}
        list_runs(tmp_path)
        folder = RunFolder(run)
        _ = (folder.data_paths, folder.detector, folder.state, folder.ended, folder.environment)
        error: DataError | None = None
        try:
            _resume(run, dataset, learner)
        except DataError as e:
            error = e
        if error is not None:
            refused += 1
            assert "\n" not in str(error)
            assert name in str(error) or error.code == "run.other_recipe"
            assert {file.name: file.read_bytes() for file in run.iterdir() if file.name not in UNTOUCHED} == before
        shutil.rmtree(run)
    assert refused > MUTATIONS / 3 or name == "ended.json"


def _resume(run: Path, dataset: FaceDataset, learner: Learner) -> None:
    """As `train` does, up to the first batch."""
    with writing(run, RECIPE, resume=True) as writer:
        split = load_split(writer.run.split_file, dataset)
        labels = {name: dataset.values(name)[split.train] for name in TASK.answers}
        faces = Faces((np.zeros((100, 16, 16, 1), np.uint8),), split.train, labels)
        stop = Control(should_stop=lambda: True)
        assert fit(RECIPE, TASK, faces, faces, writer, stop, learner=learner).reason == "cancelled"


@pytest.mark.parametrize("name", ["checkpoint.npz", "history.jsonl", "split.json", "recipe.json", "data.json"])
def test_a_training_does_not_resume_from_half_a_file(
    begun: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("FACET_HOME", str(begun[1].parent / "home"))
    data, source = begun
    run = shutil.copytree(source, tmp_path / "run")
    half = (run / name).read_bytes()
    (run / name).write_bytes(half[: len(half) // 2])
    with pytest.raises(DataError) as told:
        train(data, RECIPE, run, progress=lambda event: None, resume=True)
    assert name in str(told.value)
    assert (run / name).read_bytes() == half[: len(half) // 2]
    assert RunFolder(run).state == "cancelled"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices")
@pytest.mark.parametrize("name", FILES)
def test_a_device_in_place_of_a_file_is_refused(begun: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    run = shutil.copytree(begun[1], tmp_path / "run")
    (run / name).unlink()
    (run / name).symlink_to("/dev/zero")
    assert RunFolder(run).state in ("cancelled", "interrupted")
    list_runs(tmp_path)
    if name != "ended.json":
        with pytest.raises(DataError, match=name), writing(run, RECIPE, resume=True):
            pytest.fail("it was resumed")


def test_a_checkpoint_of_hostile_zip_entries_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        unpack(b"PK\x03\x04" + bytes(100))
