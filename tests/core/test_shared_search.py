"""A search by several processes on one storage; one of them is killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import optuna
import pytest
from made_faces import TINY, write_csv

from core.cli.main import main
from core.training import tuning as studies
from core.training.recipe import write_recipe
from core.training.tuning import count_trials, open_study, queue_again

ROOT = Path(__file__).resolve().parents[2]
BASE = TINY.model_copy(update={"epochs": 1})


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("data") / "faces.csv")


def command(data: Path, folder: Path, storage: Path, run: str, trials: int) -> list[str]:
    recipe = folder / "tiny.json"
    if not recipe.exists():
        write_recipe(recipe, BASE)
    where = ["--run", str(folder / run), "--storage", str(storage), "--trials", str(trials)]
    return ["tune", str(data), "--recipe", str(recipe), *where]


def trials_in(storage: Path) -> list[optuna.trial.FrozenTrial]:
    with open_study(storage.parent, BASE, str(storage)) as study:
        return study.get_trials()


def test_two_processes_share_a_search_and_one_is_killed(data: Path, tmp_path: Path) -> None:
    storage = tmp_path / "shared.log"
    with open_study(tmp_path, BASE, str(storage)) as study:
        for rate in (0.001, 0.002, 0.003):  # small networks, whatever a search would suggest
            chosen = {"architecture": BASE.architecture, "learning_rate": rate, "batch": 32, "dropout": 0.1}
            study.enqueue_trial(chosen)

    def begin(run: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "core.cli", *command(data, tmp_path, storage, run, 3)]
        return subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL)

    until = time.monotonic() + 400
    first = begin("one")
    while not (tmp_path / "one").exists():  # it has a start, so that the other does not do everything before
        assert time.monotonic() < until and first.poll() is None
        time.sleep(0.05)
    second = begin("two")
    try:
        while not any(trial.user_attrs.get("process") == first.pid for trial in trials_in(storage)):
            assert time.monotonic() < until and first.poll() is None
            time.sleep(0.05)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert second.wait(timeout=900) == 0
    finally:
        first.kill()
        second.kill()
    done = [trial for trial in trials_in(storage) if trial.state.is_finished() and trial.state.name != "FAIL"]
    failed = [trial for trial in trials_in(storage) if trial.state.name == "FAIL"]
    assert len(done) == 3 and not [trial for trial in trials_in(storage) if trial.state.name == "RUNNING"]
    assert {trial.user_attrs["process"] for trial in failed} <= {first.pid}
    for trial in failed:  # taken up by the other
        again = [one for one in done if one.params == trial.params]
        assert len(again) == 1 and again[0].user_attrs["process"] == second.pid
    assert json.loads((tmp_path / "two" / "best.json").read_text("utf-8"))["epochs"] == 1


def test_a_storage_of_another_recipe_is_refused(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    storage = tmp_path / "shared.log"
    with open_study(tmp_path, TINY, str(storage)):
        pass
    assert main(command(data, tmp_path, storage, "run", 1)) == 3
    assert "another recipe" in capsys.readouterr().err


def test_a_storage_that_is_no_storage_is_said(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.log").write_text("this is no journal\n")
    assert main(command(data, tmp_path, tmp_path / "text.log", "run", 1)) == 3
    assert "cannot be continued" in capsys.readouterr().err
    assert main(command(data, tmp_path, Path("nothing://x"), "other", 1)) == 3


def test_a_silent_machine_is_taken_to_be_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_study(tmp_path, TINY, str(tmp_path / "shared.log")) as study:
        for alive_at in (time.time(), time.time() - studies.SILENT_S - 1):
            trial = study.ask()
            trial.suggest_float("dropout", 0, 1)
            trial.set_user_attr("machine", "elsewhere")
            trial.set_user_attr("process", os.getpid())
            trial.set_user_attr("alive_at", alive_at)
        queue_again(study)
        assert [trial.state.name for trial in study.get_trials()] == ["RUNNING", "FAIL", "WAITING"]
        assert count_trials(study, running=True) == 1


def test_a_trial_that_has_just_begun_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, storage in enumerate(("", str(tmp_path / "shared.log"))):
        (tmp_path / str(number)).mkdir()
        with open_study(tmp_path / str(number), TINY, storage) as study, monkeypatch.context() as patch:
            study.ask()
            queue_again(study)
            study.ask().set_user_attr("machine", socket.gethostname())
            queue_again(study)
            assert [trial.state.name for trial in study.get_trials()] == ["RUNNING", "RUNNING"]
            patch.setattr(studies, "SILENT_S", -1.0)
            queue_again(study)
            assert [trial.state.name for trial in study.get_trials()] == ["FAIL", "FAIL", "WAITING", "WAITING"]
