"""Warnings about data that are readable but incomplete."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from made_data import row, write_csv

from core.cli.main import main
from core.datasets.audit import audit
from core.datasets.audit_report import render_html
from core.datasets.dataset import FaceDataset
from core.datasets.groups import MIN_LABEL_ROWS, WARNINGS, WarningCode, data_warnings
from core.schema import ATTRIBUTES, Attribute, Column


def dataset(count: int = 100, **values: object) -> FaceDataset:
    ages = np.asarray(values.pop("ages", np.arange(count) % 80), np.int64)
    columns = {
        name: Column(ATTRIBUTES[name], np.asarray(given, np.int64))  # type: ignore[call-overload]
        for name, given in values.items()
    }
    names = tuple(map(str, range(count)))
    grey = np.zeros((count, 2, 2), np.uint8)
    return FaceDataset(title="Made", terms="", names=names, ages=ages, columns=columns, skipped=(), grey=grey)


def codes(of: FaceDataset, **more: object) -> list[tuple[str, object]]:
    found = data_warnings(of, **more)  # type: ignore[arg-type]
    assert all(str(one) for one in found)
    return [(one.code, one.values.get("attribute")) for one in found]


def test_complete_data_give_no_warning() -> None:
    whole = dataset(200, gender=np.arange(200) % 2, ethnicity=np.arange(200) % 5)
    assert codes(whole, batch=200) == []
    assert set(WARNINGS) == set(get_args(WarningCode))


def test_one_label_alone_is_named() -> None:
    one = dataset(gender=np.arange(100) % 2, ethnicity=np.zeros(100))
    (warning,) = data_warnings(one)
    assert (warning.code, warning.values["attribute"]) == ("one_label", "ethnicity")
    assert "every labelled row is White" in str(warning)
    assert codes(one, columns=("gender",)) == []


def test_labels_that_are_absent_or_rare_are_named() -> None:
    ethnicity = np.arange(100) % 2
    ethnicity[: MIN_LABEL_ROWS - 1] = 4
    absent, rare = data_warnings(dataset(gender=np.arange(100) % 2, ethnicity=ethnicity))
    assert "labels without any row: Asian, Indian" in str(absent)
    assert f"labels with fewer than {MIN_LABEL_ROWS} rows: Others" in str(rare)


def test_missing_labels_are_no_label() -> None:
    gender = np.full(100, -1)
    gender[:40] = 1
    assert codes(dataset(gender=gender)) == [("one_label", "gender")]


def test_few_rows_and_unlikely_ages() -> None:
    few = dataset(30, gender=np.arange(30) % 2)
    assert codes(few, batch=64) == [("few_rows", None), ("small_batch", None)]
    assert codes(dataset(gender=np.arange(100) % 2, ages=np.arange(100) + 30)) == [("unlikely_ages", None)]


def test_a_rare_age_band_is_no_reason_for_a_warning() -> None:
    assert codes(dataset(gender=np.arange(100) % 2, ages=np.array([1] + [30] * 99))) == []
    assert codes(dataset(gender=np.arange(100) % 2, ages=np.full(100, 30))) == [("one_label", "age")]


def test_a_declared_attribute_is_checked_too() -> None:
    glasses = Attribute("glasses", ("no", "yes", "sun_glasses"))
    whole = dataset(gender=np.arange(100) % 2)
    columns = {**whole.columns, "glasses": Column(glasses, np.arange(100) % 2)}
    made = FaceDataset(
        title="Made",
        terms="",
        names=whole.names,
        ages=whole.ages,
        columns=columns,
        skipped=(),
        grey=whole.grey,
    )
    assert [str(one) for one in data_warnings(made)] == [
        "Glasses: labels without any row: sun_glasses. A model cannot learn to predict them."
    ]


def test_audit_and_inspect_show_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path / "a<b>.csv", [row(at, age=20 + at, gender=at % 2) for at in range(60)])
    for command in ("inspect", "audit"):
        assert main(["dataset", command, str(path)]) == 0
        assert "warning: Ethnicity: every labelled row is White" in capfd.readouterr().err
        assert main(["dataset", command, str(path), "--json"]) == 0
        (warning,) = json.loads(capfd.readouterr().out)["warnings"]
        assert (warning["code"], warning["attribute"], warning["labels"]) == ("one_label", "ethnicity", "White")


def test_the_page_shows_them() -> None:
    made = dataset(3, gender=np.arange(3) % 2)
    page = render_html(audit(made))
    assert "<h2>Warnings</h2>" in page
    assert "Too few rows: 3." in page
