"""Boxes drawn, moved and removed by hand: what they change, and how a face in one is aligned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.faces import Box, Face, FaceDetector, reading_order
from core.vision.imaging import RGB

KEYPOINTS_IN_BOX: Final = ((0.27, 0.307), (0.73, 0.307), (0.5, 0.526), (0.307, 0.711), (0.693, 0.711))
"""Where the key points of an upright face lie, as shares of its box's width and height: medians over 1,399 training
pictures of UTKFace and FairFace and their mirror images, as the thorough detector finds them
(`tools/measure_hand_boxes.py`)."""
SAME_BOX: Final = 0.5
"""Lowest overlap (intersection over union) at which two boxes are of one face."""

_WINDOW: Final = 2.0
"""Side of the window in which the detector looks for the face of a box, in longer sides of the box."""
_WINDOW_PX: Final = 256
"""A smaller window is enlarged to this side: detectors miss tiny faces."""
_LARGEST_WINDOW_PX: Final = 1280
"""A larger one is made as small: detectors do that too, and its border would take memory."""
_SAME_FACE: Final = 0.3
"""Lowest overlap at which a face found in the window is the one in the box."""
_UNCHANGED: Final = 0.98


@dataclass(frozen=True, slots=True)
class BoxEdit:
    """A change to one of the faces found in a picture, in pixels of the upright picture.

    A missed face has no `found`, what is not a face has no `drawn`, and a moved box has both.
    """

    found: Box | None
    """The detector's box."""
    drawn: Box | None
    """The user's box."""
    up: int = 0
    """By how many quarter turns clockwise the picture was turned for the face in `drawn` to be upright."""

    def __post_init__(self) -> None:
        if self.found is None and self.drawn is None:
            raise ValueError("a box edit: got neither a found nor a drawn box, expected at least one")

    def turned(self, quarters: int, width: int, height: int) -> BoxEdit:
        """The same edit in the picture of this size turned by so many quarters clockwise."""
        turn = [box and turned_box(box, quarters, width, height) for box in (self.found, self.drawn)]
        return BoxEdit(turn[0], turn[1], (self.up - quarters) % 4)


def turned_box(box: Box, quarters: int, width: float, height: float) -> Box:
    """A box of a picture of this size, in the same picture turned by so many quarters clockwise."""
    x0, y0, x1, y1 = box
    for _ in range(quarters % 4):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        width, height = height, width
    return x0, y0, x1, y1


def edited(edits: Sequence[BoxEdit], shown: Box | None, drawn: Box | None, *, up: int = 0) -> tuple[BoxEdit, ...]:
    """The edits after one more.

    Args:
        edits: Those before.
        shown: The box that is changed, as it is now; None for a missed face.
        drawn: Its new box; None if it is not a face.
        up: `BoxEdit.up` of the new box.
    """
    if shown and drawn is None and any(one.drawn is None and _is_same(one.found, shown) for one in edits):
        return tuple(edits)  # removed already
    for at, edit in enumerate(edits):
        if shown and _is_same(edit.drawn, shown):
            changed = (BoxEdit(edit.found, drawn, up),) if edit.found or drawn else ()
            return (*edits[:at], *changed, *edits[at + 1 :])
    return (*edits, BoxEdit(shown, drawn, up))


def apply_edits(
    rgb: RGB,
    detected: Sequence[Face],
    edits: Sequence[BoxEdit],
    detector: FaceDetector,
    *,
    known: Sequence[Face] = (),
) -> tuple[Face, ...]:
    """The faces of a picture after edits, in reading order.

    A box of the detector belongs to an edit if it overlaps its `found`, or its `drawn` where that is new: another
    detector may find a face that was once drawn, or miss one that was once removed.

    Args:
        rgb: The picture.
        detected: Faces found by the detector.
        edits: In pixels of `rgb`.
        detector: Looks for the faces in drawn boxes.
        known: Faces of the same picture from before; those whose boxes were not changed are taken from them.
    """
    faces, drawn = list(detected), []
    for edit in edits:
        box = edit.found or edit.drawn
        overlaps = [box_overlap(box, face.box) if box else 0.0 for face in faces]
        if max(overlaps, default=0.0) >= SAME_BOX:
            del faces[int(np.argmax(overlaps))]
        if edit.drawn:
            same = (face for face in known if face.found_by == "hand" and face.box == edit.drawn)
            drawn.append(next(same, None) or face_in_box(rgb, edit.drawn, detector, up=edit.up))
    return reading_order([*faces, *drawn])


def face_in_box(rgb: RGB, box: Box, detector: FaceDetector, *, up: int = 0) -> Face:
    """The face in a box drawn by hand.

    Its key points are those of the face that the detector finds in an enlarged window around the box. If it finds none,
    they are estimated from the box, and `Face.estimated` says so.
    """
    seen = find_in_box(rgb, box, detector)
    if seen is None:
        return Face(box, estimated_keypoints(box, up=up), 0.0, found_by="hand", estimated=True)
    return replace(seen, box=box, found_by="hand")


def find_in_box(rgb: RGB, box: Box, detector: FaceDetector) -> Face | None:
    """The face that the detector finds in an enlarged window around the box; None if no face overlaps with it."""
    x0, y0, x1, y1 = box
    half = _WINDOW * max(x1 - x0, y1 - y0) / 2.0
    left, top = round((x0 + x1) / 2.0 - half), round((y0 + y1) / 2.0 - half)
    side = max(1, round(2.0 * half))
    height, width = rgb.shape[:2]
    part = rgb[max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)]
    if not part.size:
        return None
    scale = min(max(1.0, _WINDOW_PX / side), _LARGEST_WINDOW_PX / side)
    if scale != 1.0:
        size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
        how = cv2.INTER_CUBIC if scale > 1.0 else cv2.INTER_AREA
        part = np.asarray(cv2.resize(part, size, interpolation=how), np.uint8)
    # The box stays in the middle, also at the edge of the picture: detectors expect a face there.
    beyond = (-top, top + side - height, -left, left + side - width)
    above, below, before, after = (round(max(pixels, 0) * scale) for pixels in beyond)
    window = np.asarray(cv2.copyMakeBorder(part, above, below, before, after, cv2.BORDER_CONSTANT), np.uint8)
    x, y = max(left, 0) - before / scale, max(top, 0) - above / scale
    found = [_moved(face, 1.0 / scale, x, y) for face in detector.detect(window)]
    best = max(found, key=lambda face: box_overlap(box, face.box), default=None)
    return best if best and box_overlap(box, best.box) >= _SAME_FACE else None


def estimated_keypoints(box: Box, *, up: int = 0) -> NDArray[np.float32]:
    """The key points of a face that fills a box, shape (5, 2); `up` as in `BoxEdit`."""
    x0, y0, x1, y1 = box
    shares = np.array(KEYPOINTS_IN_BOX)
    for _ in range(up % 4):  # the upright face is turned back, counterclockwise
        shares = np.column_stack([shares[:, 1], 1.0 - shares[:, 0]])
    return np.asarray((x0, y0) + shares * (x1 - x0, y1 - y0), np.float32)


def _moved(face: Face, scale: float, x: float, y: float) -> Face:
    x0, y0, x1, y1 = face.box
    box = (x0 * scale + x, y0 * scale + y, x1 * scale + x, y1 * scale + y)
    return replace(face, box=box, keypoints=np.asarray(face.keypoints * scale + (x, y), np.float32))


def _is_same(one: Box | None, other: Box) -> bool:
    return one is not None and box_overlap(one, other) > _UNCHANGED


def box_overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(width, 0.0) * max(height, 0.0)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return shared / max(areas - shared, 1e-6)
