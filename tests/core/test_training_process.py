"""A training in a process of its own, and the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.child import start_child
from core.cli.main import main
from core.files import is_locked
from core.training import tuning
from core.training.events import (
    BatchDone,
    Ended,
    EpochDone,
    Event,
    Failed,
    Paused,
    Preparing,
    Resumed,
    from_json,
    to_json,
)
from core.training.process import TrainingProcess
from core.training.recipe import write_recipe
from core.training.run_folder import RunFolder
from tests.core.made_faces import TINY, write_csv

ROOT = Path(__file__).resolve().parents[2]
LONG = TINY.model_copy(update={"epochs": 1000})


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("data") / "faces.csv")


@pytest.mark.parametrize(
    "event",
    [
        Preparing("reading", 1, 2),
        BatchDone(1, 2, 3, 0.5, {"gender": 0.25, "age_band": 0.75}, 100.0),
        EpochDone({"epoch": 1, "loss": 0.1}),
        Paused(),
        Resumed(),
        Ended("early stopping", 3, 5),
        Failed("run.locked", {"path": "x"}, "words"),
    ],
)
def test_an_event_survives_the_pipe(event: Event) -> None:
    assert from_json(to_json(event)) == event


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"kind": "Other"}', '{"kind": "Ended"}'])
def test_what_is_no_event_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json(line)


def test_it_tells_what_happens_and_obeys(data: Path, tmp_path: Path) -> None:
    process = TrainingProcess(data, LONG, tmp_path / "run", detector="fast")
    process.start()
    seen: list[Event] = []
    for event in process.events():
        seen.append(event)
        if isinstance(event, EpochDone) and event.row["epoch"] == 1:
            process.pause()
        elif isinstance(event, Paused):
            process.resume()
        elif isinstance(event, Resumed):
            process.cancel()
    run = RunFolder(tmp_path / "run")
    kinds = [type(event) for event in seen]
    assert kinds.index(Paused) < kinds.index(Resumed) < kinds.index(Ended) == len(kinds) - 1
    assert isinstance(seen[-1], Ended)
    assert seen[-1].reason == "cancelled"
    assert seen[-1].epochs_done == len(run.history()) < 1000
    assert (run.state, process.running) == ("cancelled", False)
    assert run.detector == "fast"


def test_an_error_comes_as_words(data: Path, tmp_path: Path) -> None:
    process = TrainingProcess(tmp_path / "nothing.csv", TINY, tmp_path / "run")
    process.start()
    *_, last = process.events()
    assert isinstance(last, Failed)
    assert last.code == "data.missing"
    assert "nothing.csv" in last.text


def test_a_detector_that_is_not_there_is_an_error_before_any_work(data: Path, tmp_path: Path) -> None:
    process = TrainingProcess(data, TINY, tmp_path / "run", detector="best")
    process.start()
    *_, last = process.events()
    assert isinstance(last, Failed)
    assert last.code == "detector.unknown"


def test_a_killed_child_is_said_plainly(data: Path, tmp_path: Path) -> None:
    process = TrainingProcess(data, LONG, tmp_path / "run")
    process.start()
    events = process.events()
    next(events)
    process.kill()
    *_, last = events
    assert isinstance(last, Failed)
    assert last.code == "run.crashed"


@pytest.mark.skipif(sys.platform == "win32", reason="priorities are other numbers there")
def test_a_child_in_the_background_leaves_the_window_the_processor() -> None:
    with start_child("core.vision.decoder", stdin=subprocess.PIPE, stdout=subprocess.PIPE, background=True) as child:
        mine = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, child.pid) == min(mine + 10, 19)


PARENT = """
import sys, json
from pathlib import Path
from core.training.events import BatchDone
from core.training.process import TrainingProcess
from core.training.recipe import parse_recipe

process = TrainingProcess(Path(sys.argv[1]), parse_recipe(sys.argv[2]), Path(sys.argv[3]))
process.start()
for event in process.events():
    if isinstance(event, BatchDone):
        print("training", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_child_ends_with_its_parent(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(data), LONG.model_dump_json(), str(tmp_path / "run")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "training\n"
        lock = tmp_path / "run" / "lock"
        assert is_locked(lock)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        for _ in range(100):
            if not is_locked(lock):
                break
            time.sleep(0.01)
        assert not is_locked(lock)


def test_the_command_line_trains_and_goes_on(data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_recipe(tmp_path / "tiny.json", TINY)
    run = tmp_path / "run"
    command = ["train", str(data), "--recipe", str(tmp_path / "tiny.json"), "--run", str(run)]
    assert main([*command, "--epochs", "1"]) == 0
    said = capfd.readouterr()
    assert "epoch 1" in said.err
    assert "perceived ethnicity" in said.out
    assert main(command) == 3
    assert "already contains a training" in capfd.readouterr().err
    assert main([*command, "--epochs", "2", "--resume"]) == 0
    assert "epoch 1:" not in capfd.readouterr().err
    assert len((run / "history.csv").read_text(encoding="utf-8").splitlines()) == 3
    assert RunFolder(run).bundle is not None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--preset", "best"], 2),
        (["--epochs", "0"], 2),
        (["--resume"], 2),
        (["--preset", "quick", "--recipe", "x.json"], 2),
        (["--recipe", "x.json"], 3),
    ],
)
def test_words_that_are_off_are_said(
    data: Path, words: list[str], code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(data), *words]) == code
    assert capfd.readouterr().err


def test_a_search_goes_on_where_it_was_left(
    data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "ARCHITECTURES", {TINY.architecture: tuning.ARCHITECTURES[TINY.architecture]})
    write_recipe(tmp_path / "tiny.json", TINY.model_copy(update={"epochs": 1}))
    command = ["tune", str(data), "--recipe", str(tmp_path / "tiny.json"), "--run", str(tmp_path / "search")]
    assert main([*command, "--trials", "1"]) == 0
    capfd.readouterr()
    assert main([*command, "--trials", "2"]) == 0
    said = capfd.readouterr()
    assert "0: score" not in said.err
    assert "1: " in said.err
    assert "2 recipes tried" in said.out
    best = json.loads((tmp_path / "search" / "best.json").read_text(encoding="utf-8"))
    assert 1e-4 <= best["learning_rate"] <= 1e-2
    assert (tmp_path / "search" / "study.db").stat().st_size > 0
