"""`facet-cli dataset`, as it is called."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from made_data import row, write_csv, write_pictures

from core.cli.main import main

NAMES = ["5_1_4_2017.png", "26_0_2_2018.png", "odd.png"]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return write_pictures(tmp_path / "pictures", NAMES)


def test_audit_as_json_has_its_fixed_form_and_writes_its_reports(
    pictures: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (pictures / "27_0_2_2019.png").write_bytes((pictures / NAMES[1]).read_bytes())
    html, csv = tmp_path / "a.html", tmp_path / "a.csv"
    assert main(["dataset", "audit", str(pictures), "--json", "--html", str(html), "--csv", str(csv)]) == 0
    printed = json.loads(capfd.readouterr().out)
    warnings = printed.pop("warnings")
    assert [warning["code"] for warning in warnings] == ["few_rows", "absent_labels"]
    assert warnings[1]["attribute"] == "ethnicity"
    assert "Ethnicity: labels without any row: White, Black, Indian" in warnings[1]["text"]
    assert printed == {
        "rows": 3,
        "exact": {"pictures": 1, "groups": 1, "contradicting": 0},
        "near": {"pictures": 1, "groups": 1, "contradicting": 0},
        "unreadable": 1,
        "blank": 0,
        "counts": {
            "gender": {"Male": 2, "Female": 1},
            "ethnicity": {"Asian": 2, "Others": 1},
            "age": {"3-9": 1, "20-29": 2},
        },
        "cells": [
            {"gender": "Male", "ethnicity": "Asian", "age": "20-29", "count": 2},
            {"gender": "Female", "ethnicity": "Others", "age": "3-9", "count": 1},
        ],
    }
    assert html.read_text().startswith("<!doctype html>")
    assert len(csv.read_text().splitlines()) == 4


def test_inspect_says_what_was_left_out_and_why(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path / "a.csv", [row(1), row(2, gender=7)])
    assert main(["dataset", "inspect", str(path), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["rows"] == 1
    assert told["counts"] == {"gender": {"Male": 1}, "ethnicity": {"White": 1}, "age": {"30-39": 1}}
    assert told["skipped"] == [{"name": "line 3", "reason": "gender '7' is not one of 0, 1, Male, Female"}]
    assert main(["dataset", "inspect", str(path)]) == 0
    out, err = capfd.readouterr()
    assert "Female" not in out
    assert "skipped: line 3" in err


def test_audit_as_a_table(pictures: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "audit", str(pictures)]) == 0
    assert "Near copies" in capfd.readouterr().out


def test_convert_there_and_back(pictures: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "convert", str(pictures), str(tmp_path / "a.csv")]) == 0
    assert "2 rows written" in capfd.readouterr().err
    assert main(["dataset", "convert", str(tmp_path / "a.csv"), str(tmp_path / "out")]) == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["26_0_2_2018.png", "5_1_4_2017.png"]


@pytest.mark.parametrize("command", [["inspect"], ["audit", "--json"], ["convert", "out.csv"]])
def test_errors_are_one_line_and_an_exit_code(
    tmp_path: Path, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    name, *rest = command
    assert main(["dataset", name, str(tmp_path / "nothing"), *rest]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "no data set at" in err


def test_get_refuses_what_is_no_address(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "get", "file:///etc/hostname", str(tmp_path), "--yes"]) == 3
    assert "https://" in capfd.readouterr().err


def test_the_command_line_starts_without_what_only_data_need() -> None:
    code = "import sys, core.cli.main; print([n for n in ('numpy', 'cv2', 'pandas', 'pyarrow') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
