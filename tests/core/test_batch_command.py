"""`facet-cli batch`, also where it is killed."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_tools import make_photos, rows_of, run, without_times
from PIL import Image

from core.analysis import Analyzer
from core.cli.main import main

_MANY = 150


@pytest.fixture
def many(portrait_path: Path, tmp_path: Path) -> Path:
    """Photos that take a while together."""
    folder = tmp_path / "many"
    folder.mkdir()
    with Image.open(portrait_path) as portrait:
        small = portrait.crop((60, 0, 380, 320))
    for number in range(_MANY):
        small.save(folder / f"{number}.bmp")
    return folder


def interrupted(folder: Path, out: Path, *how: signal.Signals) -> tuple[int, str]:
    """The exit code and messages of a batch that got signals once some of its photos were done."""
    command = [sys.executable, "-m", "core.cli", "batch", str(folder), "--csv", str(out), "--threads", "1"]
    command += ["--model", "report-cnn"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        until = time.monotonic() + 60
        while not out.exists() or len(rows_of(out)) < 5:
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.01)
        for each in how:
            process.send_signal(each)
            time.sleep(0.02)
        _, messages = process.communicate(timeout=60)
    return process.returncode, messages


def test_killed_and_called_again_the_rows_are_those_of_an_unbroken_run(
    many: Path, analyzer: Analyzer, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    code, _ = interrupted(many, out, signal.SIGKILL)
    assert code == -signal.SIGKILL
    kept = len(rows_of(out))
    assert 5 <= kept < _MANY
    assert main(["batch", str(many), "--csv", str(out), "--model", "report-cnn"]) == 0
    run(many, tmp_path / "unbroken.csv", analyzer)
    assert without_times(out) == without_times(tmp_path / "unbroken.csv")


@pytest.mark.parametrize("times", [1, 2, 5])
def test_ctrl_c_says_how_to_go_on(times: int, many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    code, messages = interrupted(many, out, *[signal.SIGINT] * times)
    assert code in (130, -signal.SIGINT)  # for a shell the same
    assert "call the same command again" in messages
    assert "Traceback" not in messages
    assert 5 <= len(rows_of(out)) < _MANY


def test_the_command_says_what_it_found(
    portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = make_photos(tmp_path / "photos", ["none"])
    shutil.copy(portrait_path, photos)
    assert main(["batch", str(photos), "--csv", str(tmp_path / "out.csv")]) == 0
    captured = capsys.readouterr()
    assert "Female" in captured.out
    assert "2 of 2 photos done" in captured.err
    (photos / "bad.jpg").touch()
    assert main(["batch", str(photos), "--csv", str(tmp_path / "out.csv")]) == 1
    assert "bad.jpg is empty" in capsys.readouterr().err


@pytest.mark.parametrize("wanted", [[], ["--csv", "x.csv", "--jsonl", "./x.csv"]])
def test_the_command_must_say_where_to_write(wanted: list[str], tmp_path: Path) -> None:
    assert main(["batch", str(tmp_path), *wanted]) == 2


def test_what_cannot_be_begun_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos, out = make_photos(tmp_path / "photos", range(1)), tmp_path / "out.csv"
    for arguments, words in {
        (str(tmp_path / "gone"), "--csv", str(out)): "There is no folder",
        (str(photos), "--csv", str(tmp_path / "no" / "out.csv")): "there is no folder",
        (str(photos), "--csv", str(photos)): "it is a folder",
        (str(photos), "--csv", str(out), "--model", "none"): "There is no model named none",
    }.items():
        assert main(["batch", *arguments]) == 3
        assert words in capsys.readouterr().err
    assert not out.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"photos"}


def test_a_second_model_answers_the_same_faces(
    portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos, out = make_photos(tmp_path / "photos", ["none"]), tmp_path / "out.csv"
    shutil.copy(portrait_path, photos)
    command = ["batch", str(photos), "--csv", str(out), "--model", "report-cnn"]
    both = [*command, "--second-model", "facet-64"]

    assert main(command) == 0
    alone = out.read_text("utf-8")
    assert "second_gender" not in alone
    assert main([*both, "--jsonl", str(tmp_path / "out.jsonl")]) == 0
    assert "Both models agree on perceived gender for" in capsys.readouterr().out
    no_face, face = sorted(rows_of(out), key=lambda row: row["face"])
    assert face["second_gender"] and face["second_gender_differs"] in ("true", "false")
    assert no_face["second_gender"] == ""
    assert "# second_model: facet-64" in out.read_text("utf-8")
    assert '"second_gender_differs"' in (tmp_path / "out.jsonl").read_text("utf-8")

    shutil.copy(portrait_path, photos / "later.png")
    assert main(both) == 0
    assert [bool(row["second_gender"]) for row in rows_of(out)].count(True) == 2
    assert main([*command, "--second-model", "facet-150"]) == 3
    assert "started with the model facet-64" in capsys.readouterr().err
    assert main(command) == 0
    assert out.read_text("utf-8").splitlines()[:9] == alone.splitlines()[:9]
