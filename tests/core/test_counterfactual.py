"""Whether the perceived gender depends on the picture, and for whom: found where it is, not seen where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from made_answers import alike, made_asked
from made_data import encoded, row, write_csv

from core.cli.main import main
from core.datasets.open import open_dataset
from core.evaluation.counterfactual import CHANGES, Counterfactual, PairedPredictions, check_counterfactuals, summarize
from core.evaluation.figures import measure
from core.evaluation.groups import Group
from core.evaluation.report import Report, render_html
from core.evaluation.words import counterfactual_lines
from core.model.bundle import load_bundle
from core.schema import AGE, ETHNICITY, GENDER, Column, shipped_columns
from core.work import Stopped

CELLS = ("gender", "ethnicity")
BLACK_WOMEN = Group((GENDER, ETHNICITY), ("Female", "Black"))


def paired(count: int, *, rates: dict[str, float], black_women: float | None = None) -> PairedPredictions:
    """Faces of all groups whose answers change with these chances; women labelled Black have one of their own."""
    random = np.random.default_rng(5)
    gender, ethnicity = random.integers(0, 2, count), random.integers(0, 5, count)
    own = (gender == 1) & (ethnicity == 1)
    after = {}
    for name, rate in rates.items():
        chances = np.where(own & (name == "dark") & (black_women is not None), black_women or 0.0, rate)
        after[name] = np.where(random.random(count) < chances, 1 - gender, gender)
    ages = Column(AGE, random.integers(0, 9, count))
    columns = {**shipped_columns(gender=gender, ethnicity=ethnicity), AGE.name: ages}
    return PairedPredictions(GENDER, columns, gender, after)


def summarized(made: PairedPredictions, **options: int) -> Counterfactual:
    return summarize(made, grouped_by="labels", model="made 1.0", data="made faces", draws=500, **options)


def test_a_group_whose_answers_hang_on_the_light_is_found_and_by_how_much() -> None:
    found = summarized(paired(8000, rates={"dark": 0.05, "blur": 0.05}, black_women=0.2))
    dark, blur = found.changes
    gap = next(one for one in dark.gaps if one.columns == CELLS)
    assert gap.highest == BLACK_WOMEN
    # The most distant of ten: a little further off than the truth.
    assert gap.more_than_chance and gap.gap == pytest.approx(0.15, abs=0.04)
    cell = next(one for one in dark.groups if one.group == BLACK_WOMEN)
    assert cell.changed.low < 0.2 < cell.changed.high
    assert dark.towards["Male"] > dark.towards["Female"]
    told = list(counterfactual_lines(GENDER, dark))
    assert told[0].startswith("Darker: the perceived gender changes for ")
    assert any("Female, Black" in line and "more often than" in line for line in told)
    # The same change, alike for everybody, is said to be no more than chance.
    assert not [one for one in blur.gaps if one.more_than_chance]
    assert list(counterfactual_lines(GENDER, blur))[1] == "No difference between groups is significant."


def test_small_groups_are_shown_marked_and_never_ranked() -> None:
    made = paired(300, rates={"dark": 0.1})
    found = summarized(made, minimum=200).changes[0]
    assert sum(one.changed.count for one in found.groups if one.group.columns == CELLS) == 300
    assert all(one.small for one in found.groups)
    assert not found.gaps
    assert list(counterfactual_lines(GENDER, found))[1] == "The groups are too small to be compared."


def test_no_change_is_no_certainty_of_none() -> None:
    found = summarized(paired(400, rates={"dark": 0.0})).changes[0]
    assert (found.overall.value, sum(found.towards.values())) == (0.0, 0)
    assert found.overall.high > 0.005


def counterfactual(capfd: pytest.CaptureFixture[str], *arguments: object) -> dict:
    assert main(["evaluate", "report-cnn", *map(str, arguments), "--counterfactual", "--json"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    return json.loads(out)


def test_pictures_nobody_labelled_will_do(
    tmp_path: Path, portrait: np.ndarray, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("one.png", "two.png"):
        (tmp_path / name).write_bytes(encoded(portrait))
    (tmp_path / "nobody.png").write_bytes(encoded(np.full((80, 80, 3), 90, np.uint8)))
    (tmp_path / "broken.png").write_bytes(b"no picture")
    told = counterfactual(capfd, tmp_path)
    assert set(told) == {"how", "counterfactual"}
    found = told["counterfactual"]
    assert (found["rows"], found["left_out"], found["grouped_by"]) == (2, 1, "answers")
    assert [one["change"] for one in found["changes"]] == list(CHANGES)
    for one in found["changes"]:
        assert one["n"] == 2 and one["low"] <= one["changed"] <= one["high"]
        assert sum(one["towards"].values()) == pytest.approx(2 * one["changed"])
        # Groups by what the model perceives in the portrait; no age is known.
        assert {len(group["group"]) for group in one["groups"]} == {1, 2}
        assert not [group for group in one["groups"] if "age" in group["group"]]
    # Without the checks there is nothing to say about them.
    assert main(["evaluate", "report-cnn", str(tmp_path)]) == 3
    assert main(["evaluate", "report-cnn", str(tmp_path), "--counterfactual", "--audit"]) == 3
    assert "no label of what the model answers (gender, ethnicity)" in capfd.readouterr().err


def test_labelled_data_give_figures_too_and_a_page(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    csv = write_csv(tmp_path / "a.csv", [row(at, age=at % 90, ethnicity=at % 5, gender=at % 2) for at in range(40)])
    page = tmp_path / "page.html"
    told = counterfactual(capfd, csv, "--html", page, "--minimum", 10)
    assert told["counterfactual"]["grouped_by"] == "labels"
    assert (told["rows"], told["counterfactual"]["rows"]) == (40, 40)
    assert "When only the picture changes" in page.read_text("utf-8")
    assert main(["evaluate", "report-cnn", str(csv), "--counterfactual"]) == 0
    assert "In coloured light: the perceived gender changes for" in " ".join(capfd.readouterr().out.split())


def test_the_page_names_what_is_left_out() -> None:
    made = summarize(paired(200, rates={"blur": 0.5}), grouped_by="answers", model="m", data="d", left_out=3, draws=50)
    evaluation = measure(made_asked(100, gender_rate=alike(0.9)), draws=20)
    names = [str(at) for at in range(100)]
    page = render_html(Report({}, evaluation, counterfactual=made), names=names, terms="free")
    assert "3 more were left out" in page and "the model&#39;s own answers" in page
    section = page.split("When only the picture changes")[1]
    assert section.count("<svg") == section.count("</svg>") == 1


def test_it_stops_when_asked(tmp_path: Path, report_cnn: Path) -> None:
    dataset = open_dataset(write_csv(tmp_path / "a.csv", [row(at) for at in range(10)]))
    with pytest.raises(Stopped):
        check_counterfactuals(load_bundle(report_cnn), dataset, should_stop=lambda: True)
