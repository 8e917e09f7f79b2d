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

from core.bundle import InputSpec
from core.datasets.dataset import FaceDataset
from core.datasets.duplicates import Fingerprints, contradicting, difference_hash, near_copies
from core.datasets.prepared import central_face, prepare
from core.datasets.utkface import read_utkface
from core.errors import DataError, ImageError
from core.faces import Face
from core.training.report import clean_split

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
    assert (dataset.ages[row], dataset.gender[row], dataset.ethnicity[row]) == (5, 1, 4)
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
    with pytest.raises(DataError, match="There are no data") as missing:
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
        gender=labels,
        ethnicity=labels,
        skipped=(),
        decode=lambda name: pictures[int(name)],
    )


def test_columns_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="gender"):
        replace(dataset_of([picture(1)]), gender=np.zeros(2, np.int64))


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


class Everywhere:
    """A detector that sees one face in bright pictures, with the eyes where the frame has them."""

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        if rgb.mean() < 60:
            return ()
        side = len(rgb)
        points = np.array([(0.3, 0.3), (0.69, 0.3), (0.5, 0.5), (0.5, 0.72), (0.1, 0.4), (0.9, 0.4)]) * side
        return (Face((0.0, 0.0, float(side), float(side)), points.astype(np.float32), 0.9),)


SPEC = InputSpec(size=24, channels=1)


def test_preparing_keeps_both_framings_and_says_where_no_face_was(tmp_path: Path) -> None:
    dark = np.zeros((60, 60, 3), np.uint8)
    seen: list[tuple[int, int]] = []
    prepared = prepare(
        dataset_of([picture(1), dark, picture(1)]),
        SPEC,
        Everywhere,
        cache=tmp_path / "run" / "cache.npz",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert prepared.as_is.shape == prepared.realigned.shape == (3, 24, 24, 1)
    assert prepared.found.tolist() == [True, False, True]
    assert np.array_equal(prepared.realigned[1], prepared.as_is[1])
    assert near_copies(prepared.fingerprints).tolist() == [0, 1, 0]
    assert seen == [(1, 3), (2, 3), (3, 3)]


class Counting(Everywhere):
    """Counts what it is shown; sees the eyes lower by `lower` pixels."""

    def __init__(self, lower: float = 0.0) -> None:
        self.shown = 0
        self._lower = lower

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        self.shown += 1
        return tuple(replace(face, keypoints=face.keypoints + np.float32(self._lower)) for face in super().detect(rgb))


def test_prepared_pictures_are_taken_from_the_cache(tmp_path: Path) -> None:
    pictures, cache = [picture(at) for at in range(40)], tmp_path / "cache.npz"
    first = prepare(dataset_of(pictures), SPEC, Everywhere, cache=cache)
    counting = Counting()
    again = prepare(dataset_of(pictures), SPEC, lambda: counting, cache=cache)
    assert counting.shown < 10
    assert np.array_equal(first.realigned, again.realigned)
    assert np.array_equal(first.difference, again.difference)


def test_a_cache_of_other_data_input_or_alignment_is_not_used(tmp_path: Path) -> None:
    pictures, cache = [picture(at) for at in range(3)], tmp_path / "cache.npz"
    first = prepare(dataset_of(pictures[:2]), SPEC, Everywhere, cache=cache)
    assert len(prepare(dataset_of(pictures), SPEC, Everywhere, cache=cache).as_is) == 3
    lower = prepare(dataset_of(pictures), SPEC, lambda: Counting(lower=6.0), cache=cache)
    assert not np.array_equal(lower.realigned[:2], first.realigned)
    coloured = prepare(dataset_of(pictures), InputSpec(size=32, channels=3), Everywhere, cache=cache)
    assert coloured.as_is.shape == (3, 32, 32, 3)


def test_a_cache_that_is_damaged_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "cache.npz").write_bytes(b"PK\x03\x04 not to its end")
    assert len(prepare(dataset_of([picture(1)]), SPEC, Everywhere, cache=tmp_path / "cache.npz").as_is) == 1


def test_the_labelled_face_is_the_one_in_the_middle() -> None:
    def face(x0: float) -> Face:
        return Face((x0, 40.0, x0 + 20, 60.0), np.zeros((6, 2), np.float32), 0.9)

    middle = face(41)
    assert central_face((face(0), middle, face(80)), width=100, height=100) is middle
    assert central_face((), width=100, height=100) is None


def test_contradicting_copies_are_on_no_side() -> None:
    count = 60
    gender = np.zeros(count, np.int64)
    gender[[1, 58, 59]] = 1
    dataset = replace(dataset_of([picture(1)] * count), gender=gender)
    exact = np.arange(count)
    exact[1], exact[59] = 0, 58
    hashes = np.random.default_rng(1).integers(0, 2**63, (count, 4), np.uint64)
    clean = clean_split(dataset, Fingerprints(exact=exact, difference=hashes))
    assert np.flatnonzero(clean.contradicting).tolist() == [0, 1]
    assert clean.copies == 2
    used = np.concatenate([clean.split.train, clean.split.validation, clean.split.calibration, clean.split.test])
    assert sorted(used.tolist()) == list(range(2, count))
