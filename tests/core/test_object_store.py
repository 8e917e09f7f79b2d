"""Photos in object stores, with one in memory in place of a bucket."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow.fs
import pytest

from core.analysis import Analyzer
from core.cli.main import main
from core.collection import object_store
from core.collection.object_store import clean, is_address, list_sources
from core.errors import ImageError
from core.places import resource

PHOTO = resource("sample/astronaut.png").read_bytes()


def put(store: Any, path: str, content: bytes) -> None:
    store.create_dir(path.rpartition("/")[0], recursive=True)
    with store.open_output_stream(path) as stream:
        stream.write(content)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A bucket with three photos in folders, and what is no photo."""
    store = pyarrow.fs._MockFileSystem()
    for name, content in {
        "album/10.png": PHOTO,
        "album/9.png": PHOTO,
        "album/deep/=1.jpg": b"no picture",
        "album/notes.txt": b"text",
        "album/.hidden.png": PHOTO,
    }.items():
        put(store, f"bucket/{name}", content)
    monkeypatch.setattr(object_store, "_opened", lambda address: (store, unquote(clean(address).partition("://")[2])))
    return store


def rows(path: Path) -> dict[str, dict[str, str]]:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("# ")]
    return {row["path"]: row for row in csv.DictReader(lines)}


def test_photos_are_listed_as_addresses_in_natural_order(bucket: Any, portrait_path: Path) -> None:
    keys = [photo.key for photo in list_sources(["s3://KEY:SECRET@bucket/album?region=eu-west-1"])]
    assert keys == ["s3://bucket/album/9.png", "s3://bucket/album/10.png", "s3://bucket/album/deep/=1.jpg"]
    put(bucket, "bucket/my ұлу/1.png", PHOTO)
    assert [photo.key for photo in list_sources(["s3://bucket/my ұлу"])] == ["s3://bucket/my ұлу/1.png"]
    both = list_sources([portrait_path, "s3://bucket/album/9.png", "s3://bucket/album"])
    assert sorted(photo.key for photo in both) == sorted([str(portrait_path), *keys])
    assert is_address("gs://bucket") and not is_address("file:///photos") and not is_address("C:/photos")


def test_a_batch_reads_them_where_they_lie(
    bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "faces.csv"
    command = ["batch", "s3://KEY:SECRET@bucket/album", "--model", "report-cnn", "--csv", str(out)]
    assert main(command) == 1
    found = rows(out)
    assert list(found) == ["s3://bucket/album/9.png", "s3://bucket/album/10.png", "s3://bucket/album/deep/=1.jpg"]
    assert found["s3://bucket/album/9.png"]["face"] == "0"
    assert found["s3://bucket/album/deep/=1.jpg"]["error"].startswith("s3://bucket/album/deep/=1.jpg is not a picture")
    assert not [file for file in tmp_path.iterdir() if b"SECRET" in file.read_bytes()]
    # Called again, only what is new or has changed is answered.
    put(bucket, "bucket/album/11.png", PHOTO)
    put(bucket, "bucket/album/9.png", PHOTO + b" ")
    answered: list[str] = []
    answer = Analyzer.answer

    def count(self: Analyzer, photo: Any, **how: Any) -> Any:
        answered.append(photo.path.name)
        return answer(self, photo, **how)

    monkeypatch.setattr(Analyzer, "answer", count)
    assert main(command) == 1
    assert sorted(answered) == ["11.png", "9.png"]
    assert "changed since they were answered: 1" in capsys.readouterr().err
    assert len(rows(out)) == 4


def test_what_cannot_be_read_is_said(
    bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for address in ("s3://bucket/nothing", "s3://nowhere/at/all"):
        with pytest.raises(ImageError, match=f"no pictures at {address}"):
            list_sources([address])
    (photo, *_) = list_sources(["s3://bucket/album"])
    bucket.delete_file("bucket/album/9.png")
    error = photo.load().error
    assert error is not None and error.code == "image.read" and str(error).startswith("s3://bucket/album/9.png")
    monkeypatch.undo()
    with pytest.raises(ImageError, match="Expected an address such as") as told:
        list_sources(["ftp://KEY:SECRET@bucket/album"])
    assert told.value.code == "store.read" and "SECRET" not in str(told.value)
    assert clean("abfs://container@account/album?x=y") == "abfs://container@account/album"

    def refuse(address: str) -> Any:
        raise OSError("When listing objects: AWS Error ACCESS_DENIED during ListObjectsV2 operation")

    monkeypatch.setattr(object_store, "_opened", refuse)
    out = str(tmp_path / "faces.csv")
    assert main(["batch", "s3://KEY:SECRET@bucket/album", "--model", "report-cnn", "--csv", out]) == 3
    told_there = capsys.readouterr().err
    assert "You may not read s3://bucket/album" in told_there and "AWS_ACCESS_KEY_ID" in told_there
    assert "SECRET" not in told_there.replace("AWS_SECRET_ACCESS_KEY", "")
