"""What all tests share: no real screen unless asked for, and no file of the user's touched."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

import pytest

with contextlib.suppress(ImportError):
    import cv2  # noqa: F401  so that what it does to Qt's variables is undone below, before Qt starts

pytest_plugins = ["system_libraries"]
ROOT = Path(__file__).resolve().parent.parent
_LONG = frozenset({"e2e", "test_notebooks.py", "test_shared_search.py", "test_resume.py"})
"""Folders and files whose tests take longest."""
PATIENCE_MS = 120_000
"""How long a test waits for the window: a slow or busy machine must not break it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--headed", action="store_true", help="show the windows on the real screen")
    parser.addoption("--screen", default="1280x720", help="the screen without --headed; @2 behind it means 200 %%")
    parser.addoption("--pictures", help="a folder for a picture of every window")


def pytest_configure(config: pytest.Config) -> None:
    # opencv-python's Linux wheel points both at a Qt 5 of its own.
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    os.environ.pop("QT_QPA_FONTDIR", None)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if not config.getoption("--headed"):
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screen(config)}"
    from system_libraries import QT_LOADS

    if QT_LOADS:
        from pytestqt.qtbot import QtBot

        for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitActive):
            wait.__kwdefaults__["timeout"] = PATIENCE_MS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What takes longest begins first, so that no worker is left alone with it at the end.
    items.sort(key=lambda item: not _LONG.intersection((item.path.parent.name, item.path.name)))


def _screen(config: pytest.Config) -> Path:
    """Qt's description of a screen that is not there. The usual one is the smallest that Facet is made for."""
    size, _, scale = config.getoption("--screen").partition("@")
    width, height = map(int, size.split("x"))
    os.environ["QT_SCALE_FACTOR"] = scale or "1"
    screen = {"name": size, "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump({"screens": [screen]}, file)
    path = Path(file.name)
    config.add_cleanup(path.unlink)
    return path


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings and data of the program lie in a fresh folder, in this process and in those it starts."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FACET_HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(scope="session")
def portrait_path() -> Path:
    """The sample picture: 512 x 512 pixels, one face."""
    return ROOT / "resources" / "sample" / "astronaut.png"


@pytest.fixture(scope="session")
def glasses_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle that answers one attribute, which does not ship."""
    from made_bundle import GLASSES, make_bundle

    return make_bundle(tmp_path_factory.mktemp("models") / "glasses", [GLASSES])


@pytest.fixture(scope="session")
def gender_and_age_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle that answers an attribute that ships, and one that does not and is always uncertain."""
    from made_bundle import AGE_BAND, make_bundle

    from core.schema import GENDER

    return make_bundle(tmp_path_factory.mktemp("models") / "gender-age", [GENDER, AGE_BAND], unsure=["age_band"])
