"""Reading labelled faces and finding copies among them."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from core.datasets.audit import Fingerprints, contradicting, difference_hash, near_copies
from core.datasets.chips import central_face
from core.datasets.dataset import FaceDataset
from core.datasets.utkface import read_utkface
from core.errors import DataError, ImageError
from core.schema import shipped_columns
from core.vision.faces import Face

RGB = NDArray[np.uint8]
NAMES = ("26_0_2_20170104.jpg.chip.jpg", "5_1_4_20170105.jpg.chip.jpg", "116_0_0_20170106.jpg")


def picture(seed: int, side: int = 60) -> RGB:
    """Soft blobs, as unlike one another as faces are."""
    noise = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)


def encoded(rgb: RGB) -> bytes:
    content = BytesIO()
    Image.fromarray(rgb).save(content, "PNG")
    return content.getvalue()


def write_zip(path: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(f"UTKFace/{name}", content)
    return path


def write_folder(path: Path, contents: dict[str, bytes]) -> Path:
    (path / "UTKFace").mkdir(parents=True)
    for name, content in contents.items():
        (path / "UTKFace" / name).write_bytes(content)
    return path


@pytest.mark.parametrize("write", [write_zip, write_folder])
def test_labels_come_from_the_names(tmp_path: Path, write: object) -> None:
    pictures = {name: encoded(picture(at)) for at, name in enumerate(NAMES)}
    assert callable(write)
    dataset: FaceDataset = read_utkface(write(tmp_path / "Ünïcode", pictures))
    row = [Path(name).name for name in dataset.names].index(NAMES[1])
    assert len(dataset) == 3
    assert (dataset.ages[row], dataset.values("gender")[row], dataset.values("ethnicity")[row]) == (5, 1, 4)
    assert np.array_equal(dataset.image(row), picture(1))


def test_names_that_say_nothing_are_listed_with_the_reason_and_the_rest_is_used(tmp_path: Path) -> None:
    bad = {
        "61_1_20170109142408075.jpg.chip.jpg": "name",
        "20_2_1_x.jpg": "gender 2",
        "20_1_7_x.jpg": "race 7",
        "portrait.jpg": "name",
    }
    path = write_zip(tmp_path / "a.zip", dict.fromkeys((*bad, NAMES[0], "README.txt"), b""))
    dataset = read_utkface(path)
    assert [Path(name).name for name in dataset.names] == [NAMES[0]]
    assert {Path(row.name).name for row in dataset.skipped} == set(bad)
    for row in dataset.skipped:
        assert bad[Path(row.name).name] in row.reason


def test_no_data_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no data set") as missing:
        read_utkface(tmp_path / "none.zip")
    assert missing.value.code == "data.missing"


@pytest.mark.parametrize("content", [b"", b"not a zip at all", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(DataError, match="not a zip archive"):
        read_utkface(tmp_path / "a.zip")


def test_an_archive_without_a_readable_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no picture in it"):
        read_utkface(write_zip(tmp_path / "a.zip", {"hello.jpg": b""}))


def test_a_damaged_archive_is_an_error_of_the_data(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {NAMES[0]: encoded(picture(1))})
    content = bytearray(path.read_bytes())
    content[200:220] = bytes(20)
    path.write_bytes(content)
    with pytest.raises(DataError, match=NAMES[0]):
        read_utkface(path).image(0)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_a_decompressor_refuses_is_an_error_of_the_data(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(f"UTKFace/{NAMES[0]}", encoded(picture(1)))
    content = bytearray(path.read_bytes())
    content[300:1300] = b"\xff" * 1000
    path.write_bytes(content)
    with pytest.raises(DataError, match=NAMES[0]):
        read_utkface(path).image(0)


def test_an_entry_without_a_name_is_left_out(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {NAMES[0]: encoded(picture(1)), NAMES[1]: encoded(picture(2))})
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 32 : entry + 34] = content[entry + 28 : entry + 30]  # its name is a comment
    content[entry + 28 : entry + 30] = b"\0\0"
    path.write_bytes(content)
    assert read_utkface(path).names == (f"UTKFace/{NAMES[1]}",)


def test_a_damaged_list_of_an_archive_is_an_error_of_the_data(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {NAMES[0]: b""})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 255  # the version it needs
    path.write_bytes(content)
    with pytest.raises(DataError, match="it is damaged"):
        read_utkface(path)


def test_a_damaged_picture_is_an_error_of_the_picture(tmp_path: Path) -> None:
    with pytest.raises(ImageError):
        read_utkface(write_zip(tmp_path / "a.zip", {NAMES[0]: b"no picture"})).image(0)


def dataset_of(pictures: list[RGB]) -> FaceDataset:
    labels = np.zeros(len(pictures), np.int64)
    names = tuple(str(at) for at in range(len(pictures)))
    return FaceDataset(
        title="made",
        terms="",
        names=names,
        ages=labels,
        columns=shipped_columns(gender=labels, ethnicity=labels),
        skipped=(),
        decode=lambda name: pictures[int(name)],
    )


def test_columns_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="gender"):
        replace(dataset_of([picture(1)]), columns=shipped_columns(gender=np.zeros(2, np.int64)))


def bits(*positions: int) -> NDArray[np.uint64]:
    flags = np.zeros(256, np.uint8)
    flags[list(positions)] = 1
    return np.packbits(flags).view(np.uint64)


def prints(*hashes: NDArray[np.uint64]) -> Fingerprints:
    return Fingerprints(exact=np.arange(len(hashes)), difference=np.stack(hashes))


def test_a_difference_of_twenty_bits_is_a_copy_and_of_one_more_is_not() -> None:
    assert near_copies(prints(bits(), bits(*range(20)))).tolist() == [0, 0]
    assert near_copies(prints(bits(), bits(*range(21)))).tolist() == [0, 1]


def test_a_chain_of_near_copies_is_one_group() -> None:
    chain = prints(bits(*range(36)), bits(), bits(*range(100, 256)), bits(*range(18)))
    assert near_copies(chain).tolist() == [0, 0, 2, 0]


def test_the_same_pixels_are_copies_whatever_the_hash_says() -> None:
    made = Fingerprints(exact=np.array([0, 1, 0]), difference=np.stack([bits(), bits(*range(90)), bits(*range(200))]))
    assert near_copies(made).tolist() == [0, 1, 0]


def test_blocks_leave_no_pair_out() -> None:
    rng = np.random.default_rng(3)
    hashes = rng.integers(0, 2**63, (1300, 4), dtype=np.uint64)
    pairs = [(0, 1299), (511, 512), (100, 1024), (513, 514)]
    for first, second in pairs:
        hashes[second] = hashes[first]
    groups = near_copies(Fingerprints(exact=np.arange(1300), difference=hashes))
    assert {at: int(group) for at, group in enumerate(groups) if at != group} == {b: a for a, b in pairs}


def test_near_copies_are_found_through_size_light_and_compression_and_others_are_not() -> None:
    original = picture(1, side=200)
    copies = [
        original,
        np.asarray(cv2.resize(original, (90, 90), interpolation=cv2.INTER_AREA)),
        np.clip(original.astype(np.int64) * 0.7 + 20, 0, 255).astype(np.uint8),
        np.asarray(cv2.imdecode(cv2.imencode(".jpg", original, (cv2.IMWRITE_JPEG_QUALITY, 40))[1], cv2.IMREAD_COLOR)),
        picture(2, side=200),
    ]
    assert near_copies(prints(*(difference_hash(rgb) for rgb in copies))).tolist() == [0, 0, 0, 0, 4]


def test_groups_contradict_where_any_label_differs() -> None:
    groups = np.array([0, 0, 2, 2, 2, 5, 6])
    gender = np.array([1, 1, 0, 0, 0, 1, 0])
    ethnicity = np.array([3, 3, 1, 1, 2, 4, 4])
    assert contradicting(groups, gender, ethnicity).tolist() == [False, False, True, True, True, False, False]


def test_the_labelled_face_is_the_one_in_the_middle() -> None:
    def face(x0: float) -> Face:
        return Face((x0, 40.0, x0 + 20, 60.0), np.zeros((5, 2), np.float32), 0.9)

    middle = face(41)
    assert central_face((face(0), middle, face(80)), width=100, height=100) is middle
    assert central_face((), width=100, height=100) is None
