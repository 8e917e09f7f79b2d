"""Data as other tools write them: WebDataset tars, COCO, Label Studio, tables of paths."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from made_data import blobs, encoded, write_pictures
from made_exports import BOX, choice, coco, crowd, rectangle, samples, task, write_coco, write_tar

from core.datasets.annotations import Pictures
from core.datasets.chips import make_chips
from core.datasets.dataset import FaceDataset
from core.datasets.open import open_dataset
from core.errors import DataError
from core.vision.detectors import DETECTORS, Detector


def labels_of(dataset: FaceDataset, name: str) -> list[str | None]:
    return [dataset.columns[name].label(row) for row in range(len(dataset))]


def reasons(dataset: FaceDataset) -> dict[str, str]:
    return {row.name: row.reason for row in dataset.skipped}


def test_a_tar_holds_pictures_and_their_labels(tmp_path: Path) -> None:
    dataset = open_dataset(write_tar(tmp_path / "faces.tar", samples(8)))
    assert dataset.title == "faces.tar"
    assert dataset.names[:2] == ("a/0000.png", "a/0001.png")
    assert labels_of(dataset, "gender") == ["Male", "Female"] * 4
    assert labels_of(dataset, "smile") == ["0", "1"] * 4
    assert list(dataset.columns) == ["gender", "smile"]
    for row in (7, 0, 3):
        assert np.array_equal(dataset.image(row), blobs(row))
        assert dataset.content is not None and dataset.content(dataset.names[row]) == encoded(blobs(row))


def test_a_folder_of_tars_is_one_data_set(tmp_path: Path) -> None:
    for shard in range(2):
        write_tar(tmp_path / "w" / f"faces-{shard:06}.tar", samples(4, start=4 * shard))
    (tmp_path / "w" / "README.md").write_text("# faces")
    dataset = open_dataset(tmp_path / "w")
    assert dataset.names[4] == "faces-000001.tar/a/0004.png"
    assert np.array_equal(dataset.image(6), blobs(6))
    write_tar(tmp_path / "w" / "faces-000001.tar", samples(5, start=4))
    assert open_dataset(tmp_path / "w").state != dataset.state


def test_a_single_label_of_each_picture_is_in_a_cls_file(tmp_path: Path) -> None:
    members = {}
    for at in range(6):
        members |= {f"{at}.jpg": encoded(blobs(at), "JPEG"), f"{at}.cls": [b"woman", b"man"][at % 2] + b"\n"}
    assert labels_of(open_dataset(write_tar(tmp_path / "a.tar", members)), "gender") == ["Female", "Male"] * 3


def test_members_that_cannot_be_used_are_left_out_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "bad.tar"
    with tarfile.open(path, "w") as archive:

        def add(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE) -> None:
            entry = tarfile.TarInfo(name)
            entry.size, entry.type, entry.linkname = len(content), kind, "/etc/passwd"
            archive.addfile(entry, io.BytesIO(content))

        for at in range(4):
            add(f"{at}.png", encoded(blobs(at)))
            add(f"{at}.json", json.dumps({"smile": ["yes", "no"][at % 2]}).encode())
        add("../../out.png", encoded(blobs(9)))
        add("/tmp/out.png", encoded(blobs(9)))
        add("link.png", kind=tarfile.SYMTYPE)
        add("alone.json", b"{}")
        add("broken.png", encoded(blobs(9)))
        add("broken.json", b"{")
        add("twice.png", encoded(blobs(9)))
        add("twice.png", encoded(blobs(9)))
        add("large.png", encoded(blobs(9)))
        add("large.txt", b"x" * 2_000_000)
    dataset = open_dataset(path)
    assert len(dataset) == 4
    assert reasons(dataset) == {
        "../../out.png": "its name leads out of the archive",
        "/tmp/out.png": "its name leads out of the archive",
        "link.png": "it is a link or a device, not a file",
        "alone.json": "it has no picture",
        "broken.png": "broken.json is not valid JSON",
        "twice.png": "twice.png occurs twice",
        "large.png": "large.txt is larger than 1 MB",
    }
    assert not (tmp_path.parent / "out.png").exists()


@pytest.mark.parametrize(("size", "reason"), [(700, "no row in it can be used|damaged"), (20_000, None)])
def test_a_tar_that_was_cut_gives_what_is_whole(tmp_path: Path, size: int, reason: str | None) -> None:
    path = write_tar(tmp_path / "cut.tar", samples(8))
    path.write_bytes(path.read_bytes()[:-size] if reason is None else path.read_bytes()[:size])
    if reason:
        with pytest.raises(DataError, match=reason):
            open_dataset(path)
    else:
        dataset = open_dataset(path)
        assert 2 <= len(dataset) < 8
        assert np.array_equal(dataset.image(1), blobs(1))


def test_coco_boxes_are_faces_with_their_categories_and_attributes(tmp_path: Path) -> None:
    folder = write_coco(tmp_path / "data", coco())
    for path in (folder, folder / "faces.json"):
        if path != folder:  # the file beside its pictures
            (folder / "annotations" / "faces.json").rename(path)
        dataset = open_dataset(path)
        assert dataset.skipped == ()
        assert labels_of(dataset, "gender") == ["Male", "Female", "Male", "Female", "Male"]
        assert labels_of(dataset, "glasses") == ["no", "no", "yes", "yes", "no"]
        assert dataset.boxes is not None
        assert [name.partition("#")[0].rpartition("/")[2] for name in dataset.names] == [
            *(f"{at}.png" for at in range(4)),
            "3.png",
        ]
        assert dataset.names[0].endswith("0.png#20,30,60,70")
        x, y, width, height = BOX
        window = dataset.image(1)
        assert window.shape == (80, 80, 3)
        assert np.array_equal(window[20:60, 20:60], crowd(1)[y : y + height, x : x + width])
        assert dataset.boxes[1].tolist() == [20, 20, 60, 60]
        assert not dataset.image(4)[:, -1].any()  # beyond the picture's edge


class _Nothing:
    def detect(self, rgb: object) -> tuple[()]:
        return ()


def test_a_face_that_is_not_detected_is_framed_by_its_box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = open_dataset(write_coco(tmp_path / "data", coco()))
    monkeypatch.setitem(DETECTORS, "none", Detector("none", lambda threads: _Nothing()))
    chips = make_chips(dataset, "none", cache=tmp_path / "cache")
    assert chips.usable.all() and not chips.found.any()
    assert chips.skipped == ()
    assert chips.rgb[1].std() > 20


def test_coco_that_contradicts_itself_is_left_out_with_the_reason(tmp_path: Path) -> None:
    good = coco()["annotations"]
    bad = [
        {**good[0], "image_id": 77},
        {**good[0], "category_id": 9},
        {**good[0], "bbox": [1, 2, 3]},
        {**good[0], "bbox": [5, 5, 0.5, 40]},
        {**good[0], "bbox": [5000, 5, 40, 40]},
        {**good[0], "bbox": [5, 5, -40, 40]},
        {**good[0], "iscrowd": 1},
        "nothing",
    ]
    images = [*coco()["images"], {"id": 8, "file_name": "gone.png"}, {"file_name": "x.png"}]
    gone = {**good[0], "image_id": 8}
    dataset = open_dataset(write_coco(tmp_path / "data", coco(annotations=[*good, *bad, gone], images=images)))
    assert len(dataset) == 5
    assert reasons(dataset) == {
        "image 6": "it has no id and file_name",
        "annotation 6": "there is no image with the id 77",
        "annotation 7": "there is no category with the id 9",
        "annotation 8": "its bbox is not a list of four numbers",
        "annotation 9": "its box is 0.5 x 40 pixels, too small for a face",
        "annotation 10": "its box (5000, 5, 5040, 45) lies outside its picture of 160 x 120 pixels",
        "annotation 11": "its box (5, 5, -35, 45) lies outside its picture of 160 x 120 pixels",
        "annotation 12": "it is a crowd, not one face",
        "annotation 13": "it is not an object",
        "annotation 14": "there is no picture gone.png",
    }


def test_a_box_beyond_a_picture_of_unstated_size_is_that_row_s_error(tmp_path: Path) -> None:
    document = coco(images=[{"id": at, "file_name": f"{at}.png"} for at in range(4)])
    document["annotations"][0]["bbox"] = [4000, 5, 40, 40]
    dataset = open_dataset(write_coco(tmp_path / "data", document))
    with pytest.raises(DataError, match="not in its picture of 160 x 120"):
        dataset.image(0)


def test_coco_without_boxes_is_about_whole_pictures(tmp_path: Path) -> None:
    document = coco()
    document["annotations"] = [{k: v for k, v in one.items() if k != "bbox"} for one in document["annotations"][:4]]
    dataset = open_dataset(write_coco(tmp_path / "data", document))
    assert dataset.boxes is None
    assert np.array_equal(dataset.image(2), crowd(2))


def write_tasks(folder: Path, tasks: object) -> Path:
    write_pictures(folder / "media", [f"{at}.png" for at in range(6)])
    for at in range(6):
        (folder / "media" / f"{at}.png").write_bytes(encoded(crowd(at)))
    (folder / "project-1.json").write_text(json.dumps(tasks))
    return folder / "project-1.json"


def test_label_studio_choices_are_labels_of_pictures(tmp_path: Path) -> None:
    tasks = [task(at, choice("gender", ["Man", "Woman"][at % 2]), choice("mood", "calm", "sad")) for at in range(4)]
    tasks += [{"id": 9, "data": {"image": "/data/upload/7/0a1b2c3d-5.png"}, "annotations": []}, {"id": 10, "data": {}}]
    dataset = open_dataset(write_tasks(tmp_path, tasks))
    assert labels_of(dataset, "gender") == ["Male", "Female"] * 2
    assert dataset.names == tuple(f"media/{at}.png" for at in range(4))
    assert reasons(dataset) == {"task 5": "it is not annotated", "task 6": "it has no picture"}
    assert "mood" not in dataset.columns  # several choices are not one label


def test_label_studio_rectangles_are_faces(tmp_path: Path) -> None:
    tasks = [
        task(
            at,
            rectangle("r1", ["Man", "Woman"][at % 2]),
            choice("glasses", ["no", "yes"][at % 2], region="r1"),
            choice("light", ["day", "night"][at // 2 % 2]),
        )
        for at in range(4)
    ]
    tasks[3]["annotations"][0]["result"].append(rectangle("r2", "Man", x=900.0))
    dataset = open_dataset(write_tasks(tmp_path, tasks))
    assert labels_of(dataset, "gender") == ["Male", "Female"] * 2
    assert labels_of(dataset, "glasses") == ["no", "yes"] * 2
    assert labels_of(dataset, "light") == ["day", "day", "night", "night"]
    assert dataset.image(0).shape == (80, 80, 3)
    assert "lies outside" in reasons(dataset)["task 4, rectangle 2"]


def test_the_ground_truth_counts_then_the_latest_annotation(tmp_path: Path) -> None:
    tasks = [task(at, choice("smile", "no")) for at in range(4)]
    for at, one in enumerate(tasks):
        later = {"result": [choice("smile", "yes")], "was_cancelled": at == 3}
        one["annotations"].append(later)
    tasks[0]["annotations"][0]["ground_truth"] = True
    assert labels_of(open_dataset(write_tasks(tmp_path, tasks)), "smile") == ["no", "yes", "yes", "no"]


def test_label_studio_writes_a_short_form_too(tmp_path: Path) -> None:
    tasks = [
        {
            "image": f"/data/local-files/?d=media/{at}.png",
            "id": at,
            "annotation_id": at,
            "annotator": 1,
            "lead_time": 2.5,
        }
        | {"lead_time": 2.5, "gender": ["Male", "Female"][at % 2], "updated_at": "2026-01-01"}
        for at in range(6)
    ]
    dataset = open_dataset(write_tasks(tmp_path, tasks))
    assert labels_of(dataset, "gender") == ["Male", "Female"] * 3
    assert list(dataset.columns) == ["gender"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "not valid JSON"),
        (b'{"images": 3, "annotations": []}', "JSON of another kind"),
        (b"[1, 2]", "JSON of another kind"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"images": [], "annotations": []}', "no rows"),
    ],
)
def test_other_json_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(DataError, match=reason):
        open_dataset(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("a.png", "data/a.png"),
        ("x/b.png", "data/images/x/b.png"),
        ("/srv/old/place/x/b.png", "data/images/x/b.png"),
        ("y\\b.png", "data/images/y/b.png"),
        ("b.png", None),
        ("s3://bucket/images/y/b.png?sig=1", "data/images/y/b.png"),
        ("https://a.org/data/c%20d.png", "data/c d.png"),
        ("/data/upload/3/12345678-a.png", "data/a.png"),
        ("/data/local-files/?d=images/x/b.png", "data/images/x/b.png"),
        ("../../../etc/passwd", None),
        ("", None),
    ],
)
def test_a_picture_is_found_wherever_a_tool_says_it_was(reference: str, found: str | None) -> None:
    names = ["data/a.png", "data/images/x/b.png", "data/images/y/b.png", "data/c d.png"]
    assert Pictures(names, "data").find(reference) == found


def test_a_table_of_paths_needs_no_usual_title(tmp_path: Path) -> None:
    write_pictures(tmp_path / "p", [f"{at} é.png" for at in range(6)])
    places = [f"p/{at} é.png" for at in range(4)]
    places += [str(tmp_path / "p" / "4 é.png"), (tmp_path / "p" / "5 é.png").as_uri()]
    lines = [f"{place}\t{['w', 'm'][at % 2]};x\t{['woman', 'man'][at % 2]}\t{at}" for at, place in enumerate(places)]
    for ending in (".csv", ".tsv"):
        path = tmp_path / f"faces{ending}"
        path.write_text("\n".join(["where it is\tcode\tperceived\trow", *lines, "p/none.png\tm;x\tman\t9"]))
        dataset = open_dataset(path)
        assert labels_of(dataset, "gender") == ["Female", "Male"] * 3
        assert labels_of(dataset, "code") == ["w;x", "m;x"] * 3
        assert np.array_equal(dataset.image(5), blobs(5))
        assert dataset.content is not None and dataset.content(dataset.names[5]) == encoded(blobs(5))
        assert reasons(dataset) == {"line 8": "there is no picture p/none.png"}
    (tmp_path / "faces.csv").unlink()
    assert len(open_dataset(tmp_path)) == 6  # the folder of the table


def test_a_zip_archive_with_coco_needs_no_unpacking(tmp_path: Path) -> None:
    folder = write_coco(tmp_path / "data", coco())
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(tmp_path))
    packed, unpacked = open_dataset(tmp_path / "data.zip"), open_dataset(folder)
    assert labels_of(packed, "gender") == labels_of(unpacked, "gender")
    assert np.array_equal(packed.image(3), unpacked.image(3))
