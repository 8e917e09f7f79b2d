"""For whom no face is found is counted by group, and stands in the page and in the cards."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.datasets.dataset import FaceDataset
from core.datasets.fairface import RACE
from core.model.bundle import load_bundle
from core.schema import Column, shipped_columns
from core.vision.faces import Face, framed_face
from core.vision.imaging import RGB
from tools import detection_by_group, measure_detection
from tools.detection_by_group import AS_IS, PADDED, Condition, Detection, measure
from tools.detection_page import BEGIN, END, SECTION, amend_card, as_markdown, card_of_page, card_text, write_page

RACES = RACE.labels
EACH = 6


class NotInTheDark:
    """Finds a face where the picture is bright enough, and a small one in the corner of every picture."""

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        corner = framed_face(4.0, 4.0)
        return (corner, framed_face(rgb.shape[1], rgb.shape[0])) if rgb.mean() > 60 else (corner,)


def crops(side: str = "val") -> FaceDataset:
    """Grey crops, those labelled Black darker; the last row is of the other side."""
    races = [race for race in RACES for _ in range(EACH)] + ["White"]
    names = tuple(f"{at}" for at in range(len(races)))

    def picture(name: str) -> RGB:
        return np.full((64, 64, 3), 90 if races[int(name)] == "Black" else 200, np.uint8)

    count = len(races)
    return FaceDataset(
        title="made crops",
        terms="none",
        names=names,
        ages=np.array([(1, 6, 15, 25, 45, 65)[at % 6] for at in range(count)]),
        columns={
            **shipped_columns(gender=np.arange(count) % 2),
            "race": Column(RACE, np.array([*map(RACE.labels.index, races)])),
        },
        skipped=(),
        decode=picture,
        aligned=False,
        own_sides=(side,) * (count - 1) + ("train",),
    )


@pytest.fixture(scope="module")
def measured() -> Detection:
    with pytest.MonkeyPatch.context() as patch:
        few = {name: detection_by_group.CORRUPTIONS[name] for name in ("dark", "colour_cast", "mask")}
        patch.setattr(detection_by_group, "CORRUPTIONS", few)
        return measure(crops(), NotInTheDark, light=28, others=14, threads=2, minimum=3)


def misses(found: Detection, condition: Condition) -> dict[str, tuple[int, int]]:
    return {one.group.title: (one.hits, one.count) for one in found.not_found[condition]}


def test_faces_are_counted_by_group(measured: Detection) -> None:
    assert (measured.count, measured.light, measured.others) == (42, 28, 14)
    for condition in (AS_IS, PADDED):
        counts = misses(measured, condition)
        assert counts["everybody"] == (0, 42)
        assert counts["Black"] == (0, EACH) and counts["Female"] == (0, 21) and counts["0-2"] == (0, 7)
    dark = misses(measured, Condition("dark", 3))
    assert dark["Black"] == (4, 4) and dark["White"] == (0, 4)
    assert misses(measured, Condition("mask", 5))["Black"][1] == 2


def test_the_largest_gap_is_told_with_what_chance_makes_of_it(measured: Detection) -> None:
    gap = next(gap for gap in measured.gaps if gap.figure == "too dark, strength 3")
    assert (gap.highest.title, gap.gap, gap.columns) == ("Black", 1.0, ("ethnicity",))
    assert gap.more_than_chance
    assert not any(gap.more_than_chance for gap in measured.gaps if gap.figure == AS_IS.title)


def test_data_without_a_validation_side_are_refused() -> None:
    with pytest.raises(ValueError, match="expected rows of the side val"):
        measure(crops("train"), NotInTheDark)


@pytest.fixture
def page(tmp_path: Path, measured: Detection, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in ("detection_by_group", "detection_page"):
        few = {name: detection_by_group.CORRUPTIONS[name] for name in ("dark", "colour_cast", "mask")}
        monkeypatch.setattr(f"tools.{module}.CORRUPTIONS", few)
    monkeypatch.setattr("tools.detection_page.LIGHT", ("dark", "colour_cast"))
    path = tmp_path / "detection.md"
    path.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", "utf-8")
    for _ in range(2):
        write_page(path, measured)
    return path


def test_the_page_is_changed_between_its_marks_alone(page: Path, measured: Detection) -> None:
    text = page.read_text("utf-8")
    assert text.startswith(f"Before.\n{BEGIN}\n") and text.endswith(f"{END}\nAfter.\n")
    assert text.count(as_markdown(measured)) == 1 and "old\n" not in text
    assert "| too dark, strength 3 | 14.3 (5.7 to 31.5) | 0.0 (0.0 to 49.0) | 100.0 (51.0 to 100.0) |" in text
    assert "| 0-2 * | 7 | 0.0 (0.0 to 35.4) |" in text
    page.write_text("no marks", "utf-8")
    with pytest.raises(ValueError, match="expected"):
        write_page(page, measured)


def test_a_card_gets_what_the_page_says_and_its_hash_is_right(
    report_cnn: Path, tmp_path: Path, page: Path, measured: Detection
) -> None:
    bundle = Path(shutil.copytree(report_cnn, tmp_path / "copy"))
    before = load_bundle(bundle)
    for _ in range(2):
        amend_card(bundle, card_of_page(page))
    after = load_bundle(bundle)
    assert after.card.count(SECTION) == 1
    assert card_text(measured) in after.card
    assert after.card.index(SECTION) < after.card.index("## Limits")
    for heading in ("## Figures", "## In bad pictures", "## Limits"):
        assert after.card.count(heading) == before.card.count(heading)
    assert after.manifest.results == before.manifest.results
    assert after.network == before.network


def test_the_shipped_cards_say_what_the_page_says(report_cnn: Path) -> None:
    text = card_of_page(report_cnn.parent.parent / measure_detection.PAGE)
    for manifest in sorted(report_cnn.parent.glob("*/manifest.json")):
        card = load_bundle(manifest.parent).card
        assert text in card, f"{manifest.parent}: run python -m tools.measure_detection --cards-only"
