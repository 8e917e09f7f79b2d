"""Whatever goes wrong during a batch is said plainly and costs no answer."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_tools import CountingDetector, make_photos, names_of, rows_of, run, without_times

from core.analysis import Analyzer
from core.collection.batch import run_batch
from core.collection.journal import collection_path, journal_path
from core.collection.progress import BatchProgress
from core.collection.tables import Outputs
from core.collection.view import Collection
from core.errors import ExportError, ImageError
from core.model.bundle import ModelBundle
from core.model.classifier import Classifier
from core.vision.imaging import RGB

resource = pytest.importorskip("resource", reason="limits a file's size, as a full disk does")


@pytest.fixture
def detector() -> CountingDetector:
    return CountingDetector()


@pytest.fixture
def quick(detector: CountingDetector, analyzer: Analyzer) -> Analyzer:
    return Analyzer(detector, analyzer.classifier)


@contextlib.contextmanager
def file_size_limited(size_bytes: int) -> Iterator[None]:
    """No file can grow beyond it, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def make_journal(out: Path) -> Path:
    """Replace the collection of a table by the journal an earlier version would have left."""
    journal = journal_path(out)
    with Collection.of_table(out) as collection:
        lines = [{"facet_journal": 1, **collection.asked}]
        lines += [{"key": key, "code": None, "record": record} for key, record in collection.records()]
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines))
    collection_path(out).unlink()
    return journal


@pytest.mark.parametrize("tail", [b'{"key": "/x/9.png", "rec', b"\x00\x00\x00\n", b'{"key": 1}\n'])
def test_what_a_cut_off_write_left_is_dropped(tail: bytes, quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(5)), tmp_path / "out.csv"
    run(photos, out, quick)
    whole = without_times(out)
    journal = make_journal(out)
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]) + tail)
    out.write_bytes(out.read_bytes()[:-40])
    with Collection.of_table(out) as collection:
        assert len(list(collection.records())) == 4
    assert run(photos, out, quick).kept == 4
    assert without_times(out) == whole
    assert not journal.exists()


@pytest.mark.parametrize("part", ["about", "thresholds"])
def test_a_journal_that_does_not_say_what_was_asked_is_refused(part: str, quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(2)), tmp_path / "out.csv"
    run(photos, out, quick)
    journal = make_journal(out)
    header, *lines = journal.read_bytes().splitlines(keepends=True)
    asked = {key: value for key, value in json.loads(header).items() if key != part}
    journal.write_bytes(b"".join([json.dumps(asked).encode() + b"\n", *lines]))
    with pytest.raises(ExportError) as error:
        run(photos, out, quick)
    assert error.value.code == "batch.journal"


def test_a_line_that_holds_no_answer_is_passed_over(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(3)), tmp_path / "out.csv"
    run(photos, out, quick)
    journal = make_journal(out)
    lines = journal.read_bytes().splitlines(keepends=True)
    damaged = json.loads(lines[2])
    del damaged["record"]["faces"]
    journal.write_bytes(b"".join([*lines[:2], json.dumps(damaged).encode() + b"\n", *lines[3:]]))
    assert run(photos, out, quick).kept == 2
    assert names_of(out) == ["0", "1", "2"]


def test_a_photo_the_disk_did_not_give_is_asked_again(
    quick: Analyzer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos, out = make_photos(tmp_path / "photos", range(3)), tmp_path / "out.csv"
    with monkeypatch.context() as broken:
        read_bytes = Path.read_bytes

        def no_second(path: Path) -> bytes:
            if path.name == "1.png":
                raise OSError(5, "Input/output error")
            return read_bytes(path)

        broken.setattr(Path, "read_bytes", no_second)
        assert run(photos, out, quick).failed == 1
    end = run(photos, out, quick)
    assert (end.failed, end.kept) == (0, 2)
    assert names_of(out) == ["0", "1", "2"]


def test_another_model_or_other_thresholds_are_refused(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(3)), tmp_path / "out.csv"
    run(photos, out, quick)
    before = out.read_bytes()
    bundle = quick.classifier.bundle
    gender = bundle.manifest.heads["gender"].model_copy(update={"threshold": 0.999})
    changes = {
        "batch.other_model": {"files": {**bundle.manifest.files, "model.tflite": "0" * 64}},
        "batch.other_thresholds": {"heads": {**bundle.manifest.heads, "gender": gender}},
    }
    for code, change in changes.items():
        manifest = bundle.manifest.model_copy(update=change)
        other = Classifier(ModelBundle(bundle.path, manifest, bundle.network))
        with pytest.raises(ExportError) as caught:
            run(photos, out, Analyzer(quick.detector, other))
        assert caught.value.code == code
    assert out.read_bytes() == before


def test_another_detector_is_refused(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(3)), tmp_path / "out.csv"
    with_tiles, without = (
        Analyzer(quick.detector, quick.classifier, detector_name=name) for name in ("with tiles", "without tiles")
    )
    run(photos, out, with_tiles)
    assert "# detector: with tiles" in out.read_text("utf-8").splitlines()
    before = out.read_bytes()
    with pytest.raises(ExportError) as caught:
        run(photos, out, without)
    assert caught.value.code == "batch.other_detector"
    assert out.read_bytes() == before


def test_a_journal_of_before_detectors_were_noted_goes_on(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(3)), tmp_path / "out.csv"
    run(photos, out, quick)
    journal = make_journal(out)
    header, *lines = journal.read_bytes().splitlines(keepends=True)
    asked = json.loads(header)
    del asked["about"]["detector"]
    journal.write_bytes(b"".join([json.dumps(asked).encode() + b"\n", *lines]))
    again = Analyzer(quick.detector, quick.classifier, detector_name="with tiles")
    assert run(photos, out, again).kept == 3


def test_a_table_that_is_no_batch_is_not_overwritten(quick: Analyzer, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("precious")
    with pytest.raises(ExportError) as caught:
        run(make_photos(tmp_path / "photos", range(2)), out, quick)
    assert caught.value.code == "batch.exists"
    assert out.read_text() == "precious"


def test_two_at_once_cannot_write_one_table(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(3)), tmp_path / "out.csv"
    codes: list[str] = []

    def second(now: BatchProgress) -> None:
        if not codes:
            with pytest.raises(ExportError) as caught:
                run(photos, out, quick)
            codes.append(caught.value.code)

    assert run(photos, out, quick, progress=second).reason == "finished"
    assert codes == ["batch.locked"]


def test_a_folder_that_vanishes_stops_it_and_costs_nothing(
    quick: Analyzer, detector: CountingDetector, tmp_path: Path
) -> None:
    photos, out = make_photos(tmp_path / "photos", range(300)), tmp_path / "out.csv"

    def unplug(now: BatchProgress) -> None:
        if now.done == 10 and photos.is_dir():  # told of again while a photo takes long
            photos.rename(tmp_path / "elsewhere")

    with pytest.raises(ImageError) as caught:
        run(photos, out, quick, progress=unplug)
    assert caught.value.code == "batch.folder_gone"
    kept = rows_of(out)
    assert 10 <= len(kept) < 300
    assert not any(row["error"] for row in kept)
    (tmp_path / "elsewhere").rename(photos)
    assert run(photos, out, quick).done == 300


def test_a_full_disk_stops_it_with_whole_rows_and_it_goes_on(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(60)), tmp_path / "out.csv"
    with file_size_limited(300_000), pytest.raises(ExportError) as caught:
        run(photos, out, quick)
    assert caught.value.code == "batch.write"
    assert out.read_bytes().endswith(b"\r\n")
    end = run(photos, out, quick)
    assert (end.done, end.kept > 0) == (60, True)
    assert names_of(out) == [str(number) for number in range(60)]


def test_a_disk_that_is_full_from_the_start_leaves_no_lock_behind(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(3)), tmp_path / "out.csv"
    for limit in (0, 1):
        with file_size_limited(limit), pytest.raises(ExportError) as caught:
            run(photos, out, quick)
        assert caught.value.code == "batch.write"
    assert run(photos, out, quick).done == 3


def test_a_table_that_is_replaced_meanwhile_has_every_row_in_the_end(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(60)), tmp_path / "out.csv"
    outputs = Outputs(csv=out, jsonl=tmp_path / "out.jsonl")

    def replace(now: BatchProgress) -> None:
        if now.done == 10:
            for path in outputs.paths:
                beside = path.with_suffix(".saved")
                beside.write_bytes(path.read_bytes())
                beside.replace(path)

    assert run_batch([photos], outputs, lambda: quick, threads=3, progress=replace).done == 60
    assert names_of(out) == [str(number) for number in range(60)]
    assert len(outputs.paths[1].read_text("utf-8").splitlines()) == 61


def test_what_took_the_place_of_a_table_and_is_none_is_not_overwritten(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(60)), tmp_path / "out.csv"

    def replace(now: BatchProgress) -> None:
        if now.done == 10:
            beside = tmp_path / "precious"
            beside.write_text("precious")
            beside.replace(out)

    for progress in (replace, lambda now: None):
        with pytest.raises(ExportError) as caught:
            run(photos, out, quick, progress=progress)
        assert caught.value.code == "batch.exists"
    assert out.read_text() == "precious"
    out.unlink()
    assert run(photos, out, quick).kept == 60
    assert len(rows_of(out)) == 60


def test_a_collection_that_is_replaced_stops_it_and_it_goes_on(quick: Analyzer, tmp_path: Path) -> None:
    photos, out = make_photos(tmp_path / "photos", range(300)), tmp_path / "out.csv"

    def replace(now: BatchProgress) -> None:
        if now.done == 10:
            beside = tmp_path / "saved"
            beside.write_bytes(collection_path(out).read_bytes())
            beside.replace(collection_path(out))

    with pytest.raises(ExportError, match="it was deleted") as caught:
        run(photos, out, quick, progress=replace)
    assert caught.value.code == "batch.write"
    assert run(photos, out, quick).kept >= 10
    assert len(rows_of(out)) == 300


def test_names_of_any_bytes_and_of_255(quick: Analyzer, tmp_path: Path) -> None:
    photos = make_photos(tmp_path / "photos", ["a"])
    odd = os.fsencode(photos) + b"/\xe9t\xe9.png"
    try:
        shutil.copy(photos / "a.png", os.fsdecode(odd))
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    out = tmp_path / ("ә" * 125 + "a.csv")
    assert run(photos, out, quick).failed == 0
    assert run(photos, out, quick).kept == 2
    assert [row["path"].rpartition("/")[2] for row in rows_of(out)] == ["a.png", "\ufffdt\ufffd.png"]


def test_an_error_nobody_thought_of_ends_one_photo_only(
    quick: Analyzer, detector: CountingDetector, tmp_path: Path
) -> None:
    def break_at_the_second(rgb: RGB) -> None:
        if rgb.shape[1] == 13:
            raise RuntimeError("odd")

    detector.meanwhile = break_at_the_second
    end = run(make_photos(tmp_path / "photos", range(4)), tmp_path / "out.csv", quick)
    assert (end.reason, end.done, end.failed) == ("finished", 4, 1)
    assert "RuntimeError: odd" in rows_of(tmp_path / "out.csv")[1]["error"]


def test_a_thread_that_ends_does_not_hold_up_the_batch(
    quick: Analyzer, detector: CountingDetector, tmp_path: Path
) -> None:
    def panic(rgb: RGB) -> None:
        raise SystemExit("panic")

    detector.meanwhile = panic
    with pytest.raises(RuntimeError, match="panic"):
        run(make_photos(tmp_path / "photos", range(4)), tmp_path / "out.csv", quick)


def test_an_output_folder_that_is_deleted_stops_it_and_says_so(quick: Analyzer, tmp_path: Path) -> None:
    photos, into = make_photos(tmp_path / "photos", range(300)), tmp_path / "into"
    into.mkdir()

    def delete(now: BatchProgress) -> None:
        if now.done == 10 and into.exists():
            shutil.rmtree(into)

    with pytest.raises(ExportError, match="it was deleted") as caught:
        run(photos, into / "out.csv", quick, progress=delete)
    assert caught.value.code == "batch.write"
    into.mkdir()
    assert run(photos, into / "out.csv", quick).done == 300


def test_a_read_only_folder_is_said_and_nothing_is_left_in_it(
    quick: Analyzer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos, into = make_photos(tmp_path / "photos", range(3)), tmp_path / "into"
    into.mkdir(mode=0o555)
    if os.access(into, os.W_OK):  # the superuser may write everywhere: refuse at the system's edge instead
        really_open = os.open

        def refuse(path: str, flags: int, *rest: int) -> int:
            if Path(path).parent == into and flags & os.O_CREAT:
                raise PermissionError(13, "Permission denied")
            return really_open(path, flags, *rest)

        monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ExportError, match="Permission denied") as caught:
        run(photos, into / "out.csv", quick)
    assert caught.value.code == "batch.write"
    assert list(into.iterdir()) == []


def test_a_photo_whose_name_has_255_bytes_of_kazakh_is_answered(quick: Analyzer, tmp_path: Path) -> None:
    name = "Ұлы дала " + "ғ" * 117 + "a"
    photos = make_photos(tmp_path / "photos", [name])
    assert len(f"{name}.png".encode()) == 255
    out = tmp_path / f"{name}.csv"
    assert run(photos, out, quick).failed == 0
    assert names_of(out) == [name]
    assert run(photos, out, quick).kept == 1


def test_a_damaged_collection_is_refused_as_it_is(quick: Analyzer, tmp_path: Path) -> None:
    folder, out = make_photos(tmp_path / "photos", range(2)), tmp_path / "out.csv"
    run(folder, out, quick)
    with contextlib.closing(sqlite3.connect(collection_path(out))) as db, db:
        db.execute("UPDATE meta SET value = '{\"about\": {}}'")
    content = collection_path(out).read_bytes()
    with pytest.raises(ExportError, match="is damaged in its first line"):
        run(folder, out, quick)
    assert collection_path(out).read_bytes() == content


def test_a_damaged_record_of_an_earlier_journal_is_answered_again(quick: Analyzer, tmp_path: Path) -> None:
    folder, out = make_photos(tmp_path / "photos", range(3)), tmp_path / "out.csv"
    run(folder, out, quick)
    journal = make_journal(out)
    journal.write_text(journal.read_text().replace('"brightness"', '"brightest"', 1))
    assert run(folder, out, quick).kept == 2
    assert names_of(out) == ["0", "1", "2"]


def test_what_a_killed_batch_left_beside_its_table_is_deleted(quick: Analyzer, tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".facet-{ended.pid}-7f.new"
    left.touch()
    run(make_photos(tmp_path / "photos", range(1)), tmp_path / "out.csv", quick)
    assert not left.exists()
