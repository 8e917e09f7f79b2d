"""The command line under other code pages, with closed streams, and with errors nobody expected."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.cli.main import main

_NEXT = "-- next --"
_ALL = f"""
import sys
from core.cli.main import main

words = sys.argv[1:]
while words:
    del words[0]
    end = words.index("{_NEXT}") if "{_NEXT}" in words else len(words)
    for stream in (sys.stdout, sys.stderr):
        print("{_NEXT}", file=stream, flush=True)
    print("ended with", main(words[:end]), flush=True)
    del words[:end]
"""
"""Runs several commands in one process, since most of the time of each goes into its start."""
_CODE_PAGES = ({"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})


@pytest.fixture
def photos(portrait_path: Path, tmp_path: Path) -> Path:
    """A folder with one photo and one damaged photo, both with names outside cp1252."""
    folder = tmp_path / "Фото 𝔘"
    folder.mkdir()
    shutil.copy(portrait_path, folder / "Портрет.png")
    (folder / "битый.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def _run(
    *arguments: str | Path,
    home: Path,
    redirect: str = "",
    program: Sequence[str] = ("-m", "core.cli"),
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *program, *map(str, arguments)]
    if redirect:
        command = ["sh", "-c", f'"$@" {redirect}', "sh", *command]
    where = os.environ | {"FACET_HOME": str(home), "COLUMNS": "200"} | environment
    return subprocess.run(command, env=where, capture_output=True, encoding="utf-8", errors="replace", check=False)


@pytest.mark.parametrize("environment", _CODE_PAGES)
def test_names_outside_the_code_page_are_escaped(photos: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    commands: tuple[tuple[list[str | Path], int], ...] = (
        (["classify", photos], 1),
        (["classify", photos, "--model", "report-cnn", "--csv", tmp_path / "a.csv"], 1),
        (["classify", tmp_path / "нет.jpg"], 1),
        (["batch", photos, "--csv", tmp_path / "таблица.csv"], 1),
        (["dataset", "inspect", photos], 3),
    )
    words = [word for command, _ in commands for word in (_NEXT, *command)]
    done = _run(*words, home=tmp_path / "home", program=["-c", _ALL], **environment)
    assert done.returncode == 0, done.stderr
    said = zip(done.stdout.split(_NEXT)[1:], done.stderr.split(_NEXT)[1:], strict=True)
    for (command, code), texts in zip(commands, said, strict=True):
        assert texts[0].rstrip().endswith(f"ended with {code}"), (command, texts)
        assert "Traceback" not in texts[1] and "Unexpected" not in texts[1], command
        if "LC_ALL" not in environment:  # there the bytes of the names are written as they are
            assert "\\u04" in "".join(texts), command


def test_json_is_utf8_in_every_code_page(photos: Path, tmp_path: Path) -> None:
    done = _run("classify", photos, "--json", home=tmp_path, PYTHONIOENCODING="cp1252")
    assert [Path(json.loads(line)["path"]).name for line in done.stdout.splitlines()] == ["битый.jpg", "Портрет.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="redirects with a POSIX shell")
@pytest.mark.parametrize("form", [["--json"], []])
def test_a_closed_standard_output_is_said(portrait_path: Path, tmp_path: Path, form: list[str]) -> None:
    done = _run("classify", portrait_path, *form, home=tmp_path, redirect=">&-")
    assert done.returncode == 3
    assert done.stderr.strip() == "The answers could not be written to standard output: it is closed."


@pytest.mark.skipif(sys.platform == "win32", reason="redirects with a POSIX shell")
def test_a_closed_standard_error_changes_no_answer(portrait_path: Path, tmp_path: Path) -> None:
    done = _run("classify", portrait_path, "--json", home=tmp_path, redirect="2>&-")
    assert done.returncode == 0
    assert json.loads(done.stdout)["error"] is None


@pytest.mark.parametrize(
    ("broken", "arguments"),
    [
        ("core.collection.batch._Batch.take", ["batch", "{photos}", "--csv", "{out}", "--threads", "2"]),
        ("core.collection.workers.answer_photo", ["batch", "{photos}", "--csv", "{out}", "--threads", "2"]),
        ("core.model.bundle.find_bundles", ["models"]),
        ("core.vision.imaging.load_ahead", ["classify", "{photos}"]),
    ],
)
def test_an_unexpected_error_ends_with_a_reason_and_a_log(
    broken: str,
    arguments: list[str],
    photos: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a fault\nin two lines")

    monkeypatch.setenv("FACET_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("core.cli.batch._leave_behind", lambda code: None)
    monkeypatch.setattr(broken, fail)
    assert main([one.format(photos=photos, out=tmp_path / "out.csv") for one in arguments]) == 4
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("Unexpected error: RuntimeError: a fault in two lines. ")
    assert "RuntimeError" in (tmp_path / "home" / "facet-cli.log").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="reads a pipe of POSIX")
def test_a_batch_whose_thread_is_at_a_slow_photo_ends_with_a_reason(photos: Path, tmp_path: Path) -> None:
    shutil.copy(photos / "Портрет.png", photos / "a.png")
    code = """if True:
        import sys, time
        import core.collection.batch as session, core.collection.workers as workers
        from core.cli.main import main
        answered = workers.answer_photo
        def slow(analyzer, photo):
            if photo.path.name != "a.png":
                time.sleep(60)
            return answered(analyzer, photo)
        def fail(self, answer):
            if answer is not None:
                raise RuntimeError("a fault")
        workers.answer_photo = slow
        session._Batch.take = fail
        sys.exit(main(["batch", sys.argv[1], "--csv", sys.argv[2], "--threads", "2"]))
    """
    environment = os.environ | {"FACET_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", code, photos, tmp_path / "out.csv"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert done.returncode == 4
    assert done.stderr.startswith("Unexpected error: RuntimeError: a fault.") and done.stderr.count("\n") == 1


def test_too_little_memory_is_said(
    portrait_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("core.vision.imaging.load_ahead", fail)
    assert main(["classify", str(portrait_path)]) == 3
    assert capfd.readouterr().err.startswith("There was not enough memory.")
