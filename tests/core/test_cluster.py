"""A batch on a local Ray cluster of two machines with a core each."""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.analysis import Analyzer, PhotoResult
from core.cli.main import main
from core.cluster import AnalyzerSpec, ClusterWorkers, connected
from core.collection.batch import run_batch
from core.collection.progress import BatchProgress
from core.collection.tables import Outputs
from core.corrections import HandBoxes, PictureBoxes, picture_key
from core.errors import FacetError
from core.model.bundle import load_bundle
from core.places import resource, shipped
from core.vision.hand_boxes import BoxEdit
from core.vision.imaging import LoadedPhoto, read_image

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Ray's test cluster does not run on Windows"),
    pytest.mark.filterwarnings("ignore"),  # Ray's own
]
PHOTOS = 40


class Machines:
    """Two machines; the second can be lost, in the last test that uses them."""

    def __init__(self) -> None:
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        from ray.cluster_utils import Cluster

        head = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": 100_000_000}
        self._cluster = Cluster(initialize_head=True, head_node_args=head)
        self._second: Any = self._cluster.add_node(num_cpus=1, object_store_memory=100_000_000)
        self.address: str = self._cluster.address

    def lose_one(self) -> None:
        self._cluster.remove_node(self._second, allow_graceful=False)
        self._second = None

    def close(self) -> None:
        self._cluster.shutdown()


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    made = Machines()
    yield made
    made.close()


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    portrait = Image.open(resource("sample/astronaut.png")).convert("RGB")
    for at in range(PHOTOS):
        portrait.resize((200 + at, 200 + at)).save(folder / f"{at}.png")
    (folder / "broken.jpg").write_bytes(b"no picture")
    Image.fromarray(np.zeros((50, 50, 3), np.uint8)).save(folder / "empty.png")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [{key: value for key, value in row.items() if key != "milliseconds"} for row in csv.DictReader(lines)]


def run(
    photos: Path | str, out: Path, spec: AnalyzerSpec, progress: Callable[[BatchProgress], None] = lambda now: None
) -> None:
    run_batch(
        [photos],
        Outputs(out, None, None),
        spec.make,
        threads=1,
        cluster=lambda: ClusterWorkers(spec),
        progress=progress,
    )


@pytest.fixture(scope="module")
def spec() -> AnalyzerSpec:
    return AnalyzerSpec(load_bundle(shipped("models/report-cnn")), "fast", 0.0)


@pytest.fixture(scope="module")
def expected(photos: Path, tmp_path_factory: pytest.TempPathFactory, spec: AnalyzerSpec) -> list[dict[str, str]]:
    out = tmp_path_factory.mktemp("alone") / "faces.csv"
    run_batch([photos], Outputs(out, None, None), spec.make, threads=2)
    return rows(out)


class DiesAt(AnalyzerSpec):
    """Its process ends at a photo of this name."""

    def make(self) -> Analyzer:
        analyzer = super().make()
        answer = analyzer.answer

        def dying(photo: LoadedPhoto, *, quarter_turns: int = 0) -> PhotoResult:
            if photo.path.name == "7.png" and os.getpid() != DRIVER:
                os._exit(9)
            return answer(photo, quarter_turns=quarter_turns)

        analyzer.answer = dying  # type: ignore[method-assign]
        return analyzer


DRIVER = os.getpid()


def test_a_photo_that_ends_its_process_is_set_aside(
    machines: Machines, photos: Path, tmp_path: Path, spec: AnalyzerSpec, expected: list[dict[str, str]]
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for name in ("6.png", "7.png", "8.png", "9.png", "10.png"):
        shutil.copy(photos / name, few / name)
    with connected(machines.address):
        import ray
        from ray import cloudpickle

        cloudpickle.register_pickle_by_value(sys.modules[__name__])
        with contextlib.ExitStack() as after:
            after.callback(cloudpickle.unregister_pickle_by_value, sys.modules[__name__])
            run(few, tmp_path / "faces.csv", DiesAt(spec.bundle, spec.detector, spec.min_score))
        assert ray.is_initialized()
    found = {Path(row["path"]).name: row["error"] for row in rows(tmp_path / "faces.csv")}
    assert [name for name, error in found.items() if error] == ["7.png"]
    assert "ended 2 times" in found["7.png"]


def test_boxes_by_hand_are_applied_on_all_machines(
    machines: Machines, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = BoxEdit(None, (0.0, 0.0, 40.0, 50.0))
    key = picture_key(read_image(photos / "7.png"))
    HandBoxes(tmp_path / "mine").save(PictureBoxes(key, (drawn,)))
    command = ["batch", str(photos / "7.png"), "--model", "report-cnn", "--boxes", str(tmp_path / "mine")]
    assert main([*command, "--csv", str(tmp_path / "faces.csv"), "--cluster", machines.address]) == 0
    assert [row["found_by"] for row in rows(tmp_path / "faces.csv")] == ["hand", "detector"]


def test_photos_in_a_store_are_read_where_they_are_answered(
    machines: Machines, photos: Path, tmp_path: Path, spec: AnalyzerSpec, expected: list[dict[str, str]]
) -> None:
    with connected(machines.address):
        run(photos.as_uri(), tmp_path / "faces.csv", spec)
    address = {photo.name: f"file://{photo}" for photo in photos.iterdir()}
    errors = [{**row, "error": row["error"].replace(row["path"], address[Path(row["path"]).name])} for row in expected]
    assert rows(tmp_path / "faces.csv") == [{**row, "path": address[Path(row["path"]).name]} for row in errors]


def test_stopping_keeps_what_is_done_and_goes_on(
    machines: Machines, photos: Path, tmp_path: Path, spec: AnalyzerSpec, expected: list[dict[str, str]]
) -> None:
    done = 0

    def count(now: BatchProgress) -> None:
        nonlocal done
        done = now.done

    out = Outputs(tmp_path / "faces.csv", None, None)
    with connected(machines.address):
        end = run_batch(
            [photos],
            out,
            spec.make,
            threads=1,
            cluster=lambda: ClusterWorkers(spec),
            progress=count,
            should_stop=lambda: done >= 5,
        )
        assert end.reason == "stopped" and 5 <= end.done < PHOTOS
        run(photos, tmp_path / "faces.csv", spec)
    assert rows(tmp_path / "faces.csv") == expected


def test_a_machine_lost_half_way_changes_no_row(
    machines: Machines, photos: Path, tmp_path: Path, spec: AnalyzerSpec, expected: list[dict[str, str]]
) -> None:
    lost = threading.Event()

    def lose_one(now: BatchProgress) -> None:
        if now.done >= PHOTOS // 2 and not lost.is_set():
            lost.set()
            machines.lose_one()

    with connected(machines.address):
        run(photos, tmp_path / "faces.csv", spec, lose_one)
    assert lost.is_set()
    assert rows(tmp_path / "faces.csv") == expected
    # Called again, with the same command line or another cluster, it has nothing left to do.
    assert main(["batch", str(photos), "--csv", str(tmp_path / "again.csv"), "--model", "report-cnn"]) == 1


def test_what_cannot_work_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("127.0.0.1:1", "nowhere", "host:port"):
        with pytest.raises(FacetError, match=f"No cluster answers at {address}"), connected(address):
            pass
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(FacetError, match="needs the package ray"), connected("auto"):
        pass
