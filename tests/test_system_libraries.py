"""A machine without the system libraries of Qt or of the camera: what needs them is skipped, and one line says why."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import system_libraries
from hidden_library import run_pytest, skips

from desktop.app.system import ALWAYS_NEEDED, CAMERA_NEEDED, X11_NEEDED, missing_libraries

ROOT = Path(__file__).resolve().parent.parent
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt brings all it needs")


@on_linux
def test_without_qt_its_tests_are_skipped_with_one_line_and_the_others_run(tmp_path: Path) -> None:
    folders = ("tests/desktop", "tests/e2e")
    done = run_pytest(tmp_path, "tests/test_readme.py", *folders, library="libEGL.so.1")
    modules = sum(len(list((ROOT / folder).glob("test_*.py"))) for folder in folders)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf"\b\d+ passed, {modules} skipped in", done.stdout.splitlines()[-1])
    (line,) = skips(done)
    assert line.startswith(f"SKIPPED [{modules}]")
    assert "libEGL.so.1" in line and "sudo apt install" in line and "libegl1" in line


@on_linux
def test_a_single_module_can_be_asked_for_where_qt_does_not_load(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "tests/desktop/test_look.py", library="libEGL.so.1")
    assert len(skips(done)) == 1
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED


@on_linux
def test_they_can_be_required(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "--require-libraries", "tests/test_readme.py", library="libpulse.so.0")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "libpulse0" in done.stderr
    assert "PYTEST_ADDOPTS=--require-libraries" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "missing", "skipped"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", True, True),
        ("libEGL.so.1: cannot open shared object file: No such file or directory", False, False),
        ("cannot import name 'resize' from 'cv2' (cv2/cv2.abi3.so)", True, False),
    ],
)
def test_only_a_missing_library_is_a_reason_to_skip(
    monkeypatch: pytest.MonkeyPatch, text: str, missing: bool, skipped: bool
) -> None:
    def collect() -> None:
        try:
            raise ImportError(text)
        except ImportError as e:
            raise pytest.Collector.CollectError(text) from e

    monkeypatch.setattr(system_libraries, "MISSING", {"libEGL.so.1": "libegl1"} if missing else {})
    assert system_libraries.needs_library(pytest.CallInfo.from_call(collect, "collect")) is skipped


def named_packages(file: str, pattern: str) -> set[str]:
    found = re.search(pattern, (ROOT / file).read_text("utf-8"), re.DOTALL)
    assert found is not None
    return {word for word in shlex.split(found[1].replace("\\\n", " "), comments=True) if word.startswith("lib")}


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("README.md", r"sudo apt install (.*?)\n```"),
        (".ci/run", r"\npackages=\((.*?)\n\)"),
        (".github/workflows/installers.yml", r"--no-install-recommends (.*?)\n\n"),
    ],
)
def test_every_list_of_packages_is_the_programs_own(file: str, pattern: str) -> None:
    needed = {**ALWAYS_NEEDED, **X11_NEEDED, **CAMERA_NEEDED}
    assert named_packages(file, pattern) == set(needed.values())


def test_elsewhere_than_on_linux_none_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> object:
        raise OSError(name)

    monkeypatch.setattr(sys, "platform", "win32")
    assert missing_libraries(ALWAYS_NEEDED, load) == {}
    monkeypatch.setattr(sys, "platform", "linux")
    assert missing_libraries(CAMERA_NEEDED, load) == dict(CAMERA_NEEDED)


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
@pytest.mark.parametrize("loads", [True, False])
def test_where_opencv_does_not_load_its_build_without_windows_is_installed(tmp_path: Path, loads: bool) -> None:
    environment, log = tmp_path / "venv", tmp_path / "log"
    program = f"""#!/bin/sh
case "$*" in
    *"import cv2"*) exit {0 if loads else 1} ;;
    *importlib.metadata*) echo 5.0.1 ;;
    *) echo "$*" >>{shlex.quote(str(log))} ;;
esac
"""
    for file in (environment / "bin" / "python", tmp_path / "tools" / "uv"):
        file.parent.mkdir(parents=True)
        file.write_text(program if file.name == "python" else "#!/bin/sh\nexit 1\n")
        file.chmod(0o755)
    path = f"{tmp_path / 'tools'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "tools/make_venv.sh", str(environment)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PATH": path},
    )
    installed = "--no-deps --force-reinstall opencv-python-headless==5.0.1" in log.read_text()
    assert installed is not loads
    assert ("libgl1 and libglib2.0-0" in done.stderr) is not loads
