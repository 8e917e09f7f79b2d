"""What Facet keeps for itself is closed to others, and what killed programs left is deleted."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from core.cli.main import main
from core.corrections import Corrections
from core.files import RunLock, replace_file
from core.tidy import own_temporary_folder, sweep, tidy_user_data

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FACET_HOME", str(tmp_path / "home" / "facet"))
    return tmp_path / "home" / "facet"


@pytest.fixture
def ended() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def _modes(folder: Path) -> set[tuple[str, int]]:
    return {
        ("folder" if path.is_dir() else "file", stat.S_IMODE(path.stat().st_mode))
        for path in (folder, *folder.rglob("*"))
    }


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_what_is_kept_is_private_and_what_is_saved_follows_the_umask(
    home: Path, tmp_path: Path, portrait_path: Path, umask: int
) -> None:
    before = os.umask(umask)
    try:
        Corrections(home / "corrections").note(np.zeros((8, 8, 3), np.uint8), {"gender": "Female"})
        replace_file(home / "window.txt", b"")
        with RunLock(home / "lock"):
            pass
        assert main(["classify", str(portrait_path), "--csv", str(tmp_path / "saved.csv")]) == 0
    finally:
        os.umask(before)
    assert _modes(home) == {("folder", 0o700), ("file", 0o600)}
    assert stat.S_IMODE((tmp_path / "saved.csv").stat().st_mode) == 0o666 & ~umask


@posix
def test_what_is_there_already_is_closed_to_others(home: Path) -> None:
    (home / "open").mkdir(parents=True, mode=0o755)
    (home / "open" / "photos.json").write_text("{}")
    (home / "elsewhere").symlink_to(home.parent)
    (home / "notes").mkdir(mode=0o755)
    home.chmod(0o755)
    tidy_user_data()
    (home / "elsewhere").unlink()
    assert stat.S_IMODE((home / "notes").stat().st_mode) == 0o755  # not Facet's
    (home / "notes").rmdir()
    assert _modes(home) == {("folder", 0o700), ("file", 0o600)}
    assert stat.S_IMODE(home.parent.stat().st_mode) != 0o700


@posix
def test_leftovers_of_ended_programs_are_deleted_and_no_others(home: Path, ended: int) -> None:
    old = time.time() - 1_000_000
    models = home / "models"
    for name in (f".facet-{ended}-7f.new", f".facet-{os.getpid()}-7f.new", "photo.new", ".new-abc", ".new-old"):
        (models / name / "bundle").mkdir(parents=True)
    os.utime(models / ".new-old", (old, old))
    (home / f".facet-{ended}.new").touch()
    tidy_user_data()
    assert {path.name for path in models.iterdir()} == {f".facet-{os.getpid()}-7f.new", "photo.new", ".new-abc"}
    assert [path.name for path in home.iterdir()] == ["models"]


@posix
def test_temporary_files_of_a_killed_program_are_swept(tmp_path: Path) -> None:
    code = """if True:
        import os, signal, sys, tempfile
        tempfile.tempdir = sys.argv[1]
        from core.tidy import own_temporary_folder
        with own_temporary_folder():
            tempfile.mkstemp(prefix="__autograph_generated_file", suffix=".py")
            os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", code, tmp_path], check=False)
    (left,) = tmp_path.iterdir()
    assert list(left.glob("__autograph*"))
    sweep(tmp_path)
    assert not left.exists()


def test_a_temporary_folder_is_deleted_at_the_end() -> None:
    before = tempfile.gettempdir()
    with own_temporary_folder():
        inside = Path(tempfile.gettempdir())
        assert str(inside) != before and inside.is_dir()
    assert tempfile.gettempdir() == before and not inside.exists()
