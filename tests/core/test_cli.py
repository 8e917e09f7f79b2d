"""The command line: its forms stay, its exit codes say what happened, errors go to standard error."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from core import __version__
from core.cli.main import main


def lines(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, object]], str]:
    captured = capsys.readouterr()
    return [json.loads(line) for line in captured.out.splitlines()], captured.err


def test_json_has_one_line_a_path_in_order_also_on_failure(
    portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "[bold]кривой.jpg"
    bad.write_bytes(b"\xff\xd8\xff")
    missing, empty = tmp_path / "missing.png", tmp_path / "empty"
    empty.mkdir()
    assert main(["classify", "--json", *map(str, (bad, portrait_path, missing, empty))]) == 1
    found, _ = lines(capsys)
    assert [line["path"] for line in found] == [str(path) for path in (bad, portrait_path, missing, empty)]
    assert [line["error"] is None for line in found] == [False, True, False, False]
    assert found[0] | {"milliseconds": 0, "error": "", "model": ""} == {
        "path": str(bad),
        "width": None,
        "height": None,
        "model": "",
        "milliseconds": 0,
        "error": "",
        "notes": [],
        "faces": [],
        "detector": "YuNet and CenterFace",
    }
    (face,) = found[1]["faces"]  # type: ignore[misc]
    assert face["gender"]["label"] == "Female"


def test_a_folder_stands_for_its_photos(
    portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("10.png", "9.png"):
        shutil.copy(portrait_path, tmp_path / name)
    (tmp_path / "notes.txt").touch()
    assert main(["classify", "--json", str(tmp_path)]) == 0
    assert [Path(str(line["path"])).name for line in lines(capsys)[0]] == ["9.png", "10.png"]


def test_the_table_names_each_face_and_errors_go_to_standard_error(
    portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["classify", str(portrait_path), str(tmp_path / "none.jpg")]) == 1
    captured = capsys.readouterr()
    assert "Female" in captured.out
    assert "none.jpg" not in captured.out
    assert "There is no file" in captured.err


def test_csv(portrait_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert main(["classify", str(portrait_path), "--csv", str(out)]) == 0
    assert out.read_text("utf-8").startswith("# about: What a model perceives")


def test_csv_into_a_folder_that_is_not_there(
    portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classify", str(portrait_path), "--csv", str(tmp_path / "no" / "out.csv")]) == 3
    assert "could not be written" in capsys.readouterr().err


def test_an_unknown_model(portrait_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "--model", "none", str(portrait_path)]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "There is no model named none" in captured.err


def test_a_model_given_by_its_folder(
    portrait_path: Path, report_cnn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = shutil.copytree(report_cnn, tmp_path / "mine")
    assert main(["classify", "--json", "--model", str(copied), str(portrait_path)]) == 0
    assert lines(capsys)[0][0]["error"] is None


def test_the_detector_is_chosen_by_its_name(portrait_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("thorough", "fast"):
        assert main(["classify", "--json", "--detector", name, str(portrait_path)]) == 0
        assert len(lines(capsys)[0][0]["faces"]) == 1


def test_faces_of_a_lower_score_are_left_out(
    portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classify", "--json", str(portrait_path)]) == 0
    score = lines(capsys)[0][0]["faces"][0]["score"]
    for least, count in ((score - 0.01, 1), (score + 0.01, 0)):
        assert main(["classify", "--json", "--min-score", str(least), str(portrait_path)]) == 0
        assert len(lines(capsys)[0][0]["faces"]) == count
    out = tmp_path / "out.csv"
    assert main(["batch", "--csv", str(out), "--min-score", "0.99", str(portrait_path)]) == 0
    assert "# detector: YuNet and CenterFace, score 0.99 or more" in out.read_text("utf-8")
    assert main(["batch", "--csv", str(out), str(portrait_path)]) == 3  # the table holds other faces


def test_a_detector_that_is_not_there_is_told_in_one_line(
    portrait_path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out.png")
    for command in (["classify"], ["explain", "--out", out], ["batch", "--csv", str(tmp_path / "out.csv")]):
        assert main([*command, "--detector", "best", str(portrait_path)]) == 3
        said = capfd.readouterr().err
        assert said.startswith("There is no face detector named best. Choose one of: thorough, fast.")
        assert said.count("\n") == 1


def test_models_are_listed_and_a_bad_one_is_named(
    own_folders: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["models"]) == 0
    assert "report-cnn" in capsys.readouterr().out
    bad = own_folders / "models" / "bad"
    bad.mkdir(parents=True)
    (bad / "manifest.json").write_text("{")
    assert main(["models"]) == 1
    assert "is not valid" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["classify"], ["classify", "--nonsense", "x"], ["nonsense"]])
def test_words_that_are_off(arguments: list[str]) -> None:
    assert main(arguments) == 2


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"facet-cli {__version__}\n"


def test_help_says_purpose_and_limits(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert main(["classify", "--help"]) == 0
    assert "not what a person is" in capsys.readouterr().out


def test_opencv_that_does_not_load_is_one_message_with_its_packages(
    portrait_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load(*_: object) -> None:
        raise ImportError("libGL.so.1: cannot open shared object file: No such file or directory", name="cv2")

    monkeypatch.setattr("core.cli.main._load", load)
    assert main(["classify", str(portrait_path)]) == 3
    out, error = capsys.readouterr()
    assert out == "" and "libGL.so.1" in error and "sudo apt install libgl1 libglib2.0-0" in error


def test_a_file_address_is_understood(portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = Path(shutil.copy(portrait_path, tmp_path / "бейне 1.png"))
    addresses = [photo.as_uri(), photo.as_uri().replace("file://", "file://localhost")]
    assert main(["classify", "--json", *addresses]) == 0
    assert [line["path"] for line in lines(capsys)[0]] == [str(photo)] * 2


@pytest.mark.parametrize(("name", "kind"), [("a.h5", "Keras"), ("a.keras", "Keras"), ("a.tflite", "LiteRT")])
def test_a_file_of_a_model_is_named_for_what_it_is(
    name: str, kind: str, portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).touch()
    assert main(["classify", str(portrait_path), "--model", str(tmp_path / name)]) == 3
    error = capsys.readouterr().err
    assert kind in error
    assert "folder" in error


def test_a_photo_read_from_an_incomplete_file_has_a_note(
    portrait_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, table = tmp_path / "cut.jpg", tmp_path / "out.csv"
    with Image.open(portrait_path) as image:
        image.convert("RGB").save(photo)
    photo.write_bytes(photo.read_bytes()[:-2])
    assert main(["classify", "--json", str(photo)]) == 0
    assert lines(capsys)[0][0]["notes"] == ["end_missing"]
    assert main(["classify", str(photo), "--csv", str(table)]) == 0
    rows = csv.DictReader(line for line in table.read_text("utf-8").splitlines() if not line.startswith("#"))
    assert [row["notes"] for row in rows] == ["end_missing"]
    assert "# detector: " in table.read_text("utf-8")
    capsys.readouterr()
    monkeypatch.setenv("COLUMNS", "250")
    assert main(["classify", str(photo)]) == 0
    assert "end of the file" in " ".join(capsys.readouterr().out.split())
