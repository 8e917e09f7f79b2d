"""What the storms damage, and how: pictures, archives of models, and the files that Facet keeps."""

from __future__ import annotations

import hashlib
import json
import random
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from core.places import resource as shipped_file
from core.places import shipped

_SIDE_PX: Final = 64
_HEIC: Final = Path(__file__).parent.parent / "tests" / "core" / "data" / "quadrants.heic"
"""Nothing installed writes HEIC."""
_NUMBERS: Final = (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\0\1\0\0", b"\0\0\1\0")
_WORDS: Final = (b"[" * 5000, b'{"a":' * 3000, b"NaN", b"1e999", b"null", b"\\ud800", b"-1", b'"')
_PNG_HEAD: Final = 8
_ARCHIVED: Final = "report-cnn"


def mutate(content: bytes, rng: random.Random) -> bytes:
    """Damage `content` in one of the ways files are damaged, or in a few of them."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        # Headers say how large everything is.
        at = rng.randrange(len(data) + 1) if rng.random() < 0.5 else rng.randrange(min(len(data), 200) + 1)
        kind = rng.randrange(8)
        if kind == 0:
            del data[at:]
        elif kind == 1:
            data[at : at + 1] = bytes([rng.randrange(256)])
        elif kind == 2:
            data[at : at + 4] = rng.choice(_NUMBERS)
        elif kind == 3:
            data[at : at + rng.randrange(1, 64)] = b""
        elif kind == 4:
            data[at:at] = rng.randbytes(rng.randrange(1, 64))
        elif kind == 5:
            data[at:at] = bytes(data[: rng.randrange(len(data) + 1)])[:100_000]
        elif kind == 6:
            data[at:at] = rng.choice(_WORDS)
        elif data:
            at = min(at, len(data) - 1)
            data[at] ^= 1 << rng.randrange(8)
    return bytes(data)


def damaged_picture(number: int, rng: random.Random) -> tuple[str, bytes]:
    """The name and the content of a damaged picture; every format and variant has its turn."""
    kinds = pictures()
    name, content = kinds[number % len(kinds)]
    if rng.random() < 0.05:  # the start of one format, the rest of another
        other = rng.choice(kinds)[1]
        at = rng.randrange(1, 64)
        content = content[:at] + other[at:]
    damaged = mutate(content, rng)
    # A wrong checksum alone would end most PNG pictures before they are decoded.
    return name, _with_checksums(damaged) if name.endswith(".png") and rng.random() < 0.7 else damaged


def _with_checksums(png: bytes) -> bytes:
    data, at = bytearray(png), _PNG_HEAD
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        if at + 12 + size > len(data):
            break
        struct.pack_into(">I", data, at + 8 + size, zlib.crc32(data[at + 4 : at + 8 + size]))
        at += 12 + size
    return bytes(data)


@cache
def pictures() -> tuple[tuple[str, bytes], ...]:
    """Small whole pictures by file name: every format that is read, in the variants that take other paths."""
    return tuple(_pictures())


def _pictures() -> Iterator[tuple[str, bytes]]:
    import cv2
    import numpy as np
    from PIL import Image, ImageCms

    with Image.open(shipped_file("sample/astronaut.png")) as whole:
        image = whole.convert("RGB").resize((_SIDE_PX, _SIDE_PX - 8))
    transparent = image.copy()
    transparent.putalpha(128)
    palette, turned = image.quantize(64), image.rotate(9)
    deep = np.asarray(image, np.uint16) * 257
    grey16 = Image.fromarray(deep[..., 0].copy())
    real = Image.fromarray(deep[..., 0].astype(np.float32) / 65535)
    exif = Image.Exif()
    exif[0x0112] = 6
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    rgb_icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"sRGB", b"mine")
    frames: dict[str, Any] = {"save_all": True}
    made: tuple[tuple[Image.Image, str, str, dict[str, Any]], ...] = (
        (image, "JPEG", "plain.jpg", {}),
        (image, "JPEG", "progressive.jpg", {"progressive": True}),
        (image, "JPEG", "turned.jpg", {"exif": exif}),
        (image, "JPEG", "profile.jpg", {"icc_profile": rgb_icc}),
        (image.convert("L"), "JPEG", "grey.jpg", {}),
        (image.convert("CMYK"), "JPEG", "cmyk.jpg", {}),
        (image, "JPEG", "restarts.jpg", {"restart_marker_rows": 1}),
        (image, "MPO", "frames.jpg", frames),
        (image, "PNG", "plain.png", {}),
        (transparent, "PNG", "transparent.png", {"exif": exif}),
        (palette, "PNG", "palette.png", {"transparency": 0}),
        (image.convert("1"), "PNG", "bits.png", {}),
        (grey16, "PNG", "grey16.png", {}),
        (image, "PNG", "profile.png", {"icc_profile": rgb_icc}),
        (image, "PNG", "frames.png", frames),
        (image, "WEBP", "plain.webp", {"exif": exif}),
        (transparent, "WEBP", "lossless.webp", {"lossless": True, "icc_profile": icc}),
        (image, "WEBP", "frames.webp", frames),
        (image, "AVIF", "plain.avif", {}),
        (transparent, "AVIF", "turned.avif", {"exif": exif}),
        (image, "AVIF", "frames.avif", frames),
        (image, "BMP", "plain.bmp", {}),
        (palette, "BMP", "palette.bmp", {}),
        (palette, "GIF", "plain.gif", {}),
        (palette, "GIF", "frames.gif", frames),
        (image, "TIFF", "plain.tif", {}),
        (image, "TIFF", "lzw.tif", {"compression": "tiff_lzw", "exif": exif}),
        (image, "TIFF", "deflate.tif", {"compression": "tiff_adobe_deflate"}),
        (image, "TIFF", "jpeg.tif", {"compression": "jpeg"}),
        (image.convert("1"), "TIFF", "fax.tif", {"compression": "group4"}),
        (image.convert("CMYK"), "TIFF", "cmyk.tif", {}),
        (grey16, "TIFF", "grey16.tif", {}),
        (real, "TIFF", "float.tif", {}),
        (image, "TIFF", "pages.tif", frames),
    )
    for picture, kind, name, options in made:
        content = BytesIO()
        more = {"append_images": [turned.copy()]} if options is frames else {}
        picture.copy().save(content, kind, **options, **more)  # Pillow keeps options of one format in the picture
        yield name, content.getvalue()
    wide = (("wide.png", deep), ("wide.tif", deep), ("wide-float.tif", deep.astype(np.float32) / 65535))
    for name, values in wide:
        yield name, cv2.imencode(Path(name).suffix, values)[1].tobytes()
    yield "plain.heic", _HEIC.read_bytes()


def damaged_bundle(number: int, rng: random.Random) -> tuple[str, bytes]:
    """The name and the content of a damaged archive of a model.

    A third of them are damaged as a file; in the others, one file inside is, half of the time with its hash put right.
    """
    if number % 3 == 0:
        return "model.facet", mutate(_archive(), rng)
    with zipfile.ZipFile(BytesIO(_archive())) as whole:
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
    return "model.facet", made.getvalue()


@cache
def _archive() -> bytes:
    from core.model.library import export_model

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "whole.facet"
        export_model(shipped("models") / _ARCHIVED, path)
        return path.read_bytes()


def damaged_kept(number: int, rng: random.Random) -> tuple[str, bytes]:
    """The name and the content of a damaged file that Facet keeps; every kind has its turn."""
    kinds = kept_files()
    name, content = kinds[number % len(kinds)]
    return name, mutate(content, rng)


@cache
def kept_files() -> tuple[tuple[str, bytes], ...]:
    """Files that Facet keeps, by the name under which `tools.storm_child` opens them."""
    from core.export import MEASURES
    from core.training.recipe import Recipe

    window = "[purpose]\nconfirmed=1\n[settings]\nversion=1\nlanguage=ru\n[recent]\npaths=/a/b.png, /c/d.png\n"
    photos = {"photos": ["/a/b.png", "/a/c.png"]}
    chosen = {"chosen": "/a/b.png", "restored": False}
    about = {"model": "m 1", "model_sha256": "0" * 64, "thresholds": "gender 0.5"}
    asked = {"facet_journal": 1, "about": about, "thresholds": {"gender": 0.5}, "paths": ["/a"]}
    gender = {"label": "Male", "uncertain": False, "probabilities": {"Male": 0.9, "Female": 0.1}}
    quality = {**dict.fromkeys(MEASURES, 0.5), "reasons": ["small"]}
    face = {"box": [1, 2, 30, 40], "score": 0.9, "gender": gender, "quality": quality}
    record: dict[str, Any] = {"path": "/a/b.png", "width": 99, "height": 99, "model": "m 1", "milliseconds": 1.5}
    record |= {"error": None, "notes": [], "faces": [face]}
    answer = {"key": "/a/b.png", "code": None, "record": record}
    rows = [{"epoch": epoch, "loss": 2.0 / epoch, "score": 0.5, "seconds": 1.5} for epoch in (1, 2)]
    split = {"fingerprint": "0" * 64, "seed": 1, "sides": {"train": [0, 1], "validation": [2]}}
    return (
        ("window.ini", window.encode()),
        ("photos.json", json.dumps(photos).encode()),
        ("chosen.json", json.dumps(chosen).encode()),
        ("journal", b"".join(json.dumps(line).encode() + b"\n" for line in (asked, answer))),
        ("collection", _collection(asked, answer)),
        ("recipe.json", Recipe().model_dump_json(indent=2).encode()),
        ("networks-tried.json", json.dumps(["0" * 64]).encode()),
        ("checkpoint.npz", _checkpoint()),
        ("history.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode()),
        ("split.json", json.dumps(split).encode()),
        ("correction.png", _correction()),
    )


def _collection(asked: dict[str, Any], answer: dict[str, Any]) -> bytes:
    from core.collection.layout import write_collection

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        write_collection(path, asked, [(answer["key"], answer["record"])])
        return path.read_bytes()


def _checkpoint() -> bytes:
    import numpy as np

    from core.training.run_folder import Checkpoint, pack

    arrays = [np.ones((4, 3), np.float32), np.zeros(3, np.float32)]
    return pack(Checkpoint(2, False, arrays, [np.array(7), *arrays], [], 1, arrays))


def _correction() -> bytes:
    return dict(pictures())["plain.png"]


DAMAGED: Final[dict[str, Callable[[int, random.Random], tuple[str, bytes]]]] = {
    "picture": damaged_picture,
    "bundle": damaged_bundle,
    "kept": damaged_kept,
}
"""What makes a damaged file of each kind, from the number of the case and its chance."""
