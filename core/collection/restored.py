"""Stored answers as the analyses they were made from, without finding and classifying the faces again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.analysis import Analysis, AnalyzedFace, Timings
from core.collection.photos import Photo
from core.collection.rows import StoredAnswer
from core.collection.view import Collection
from core.export import found_by_key, record_keys
from core.model.bundle import Manifest
from core.model.classifier import CHIP_PX, Answer
from core.vision.faces import Face, align
from core.vision.imaging import RGB
from core.vision.quality import measure_quality


def restored_analysis(stored: StoredAnswer, rgb: RGB, manifest: Manifest, detector: str) -> Analysis | None:
    """The analysis of the decoded photo `rgb` by the model of `manifest`; None if it has to be analysed again.

    `detector` is the name of what found the faces.

    Probabilities and boxes are rounded as in a table; key points, and so the aligned faces, are exact.
    """
    record = stored.record
    height, width = rgb.shape[:2]
    if record["error"] is not None or (record["width"], record["height"]) != (width, height):
        return None
    if len(stored.points) != len(record["faces"]) or not all(stored.points):
        return None
    keys, found_by = record_keys(manifest.attributes), found_by_key(manifest.attributes)
    faces = []
    for its, points in zip(record["faces"], stored.points, strict=True):
        x0, y0, x1, y1 = its["box"]
        face = Face(
            (x0, y0, x1, y1), np.array(points, np.float32), its["score"], found_by=its.get(found_by, "detector")
        )
        chip = align(rgb, face, CHIP_PX)
        answers = {
            name: Answer(
                attribute,
                tuple(its[keys[name]]["probabilities"][label] for label in attribute.labels),
                manifest.heads[name].threshold,
            )
            for name, attribute in manifest.attributes.items()
        }
        quality = replace(measure_quality(rgb, face, chip), reasons=tuple(its["quality"]["reasons"]))
        faces.append(AnalyzedFace(face, chip, answers, quality))
    # How long each step took is not stored, only the whole.
    timings = Timings(record["milliseconds"], 0.0, 0.0)
    detected = tuple(one.face for one in faces if one.face.found_by == "detector")
    return Analysis(tuple(faces), width, height, record["model"], timings, detected, detector)


def aligned_faces(collection: Collection, ids: Sequence[int], content: Mapping[str, bytes]) -> list[RGB]:
    """The aligned faces of rows of a collection; rows without a face, or whose photo cannot be read, are left out.

    Args:
        collection: The collection.
        ids: The rows.
        content: The pictures that have no file, by name.
    """
    by_photo: dict[tuple[str, int], list[int]] = {}
    for row in collection.rows(ids).values():
        if row.face is not None:
            by_photo.setdefault((str(row.path), row.quarter_turns), []).append(row.face)
    chips = []
    for (key, turns), faces in by_photo.items():
        stored = collection.stored(key)
        rgb = Photo(Path(key), content=content.get(key), quarter_turns=turns).load().rgb
        if stored is None or rgb is None:
            continue
        for face in faces:
            if points := stored.points[face]:
                box = tuple(stored.record["faces"][face]["box"])
                chips.append(align(rgb, Face(box, np.array(points, np.float32), 1.0), CHIP_PX))
    return chips
