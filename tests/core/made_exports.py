"""Small data sets as other tools write them: WebDataset, COCO, Label Studio."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from made_data import RGB, blobs, encoded

BOX = (20, 30, 40, 40)
"""Left, top, width and height of the face in `crowd`."""


def crowd(seed: int) -> RGB:
    """A picture of 160 x 120 pixels with `blobs(seed, 40)` in `BOX`."""
    rgb = np.full((120, 160, 3), 90, np.uint8)
    x, y, width, height = BOX
    rgb[y : y + height, x : x + width] = cv2.resize(blobs(seed), (width, height))
    return rgb


def write_tar(path: Path, members: Mapping[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def samples(count: int, start: int = 0) -> dict[str, bytes]:
    """Members of a WebDataset."""
    members = {}
    for at in range(start, start + count):
        labels = {"gender": ["male", "female"][at % 2], "caption": f"a face, number {at}", "seen": {"by": 3}}
        members[f"a/{at:04}.png"] = encoded(blobs(at))
        members[f"a/{at:04}.json"] = json.dumps(labels).encode()
        members[f"a/{at:04}.smile.cls"] = b"01"[at % 2 : at % 2 + 1]
    return members


def coco(**changes: Any) -> dict[str, Any]:
    """Four pictures with a face each; the last has two faces."""
    x, y, width, height = BOX
    annotations = [
        {
            "id": at,
            "image_id": min(at, 3),
            "category_id": 1 + at % 2,
            "bbox": [x, y, width, height] if at < 4 else [130.5, 50, 30, 40.25],
            "iscrowd": 0,
            "attributes": {"glasses": ["no", "yes"][at // 2 % 2], "occluded": at % 2 == 0, "track": [1]},
        }
        for at in range(5)
    ]
    return {
        "info": {"version": "1.0"},
        "images": [{"id": at, "file_name": f"{at}.png", "width": 160, "height": 120} for at in range(4)],
        "categories": [{"id": 1, "name": "man"}, {"id": 2, "name": "woman"}],
        "annotations": annotations,
        **changes,
    }


def write_coco(folder: Path, document: Any, *, pictures: str = "images") -> Path:
    (folder / pictures).mkdir(parents=True)
    for at in range(4):
        (folder / pictures / f"{at}.png").write_bytes(encoded(crowd(at)))
    (folder / "annotations").mkdir(exist_ok=True)
    (folder / "annotations" / "faces.json").write_text(json.dumps(document))
    return folder


def task(at: int, *results: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A task of Label Studio about an uploaded picture."""
    return {
        "id": at,
        "data": {"image": f"/data/upload/7/0a1b2c3{at % 10}-{at}.png"},
        "annotations": [{"id": at, "was_cancelled": False, "result": list(results), **more}],
        "predictions": [],
    }


def choice(name: str, *labels: str, region: str = "") -> dict[str, Any]:
    return {"id": region or f"c-{name}", "from_name": name, "type": "choices", "value": {"choices": list(labels)}}


def rectangle(region: str, *labels: str, rotation: float = 0, **changes: Any) -> dict[str, Any]:
    x, y, width, height = BOX
    value = {"x": x / 1.6, "y": y / 1.2, "width": width / 1.6, "height": height / 1.2, "rotation": rotation}
    value |= {"rectanglelabels": list(labels), **changes}
    size = {"original_width": 160, "original_height": 120, "image_rotation": 0}
    return {"id": region, "from_name": "face", "to_name": "img", "type": "rectanglelabels", "value": value, **size}
