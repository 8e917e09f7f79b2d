"""The one image reader: every format, upright, and a clear word for everything that is no picture."""

from __future__ import annotations

import io
import os
import struct
import threading
import time
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import simplejpeg
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from core.errors import ImageError
from core.vision.decoding import END_MISSING
from core.vision.imaging import MemoryBudget, decode_image, decode_with_notes, find_images, read_image, read_thumbnail

HEIC = Path(__file__).parent / "data" / "quadrants.heic"

RGB = NDArray[np.uint8]


def encoded(image: Image.Image, format_name: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format_name, **options)
    return file.getvalue()


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """60 x 40: red at the left top, green at the right top, blue at the left bottom, white at the right bottom."""
    values = np.zeros((40, 60, 3), np.uint8)
    values[:20, :30, 0] = values[:20, 30:, 1] = values[20:, :30, 2] = 255
    values[20:, 30:] = 255
    return Image.fromarray(values)


def assert_upright(rgb: RGB) -> None:
    assert rgb.shape == (40, 60, 3)
    assert rgb.dtype == np.uint8
    for (y, x), expected in {(10, 15): (255, 0, 0), (10, 45): (0, 255, 0), (30, 15): (0, 0, 255)}.items():
        assert np.abs(rgb[y, x].astype(int) - expected).max() < 30, (y, x)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF", "BMP", "TIFF", "GIF"])
def test_every_format_is_read(picture: Image.Image, format_name: str, tmp_path: Path) -> None:
    # Nothing is told by the suffix: people rename files.
    path = tmp_path / "бейне сурет.picture"
    path.write_bytes(encoded(picture, format_name))
    assert_upright(read_image(path))


def test_heic_is_read() -> None:
    assert_upright(read_image(HEIC))


UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""By EXIF orientation: what a camera held so does to a picture."""


def with_orientation(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_orientations_are_turned_upright(picture: Image.Image, orientation: int, format_name: str) -> None:
    stored = picture.transpose(UNDO[orientation]) if orientation in UNDO else picture
    exif = with_orientation(orientation)
    assert_upright(decode_image(encoded(stored, format_name, exif=exif), name="turned"))


@pytest.mark.parametrize("exif", [b"Exif\x00\x00garbage", b"Exif\x00\x00II*\x00\xff\xff\xff\xff"])
def test_damaged_exif_is_no_reason_to_refuse(picture: Image.Image, exif: bytes) -> None:
    assert_upright(decode_image(encoded(picture, "JPEG", exif=exif), name="exif"))


def test_transparency_becomes_white(picture: Image.Image) -> None:
    transparent = picture.convert("RGBA")
    transparent.putalpha(0)
    assert (decode_image(encoded(transparent, "PNG"), name="alpha") == 255).all()


def test_palette_with_a_transparent_colour() -> None:
    image = Image.new("P", (4, 4), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((0, 0), 0)
    rgb = decode_image(encoded(image, "PNG", transparency=0), name="palette")
    assert rgb[0, 0].tolist() == [255, 255, 255]
    assert rgb[1, 1].tolist() == [0, 0, 255]


@pytest.mark.parametrize("mode", ["CMYK", "L", "LA", "1", "YCbCr"])
def test_other_colour_modes(mode: str) -> None:
    image = Image.new("RGB", (8, 8), (200, 200, 200)).convert(mode)
    format_name = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")
    rgb = decode_image(encoded(image, format_name), name=mode)
    assert rgb.shape == (8, 8, 3)
    assert mode == "1" or abs(int(rgb.mean()) - 200) < 6


@pytest.mark.parametrize(
    ("values", "format_name"),
    [
        (np.full((8, 8), 32768, np.uint16), "PNG"),
        (np.full((8, 8), 32768, np.uint16), "TIFF"),
        (np.full((8, 8), 32768, np.int32), "TIFF"),
        (np.full((8, 8), 0.5, np.float32), "TIFF"),
    ],
)
def test_more_than_8_bits_keep_their_brightness(values: NDArray[np.generic], format_name: str) -> None:
    rgb = decode_image(encoded(Image.fromarray(values), format_name), name="deep")
    assert abs(int(rgb[0, 0, 0]) - 128) <= 1


def test_an_animation_gives_its_first_frame(picture: Image.Image) -> None:
    other = Image.new("RGB", picture.size, "black")
    assert_upright(decode_image(encoded(picture, "GIF", save_all=True, append_images=[other]), name="gif"))


def code_of(path: Path) -> str:
    with pytest.raises(ImageError) as caught:
        read_image(path)
    assert path.name in str(caught.value)
    return caught.value.code


def test_missing_file(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.jpg") == "image.missing"


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "image.folder"


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.jpg"
    path.touch()
    assert code_of(path) == "image.empty"


def test_text_named_jpg(tmp_path: Path) -> None:
    path = tmp_path / "text.jpg"
    path.write_text("This is no picture.")
    assert code_of(path) == "image.format"


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP"])
def test_truncated_file(format_name: str, portrait: RGB, tmp_path: Path) -> None:
    content = encoded(Image.fromarray(portrait), format_name)
    path = tmp_path / "cut.picture"
    path.write_bytes(content[: len(content) // 2])
    assert code_of(path) == "image.truncated"


def test_a_heic_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "cut.heic"
    path.write_bytes(HEIC.read_bytes()[:200])
    assert code_of(path) == "image.truncated"


def test_a_heic_that_names_another_brand_first_is_read() -> None:
    content = HEIC.read_bytes()
    assert_upright(decode_image(content[:8] + b"miaf" + content[12:], name="miaf"))


@pytest.mark.parametrize("suffix", [".mp4", ".jpg"])
def test_a_video_is_no_damaged_picture(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10, (64, 48))
    for _ in range(10):
        video.write(np.full((48, 64, 3), 128, np.uint8))
    video.release()
    assert path.read_bytes()[4:8] == b"ftyp"
    assert code_of(path.rename(path.with_suffix(suffix))) == "image.format"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permission")
def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.jpg"
    path.write_bytes(b"x")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read everything: refuse at the system's edge instead

        def refuse(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    assert code_of(path) == "image.permission"


def test_decompression_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    path = tmp_path / "bomb.png"
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)
    with pytest.raises(ImageError, match="30000 x 30000") as caught:
        read_image(path)
    assert caught.value.code == "image.too_large"
    assert caught.value.values["limit"] == 125


def test_a_name_the_system_cannot_have() -> None:
    with pytest.raises(ImageError):
        read_image(Path("nul\0byte.jpg"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF"]))
def test_any_bytes_are_a_picture_or_one_clear_error(content: bytes, start: bytes) -> None:
    try:
        rgb = decode_image(start + content, name="bytes")
    except ImageError:
        return
    assert rgb.ndim == 3


@settings(max_examples=60, deadline=None)
@given(data=st.data(), format_name=st.sampled_from(["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF"]))
def test_a_picture_with_flipped_bytes_is_read_or_refused(data: st.DataObject, format_name: str) -> None:
    content = bytearray(encoded(Image.linear_gradient("L").resize((32, 32)), format_name))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        rgb = decode_image(bytes(content), name="damaged")
    except ImageError:
        return
    assert rgb.shape[2] == 3


def test_thumbnail_keeps_proportions_and_orientation(picture: Image.Image, tmp_path: Path) -> None:
    exif = with_orientation(6)
    path = tmp_path / "turned.jpg"
    turned = picture.resize((1200, 800)).transpose(Image.Transpose.ROTATE_90)
    turned.save(path, exif=exif)
    thumbnail = read_thumbnail(path, 60)
    assert thumbnail.shape == (40, 60, 3)
    assert_upright(thumbnail)


@pytest.fixture(scope="module")
def odd(portrait: RGB) -> Image.Image:
    """Detail and noise in a size that fills no block of a JPEG."""
    noise = np.random.default_rng(1).normal(0.0, 8.0, (203, 317, 3))
    return Image.fromarray((portrait[:203, :317] + noise).clip(0, 255).astype(np.uint8))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[RGB]:
    """What the quick decoder has decoded."""
    done: list[RGB] = []
    decode = simplejpeg.decode_jpeg

    def noted(content: bytes, *args: object, **options: object) -> RGB:
        done.append(decode(content, *args, **options))
        return done[-1]

    monkeypatch.setattr(simplejpeg, "decode_jpeg", noted)
    return done


def by_pillow(content: bytes) -> RGB:
    with Image.open(io.BytesIO(content)) as image:
        return np.asarray(image.convert("RGB"))


ORDINARY = {
    "4:4:4": {"subsampling": 0},
    "4:2:2": {"subsampling": 1},
    "4:2:0": {"subsampling": 2},
    "progressive": {"progressive": True},
    "progressive 4:4:4": {"progressive": True, "subsampling": 0},
    "coarse": {"quality": 10},
    "restarts": {"restart_marker_rows": 2},
    "stored as RGB": {"keep_rgb": True},
    "colour profile": {"icc_profile": bytes(70_000)},
}


@pytest.mark.parametrize("options", ORDINARY.values(), ids=ORDINARY)
def test_a_jpeg_has_the_pixels_that_pillow_gives_it(
    options: dict[str, object], odd: Image.Image, quick: list[RGB]
) -> None:
    content = encoded(odd, "JPEG", **options)
    rgb = decode_image(content, name="jpeg")
    np.testing.assert_array_equal(rgb, by_pillow(content))
    assert len(quick) == 1
    assert rgb.flags.writeable
    assert rgb.flags.c_contiguous


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_jpeg_is_turned_exactly(orientation: int, odd: Image.Image, quick: list[RGB]) -> None:
    stored = encoded(odd.transpose(UNDO[orientation]), "JPEG", exif=with_orientation(orientation), subsampling=0)
    upright = Image.fromarray(by_pillow(stored)).transpose({6: UNDO[8], 8: UNDO[6]}.get(orientation, UNDO[orientation]))
    rgb = decode_image(stored, name="turned")
    np.testing.assert_array_equal(rgb, np.asarray(upright))
    assert len(quick) == 1
    assert rgb.flags.c_contiguous


@pytest.mark.parametrize("behind", [b"a phone's own data" * 500, bytes(5000), b"\xff\xd8\xff\xe0"])
def test_what_follows_a_jpeg_is_passed_over(behind: bytes, odd: Image.Image) -> None:
    content = encoded(odd, "JPEG")
    np.testing.assert_array_equal(decode_image(content + behind, name="followed"), by_pillow(content))


def test_of_several_jpegs_in_one_file_the_first_is_read(odd: Image.Image, quick: list[RGB]) -> None:
    content = encoded(odd, "MPO", save_all=True, append_images=[Image.new("RGB", odd.size)])
    np.testing.assert_array_equal(decode_image(content, name="mpo"), by_pillow(content))
    assert len(quick) == 1


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_jpeg_without_three_colours_is_pillows(mode: str, odd: Image.Image, quick: list[RGB]) -> None:
    content = encoded(odd.convert(mode), "JPEG")
    np.testing.assert_array_equal(decode_image(content, name=mode), by_pillow(content))
    assert not quick


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_a_jpeg_that_was_cut_off_is_refused(share: float, progressive: bool, odd: Image.Image) -> None:
    content = encoded(odd, "JPEG", progressive=progressive)
    with pytest.raises(ImageError) as caught:
        decode_image(content[: int(len(content) * share)], name="cut")
    assert caught.value.code == "image.truncated"


def test_a_jpeg_damaged_in_the_middle_is_what_pillow_makes_of_it(odd: Image.Image, quick: list[RGB]) -> None:
    content = bytearray(encoded(odd, "JPEG"))
    middle = len(content) // 2
    content[middle : middle + 300] = bytes(300)
    np.testing.assert_array_equal(decode_image(bytes(content), name="damaged"), by_pillow(bytes(content)))
    assert not quick


def test_a_jpeg_of_another_size_than_was_checked_is_pillows(odd: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simplejpeg, "decode_jpeg", lambda *args, buffer, **options: buffer[:-1])
    content = encoded(odd, "JPEG")
    np.testing.assert_array_equal(decode_image(content, name="other"), by_pillow(content))


def test_a_jpeg_with_too_many_pixels_is_refused_before_it_is_decoded(odd: Image.Image, quick: list[RGB]) -> None:
    content = encoded(odd, "JPEG")
    size = struct.pack(">HH", odd.height, odd.width)
    assert content.count(size) == 1
    with pytest.raises(ImageError, match="65000 x 65000") as caught:
        decode_image(content.replace(size, struct.pack(">HH", 65_000, 65_000)), name="bomb")
    assert caught.value.code == "image.too_large"
    assert not quick


def test_folders_are_searched_in_the_order_people_count(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("10.jpg", "9.JPG", "notes.txt", ".hidden.png", "sub/1.webp"):
        (tmp_path / name).touch()
    assert [path.name for path in find_images(tmp_path)] == ["9.JPG", "10.jpg", "1.webp"]


def test_numbers_in_names_count_by_their_value(tmp_path: Path) -> None:
    in_order = ["٣.jpg", "a7b3.jpg", "a07b4.jpg", "A7b20.jpg", "a 007.jpg", "a 12.jpg", "a.jpg", "ab.jpg", "b2.jpg"]
    for name in sorted(in_order):
        (tmp_path / name).touch()
    assert [path.name for path in find_images(tmp_path)] == in_order


def test_a_folder_without_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(ImageError) as caught:
        find_images(tmp_path)
    assert caught.value.code == "folder.empty"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_to_folders_are_followed_once(tmp_path: Path) -> None:
    real, holiday = tmp_path / "real", tmp_path / "holiday"
    (real / "inner").mkdir(parents=True)
    holiday.mkdir()
    (real / "a.jpg").touch()
    (real / "inner" / "b.jpg").touch()
    (holiday / "album").symlink_to(real)
    (holiday / "again").symlink_to(real)
    (real / "inner" / "round").symlink_to(holiday)
    assert sorted(path.name for path in find_images(holiday)) == ["a.jpg", "b.jpg"]


def test_colours_are_converted_by_their_profile(portrait: RGB) -> None:
    from PIL import ImageCms

    primaries = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))  # Adobe RGB's
    profile = matrix_profile(primaries, gamma=2.2)
    to_adobe = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(profile)), "RGB", "RGB"
    )
    adobe = ImageCms.applyTransform(Image.fromarray(portrait), to_adobe)
    assert np.abs(np.asarray(adobe).astype(int) - portrait).mean() > 3
    for options in ({"format": "PNG"}, {"format": "JPEG", "quality": 98, "subsampling": 0}):
        content = io.BytesIO()
        adobe.save(content, icc_profile=profile, **options)
        found = decode_image(content.getvalue(), name="adobe")
        assert np.abs(found.astype(int) - portrait).mean() < 2, options
    # A profile that is damaged says nothing.
    content = io.BytesIO()
    adobe.save(content, "PNG", icc_profile=profile[:200])
    assert np.array_equal(decode_image(content.getvalue(), name="damaged"), np.asarray(adobe))


def matrix_profile(primaries: Sequence[tuple[float, float]], *, gamma: float) -> bytes:
    """An ICC profile (version 2) of three primaries under D65, adapted to D50, with one gamma."""

    def xyz(x: float, y: float) -> NDArray[np.float64]:
        return np.array([x / y, 1.0, (1 - x - y) / y])

    white, d50 = xyz(0.3127, 0.3290), np.array([0.9642, 1.0, 0.8249])
    columns = np.stack([xyz(*one) for one in primaries], axis=1)
    columns = columns * np.linalg.solve(columns, white)
    cone = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    adapt = np.linalg.inv(cone) @ np.diag((cone @ d50) / (cone @ white)) @ cone
    columns = adapt @ columns

    def point(values: NDArray[np.float64]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(gamma * 256), 0)
    text = b"text\0\0\0\0none\0\0\0\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"made\0" + bytes(79)
    tags = {b"desc": description, b"cprt": text, b"wtpt": point(d50)}
    tags |= {name: point(columns[:, at]) for at, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = bytearray(128)
    head[4:24] = b"none" + struct.pack(">I", 0x02400000) + b"mntrRGB XYZ "
    head[36:40], head[68:80] = b"acsp", struct.pack(">iii", 63190, 65536, 54061)
    head[:4] = struct.pack(">I", start + len(body))
    return bytes(head) + table + body


def wide(values: NDArray[np.generic]) -> RGB:
    content = io.BytesIO()
    Image.fromarray(values).save(content, "TIFF")
    return decode_image(content.getvalue(), name="wide")


def test_floating_point_is_read_by_its_own_range(portrait: RGB) -> None:
    grey = portrait[..., 0].astype(np.float32) / 255
    plain = wide(grey)
    assert np.abs(plain[..., 0].astype(int) - portrait[..., 0]).max() <= 1
    odd = grey.copy()
    odd[3, 3], odd[4, 4] = np.inf, np.nan
    assert np.abs(wide(odd).astype(int) - plain).mean() < 0.1
    overshoot = np.where(grey > 0.95, 1.07, np.where(grey < 0.02, -0.07, grey)).astype(np.float32)
    assert np.abs(wide(overshoot).astype(int) - plain).max() <= 13
    assert np.abs(wide(grey * 255).astype(int) - plain).max() <= 1
    assert np.abs(wide(grey * 2 - 1).astype(int) - plain).max() <= 1


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_floating_point_colours_are_read(kind: type, portrait: RGB) -> None:
    for scale in (1, 255, 65535):
        values = portrait[..., ::-1].astype(kind) / 255 * scale
        content = cv2.imencode(".tif", values)[1].tobytes()
        assert np.abs(decode_image(content, name="colours").astype(int) - portrait).max() <= 1
        content = cv2.imencode(".tif", values[..., 2])[1].tobytes()
        assert np.abs(decode_image(content, name="grey")[..., 0].astype(int) - portrait[..., 0]).max() <= 1


@pytest.mark.filterwarnings("error")
def test_floating_point_numbers_without_sense_are_read_without_a_warning() -> None:
    values = np.array([[3e38, -3e38], [1e-45, np.nan]], np.float32)
    assert wide(values).shape == (2, 2, 3)


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
def test_few_bits_in_a_wide_file_keep_their_brightness(bits: int, portrait: RGB) -> None:
    values = np.rint(portrait.astype(np.float64) / 255 * (2**bits - 1)).astype(np.uint16)
    values[0, :8] = 2**bits - 1
    assert np.abs(wide(values[..., 0])[1:, :, 0].astype(int) - portrait[1:, :, 0]).max() <= 1
    for suffix in (".png", ".tif"):
        content = cv2.imencode(suffix, values[..., ::-1])[1].tobytes()
        found = decode_image(content, name=suffix).astype(int)
        assert np.abs(found[1:] - portrait[1:]).max() <= 1


def test_of_a_file_with_a_preview_the_largest_picture_is_read(portrait: RGB) -> None:
    content = io.BytesIO()
    whole = Image.fromarray(portrait)
    whole.resize((40, 40)).save(content, "TIFF", save_all=True, append_images=[whole, whole.resize((60, 60))])
    assert np.array_equal(decode_image(content.getvalue(), name="pages"), portrait)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_that_lacks_its_end_mark_alone_is_read(
    mode: str, progressive: bool, portrait: RGB, tmp_path: Path
) -> None:
    content = io.BytesIO()
    Image.fromarray(portrait).convert(mode).save(content, "JPEG", progressive=progressive)
    whole, path = content.getvalue(), tmp_path / "a.jpg"
    path.write_bytes(whole[:-2])
    assert np.abs(read_image(path).astype(int) - decode_image(whole, name="whole")).max() <= 1
    assert max(read_thumbnail(path, 50).shape) == 50
    for cut in (20, 300):
        path.write_bytes(whole[:-cut])
        for read in (read_image, lambda path: read_thumbnail(path, 50)):
            with pytest.raises(ImageError) as caught:
                read(path)
            assert caught.value.code == "image.truncated"


@pytest.mark.parametrize(
    ("format_name", "options", "lost"),
    [("PNG", {}, 12), ("PNG", {}, 3), ("GIF", {}, 1), ("WEBP", {"lossless": True, "exif": b"II*\0" + bytes(60)}, 9)],
)
def test_a_picture_that_lacks_its_end_alone_is_read_with_a_note(
    format_name: str, options: dict[str, Any], lost: int, portrait: RGB
) -> None:
    content = io.BytesIO()
    Image.fromarray(portrait).save(content, format_name, **options)
    whole, cut = (decode_with_notes(c, name="cut") for c in (content.getvalue(), content.getvalue()[:-lost]))
    assert np.array_equal(whole.rgb, cut.rgb)
    assert (whole.notes, cut.notes) == ((), (END_MISSING,))
    with pytest.raises(ImageError, match="is damaged or incomplete"):
        decode_image(content.getvalue()[:-4000], name="cut")


def test_a_small_file_of_a_huge_picture_is_refused_by_what_it_would_take() -> None:
    # A lossless WebP says its size in 28 bits behind a mark; nothing else of it is needed to refuse it.
    width, height = 16383, 12207
    bits = (width - 1) | (height - 1) << 14
    data = b"\x2f" + struct.pack("<I", bits) + bytes(8)
    chunk = b"VP8L" + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
    with pytest.raises(ImageError) as caught:
        decode_image(b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk, name="huge")
    assert caught.value.code == "image.too_large"


def test_threads_decode_within_one_budget() -> None:
    budget, at_once, most = MemoryBudget(100), 0, 0
    lock = threading.Lock()

    def decode(size: int) -> None:
        nonlocal at_once, most
        with budget.held(size):
            with lock:
                at_once += size
                most = max(most, at_once)
            time.sleep(0.002)
            with lock:
                at_once -= size

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(decode, [40] * 20 + [90] * 4))
    assert 40 < most <= 100
    with budget.held(1000):  # larger than all there is, which was refused before: it does not wait for ever
        pass
