"""Getting data, from a server of our own on the loopback address."""

from __future__ import annotations

import hashlib
import shutil
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from core.datasets.get import Offer, connects_to, download, get_data
from core.errors import DataError
from core.work import Stopped

CONTENT = bytes(range(256)) * 8000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server = self.server
        server.asked.append(self.headers.get("Range"))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/faces.csv")
            self.end_headers()
            return
        if self.path != "/faces.csv":
            self.send_error(404)
            return
        start = 0
        wanted = self.headers.get("Range")
        if wanted and server.ranges and self.headers.get("If-Range") == server.etag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(server.content) - 1}/{len(server.content)}")
        else:
            self.send_response(200)
        if server.etag:
            self.send_header("ETag", server.etag)
        self.send_header("Content-Length", str(len(server.content) - start))
        self.end_headers()
        end = len(server.content)
        if server.drops:
            end = start + (end - start) // 2
            server.drops -= 1
        self.wfile.write(server.content[start:end])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        pass


class Server(ThreadingHTTPServer):
    """Serves one file; may lose the connection half way, and may not know ranges."""

    content = CONTENT
    etag = '"1"'
    ranges = True
    drops = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str | None] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/faces.csv"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that hangs up is part of the tests


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def yes(offer: Offer) -> bool:
    return True


def test_a_file_comes_whole_with_progress(server: Server, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = get_data(
        server.address, tmp_path / "new", confirm=yes, sha256=SHA256.upper(), size_bytes=len(CONTENT),
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert path == tmp_path / "new" / "faces.csv"
    assert path.read_bytes() == CONTENT
    assert [file.name for file in path.parent.iterdir()] == ["faces.csv"]
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_it_asks_before_it_connects(server: Server, tmp_path: Path) -> None:
    offers: list[Offer] = []

    def no(offer: Offer) -> bool:
        offers.append(offer)
        return False

    with pytest.raises(Stopped):
        download(server.address, tmp_path / "a", confirm=no)
    assert not server.asked
    assert offers == [Offer("127.0.0.1", server.address, tmp_path / "a", None, 0)]
    assert not list(tmp_path.iterdir())


def test_a_redirection_is_followed(server: Server, tmp_path: Path) -> None:
    moved = server.address.replace("faces.csv", "moved")
    assert download(moved, tmp_path / "a", confirm=yes).read_bytes() == CONTENT


def test_a_lost_connection_is_made_good(server: Server, tmp_path: Path) -> None:
    server.drops = 2
    assert download(server.address, tmp_path / "a", confirm=yes, sha256=SHA256).read_bytes() == CONTENT
    half = len(CONTENT) // 2
    assert server.asked == [None, f"bytes={half}-", f"bytes={half + half // 2}-"]


def test_a_server_that_always_loses_it_is_told_and_the_next_call_goes_on(server: Server, tmp_path: Path) -> None:
    server.drops = 1000
    with pytest.raises(DataError, match=r"lost after \d+ of 2048000 bytes.*continue"):
        download(server.address, tmp_path / "a", confirm=yes)
    assert not (tmp_path / "a").exists()
    kept = (tmp_path / "a.part").stat().st_size
    server.drops = 0
    server.asked.clear()
    offers: list[Offer] = []

    def note(offer: Offer) -> bool:
        offers.append(offer)
        return True

    assert download(server.address, tmp_path / "a", confirm=note, sha256=SHA256).read_bytes() == CONTENT
    assert server.asked == [f"bytes={kept}-"]
    assert offers[0].there_bytes == kept
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_cancelled_download_goes_on_later(server: Server, tmp_path: Path) -> None:
    seen: list[int] = []
    with pytest.raises(Stopped):
        download(
            server.address, tmp_path / "a", confirm=yes,
            progress=lambda done, total: seen.append(done), should_stop=lambda: bool(seen),
        )  # fmt: skip
    assert not (tmp_path / "a").exists()
    assert download(server.address, tmp_path / "a", confirm=yes).read_bytes() == CONTENT
    assert server.asked == [None, f"bytes={seen[0]}-"]


@pytest.mark.parametrize("change", ["content", "no ranges", "no tag"])
def test_what_cannot_be_gone_on_with_starts_anew(server: Server, tmp_path: Path, change: str) -> None:
    if change == "no tag":
        server.etag = ""
    stops = iter([False, True])
    with pytest.raises(Stopped):
        download(server.address, tmp_path / "a", confirm=yes, should_stop=lambda: next(stops))
    if change == "content":
        server.content, server.etag = CONTENT[::-1], '"2"'
    elif change == "no ranges":
        server.ranges = False
    assert download(server.address, tmp_path / "a", confirm=yes).read_bytes() == server.content


def test_another_file_than_expected_is_not_kept(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"SHA-256 is {SHA256}"):
        download(server.address, tmp_path / "a", confirm=yes, sha256="0" * 64)
    with pytest.raises(DataError, match="returned 2048000 bytes instead of 5"):
        download(server.address, tmp_path / "a", confirm=yes, size_bytes=5)
    assert not list(tmp_path.glob("a*"))


def test_refusals_are_told(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="404"):
        download(server.address + "x", tmp_path / "a", confirm=yes)
    for address in ("file:///etc/hostname", "ftp://127.0.0.1/a", "faces.csv", "http://"):
        with pytest.raises(DataError, match="not an address"):
            get_data(address, tmp_path, confirm=yes)
    server.shutdown()
    server.server_close()
    with pytest.raises(DataError, match="cannot be reached"):
        download(server.address, tmp_path / "a", confirm=yes)


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_full_disk_is_told_before_it_is_full(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 10**6))
    with pytest.raises(DataError, match="needs 3 MB, but only 1 MB of the disk are free"):
        download(server.address, tmp_path / "a", confirm=yes)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for stand-ins of kagglehub and gdown."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_kaggle_and_google_drive_go_through_their_packages(packages: Path, tmp_path: Path) -> None:
    (packages / "kagglehub.py").write_text(
        "import pathlib, tempfile\n"
        "def dataset_download(handle):\n"
        "    folder = pathlib.Path(tempfile.mkdtemp())\n"
        "    (folder / 'age_gender.csv').write_text(handle)\n"
        "    return str(folder)\n"
    )
    (packages / "gdown.py").write_text(
        "def download(url, output, fuzzy, resume, quiet):\n"
        "    raise RuntimeError('too many people have looked at it')\n"
    )
    asked: list[Offer] = []

    def confirm(offer: Offer) -> bool:
        asked.append(offer)
        return True

    path = get_data("kaggle:someone/faces", tmp_path / "out", confirm=confirm)
    assert (path / "age_gender.csv").read_text() == "someone/faces"
    assert asked[0].source == "Kaggle"
    with pytest.raises(DataError, match=r"could not be downloaded from Google Drive: .*too many people"):
        get_data("https://drive.google.com/file/d/abc/view?usp=sharing", tmp_path / "out", confirm=confirm)
    with pytest.raises(Stopped):
        get_data("kaggle:someone/faces", tmp_path / "out", confirm=lambda offer: False)


def test_a_package_can_be_stopped(packages: Path, tmp_path: Path) -> None:
    (packages / "kagglehub.py").write_text("import threading\ndef dataset_download(handle): threading.Event().wait()\n")
    with pytest.raises(Stopped):
        get_data("kaggle:someone/faces", tmp_path, confirm=yes, should_stop=lambda: True)


def test_a_missing_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DataError, match="pip install kagglehub"):
        get_data("kaggle:someone/faces", tmp_path, confirm=yes)
    with pytest.raises(DataError, match="not an address"):
        get_data("kaggle:faces", tmp_path, confirm=yes)
    assert "kagglehub" not in sys.modules


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("kaggle:owner/faces", "Kaggle"),
        ("https://drive.google.com/file/d/1/view", "Google Drive"),
        ("https://example.org/a/faces.csv?x=1", "example.org"),
        ("http://127.0.0.1:8000/faces.csv", "127.0.0.1"),
        ("kaggle:owner", None),
        ("kaggle:owner/faces/more", None),
        ("kaggle:/faces", None),
        ("faces.csv", None),
        ("ftp://example.org/faces.csv", None),
        ("https://", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_whom_a_source_connects_to_is_known_before_it_is_asked_for(source: str, place: str | None) -> None:
    assert connects_to(source) == place
