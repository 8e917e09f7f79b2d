"""COCO: pictures with boxes of faces, whose category and `attributes` are labels, in one JSON file.

    {"images": [{"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}],
     "categories": [{"id": 1, "name": "woman", "supercategory": "face"}],
     "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [x, y, width, height],
                      "attributes": {"glasses": "no"}}]}

Lin et al. 2014, Microsoft COCO; `attributes` as CVAT and other tools write them. An annotation without a box is about
the whole picture, and so are the `attributes` of an image without annotations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.datasets.dataset import SkippedRow
from core.datasets.raw_table import box_outside
from core.vision.faces import Box

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


def annotated(document: Any) -> list[Annotated | SkippedRow] | None:
    """The faces in a COCO document; None if it is none."""
    if not isinstance(document, dict):
        return None
    images, annotations = document.get("images"), document.get("annotations")
    if not isinstance(images, list) or not isinstance(annotations, list):
        return None
    return list(_faces(images, annotations, _categories(document.get("categories"))))


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


def _faces(
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
