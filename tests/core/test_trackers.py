"""TensorBoard's event files and MLflow's runs of a training, and what it records to be repeated with."""

from __future__ import annotations

import hashlib
import importlib.machinery
import json
import sys
import types
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from made_faces import TINY, write_csv

from core.model.bundle import CARD
from core.training.events import EpochDone, Event, Warned
from core.training.run_folder import RunFolder
from core.training.session import train

TWO = TINY.model_copy(update={"epochs": 2})


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("data") / "faces.csv")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def one_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACET_HOME", str(home))
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def scalars(run: Path) -> dict[str, dict[int, float]]:
    """Values by step and tag, as TensorBoard reads them."""
    import tensorflow as tf

    found: dict[str, dict[int, float]] = defaultdict(dict)
    for file in sorted(run.glob("events.out.tfevents.*")):
        try:
            for record in tf.data.TFRecordDataset(str(file)):
                event = tf.compat.v1.Event.FromString(record.numpy())
                for value in event.summary.value:
                    if value.metadata.plugin_data.plugin_name == "scalars":
                        assert event.step not in found[value.tag], "written twice"
                        found[value.tag][event.step] = tf.make_ndarray(value.tensor).item()
                    else:
                        assert value.metadata.plugin_data.plugin_name == "text"
                        found[value.tag][event.step] = tf.make_ndarray(value.tensor).item().decode()
        except tf.errors.DataLossError:
            continue
    return found


def check_in_step(run: RunFolder) -> None:
    found, rows = scalars(run.path), run.history()
    assert json.loads(found.pop("recipe")[0].removeprefix("```json").removesuffix("```"))["seed"] == TINY.seed
    assert set(found) == set(rows[0]) - {"epoch"}
    for name, steps in found.items():
        assert steps == {int(row["epoch"]): pytest.approx(row[name], rel=1e-5) for row in rows}


def stop_after(epoch: int) -> tuple[Any, Any]:
    done: list[Event] = []
    return done.append, lambda: sum(isinstance(event, EpochDone) for event in done) >= epoch


def test_event_files_hold_the_history_also_of_a_resumed_run(data: Path, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")
    progress, should_stop = stop_after(1)
    assert train(data, TINY, run.path, progress=progress, should_stop=should_stop).reason == "cancelled"
    check_in_step(run)
    # Killed while it wrote: the file ends within the record of an epoch, which the journal has.
    (file,) = run.path.glob("events.out.tfevents.*")
    file.write_bytes(file.read_bytes()[:-20])
    assert {*scalars(run.path)} == {"recipe"}
    train(data, TINY, run.path, progress=lambda event: None, resume=True)
    assert len(run.history()) == TINY.epochs
    check_in_step(run)


def test_a_run_that_was_begun_without_trackers_is_taken_in(data: Path, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")
    progress, should_stop = stop_after(2)
    train(data, TINY, run.path, progress=progress, should_stop=should_stop)
    for file in run.path.glob("events.out.tfevents.*"):
        file.unlink()
    train(data, TWO, run.path, progress=lambda event: None, resume=True)  # no epoch is left
    check_in_step(run)


def test_a_run_says_what_it_would_have_to_be_repeated_with(data: Path, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")
    train(data, TWO, run.path, progress=lambda event: None)
    digest = hashlib.sha256(data.read_bytes()).hexdigest()
    assert run.data["sha256"] == [digest] and set(run.data["columns"]) >= {"gender", "ethnicity"}
    begun = run.environment
    assert {"facet", "python", "tensorflow", "keras", "numpy", "machine", "processor", "threads"} <= set(begun)
    assert run.bundle is not None
    card = (run.bundle / CARD).read_text("utf-8")
    for words in (
        "## To train it again",
        f"Seed {TINY.seed}",
        digest,
        run.data["fingerprint"],
        f"Keras {begun['keras']}",
    ):
        assert words in card
    check_in_step(run)


class Server:
    """Stands in for MLflow's client: it records its calls."""

    def __init__(self) -> None:
        self.runs: dict[str, dict[str, Any]] = {}
        self.broken = False

    def module(self) -> dict[str, types.ModuleType]:
        made, errors = types.ModuleType("mlflow"), types.ModuleType("mlflow.exceptions")
        made.__spec__ = importlib.machinery.ModuleSpec("mlflow", None)
        made.MlflowClient = lambda: self  # type: ignore[attr-defined]
        errors.MlflowException = LookupError  # type: ignore[attr-defined]
        return {"mlflow": made, "mlflow.exceptions": errors}

    def get_experiment_by_name(self, name: str) -> None:
        self.experiment = name

    def create_experiment(self, name: str) -> str:
        return "7"

    def create_run(self, experiment: str, *, run_name: str) -> Any:
        assert experiment == "7"
        key = f"id{len(self.runs)}"
        self.runs[key] = {"name": run_name, "metrics": defaultdict(list), "params": {}, "tags": {}, "artifacts": []}
        return self.get_run(key)

    def get_run(self, key: str) -> Any:
        if key not in self.runs:
            raise LookupError(key)
        return types.SimpleNamespace(info=types.SimpleNamespace(run_id=key))

    def update_run(self, key: str, status: str) -> None:
        self.runs[key]["status"] = status

    set_terminated = update_run

    def get_metric_history(self, key: str, name: str) -> list[tuple[int, float]]:
        return self.runs[key]["metrics"][name]  # type: ignore[no-any-return]

    def log_metric(self, key: str, name: str, value: float, step: int = 0) -> None:
        if self.broken:
            raise ConnectionError("the server is away")
        self.runs[key]["metrics"][name].append((step, value))

    def log_param(self, key: str, name: str, value: str) -> None:
        self.runs[key]["params"][name] = value

    def set_tag(self, key: str, name: str, value: str) -> None:
        self.runs[key]["tags"][name] = value

    def log_artifact(self, key: str, path: str) -> None:
        self.runs[key]["artifacts"].append(path)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()
    for name, module in made.module().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    return made


def test_mlflow_gets_recipe_epochs_and_card_of_a_run_in_two_parts(data: Path, tmp_path: Path, server: Server) -> None:
    run = RunFolder(tmp_path / "my run")
    progress, should_stop = stop_after(1)
    train(data, TINY, run.path, progress=progress, should_stop=should_stop)
    assert server.runs["id0"]["status"] == "KILLED" and server.experiment == "Facet"
    train(data, TINY, run.path, progress=lambda event: None, resume=True)
    ((_, found),) = server.runs.items()
    assert found["name"] == "my run" and found["status"] == "FINISHED"
    assert found["params"]["seed"] == "3" and found["params"]["input.size"] == "16"
    assert found["tags"]["fingerprint"] == run.data["fingerprint"]
    assert found["metrics"]["score"] == [(int(row["epoch"]), row["score"]) for row in run.history()]
    assert found["artifacts"] == [str(run.path / "bundle" / CARD)]
    assert found["metrics"]["test/test_faces"]


def test_a_server_that_is_away_costs_a_warning(data: Path, tmp_path: Path, server: Server) -> None:
    server.broken = True
    events: list[Event] = []
    train(data, TWO, tmp_path / "run", progress=events.append)
    texts = [event.text for event in events if isinstance(event, Warned) and "MLflow" in event.text]
    assert texts == ["MLflow gets no more of this training: the server is away"]
    assert "the server is away" in (tmp_path / "run" / "log.txt").read_text("utf-8")
    assert scalars(tmp_path / "run")["score"].keys() == {1, 2}


def test_mlflow_is_used_only_where_it_is_told_where_to(
    data: Path, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    progress, should_stop = stop_after(1)
    train(data, TWO, tmp_path / "run", progress=progress, should_stop=should_stop)
    assert len(RunFolder(tmp_path / "run").history()) == 1 and not server.runs
