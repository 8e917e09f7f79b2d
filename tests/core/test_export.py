"""What leaves the program is whole, readable by others, and says what it is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from core import files
from core.analysis import Analyzer, PhotoResult
from core.collection.tables import write_photos
from core.errors import ExportError
from core.export import about, answer_text, percent, record, summary_text, write_annotated, write_csv
from core.model.classifier import Answer
from core.schema import ETHNICITY
from core.vision.imaging import read_image

RGB = NDArray[np.uint8]


@pytest.fixture(scope="module")
def results(analyzer: Analyzer, portrait_path: Path, tmp_path_factory: pytest.TempPathFactory) -> list[PhotoResult]:
    folder = tmp_path_factory.mktemp("photos")
    Image.new("RGB", (30, 20)).save(folder / 'пусто, "leer".png')
    paths = [portrait_path, folder / 'пусто, "leer".png', folder / "missing.jpg"]
    return [analyzer.analyze_file(path) for path in paths]


def test_csv_has_a_head_and_a_row_a_face_or_reason(
    results: list[PhotoResult], analyzer: Analyzer, tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, results, analyzer.classifier.bundle.manifest)
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8").splitlines()
    about = [line for line in lines if line.startswith("# ")]
    assert any("perceives" in line for line in about)
    assert any(line.startswith("# model: report-cnn") for line in about)
    rows = list(csv.DictReader(lines[len(about) :]))
    assert [row["face"] for row in rows] == ["0", "", ""]
    assert rows[0]["gender"] == "Female"
    assert float(rows[0]["gender_Male"]) + float(rows[0]["gender_Female"]) == pytest.approx(1, abs=1e-5)
    assert rows[1]["path"] == results[1].path
    assert rows[1]["error"] == "No face was found."
    assert "There is no file" in rows[2]["error"]


def test_json_has_what_the_schema_says(results: list[PhotoResult], analyzer: Analyzer, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    manifest = analyzer.classifier.bundle.manifest
    write_photos(path, dict(about(manifest)), [(record(result, manifest.name), None) for result in results])
    document = json.loads(path.read_text("utf-8"))
    assert "perceives" in document["about"]["about"]
    first, empty, missing = document["photos"]
    assert set(first) == {"path", "width", "height", "model", "milliseconds", "error", "notes", "faces"}
    (face,) = first["faces"]
    assert set(face) == {"box", "score", "gender", "ethnicity", "quality", "found_by"}
    assert set(face["ethnicity"]) == {"label", "uncertain", "probabilities"}
    assert list(face["ethnicity"]["probabilities"]) == list(ETHNICITY.labels)
    assert (empty["faces"], empty["error"], empty["width"]) == ([], None, 30)
    assert (missing["faces"], missing["width"], missing["height"]) == ([], None, None)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".JPEG", ".webp"])
def test_an_annotated_picture_shows_boxes_and_says_what_it_is(
    suffix: str, analyzer: Analyzer, portrait: RGB, tmp_path: Path
) -> None:
    path = tmp_path / f"out{suffix}"
    write_annotated(path, portrait, analyzer.analyze(portrait))
    written = read_image(path)
    assert written.shape == portrait.shape
    assert np.abs(written.astype(int) - portrait)[60:260, 150:300].mean() > 5
    with Image.open(path) as image:
        assert "perceives" in image.getexif()[0x010E]


def test_an_annotated_picture_needs_a_name_of_a_picture(analyzer: Analyzer, portrait: RGB, tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        write_annotated(tmp_path / "out.txt", portrait, analyzer.analyze(portrait))
    assert caught.value.code == "export.format"
    assert not list(tmp_path.iterdir())


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(
    results: list[PhotoResult], analyzer: Analyzer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def disk_full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", disk_full)
    with pytest.raises(ExportError, match="No space left"):
        write_csv(path, results, analyzer.classifier.bundle.manifest)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_of_255_bytes_can_be_written(results: list[PhotoResult], analyzer: Analyzer, tmp_path: Path) -> None:
    path = tmp_path / ("ә" * 125 + "a.csv")
    write_csv(path, results, analyzer.classifier.bundle.manifest)
    assert path.stat().st_size > 0


def test_no_percentage_claims_certainty() -> None:
    assert [percent(p) for p in (1.0, 0.996, 0.5, 0.004, 0.0)] == ["> 99 %", "> 99 %", "50 %", "< 1 %", "< 1 %"]


def test_an_uncertain_answer_is_said_so() -> None:
    answer = Answer(ETHNICITY, probabilities=(0.15, 0.02, 0.48, 0.04, 0.31), threshold=0.6)
    assert answer_text(answer) == "uncertain: Asian 48 %, Others 31 %"


def test_the_text_to_paste_names_photo_model_and_limits(results: list[PhotoResult]) -> None:
    assert results[0].analysis is not None
    text = summary_text(results[0].analysis, "astronaut.png")
    assert "astronaut.png · report-cnn" in text
    answer = answer_text(results[0].analysis.faces[0].answers["gender"])
    assert f"Face 1 of 1: perceived gender: {answer}" in text
    assert "not what a person is" in text
