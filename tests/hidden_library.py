"""Runs pytest as on a machine where one library of the system is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run_pytest(hidden: Path, *arguments: str, library: str) -> subprocess.CompletedProcess[str]:
    """Run pytest where `library` does not load: the loader finds an empty file first."""
    (hidden / library).touch()
    env = {name: value for name, value in os.environ.items() if name not in ("PYTEST_ADDOPTS", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=ROOT,
        env={**env, "LD_LIBRARY_PATH": str(hidden)},
    )


def skips(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stdout.splitlines() if line.startswith("SKIPPED")]
