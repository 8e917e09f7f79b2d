"""A model that answers other attributes than those that ship is a model like any other."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from batch_tools import make_photos
from made_bundle import AGE_BAND, GLASSES
from numpy.typing import NDArray
from PIL import Image

from core.analysis import Analyzer, PhotoResult
from core.cli.main import main
from core.collection.batch import run_batch
from core.collection.journal import collection_path
from core.collection.rows import UNCERTAIN, Filter, SortKey
from core.collection.tables import Outputs, write_photos
from core.collection.view import Collection
from core.corrections import Corrections
from core.datasets.open import open_dataset
from core.errors import ExportError
from core.export import (
    about,
    annotated,
    answer_columns,
    attributes_in,
    columns,
    record,
    record_keys,
    summary_text,
    table_rows,
    write_csv,
)
from core.model.classifier import Answer
from core.schema import ATTRIBUTES, ETHNICITY, GENDER, Attribute

RGB = NDArray[np.uint8]
CLASHING = {
    one.name: one
    for one in (
        Attribute("score", ("low", "high")),
        Attribute("quality", ("poor", "fine", "uncertain")),
        Attribute("face", ("round", "long")),
        Attribute("quality_uncertain", ("yes", "no")),
    )
}
"""Attributes whose columns would be called as others are."""


@pytest.fixture
def analyzer(gender_and_age_model: Path) -> Analyzer:
    return Analyzer.load(gender_and_age_model)


@pytest.fixture
def result(analyzer: Analyzer, portrait_path: Path) -> PhotoResult:
    return analyzer.analyze_file(portrait_path)


def test_answers_are_under_their_own_names_in_the_order_of_the_model(result: PhotoResult) -> None:
    assert result.analysis is not None
    (face,) = result.analysis.faces
    assert list(face.answers) == ["gender", "age_band"]
    assert face.answers["age_band"].attribute == AGE_BAND
    assert (face.answers["gender"].uncertain, face.answers["age_band"].uncertain) == (False, True)


def test_classify_has_a_column_per_attribute(
    glasses_model: Path, portrait_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert main(["classify", str(portrait_path), "--model", str(glasses_model)]) == 0
    out = capsys.readouterr().out
    assert "Perceived glasses worn" in out
    assert "gender" not in out and "ethnicity" not in out


def test_classify_prints_json_of_what_is_answered(
    glasses_model: Path, portrait_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classify", "--json", str(portrait_path), "--model", str(glasses_model)]) == 0
    (face,) = json.loads(capsys.readouterr().out)["faces"]
    assert list(face) == ["box", "score", "glasses", "quality", "found_by"]
    assert list(face["glasses"]["probabilities"]) == list(GLASSES.labels)


def test_explain_takes_the_first_answer_or_the_one_that_is_named(
    gender_and_age_model: Path,
    portrait_path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    asked = ["explain", str(portrait_path), "--model", str(gender_and_age_model), "--out", str(tmp_path / "heat.png")]
    assert main(asked) == 0
    assert "perceived gender: " in capsys.readouterr().out
    assert main([*asked, "--attribute", "age_band"]) == 0
    assert "perceived age band: uncertain: " in capsys.readouterr().out
    assert main([*asked, "--attribute", "ethnicity"]) == 2
    assert "this model answers gender, age_band, not ethnicity" in " ".join(capsys.readouterr().err.split())


def test_csv_and_json_can_be_read_without_the_model(result: PhotoResult, analyzer: Analyzer, tmp_path: Path) -> None:
    manifest = analyzer.classifier.bundle.manifest
    write_csv(tmp_path / "out.csv", [result], manifest)
    write_photos(tmp_path / "out.json", dict(about(manifest)), [(record(result, manifest.name), None)])
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    (row,) = csv.DictReader(line for line in lines if not line.startswith("# "))
    assert row["age_band_uncertain"] == "true"
    assert sum(float(row[f"age_band_{label}"]) for label in AGE_BAND.labels) == pytest.approx(1, abs=1e-5)
    assert "ethnicity" not in row
    document = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert attributes_in(document["about"]) == {"gender": GENDER, "age_band": AGE_BAND}


def test_what_ships_is_exported_as_ever(report_cnn: Path) -> None:
    from core.model.bundle import read_manifest

    manifest = read_manifest(report_cnn)
    assert "attributes" not in dict(about(manifest))
    assert attributes_in(dict(about(manifest))) == {"gender": GENDER, "ethnicity": ETHNICITY}
    assert columns(manifest.attributes)[11:16] == (
        "gender",
        "gender_uncertain",
        "gender_Male",
        "gender_Female",
        "ethnicity",
    )


def test_the_picture_and_the_clipboard_say_of_what_an_answer_is(result: PhotoResult, portrait: RGB) -> None:
    assert result.analysis is not None
    assert "perceived age band: uncertain: " in summary_text(result.analysis, "a.png")
    assert np.any(np.asarray(annotated(portrait, result.analysis)) != portrait)


def test_columns_of_one_name_are_told_apart() -> None:
    names = columns(CLASHING)
    assert len(set(names)) == len(names)
    assert len(set(record_keys(CLASHING).values()) | {"box", "score", "quality"}) == len(CLASHING) + 3
    assert answer_columns(CLASHING)["score"].label == "score_"


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_batch_is_read_back_from_its_collection_and_from_each_table(
    kind: str, analyzer: Analyzer, portrait_path: Path, tmp_path: Path
) -> None:
    photos = make_photos(tmp_path / "photos", ["none"])
    shutil.copy(portrait_path, photos)
    out = tmp_path / f"out.{kind}"
    run_batch([photos], Outputs(**{kind: out}), lambda: analyzer, threads=1)
    with Collection.of_table(out) as collection:
        known, attributes = list(collection.records()), collection.attributes
    collection_path(out).unlink()
    with Collection.of_table(out) as table:
        assert list(attributes.values()) == list(table.attributes.values()) == [GENDER, AGE_BAND]
        found, summary = list(table.records()), table.summary()
    assert [_faces(photo) for _, photo in found] == [_faces(photo) for _, photo in known]
    assert list(summary.groups) == ["gender", "age_band"]
    assert list(summary.groups["age_band"]) == [*AGE_BAND.labels, UNCERTAIN]
    assert summary.groups["age_band"][UNCERTAIN].count == 1


def _faces(photo: Any) -> Any:
    """Of a photo, its faces without what a table rounds or leaves out."""
    return [{name: face[name] for name in ("gender", "age_band")} for face in photo["faces"]]


def test_a_batch_command_counts_what_the_model_answers(
    glasses_model: Path, portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["batch", str(portrait_path), "--csv", str(tmp_path / "out.csv"), "--model", str(glasses_model)]
    assert main(asked) == 0
    out = capsys.readouterr().out
    assert "Perceived glasses worn, with 95 % intervals" in out
    assert all(label in out for label in GLASSES.labels)
    assert "gender" not in out


def test_results_with_clashing_names_are_found_sorted_and_counted(tmp_path: Path) -> None:
    rows = []
    for at in range(2):
        face = {"box": [0.0, 0.0, 9.0, 9.0], "score": 0.9, "quality": {"reasons": []}}
        for name, attribute in CLASHING.items():
            probabilities = dict.fromkeys(attribute.labels, 0.1)
            label = attribute.labels[-1 - at]
            probabilities[label] = 0.8
            face[record_keys(CLASHING)[name]] = {"label": label, "uncertain": False, "probabilities": probabilities}
        rows.append((f"/{at}.jpg", {"width": 9, "height": 9, "error": None, "faces": [face]}))
    others = {name: {"labels": one.labels, "title": one.title} for name, one in CLASHING.items()}
    thresholds = ", ".join(f"{name} 0.5" for name in CLASHING)
    about = {"model": "made", "model_sha256": "", "thresholds": thresholds, "attributes": json.dumps(others)}
    with Collection.made({"about": about, "thresholds": {}}, rows) as results:
        first, second = results.find(Filter())
        assert results.find(Filter({"quality": "uncertain"})) == [first]
        assert results.find(Filter({"quality": UNCERTAIN})) == []
        assert results.find(Filter(), SortKey("score")) == [second, first]
        groups = results.summary().groups["quality"]
    assert {label: share.count for label, share in groups.items()} == {"poor": 0, "fine": 1, "uncertain": 1, "": 0}
    photo = rows[0][1] | {"path": "0.jpg", "milliseconds": 1.0}
    face_of = photo["faces"][0]
    face_of["quality"] |= dict.fromkeys(
        ("brightness", "contrast", "sharpness", "eye_distance_px", "turn", "visible"), 0.5
    )
    (row,) = table_rows(photo, CLASHING)
    assert (row["score"], row["score_"], row["quality"]) == (0.9, "high", "uncertain")


def test_a_record_keeps_its_own_keys(analyzer: Analyzer, portrait_path: Path) -> None:
    result = analyzer.analyze_file(portrait_path)
    assert result.analysis is not None
    (face,) = result.analysis.faces
    quality = CLASHING["quality"]
    face.answers["quality"] = Answer(quality, (0.1, 0.8, 0.1), 0.0)  # type: ignore[index]
    (written,) = record(result, "made 1.0")["faces"]
    assert "reasons" in written["quality"]
    assert written["quality_"]["label"] == "fine"


def test_a_third_attribute_that_ships_needs_no_spelling_out(
    gender_and_age_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.model.bundle import read_manifest

    monkeypatch.setitem(ATTRIBUTES, "age_band", AGE_BAND)
    head = dict(about(read_manifest(gender_and_age_model)))
    assert "attributes" not in head
    assert attributes_in(head)["age_band"] is AGE_BAND


def test_corrections_of_any_attribute_are_a_data_set(tmp_path: Path) -> None:
    corrections = Corrections(tmp_path / "noted")
    chips = [np.full((20, 20, 3), shade, np.uint8) for shade in range(3)]
    noted = [
        {"gender": "Female", "glasses": "sun/dark"},
        {"glasses": "none"},
        {"gender": "Male", "glasses": "none", "age_band": "40+"},
    ]
    for chip, labels in zip(chips, noted, strict=True):
        assert corrections.note(chip, labels) == {}
    assert [corrections.noted(chip) for chip in chips] == noted
    dataset = open_dataset(corrections.folder)
    glasses = dataset.columns["glasses"]
    assert glasses.attribute.labels == ("none", "sun/dark")
    given = {int(dataset.image(row)[0, 0, 0]): glasses.label(row) for row in range(len(dataset.names))}
    assert given == {0: "sun/dark", 1: "none", 2: "none"}
    corrections.note(chips[0], {"gender": "Female"})
    assert corrections.noted(chips[0]) == {"gender": "Female"}


def test_an_old_table_says_which_attributes_it_has(tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    names = columns({"gender": GENDER, "ethnicity": ETHNICITY})
    row = dict.fromkeys(names, "0.25") | {"path": "a.jpg", "face": "0", "error": "", "reasons": "", "gender": "Male"}
    row |= {"ethnicity": "Asian", "gender_uncertain": "false", "ethnicity_uncertain": "true"}
    head = "# about: perceived\r\n# model: facet 1.0\r\n# thresholds: gender 0.700, ethnicity 0.612\r\n"
    old.write_text(head + ",".join(names) + "\r\n" + ",".join(row[name] for name in names) + "\r\n", "utf-8")
    with Collection.of_table(old) as reader:
        ((_, photo),) = reader.records()
    assert list(reader.attributes) == ["gender", "ethnicity"]
    assert photo["faces"][0]["ethnicity"]["label"] == "Asian"


def test_labels_that_a_picture_s_font_lacks_do_not_stop_it(portrait: RGB, result: PhotoResult) -> None:
    assert result.analysis is not None
    (face,) = result.analysis.faces
    face.answers["hat"] = Answer(Attribute("hat", ("бөрік", "жоқ")), (0.9, 0.1), 0.0)  # type: ignore[index]
    assert isinstance(annotated(portrait, result.analysis), Image.Image)


@pytest.mark.parametrize(
    "head",
    [
        "# model: facet 1.0\n",
        "# thresholds: glasses 0.700\n",
        "# thresholds: glasses 0.700\n# attributes: []\n",
        '# thresholds: glasses 0.700\n# attributes: {"glasses": {"labels": ["yes"], "title": "glasses"}}\n',
        "# thresholds: glasses 0.700\n# attributes: {\n",
    ],
)
def test_a_table_that_does_not_say_what_was_answered_is_refused(head: str, tmp_path: Path) -> None:
    table = tmp_path / "out.csv"
    table.write_text(f"# about: perceived\n{head}path,face\n", "utf-8")
    with pytest.raises(ExportError) as caught:
        Collection.of_table(table)
    assert caught.value.code == "batch.read"
