"""Files and folders as they are on real disks: closed, gone, a pipe, a link, the input itself, with odd names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made_data import row, write_csv, write_pictures

from core.cli.main import main
from core.datasets.open import open_dataset
from core.errors import DataError
from core.files import replace_file
from core.litert import Network
from core.vision.imaging import find_images

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions and no such pipes")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has a full device")


@pytest.fixture
def close(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Takes a folder from this user; from a superuser at the system's edge, for no permission holds there."""

    def closing(folder: Path) -> None:
        folder.chmod(0)
        if not os.access(folder, os.R_OK):
            return
        real = os.scandir

        def refuse(path: Any = ".") -> Any:
            if Path(path) == folder:
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, "scandir", refuse)
        real_access = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder and real_access(path, mode))

    return closing


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "photos" / "closed"
    folder.mkdir(parents=True)
    yield folder
    folder.chmod(0o700)


@posix
def test_a_folder_that_may_not_be_looked_into_is_said(
    closed: Path, close: Callable[[Path], None], portrait_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(portrait_path, closed.parent / "open.png")
    close(closed)
    assert find_images(closed.parent) == [closed, closed.parent / "open.png"]
    assert main(["classify", str(closed.parent)]) == 1
    captured = capsys.readouterr()
    assert "permission to open the folder" in captured.err
    assert "Female" in captured.out


@posix
def test_data_of_which_a_folder_is_closed_are_refused(closed: Path, close: Callable[[Path], None]) -> None:
    write_pictures(closed.parent, ["Male/1.png", "Female/2.png"])
    close(closed)
    with pytest.raises(DataError, match=r"closed: Permission denied"):
        open_dataset(closed.parent)


@posix
def test_where_nobody_may_look_there_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "locked" / "inside.jpg"
    real = os.stat

    def refuse(path: Any, *more: Any, **others: Any) -> os.stat_result:
        if "locked" in os.fsdecode(path if isinstance(path, str | bytes) else os.fspath(path)):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *more, **others)

    monkeypatch.setattr(os, "stat", refuse)
    assert main(["classify", str(inside)]) == 1
    assert main(["classify", "x.jpg", "--model", str(inside)]) == 3
    assert main(["batch", str(inside), "--csv", str(tmp_path / "o.csv")]) in (1, 3)
    assert main(["batch", str(tmp_path), "--csv", str(inside.with_name("o.csv"))]) == 3


@posix
def test_a_link_that_leads_nowhere_is_a_picture_that_cannot_be_read(tmp_path: Path) -> None:
    write_pictures(tmp_path / "data", ["Male/1.png", "Female/2.png"])
    (tmp_path / "data" / "Male" / "gone.jpg").symlink_to("nowhere")
    assert len(open_dataset(tmp_path / "data")) == 3


@posix
def test_a_pipe_among_photos_does_not_keep_them_waiting(
    tmp_path: Path, portrait_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    shutil.copy(portrait_path, tmp_path / "photo.png")
    assert main(["classify", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert "it is a pipe or a device" in captured.err
    assert "Female" in captured.out


@posix
def test_what_is_written_goes_through_links_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "real" / "table.csv")
    replace_file(link, b"one")
    assert link.is_symlink()
    assert (tmp_path / "real" / "table.csv").read_bytes() == b"one"

    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    replace_file(pipe, b"two")
    reader.join()
    assert got == [b"two"]


def test_what_is_read_is_not_written_over(
    tmp_path: Path, portrait_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = Path(shutil.copy(portrait_path, tmp_path / "photo.png"))
    data = write_csv(tmp_path / "faces.csv", [row(at, age=30, ethnicity=at % 5, gender=at % 2) for at in range(20)])
    before = photo.read_bytes(), data.read_bytes()
    for command in (
        ["explain", photo, "--out", photo],
        ["classify", photo, "--csv", tmp_path / "other.jpg"],
        ["dataset", "audit", data, "--csv", data.parent / "." / "faces.csv"],
        ["evaluate", "report-cnn", data, "--html", data],
    ):
        assert main([str(part) for part in command]) == 2
        assert capsys.readouterr().err
    assert (photo.read_bytes(), data.read_bytes()) == before


@linux
@pytest.mark.parametrize("command", [["classify", "PHOTO", "--json"], ["classify", "PHOTO"], ["models"]])
def test_a_full_standard_output_is_said(command: list[str], portrait_path: Path) -> None:
    arguments = [str(portrait_path) if part == "PHOTO" else part for part in command]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "core.cli", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 3
    assert (
        done.stderr
        == "The answers could not be written to standard output: no space is left; make room, or write elsewhere.\n"
    )


def test_a_name_cannot_steer_the_terminal(
    tmp_path: Path, portrait_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(portrait_path, tmp_path / "a\x1b[2Jb.png")
    (tmp_path / "c\x1b[2Jd.png").touch()
    assert main(["classify", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "c\ufffd[2Jd.png is empty" in captured.err


def test_a_model_whose_version_looks_like_markup_is_listed(
    report_cnn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    shutil.copytree(report_cnn, tmp_path / "models" / "odd")
    manifest = tmp_path / "models" / "odd" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"version": "1.0"', '"version": "[/nope]"'), "utf-8")
    monkeypatch.setenv("FACET_HOME", str(tmp_path))
    main(["models"])
    assert "[/nope]" in capsys.readouterr().out


def test_what_others_say_while_networks_load_is_heard(report_cnn: Path) -> None:
    """In a process of its own, for LiteRT speaks once a process."""
    code = """
import os, sys, threading
from core.litert import Network
content = open(sys.argv[1], "rb").read()
loading = [threading.Thread(target=Network, args=(content,), kwargs={"threads": 1}) for _ in range(8)]
for thread in loading:
    thread.start()
for number in range(50):
    os.write(2, b"said\\n")
for thread in loading:
    thread.join()
os.write(2, b"end\\n")
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(report_cnn / "model.tflite")], capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines().count("said") == 50
    assert set(done.stderr.splitlines()) == {"said", "end"}


def test_a_network_that_is_none_leaves_standard_error_as_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="model"):
        Network(b"nothing", threads=1)
    os.write(2, b"heard\n")
    assert "heard" in capfd.readouterr().err
