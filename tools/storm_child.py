"""What the storms of `tools.storm` make, and the child process that opens it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from core.places import resource as shipped_file

_LIMIT_S: Final = {"picture": 10.0, "bundle": 60.0, "kept": 10.0}
_LIMIT_MB: Final = 1024
_SPACE: Final = 6 << 30
"""Address space of a child: what takes more than this would endanger the machine."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a storm and its fault, if any."""

    number: int
    fault: str | None
    seconds: float
    peak_mb: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Case:
        return cls(held["number"], held["fault"], held["seconds"], held["peak_mb"])


class Child:
    """A process that opens one file after the other; it is made anew when it crashed or was too slow."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._kind, self._folder = kind, folder
        self._process: subprocess.Popen[str] | None = None

    def ask(self, path: Path) -> tuple[str | None, float, float]:
        """Have `path` opened; return the fault, the seconds it took and the most memory in MB."""
        process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None
        start = time.monotonic()
        timer = threading.Timer(_LIMIT_S[self._kind], process.kill)
        timer.start()
        try:
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            timer.cancel()
        seconds = time.monotonic() - start
        if not answer:
            self.close()
            hung = seconds >= _LIMIT_S[self._kind]
            return ("it took too long" if hung else f"the process crashed ({process.returncode})"), seconds, 0
        held = json.loads(answer)
        fault = held["fault"]
        if held["peak_mb"] > _LIMIT_MB:
            fault = fault or f"{held['peak_mb']:.0f} MB of memory"
            self.close()
        return fault, seconds, held["peak_mb"]

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        home = self._folder / "home"
        home.mkdir(exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.storm_child", self._kind],
            env=os.environ | {"FACET_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parent.parent,
        )
        return self._process


def mutate(content: bytes, rng: random.Random) -> bytes:
    """Damage `content` in one of the ways files are damaged, or in a few of them."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        at = rng.randrange(len(data) + 1) if rng.random() < 0.5 else rng.randrange(min(len(data), 200) + 1)
        kind = rng.randrange(7)
        if kind == 0:
            del data[at:]
        elif kind == 1:
            data[at : at + 1] = bytes([rng.randrange(256)])
        elif kind == 2:
            data[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"))
        elif kind == 3:
            data[at : at + rng.randrange(1, 64)] = b""
        elif kind == 4:
            data[at:at] = rng.randbytes(rng.randrange(1, 64))
        elif kind == 5:
            data[at:at] = bytes(data[: rng.randrange(len(data) + 1)])[:100_000]
        else:
            data[at:at] = rng.choice((b"[" * 5000, b'{"a":' * 3000, b"NaN", b"1e999", b"null", b"\\ud800", b"-1", b'"'))
    return bytes(data)


@cache
def picture_bases() -> dict[str, bytes]:
    """A small picture by suffix, in every format that Pillow can write here."""
    from PIL import Image

    made = {}
    with Image.open(shipped_file("sample/astronaut.png")) as whole:
        image = whole.convert("RGB").resize((96, 96))
    kinds = (("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP"), ("tif", "TIFF"), ("bmp", "BMP"), ("gif", "GIF"))
    for suffix, kind in (*kinds, ("avif", "AVIF")):
        content = BytesIO()
        with contextlib.suppress(KeyError, OSError):
            image.save(content, kind)
            made[suffix] = content.getvalue()
    return made


def damaged_archive(archive: Path, rng: random.Random) -> bytes:
    """A model's archive with one file damaged, half of the time with its hash put right."""
    with zipfile.ZipFile(archive) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    name = rng.choice(sorted(files))
    files[name] = mutate(files[name], rng)
    if name != "manifest.json" and rng.random() < 0.5:
        manifest = json.loads(files["manifest.json"])
        manifest["files"][name] = hashlib.sha256(files[name]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    return made.getvalue()


@cache
def kept_files() -> tuple[tuple[str, bytes], ...]:
    """Files that Facet keeps, by the name under which it reads them."""
    from core.training.recipe import Recipe

    window = "[purpose]\nconfirmed=1\n[settings]\nversion=1\nlanguage=ru\n[recent]\npaths=/a/b.png, /c/d.png\n"
    photos = {"photos": ["/a/b.png", "/a/c.png"], "chosen": "/a/b.png", "restored": False}
    about = {"model": "m 1", "model_sha256": "0" * 64, "thresholds": "gender 0.5, ethnicity 0.5"}
    lines: list[dict[str, Any]] = [
        {"facet_journal": 1, "about": about, "thresholds": {"gender": 0.5}, "paths": ["/a"]},
        {"key": "/a/b.png", "code": None, "record": {"path": "/a/b.png", "faces": [], "error": None}},
    ]
    journal = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    tried = json.dumps(["0" * 64]).encode()
    return (
        ("window.ini", window.encode()),
        ("photos.json", json.dumps(photos).encode()),
        ("journal", journal),
        ("collection", _collection(lines)),
        ("recipe.json", Recipe().model_dump_json(indent=2).encode()),
        ("networks-tried.json", tried),
    )


def _collection(lines: Sequence[Mapping[str, Any]]) -> bytes:
    from core.collection.store import write_collection

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        write_collection(path, lines[0], [(line["key"], line["record"]) for line in lines[1:]])
        return path.read_bytes()


def copy_photos(folder: Path, count: int) -> Path:
    """A folder of `count` small photos with one face each."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    first = folder / "photo-00000.jpg"
    with Image.open(shipped_file("sample/astronaut.png")) as whole:
        whole.convert("RGB").resize((160, 160)).save(first)
    for number in range(1, count):
        shutil.copyfile(first, folder / f"photo-{number:05}.jpg")
    return folder


def made_csv(path: Path, rows: int) -> Path:
    """Data to train on: noise in the form of UTKFace's table."""
    rng = random.Random(1)
    lines = ["age,ethnicity,gender,img_name,pixels"]
    for row in range(rows):
        pixels = " ".join(str(rng.randrange(256)) for _ in range(48 * 48))
        lines.append(f"{20 + row % 50},{row % 5},{row % 2},face{row}.jpg,{pixels}")
    path.write_text("\n".join(lines) + "\n")
    return path


def _open_picture(path: Path) -> None:
    from core.vision.imaging import load_photo

    load_photo(path)


def _open_bundle(path: Path) -> None:
    from core.errors import FacetError
    from core.model.library import import_model

    with contextlib.suppress(FacetError):
        shutil.rmtree(import_model(path))


def _open_kept(path: Path) -> None:
    from core.collection.journal import collection_path, journal_path
    from core.collection.store import CollectionWriter
    from core.errors import FacetError
    from core.model import trial
    from core.training.recipe import read_recipe

    content = path.read_bytes()
    if path.name == "window.ini":
        from desktop.app.settings import Settings
        from desktop.app.settings_table import settings_for

        kept = Settings(path)
        for setting in settings_for(kept.attributes):
            kept.value(setting)
        _ = kept.recent, kept.thresholds, kept.geometry
        assert kept.keep(), "settings can no longer be written"
        assert kept.damaged is None or kept.damaged.read_bytes() == content, "what was put aside is not what was there"
    elif path.name == "photos.json":
        from desktop.app.open_work import OpenWork

        work = OpenWork(path.parent, "storm")
        if work.left and work.left.damaged:
            assert work.left.damaged.read_bytes() == content, "what was put aside is not what was there"
        work.close()
    elif path.name in ("journal", "collection"):
        out = path.with_name("out.csv")
        path.replace(journal_path(out) if path.name == "journal" else collection_path(out))
        path.touch()
        with contextlib.suppress(FacetError), CollectionWriter(out, {"about": {}}) as collection:
            list(collection.records())
    elif path.name == "recipe.json":
        with contextlib.suppress(FacetError):
            read_recipe(path)
    else:
        cache_folder = Path(os.environ["FACET_HOME"]) / "cache"
        cache_folder.mkdir(exist_ok=True)
        shutil.copyfile(path, cache_folder / path.name)
        trial._remember("1" * 64)


_OPEN: Final[dict[str, Callable[[Path], None]]] = {
    "picture": _open_picture,
    "bundle": _open_bundle,
    "kept": _open_kept,
}


def _peak_mb() -> float:
    """The most memory this process has held; `ru_maxrss` would include that of the process which started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Open each file named on standard input, and answer with one line of JSON."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (_SPACE, _SPACE))
    tempfile.tempdir = os.environ["FACET_HOME"]
    open_it = _OPEN[sys.argv[1]]
    for line in sys.stdin:
        fault = None
        try:
            open_it(Path(line.rstrip("\n")))
        except Exception as e:  # noqa: BLE001 - the fault that is looked for
            fault = f"{type(e).__name__}: {e}"[:300]
        peak = _peak_mb()
        answers.write(json.dumps({"fault": fault, "peak_mb": peak}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
