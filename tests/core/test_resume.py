"""A training killed in the middle of an epoch goes on as if nothing had been."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.errors import DataError
from core.files import RunLock, is_locked
from core.training.recipe import Recipe
from core.training.run_folder import Checkpoint, RunFolder, list_runs, pack
from core.training.run_writer import delete_run, git_revision, writing
from tests.core.made_faces import TINY, write_csv

ROOT = Path(__file__).resolve().parents[2]

EVERYTHING = Recipe.model_validate(
    {
        "architecture": "residual",
        "parameters": {"blocks": "1-1", "width": 8, "dropout": 0.4},
        "input": {"size": 16, "channels": 1},
        "epochs": 3,
        "batch": 16,
        "optimizer": "adamw",
        "learning_rate": 0.003,
        "schedule": "cosine",
        "warmup_epochs": 0.5,
        "weight_decay": 0.01,
        "label_smoothing": 0.1,
        "augmentation": {"rotation_degrees": 10, "flip": True, "light": 0.2, "erasing": 0.3},
        "mitigation": {"method": "group-dro", "best_epoch": "worst-group", "calibration": "by-ethnicity"},
        "early_stopping": 5,
        "averaging": 0.99,
    }
)
"""All that has a state or is random."""

TRAIN = """
import os, signal, sys
from pathlib import Path
import tensorflow as tf
tf.config.experimental.enable_op_determinism()
from core.training.events import BatchDone, EpochDone
from core.training.recipe import parse_recipe
from core.training.session import train

data, recipe, killed, unbroken = sys.argv[1:]
recipe = parse_recipe(recipe)

def kill(event):
    if isinstance(event, BatchDone) and event.epoch == 2:
        os.kill(os.getpid(), signal.SIGKILL)

class Enough(Exception):
    "The epochs are all that is asked about."

def end(event):
    if isinstance(event, EpochDone) and event.row["epoch"] == recipe.epochs:
        raise Enough

if not Path(killed).exists():
    train(Path(data), recipe, Path(killed), progress=kill)
# The unbroken one comes second, in a process in which another training ran before it.
for run in (killed, unbroken):
    try:
        train(Path(data), recipe, Path(run), progress=end, resume=True)
    except Enough:
        pass
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_resumed_history_is_that_of_an_unbroken_training(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "faces.csv", 100)
    killed, unbroken = RunFolder(tmp_path / "killed"), RunFolder(tmp_path / "unbroken")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [
        sys.executable,
        "-c",
        TRAIN,
        str(data),
        EVERYTHING.model_dump_json(),
        str(killed.path),
        str(unbroken.path),
    ]

    first = subprocess.run(command, env=environment, check=False, capture_output=True)
    assert first.returncode == -signal.SIGKILL, first.stderr.decode()
    assert [row["epoch"] for row in killed.history()] == [1]
    assert (killed.state, killed.bundle) == ("interrupted", None)

    second = subprocess.run(command, env=environment, check=False, capture_output=True)
    assert second.returncode == 0, second.stderr.decode()
    rows, expected = killed.history(), unbroken.history()
    assert [row["epoch"] for row in rows] == [1, 2, 3]
    for row, other in zip(rows, expected, strict=True):
        for name in set(row) - {"seconds", "images_per_second"}:
            assert row[name] == pytest.approx(other[name], abs=1e-6), name
    one, other = (run.checkpoint() or pytest.fail("no checkpoint") for run in (killed, unbroken))
    for part in ("network", "optimizer", "averages", "best"):
        for array, same in zip(getattr(one, part), getattr(other, part), strict=True):
            assert np.allclose(array, same, atol=1e-6), part


def checkpoint(epoch: int) -> Checkpoint:
    return Checkpoint(epoch, False, [np.ones(3)], [np.zeros(2)], [], epoch, [np.ones(3)])


def test_a_torn_line_and_a_line_without_checkpoint_are_dropped(tmp_path: Path) -> None:
    with writing(tmp_path, TINY, resume=False) as writer:
        writer.record({"epoch": 1, "score": 0.5}, checkpoint(1))
    with (tmp_path / "history.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"epoch": 2, "score": 0.6}\n{"epoch": 3, "sc')
    with writing(tmp_path, TINY, resume=True) as writer:
        assert [row["epoch"] for row in writer.run.history()] == [1, 2]
        assert writer.resume_after(1) == [{"epoch": 1, "score": 0.5}]
    assert (tmp_path / "history.csv").read_text(encoding="utf-8").splitlines() == ["epoch,score", "1,0.5"]


def test_a_row_that_no_table_can_hold_ends_the_history(tmp_path: Path) -> None:
    with writing(tmp_path, TINY, resume=False) as writer:
        writer.record({"epoch": 1, "score": 0.5}, checkpoint(1))
    with (tmp_path / "history.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"epoch": 2, "score": 0.6, "\\ud800": 1}\n')
    (tmp_path / ".facet-999999999-7f.new").touch()
    with writing(tmp_path, TINY, resume=True) as writer:
        assert len(writer.run.history()) == 1
        writer.resume_after(1)
    assert not list(tmp_path.glob(".facet-*.new"))


def test_a_checkpoint_survives_its_file(tmp_path: Path) -> None:
    (tmp_path / "checkpoint.npz").write_bytes(pack(checkpoint(7)))
    held = RunFolder(tmp_path).checkpoint()
    assert held is not None
    assert (held.epoch, held.bf16, held.best_epoch, held.averages) == (7, False, 7, [])
    assert np.array_equal(held.network[0], np.ones(3))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not to its end", b"no zip at all"])
def test_a_damaged_checkpoint_is_said_plainly(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "checkpoint.npz").write_bytes(content)
    with pytest.raises(DataError, match="is damaged"):
        RunFolder(tmp_path).checkpoint()


def test_a_journal_with_fewer_lines_than_the_checkpoint_has_epochs_is_said_plainly(tmp_path: Path) -> None:
    with writing(tmp_path, TINY, resume=False) as writer, pytest.raises(DataError, match="0 of 2 epochs"):
        writer.resume_after(2)


def test_a_second_writer_is_refused_in_words(tmp_path: Path) -> None:
    with writing(tmp_path, TINY, resume=False):
        assert RunFolder(tmp_path).state == "running"
        with pytest.raises(DataError, match=f"process {os.getpid()}"), writing(tmp_path, TINY, resume=True):
            pytest.fail("two writers")
        with pytest.raises(DataError, match="another program"):
            delete_run(tmp_path)
    with writing(tmp_path, TINY, resume=True):
        pass


def test_a_lock_goes_with_its_holder(tmp_path: Path) -> None:
    code = "import os, sys; from pathlib import Path; from core.files import RunLock\n"
    code += "RunLock(Path(sys.argv[1])).__enter__(); os._exit(9)"
    lock = tmp_path / "lock"
    subprocess.run([sys.executable, "-c", code, str(lock)], check=False, cwd=ROOT)
    assert lock.exists()
    assert not is_locked(lock)
    with RunLock(lock):
        assert is_locked(lock)


def test_runs_are_listed_newest_first_and_deleted(tmp_path: Path) -> None:
    for name, started in (("old", "2026-01-01T00:00:00+00:00"), ("new", "2026-02-01T00:00:00+00:00")):
        with writing(tmp_path / name, TINY, resume=False) as writer:
            writer.record({"epoch": 1, "score": 0.25}, checkpoint(1))
        environment = tmp_path / name / "environment.json"
        environment.write_text(json.dumps({"started": started}), encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "recipe.json").write_text("{", encoding="utf-8")
    assert [(run.name, run.state, run.best_score) for run in list_runs(tmp_path)] == [
        ("new", "interrupted", 0.25),
        ("old", "interrupted", 0.25),
    ]
    delete_run(tmp_path / "new")
    assert [run.name for run in list_runs(tmp_path)] == ["old"]
    with pytest.raises(DataError, match="no training"):
        delete_run(tmp_path / "other")


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DataError) as told, writing(tmp_path / "file" / "run", TINY, resume=False):
        pytest.fail("a folder in a file")
    assert told.value.code == "run.write"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_run_says_which_revision_its_data_are(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    data = write_csv(tmp_path / "data" / "faces.csv", 5)
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(data.parent), *words], check=True, env=environment)
    revision = git_revision(data)
    assert revision is not None and len(revision) == 40
    assert git_revision(data.parent) == revision


def test_data_in_no_repository_have_no_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert git_revision(tmp_path / "faces.csv") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_revision(ROOT) is None
