"""A batch keeps every answer once, in the order of the photos."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest
from batch_tools import CountingDetector, Until, make_photos, names_of, rows_of, run, without_times
from PIL import Image

from core.analysis import Analyzer
from core.collection import workers
from core.collection.batch import run_batch
from core.collection.progress import BatchProgress
from core.collection.rows import UNCERTAIN
from core.collection.tables import Outputs
from core.collection.view import Collection
from core.vision.imaging import RGB


@pytest.fixture
def detector() -> CountingDetector:
    return CountingDetector()


@pytest.fixture
def quick(detector: CountingDetector, analyzer: Analyzer) -> Analyzer:
    return Analyzer(detector, analyzer.classifier)


def test_rows_come_in_the_order_of_the_photos_though_some_take_longer(
    quick: Analyzer, detector: CountingDetector, tmp_path: Path
) -> None:
    others_done = threading.Event()

    def first_waits_for_the_rest(rgb: RGB) -> None:
        if rgb.shape[1] == 12:  # the first photo
            others_done.wait(10)
        elif detector.seen == 8:
            others_done.set()

    detector.meanwhile = first_waits_for_the_rest
    photos = make_photos(tmp_path / "photos", ["1", "2", "9", "10", "11", "20", "100", "101"])
    end = run(photos, tmp_path / "out.csv", quick)
    assert (end.reason, end.done, end.faces) == ("finished", 8, 8)
    assert names_of(tmp_path / "out.csv") == ["1", "2", "9", "10", "11", "20", "100", "101"]
    assert detector.most_together > 1


def test_a_bad_photo_and_one_without_a_face_have_a_row_with_the_reason(
    analyzer: Analyzer, portrait_path: Path, tmp_path: Path
) -> None:
    photos = tmp_path / "photos"
    (photos / "deep" / "er").mkdir(parents=True)
    shutil.copy(portrait_path, photos / "a.png")
    Image.new("RGB", (40, 30)).save(photos / "b, 'leer'.png")
    (photos / "c.jpg").write_bytes(b"\xff\xd8\xff")
    shutil.copy(portrait_path, photos / "deep" / "er" / ("ә" * 125 + "a.png"))
    out = tmp_path / "out.csv"
    end = run(photos, out, analyzer)
    assert (end.total, end.faces, end.failed) == (4, 2, 1)
    content = out.read_bytes()
    assert content.startswith(b"# about: ")
    header = [line for line in content.decode().splitlines() if line.startswith("# ")]
    assert [line.split(": ")[0] for line in header] == [
        f"# {key}" for key in ("about", "program", "model", "model_sha256", "thresholds", "date", "detector")
    ]
    rows = rows_of(out)
    assert [row["face"] for row in rows] == ["0", "", "", "0"]
    assert rows[0]["gender"] == "Female"
    assert rows[1]["error"] == "No face was found."
    assert "c.jpg" in rows[2]["error"]


def test_stopped_and_called_again_it_goes_on(quick: Analyzer, detector: CountingDetector, tmp_path: Path) -> None:
    photos = make_photos(tmp_path / "photos", range(200))
    stop = Until(20)
    first = run(photos, tmp_path / "out.csv", quick, should_stop=stop, progress=stop.progress)
    assert first.reason == "stopped"
    assert 20 <= first.done < 200
    assert len(rows_of(tmp_path / "out.csv")) == first.done
    before = detector.seen
    second = run(photos, tmp_path / "out.csv", quick)
    assert (second.reason, second.done, second.kept) == ("finished", 200, first.done)
    assert detector.seen - before == 200 - first.done
    run(photos, tmp_path / "unbroken.csv", quick)
    assert without_times(tmp_path / "out.csv") == without_times(tmp_path / "unbroken.csv")


def test_new_photos_are_added_in_their_place_and_vanished_ones_keep_their_rows(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", ["2", "4", "6"]), tmp_path / "out.csv"
    run(photos, out, quick)
    (photos / "4.png").unlink()
    make_photos(photos, ["1", "5", "10"])
    end = run(photos, out, quick)
    assert (end.total, end.done, end.kept, end.vanished) == (5, 5, 2, 1)
    assert names_of(out) == ["1", "2", "4", "5", "6", "10"]
    with Collection.of_table(out) as collection:
        assert [Path(key).stem for key, _ in collection.records()] == ["1", "2", "4", "5", "6", "10"]


def test_changed_photos_are_answered_again_and_moved_ones_noticed(
    quick: Analyzer, detector: CountingDetector, tmp_path: Path
) -> None:
    photos, out = make_photos(tmp_path / "photos", ["1", "2", "3"]), tmp_path / "out.csv"
    run(photos, out, quick)
    Image.new("RGB", (77, 12)).save(photos / "1.png")
    (photos / "deep").mkdir()
    (photos / "2.png").rename(photos / "deep" / "2.png")
    end = run(photos, out, quick)
    assert (end.changed, end.moved, end.vanished, end.kept) == (1, 1, 1, 1)
    assert [row["width"] for row in rows_of(out)] == ["77", "13", "14", "13"]
    assert detector.seen == 5
    assert run(photos, out, quick).changed == 0


def test_a_photo_is_the_same_however_its_folder_is_named(
    quick: Analyzer, detector: CountingDetector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = make_photos(tmp_path / "photos", range(3))
    run(photos, tmp_path / "out.csv", quick)
    monkeypatch.chdir(tmp_path)
    again = run_batch([Path("photos"), Path("photos/1.png")], Outputs(csv=Path("out.csv")), lambda: quick, threads=2)
    assert (again.total, again.kept, detector.seen) == (3, 3, 3)


def test_readers_see_whole_rows_while_it_works(quick: Analyzer, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    seen: list[int] = []

    def look(now: BatchProgress) -> None:
        assert out.read_bytes().endswith(b"\r\n")
        seen.append(len(rows_of(out)) - now.done)

    run(make_photos(tmp_path / "photos", range(20)), out, quick, progress=look)
    assert set(seen) == {0}


def test_no_more_answers_wait_than_the_queue_holds(
    quick: Analyzer, detector: CountingDetector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_AHEAD_A_THREAD", 2)
    first_may_end = threading.Event()
    detector.meanwhile = lambda rgb: first_may_end.wait(10) and None if rgb.shape[1] == 12 else None
    begun: list[int] = []

    def progress(now: BatchProgress) -> None:
        if now.done == 0:
            begun.append(detector.seen)
            if len(begun) > 1 and begun[-1] == begun[-2]:
                first_may_end.set()

    run(make_photos(tmp_path / "photos", range(40)), tmp_path / "out.csv", quick, progress=progress)
    assert begun[-1] == 6  # three threads, two ahead for each


def test_a_pause_begins_no_photo_and_then_it_goes_on(
    quick: Analyzer, detector: CountingDetector, tmp_path: Path
) -> None:
    paused, states, begun = False, [], []

    def progress(now: BatchProgress) -> None:
        nonlocal paused
        states.append(now.state)
        if now.done == 5 and "paused" not in states:
            paused = True
        elif now.state == "paused" and now.newest is None:
            begun.append(detector.seen)
            paused = len(begun) < 3

    end = run_batch(
        [make_photos(tmp_path / "photos", range(60))],
        Outputs(csv=tmp_path / "out.csv"),
        lambda: quick,
        threads=2,
        progress=progress,
        should_pause=lambda: paused,
    )
    assert begun[0] == begun[1] == begun[2] < 60
    assert (end.reason, end.done) == ("finished", 60)
    assert states[-1] == "working"


def test_progress_counts_up_to_the_end_and_knows_the_time_left(quick: Analyzer, tmp_path: Path) -> None:
    told: list[BatchProgress] = []
    run(make_photos(tmp_path / "photos", range(10)), tmp_path / "out.csv", quick, progress=told.append)
    counted = [now.done for now in told if now.newest is not None]
    assert counted == list(range(1, 11))
    assert told[-1].left_s == 0.0


def test_the_summary_has_shares_with_intervals(analyzer: Analyzer, portrait_path: Path, tmp_path: Path) -> None:
    photos = make_photos(tmp_path / "photos", ["empty"])
    for number in range(3):
        shutil.copy(portrait_path, photos / f"{number}.png")
    (photos / "bad.png").touch()
    out = tmp_path / "out.csv"
    run(photos, out, analyzer)
    with Collection.of_table(out) as collection:
        summary = collection.summary()
    assert (summary.photos, summary.faces, summary.no_face.count, summary.failed.count) == (5, 3, 1, 1)
    (answer,) = (share for share in summary.groups["gender"].values() if share.count)
    assert (answer.count, answer.share) == (3, 1.0)
    assert 0.4 < answer.low < 0.5
    assert answer.high == 1.0
    assert sum(share.count for share in summary.groups["ethnicity"].values()) == 3
    assert UNCERTAIN in summary.groups["ethnicity"]


def test_json_lines_and_parquet_hold_the_same_rows(quick: Analyzer, tmp_path: Path) -> None:
    from pyarrow.parquet import read_table

    photos = make_photos(tmp_path / "photos", range(3))
    (photos / "bad.png").touch()
    outputs = Outputs(*(tmp_path / f"out.{kind}" for kind in ("csv", "jsonl", "parquet")))
    run_batch([photos], outputs, lambda: quick, threads=2)
    about, *lines = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    table = read_table(tmp_path / "out.parquet")
    assert about["model"].startswith("report-cnn")
    assert table.schema.metadata[b"model_sha256"].decode() == about["model_sha256"]
    assert table.to_pylist() == lines
    assert [(row["face"], row["gender_uncertain"] is None) for row in lines] == [(0, False)] * 3 + [(None, True)]
    assert [row["path"] for row in rows_of(tmp_path / "out.csv")] == [row["path"] for row in lines]
