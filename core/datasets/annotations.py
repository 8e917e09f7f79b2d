"""Pictures with labels in a JSON file beside them, as annotation tools export: COCO and Label Studio.

COCO: pictures with boxes of faces, whose category and `attributes` are labels, in one JSON file.

    {"images": [{"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}],
     "categories": [{"id": 1, "name": "woman", "supercategory": "face"}],
     "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [x, y, width, height],
                      "attributes": {"glasses": "no"}}]}

Lin et al. 2014, Microsoft COCO; `attributes` as CVAT and other tools write them. An annotation without a box is about
the whole picture, and so are the `attributes` of an image without annotations.

Label Studio: a list of tasks with choices for each picture, or rectangles with labels, as JSON or JSON-MIN.

    [{"id": 1, "data": {"image": "/data/upload/1/0a1b2c3d-a.jpg"},
      "annotations": [{"result": [
        {"id": "r1", "from_name": "face", "type": "rectanglelabels", "original_width": 640, "original_height": 480,
         "value": {"x": 10, "y": 20, "width": 30, "height": 40, "rectanglelabels": ["woman"]}},
        {"id": "r1", "from_name": "glasses", "type": "choices", "value": {"choices": ["no"]}}]}]}]

A rectangle is a face; results with its id are its labels, and so are those about the whole picture. Positions are
percentages. Of several annotations of a task, the one marked as ground truth counts, otherwise the latest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from core.datasets.archive import Files, open_files
from core.datasets.dataset import SkippedRow
from core.datasets.declared_sides import side_of_file
from core.datasets.picture_files import Pictures
from core.datasets.raw_table import RawRow, RawTable, Row, box_outside
from core.errors import DataError
from core.files import parse_json, read_ordinary
from core.vision.faces import Box
from core.vision.imaging import SUFFIXES

CATEGORY: Final = "category"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A face that an annotation tool described."""

    where: str
    """Names it in messages."""
    picture: str
    labels: Mapping[str, str]
    """Words by title."""
    box: Box | None = None
    """In pixels of the picture; None if it is about the whole picture."""


def coco_faces(document: Any) -> list[Annotated | SkippedRow] | None:
    """The faces in a COCO document; None if it is none."""
    if not isinstance(document, dict):
        return None
    images, annotations = document.get("images"), document.get("annotations")
    if not isinstance(images, list) or not isinstance(annotations, list):
        return None
    return list(_coco_faces(images, annotations, _categories(document.get("categories"))))


def words_of(given: object) -> dict[str, str]:
    """The texts, numbers and truth values among the members of an object, as words."""
    if not isinstance(given, dict):
        return {}
    found = {str(title): word(value) for title, value in given.items()}
    return {title: text for title, text in found.items() if text is not None}


def word(value: object) -> str | None:
    """A value of JSON as a word; None for lists and objects."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


def _coco_faces(
    images: list[Any], annotations: list[Any], categories: Mapping[Any, str]
) -> Iterator[Annotated | SkippedRow]:
    by_id: dict[Any, dict[str, Any]] = {}
    for at, image in enumerate(images):
        if not isinstance(image, dict) or not isinstance(image.get("file_name"), str) or _id(image, "id") is None:
            yield SkippedRow(f"image {at + 1}", "it has no id and file_name")
        elif _id(image, "id") in by_id:
            yield SkippedRow(f"image {at + 1}", f"the id {_id(image, 'id')} belongs to another image")
        else:
            by_id[_id(image, "id")] = image
    described = set()
    for at, one in enumerate(annotations):
        where = f"annotation {at + 1}"
        if not isinstance(one, dict):
            yield SkippedRow(where, "it is not an object")
            continue
        if one.get("iscrowd"):
            yield SkippedRow(where, "it is a crowd, not one face")
            continue
        described.add(_id(one, "image_id"))
        yield _face(one, where, by_id, categories)
    for key, image in by_id.items():
        if key not in described and (labels := words_of(image.get("attributes"))):
            yield Annotated(f"image {key}", image["file_name"], labels)


def _face(
    one: dict[str, Any], where: str, images: Mapping[Any, dict[str, Any]], categories: Mapping[Any, str]
) -> Annotated | SkippedRow:
    image = images.get(_id(one, "image_id"))
    if image is None:
        return SkippedRow(where, f"there is no image with the id {one.get('image_id')!r}")
    labels = words_of(one.get("attributes"))
    if _id(one, "category_id") is not None:
        category = categories.get(_id(one, "category_id"))
        if category is None:
            return SkippedRow(where, f"there is no category with the id {one['category_id']!r}")
        labels = {CATEGORY: category, **labels}
    given = one.get("bbox") or None
    if given is None:
        return Annotated(where, image["file_name"], labels)
    if not isinstance(given, list) or len(given) != 4 or not all(isinstance(value, int | float) for value in given):
        return SkippedRow(where, "its bbox is not a list of four numbers")
    x, y, width, height = map(float, given)
    box = (x, y, x + width, y + height)
    across, down = image.get("width"), image.get("height")
    if isinstance(across, int | float) and isinstance(down, int | float) and across and down:
        outside = box_outside(box, across, down)
        if outside:
            return SkippedRow(where, outside)
    return Annotated(where, image["file_name"], labels, box)


def _categories(given: object) -> dict[Any, str]:
    listed = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    return {_id(one, "id"): str(one.get("name", "")) for one in listed if _id(one, "id") is not None}


def _id(one: Mapping[str, Any], key: str) -> str | None:
    """An id; some tools write numbers as text in one place and not in another."""
    value = one.get(key)
    return str(value) if isinstance(value, int | str) else None


_RECTANGLES: Final = ("rectanglelabels", "rectangle")
_LABELS: Final = ("choices", "rectanglelabels", "labels", "rating", "number")
_NOT_LABELS: Final = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")


def label_studio_faces(document: Any) -> list[Annotated | SkippedRow] | None:
    """The faces in an export; None if it is none."""
    if not isinstance(document, list) or not document:
        return None
    tasks = [one for one in document if isinstance(one, dict)]
    if any(isinstance(one.get("data"), dict) and isinstance(_given(one), list) for one in tasks):
        return [face for at, one in enumerate(document) for face in _task(one, f"task {at + 1}")]
    if any("annotation_id" in one for one in tasks):
        return [face for at, one in enumerate(document) for face in _short_task(one, f"task {at + 1}")]
    return None


def _task(one: Any, where: str) -> Iterator[Annotated | SkippedRow]:
    data = one.get("data") if isinstance(one, dict) else None
    picture = _picture(data) if isinstance(data, dict) else None
    if picture is None:
        yield SkippedRow(where, "it has no picture")
        return
    given = _given(one)
    done = [each for each in given if isinstance(each, dict) and not each.get("was_cancelled")] if given else []
    chosen = next((each for each in done if each.get("ground_truth")), done[-1] if done else None)
    results = chosen.get("result") if chosen else None
    if not isinstance(results, list) or not results:
        yield SkippedRow(where, "it is not annotated")
        return
    yield from _regions([each for each in results if isinstance(each, dict)], picture, where)


def _short_task(one: Any, where: str) -> Iterator[Annotated | SkippedRow]:
    """A task of JSON-MIN: results by the name of their control."""
    picture = _picture(one) if isinstance(one, dict) else None
    if picture is None:
        yield SkippedRow(where, "it has no picture")
        return
    results: list[dict[str, Any]] = []
    for name, value in one.items():
        if value == picture or name in _NOT_LABELS:
            continue
        for at, each in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(each, dict) and "width" in each and "original_width" in each:
                results.append({**each, "id": f"{name} {at}", "from_name": name, "type": "rectangle", "value": each})
            else:
                content = each if isinstance(each, dict) else {"choices": [each]}
                results.append({"from_name": name, "type": "choices", "value": content})
    yield from _regions(results, picture, where)


def _regions(results: list[dict[str, Any]], picture: str, where: str) -> Iterator[Annotated | SkippedRow]:
    regions = {each.get("id"): each for each in results if each.get("type") in _RECTANGLES}
    whole: dict[str, str] = {}
    own: dict[Any, dict[str, str]] = {key: {} for key in regions}
    for each in results:
        label = _label(each.get("value"))
        if label is not None:
            own.get(each.get("id"), whole)[str(each.get("from_name", "label"))] = label
    if not regions:
        yield Annotated(where, picture, whole)
    for at, (key, region) in enumerate(regions.items()):
        named = f"{where}, rectangle {at + 1}"
        box = _box(region)
        yield SkippedRow(named, box) if isinstance(box, str) else Annotated(named, picture, {**whole, **own[key]}, box)


def _label(value: object) -> str | None:
    """The label in a result's value; None if there is none, an empty one if there are several."""
    kind = next((one for one in _LABELS if one in value), None) if isinstance(value, dict) else None
    if kind is None or not isinstance(value, dict):
        return None
    given = value[kind]
    if isinstance(given, list):
        return word(given[0]) if len(given) == 1 else ""
    return word(given)


def _box(region: dict[str, Any]) -> Box | str:
    """The box around a rectangle, which may be turned about its first corner; or what is wrong."""
    value, size = region.get("value"), (region.get("original_width"), region.get("original_height"))
    shares = [value.get(key) for key in ("x", "y", "width", "height")] if isinstance(value, dict) else []
    if not all(isinstance(one, int | float) for one in (*shares, *size)) or not shares:
        return "it lacks x, y, width, height, original_width or original_height"
    x, y, width, height = (float(one) / 100 * float(size[at % 2]) for at, one in enumerate(shares))  # type: ignore[arg-type]
    angle = value.get("rotation", 0) if isinstance(value, dict) else 0
    turn = math.radians(angle) if isinstance(angle, int | float) and math.isfinite(angle) else 0.0
    corners = [
        (x + a * math.cos(turn) - b * math.sin(turn), y + a * math.sin(turn) + b * math.cos(turn))
        for a in (0.0, width)
        for b in (0.0, height)
    ]
    across, down = zip(*corners, strict=True)
    box = (min(across), min(down), max(across), max(down))
    return box_outside(box, float(size[0]), float(size[1])) or box  # type: ignore[arg-type]


def _picture(data: Mapping[str, Any]) -> str | None:
    """The reference to the picture: under `image`, or the first text that ends like the name of one."""
    texts = [
        value for key, value in sorted(data.items(), key=lambda item: item[0] != "image") if isinstance(value, str)
    ]
    return next((text for text in texts if PurePosixPath(text.partition("?X-")[0]).suffix.lower() in SUFFIXES), None)


def _given(task: Mapping[str, Any]) -> list[Any] | None:
    """The annotations of a task; older exports call them completions."""
    found = task.get("annotations", task.get("completions"))
    return found if isinstance(found, list) else None


JSON: Final = ".json"
LAYOUT: Final = (
    "a JSON file of COCO (images, annotations and categories) or of Label Studio (a list of tasks) beside its pictures"
)
PICTURE: Final = "image"
_MOST_BYTES: Final = 512 << 20
_MOST_FILES: Final = 20
"""A folder with more JSON files has one per picture, of another format."""


def annotation_file(path: Path) -> RawTable:
    """The faces that the JSON file at `path` describes; its pictures are in its folder, or below that.

    Raises:
        DataError: It cannot be read, or is neither COCO nor Label Studio.
    """
    try:
        document = parse_json(read_ordinary(path, limit=_MOST_BYTES))
    except (OSError, ValueError) as e:
        reason = getattr(e, "strerror", None) or f"it is not valid JSON: {e}"
        raise DataError("data.format", path=path, reason=reason, expected=LAYOUT) from e
    described = _described(document)
    if described is None:
        raise DataError("data.format", path=path, reason="it is JSON of another kind", expected=LAYOUT)
    return _table(path, open_files(path.parent, expected=LAYOUT), {path.name: described})


def annotated_table(files: Files) -> RawTable | None:
    """The faces that the JSON files of a folder or archive describe; None if no file there does.

    Raises:
        DataError: One of them cannot be read.
    """
    names = [name for name in files.names if PurePosixPath(name).suffix.lower() == JSON]
    if not files.pictures or len(names) > _MOST_FILES:
        return None
    found = {}
    for name in names:
        try:
            content = files.read(name)
            described = _described(parse_json(content)) if len(content) <= _MOST_BYTES else None
        except ValueError:
            continue
        if described is not None:
            found[name] = described
    return _table(files.path, files, found) if found else None


def _described(document: Any) -> Iterable[Annotated | SkippedRow] | None:
    found = coco_faces(document)
    return label_studio_faces(document) if found is None else found


def _table(path: Path, files: Files, described: dict[str, Iterable[Annotated | SkippedRow]]) -> RawTable:
    faces: list[tuple[Annotated | SkippedRow, str]] = []
    for name, found in described.items():
        pictures, where = Pictures(files.pictures, str(PurePosixPath(name).parent)), f"{name}: "
        side = side_of_file(name)
        faces += [(_placed(one, pictures, where if len(described) > 1 else ""), side) for one in found]
    titles = tuple(dict.fromkeys(title for one, _ in faces if isinstance(one, Annotated) for title in one.labels))

    def rows() -> Iterable[Row]:
        for one, side in faces:
            if isinstance(one, SkippedRow):
                yield one
            else:
                yield RawRow(one.where, (one.picture, *(one.labels.get(title, "") for title in titles)), one.box, side)

    return RawTable(
        path=path,
        expected=LAYOUT,
        header=(PICTURE, *titles),
        rows=rows,
        decode=files.picture,
        state=files.state,
        picture=PICTURE,
        content=files.read,
    )


def _placed(one: Annotated | SkippedRow, pictures: Pictures, where: str) -> Annotated | SkippedRow:
    """A face with the name of its picture's file."""
    if isinstance(one, SkippedRow):
        return SkippedRow(where + one.name, one.reason)
    found = pictures.find(one.picture)
    if found is None:
        return SkippedRow(where + one.where, f"there is no picture {one.picture[:200]}")
    return Annotated(where + one.where, found, one.labels, one.box)
