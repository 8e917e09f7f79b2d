"""A plugin of pytest: tests that need a missing system library are skipped, and the summary names the packages once."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

from desktop.app.system import ALWAYS_NEEDED, CAMERA_NEEDED, missing_libraries

MISSING: Final = missing_libraries({**ALWAYS_NEEDED, **CAMERA_NEEDED})
REASON: Final = (
    f"system libraries are missing ({', '.join(MISSING)}); "
    f"on Debian and Ubuntu: sudo apt install {' '.join(MISSING.values())}"
)
_QT_FOLDERS: Final = frozenset(Path(__file__).with_name(name) for name in ("desktop", "e2e"))


def _qt_loads() -> bool:
    try:
        import PySide6.QtTest
        import PySide6.QtWidgets  # noqa: F401
    except ImportError:
        return not MISSING  # an error that no package fixes must be seen
    return True


QT_LOADS: Final = _qt_loads()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    parser.addoption(
        "--require-libraries", action="store_true", help="fail instead of skipping where system libraries are missing"
    )
    if not QT_LOADS:
        # It imports Qt in pytest_configure. By now pytest knows its options, so those in pyproject.toml stay valid.
        pluginmanager.set_blocked("pytest-qt")


def pytest_configure(config: pytest.Config) -> None:
    if MISSING and config.getoption("--require-libraries"):
        raise pytest.UsageError(REASON)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    call: pytest.CallInfo[object] = report.call  # type: ignore[attr-defined]
    if _needs_qt(collector) or needs_library(call):
        _skip(report)
        report.result = []
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if needs_library(call):
        _skip(report)
    return report


def _needs_qt(collector: pytest.Collector) -> bool:
    return not QT_LOADS and isinstance(collector, pytest.Module) and collector.path.parent in _QT_FOLDERS


def needs_library(call: pytest.CallInfo[object]) -> bool:
    """Whether this ended because an extension module could not be loaded while libraries are missing."""
    error = call.excinfo.value if MISSING and call.excinfo else None
    while error is not None:
        # The loader's words: "libpulse.so.0: cannot open shared object file".
        if isinstance(error, ImportError) and re.match(r"\S+\.so[.\d]*: ", str(error)):
            return True
        error = error.__cause__
    return False


def _skip(report: pytest.CollectReport | pytest.TestReport) -> None:
    report.outcome = "skipped"
    # The same place for all, so that the summary folds them into one line.
    report.longrepr = (__file__, None, f"Skipped: {REASON}")  # type: ignore[assignment]
