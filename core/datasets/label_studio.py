"""Label Studio: a list of tasks with choices for each picture, or rectangles with labels, as JSON or JSON-MIN.

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
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from core.datasets.coco import Annotated, word
from core.datasets.dataset import SkippedRow
from core.datasets.raw_table import box_outside
from core.vision.faces import Box
from core.vision.imaging import SUFFIXES

_RECTANGLES: Final = ("rectanglelabels", "rectangle")
_LABELS: Final = ("choices", "rectanglelabels", "labels", "rating", "number")
_NOT_LABELS: Final = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")


def annotated(document: Any) -> list[Annotated | SkippedRow] | None:
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
    yield from _faces([each for each in results if isinstance(each, dict)], picture, where)


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
    yield from _faces(results, picture, where)


def _faces(results: list[dict[str, Any]], picture: str, where: str) -> Iterator[Annotated | SkippedRow]:
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
