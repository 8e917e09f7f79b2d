"""The library for notebooks and scripts, used as its users do."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_data import row as line_of
from made_data import write_csv, write_pictures
from PIL import Image

from core import api
from core.errors import BundleError, DataError, ImageError
from core.training.face_features import VALUES, FaceFeatures
from core.work import Stopped


@pytest.fixture(scope="module")
def model() -> api.Model:
    return api.load_model("report-cnn")


def test_a_photo_shows_its_faces(model: api.Model, portrait_path: Path) -> None:
    (face,) = model.faces(portrait_path)
    assert face.labels["gender"] in model.labels["gender"]
    assert sum(face.probabilities["ethnicity"].values()) == pytest.approx(1)
    assert "perceived" in repr(face)
    shown = model.faces(str(portrait_path))._repr_html_()
    assert shown.count("data:image/png;base64,") == 1 and "perceived gender" in shown
    assert "report-cnn" in model._repr_html_() and "perceives gender, ethnicity" in repr(model)


def test_pictures_of_all_kinds_in_one_table(model: api.Model, portrait_path: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    rgb = np.asarray(Image.open(portrait_path).convert("RGB"))
    seen: list[int] = []
    pictures = [portrait_path, rgb, Image.fromarray(rgb), np.zeros((40, 40, 3), np.uint8), tmp_path / "broken.jpg"]
    table = model.answer(pictures, progress=seen.append)
    assert seen == [1, 2, 3, 4, 5]
    assert list(table["path"]) == [str(portrait_path), "picture 2", "picture 3", "picture 4", str(pictures[4])]
    assert list(table["face"].fillna(-1)) == [0, 0, 0, -1, -1]
    assert table["gender_Male"][0] == table["gender_Male"][1] == table["gender_Male"][2]
    assert "No face" in table["error"][3] and "not a picture" in table["error"][4]
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.png").write_bytes(portrait_path.read_bytes())
    assert len(model.answer(folder)) == 1


def test_a_picture_that_cannot_be_read_is_an_error(model: api.Model, tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="no file"):
        model.faces(tmp_path / "missing.jpg")
    with pytest.raises(TypeError, match="expected a path"):
        model.faces(np.zeros((4, 4), np.float32))
    with pytest.raises(BundleError, match="no model named"):
        api.load_model("nothing")


def test_chips_fit_the_exported_network(portrait_path: Path) -> None:
    (chip,) = api.load_model("facet-64").chips(portrait_path)
    assert chip.shape == (64, 64, 3) and chip.dtype == np.uint8


def test_data_from_a_frame_and_back(tmp_path: Path) -> None:
    names = [f"{at}.png" for at in range(12)]
    files = [write_pictures(tmp_path, names) / name for name in names]
    frame = pd.DataFrame({"file": files, "gender": ["Male", "Female"] * 6, "glasses": ["yes", "no", "no"] * 4})
    data = api.read_data(frame)
    assert len(data) == 12 and data.labels["glasses"] == ("no", "yes")
    assert list(data.table["gender"]) == list(frame["gender"])
    assert data.picture(0).ndim == 3
    assert "12 faces" in repr(data) and "glasses" in data._repr_html_()
    with pytest.raises(DataError, match="a column file"):
        api.read_data(frame.drop(columns="file"))


def test_answers_of_another_model_are_measured(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [["Male", "Male"], ["Female", "Male"], ["Female", "Female"], ["Male", "Male"]]
        csv.writer(file).writerows([["gender", "gender_predicted"], *rows])
    result = api.evaluate(path)
    figures = result.figures.set_index("figure")
    assert figures.loc["accuracy", "value"] == 0.75 and figures.loc["accuracy", "n"] == 4
    assert list(result.predictions["gender"]) == ["Male", "Female", "Female", "Male"]
    assert set(result.groups["gender"]) == {"Male", "Female"}
    assert "Result of other" in repr(result) and "accuracy" in result._repr_html_()
    result.save_html(tmp_path / "report.html")
    assert "other" in (tmp_path / "report.html").read_text("utf-8")
    with pytest.raises(DataError, match="Which labelled faces"):
        api.evaluate(api.load_model("report-cnn"))


def test_a_training_and_its_figures(tmp_path: Path) -> None:
    sys.path.append(str(Path(__file__).resolve().parents[1] / "desktop"))
    from training_fakes import write_csv

    data = api.read_data(write_csv(tmp_path / "faces.csv", 300))
    heard: list[float] = []
    run = api.train(
        data, preset="quick", folder=tmp_path / "run", epochs=1, progress=lambda row: heard.append(row["epoch"])
    )
    assert heard == [1] and len(run.history) == 1
    result = api.evaluate(run.model, run.folder)
    assert {"accuracy", "balanced_accuracy"} <= set(result.figures["figure"])
    assert len(result.predictions) < 300
    assert run.model.name in run._repr_html_()
    with pytest.raises(DataError, match="no preset named"):
        api.train(data, preset="nothing")
    with pytest.raises(Stopped):
        api.train(data, preset="quick", folder=tmp_path / "other", epochs=1, should_stop=lambda: True)


def test_loading_it_loads_no_tensorflow_and_no_pandas() -> None:
    code = (
        "import sys; from core import api; print([n for n in ('tensorflow', 'pandas', 'sklearn') if n in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_wrong_labels_are_listed_decided_and_learned_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, wrong = 100, [5, 17, 40]
    truth = np.arange(rows) % 2
    given = np.where(np.isin(np.arange(rows), wrong), 1 - truth, truth)
    lines = [line_of(at, age=at % 90, gender=sex, ethnicity=at % 5) for at, sex in enumerate(given)]
    path = write_csv(tmp_path / "faces.csv", lines)
    seen = np.zeros((rows, VALUES), np.float32)
    seen[:, :8] = np.random.default_rng(1).normal(0, 1, (rows, 8)) + 8 * np.eye(8)[truth]
    monkeypatch.setattr(
        "core.training.face_features.face_features", lambda *_, **__: FaceFeatures(seen, np.ones(rows, bool), "start")
    )
    data = api.read_data(path)
    issues = data.label_issues(["gender"])
    assert set(issues.row[:3]) == set(wrong)
    assert list(issues.suggested[:3]) == [("Male", "Female")[truth[row]] for row in issues.row[:3]]
    chosen = issues.head(3).assign(label=[issues.suggested[0], issues.label[1], None])
    data.decide(chosen)
    again = api.read_data(path)
    for read in (data, again):
        assert list(read.table.gender[chosen.row]) == list(chosen.label)
        assert not set(wrong) & set(read.label_issues(["gender"]).row)
    assert path.read_text("utf-8").splitlines()[1:] == lines
    for attribute, label in (("gender", "Fish"), ("fish", "Male")):
        with pytest.raises(DataError, match="is not a label of"):
            data.decide(chosen.assign(attribute=attribute, label=label))
