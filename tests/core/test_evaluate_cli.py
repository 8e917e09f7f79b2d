"""`facet-cli evaluate`, as it is called, and what it writes."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from made_answers import alike, made_asked
from made_data import encoded, row, write_csv, write_pictures

from core.cli.main import main
from core.datasets.open import open_dataset
from core.datasets.splits import Split, save_split
from core.evaluation.comparison import compare
from core.evaluation.figures import measure
from core.evaluation.report import Report, render_html

RGB = np.ndarray


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    lines = [row(at, age=at % 90, ethnicity=at % 5, gender=at % 2) for at in range(80)]
    return write_csv(tmp_path / "faces.csv", lines)


def asked_json(capfd: pytest.CaptureFixture[str], *arguments: object) -> dict:
    assert main(["evaluate", "report-cnn", *map(str, arguments), "--json"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    return json.loads(out)


def test_the_json_has_its_fixed_form(csv: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = asked_json(capfd, csv)
    assert told["model"].startswith("report-cnn ")
    assert (told["rows"], told["not_found"], "cells" in told) == (80, 0, False)
    # It learned from UTKFace, and this has the form of the UTKFace CSV.
    assert told["may_know"] is True
    assert told["how"] == {
        "side": None, "framing": "as is", "detector": None, "faces_not_found": "count as wrong", "near_copies": "kept",
        "decisions": None,
    }  # fmt: skip
    for head, classes in (("gender", 2), ("ethnicity", 5)):
        found = told["heads"][head]
        assert told["overall"][f"{head}_accuracy"] == found["accuracy"]
        assert found["accuracy_low"] <= found["accuracy"] <= found["accuracy_high"]
        assert found["n"] == np.sum(found["confusion"]) == 80
        right = sum(found["confusion"][at][at] for at in range(classes))
        assert found["accuracy"] == pytest.approx(right / 80)
        assert {"balanced_accuracy", "coverage", "calibration_error", "reliability", "most_wrong"} <= set(found)


def test_an_audit_has_a_cell_for_each_gender_and_ethnicity(csv: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = asked_json(capfd, csv, "--audit", "--minimum", 9)
    cells = told["cells"]
    assert set(cells[0]) == {"head", "gender", "ethnicity", "n", "small", "accuracy", "low", "high"}
    assert {cell["head"] for cell in cells} == {"gender"}
    assert len(cells) == len({(cell["gender"], cell["ethnicity"]) for cell in cells}) == 10
    whole = 80 * told["heads"]["gender"]["accuracy"]
    assert sum(cell["n"] * cell["accuracy"] for cell in cells) == pytest.approx(whole, abs=1e-3)
    # Those of perceived ethnicity are among its groups.
    crossed = [one for one in told["heads"]["ethnicity"]["groups"] if set(one["group"]) == {"gender", "ethnicity"}]
    assert len(crossed) == 10
    # Eight faces each: none of them is ranked.
    assert all(cell["small"] and cell["low"] <= cell["accuracy"] <= cell["high"] for cell in cells)
    assert not [gap for gap in told["heads"]["gender"]["gaps"] if gap["columns"] == ["gender", "ethnicity"]]


def test_against_another_model_the_page_and_the_verdict(
    csv: Path, tmp_path: Path, report_cnn: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    html = tmp_path / "Prüfung.html"
    told = asked_json(capfd, csv, "--against", report_cnn, "--html", html)
    gender = told["against"]["heads"]["gender"]
    assert (gender["overall"]["difference"], gender["overall"]["more_than_chance"]) == (0.0, False)
    assert "no more than chance" in gender["verdict"]
    assert "cells" in told
    assert "report-cnn" in html.read_text("utf-8")


def test_faces_that_are_not_found_count_as_wrong_unless_left_out(
    tmp_path: Path, portrait: RGB, capfd: pytest.CaptureFixture[str]
) -> None:
    # No face is in the blobs; one is in the portrait.
    folder = write_pictures(tmp_path / "UTKFace", ["5_1_4_2017.png", "26_0_2_2018.png"])
    (folder / "41_1_0_2019.png").write_bytes(encoded(portrait))
    told = asked_json(capfd, folder)
    assert (told["rows"], told["not_found"], told["how"]["framing"]) == (3, 2, "aligned")
    assert told["how"]["detector"] == "thorough"
    fast = asked_json(capfd, folder, "--detector", "fast")
    assert (fast["not_found"], fast["how"]["detector"]) == (2, "fast")
    assert main(["evaluate", "report-cnn", str(folder), "--detector", "best"]) == 3
    assert "best" in capfd.readouterr().err
    assert told["heads"]["gender"]["coverage"] <= 1 / 3
    assert [line[-1] for line in told["heads"]["gender"]["confusion"]] == [1, 1]
    assert asked_json(capfd, folder, "--found-only")["rows"] == 1
    as_is = asked_json(capfd, folder, "--as-is")
    assert (as_is["rows"], as_is["not_found"], as_is["how"]["framing"]) == (3, 0, "as is")


def test_copies_can_be_left_out(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path / "a.csv", [row(1), row(1), row(2), row(3, gender=0), row(3, gender=1)])
    assert asked_json(capfd, path)["rows"] == 5
    assert asked_json(capfd, path, "--without-copies")["rows"] == 2


def test_a_trainings_folder_stands_for_its_test_side(
    csv: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run, dataset = tmp_path / "run", open_dataset(csv)
    run.mkdir()
    (run / "data.json").write_text(json.dumps({"path": str(csv)}))
    sides = Split(np.arange(50), np.arange(50, 60), np.arange(60, 65), np.arange(65, 80))
    save_split(run / "split.json", sides, dataset, seed=1)
    told = asked_json(capfd, run)
    assert (told["rows"], told["how"]["side"]) == (15, "test")
    assert asked_json(capfd, run, "--side", "validation")["rows"] == 10
    assert main(["evaluate", "report-cnn", str(csv), "--side", "test"]) == 3
    assert "not the folder of a training" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["report-cnn", "nothing.csv"], "no data set at"),
        (["no-model", "{csv}"], "no model named"),
        (["report-cnn", "{csv}", "--html", "{csv}/page.html"], "could not be written"),
    ],
)
def test_errors_are_one_line_and_an_exit_code(
    csv: Path, arguments: list[str], text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", *(argument.format(csv=csv) for argument in arguments)]) == 3
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert text in err


def test_pictures_that_are_not_aligned_are_not_taken_as_they_are(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = write_pictures(tmp_path / "photos", ["female/a.png", "male/b.png"])
    assert main(["evaluate", "report-cnn", str(folder), "--as-is"]) == 3
    assert "not aligned" in capfd.readouterr().err


def test_as_tables_it_says_what_matters(csv: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "report-cnn", str(csv), "--audit"]) == 0
    out = " ".join(capfd.readouterr().out.split())
    assert "the model agrees with the labels on" in out
    assert "Female, Black" in out


class Page(HTMLParser):
    """Collects tags and what a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.count: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] = self.count.get(tag, 0) + 1
        self.fetched += [f"{name}={value}" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "line", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] = self.count.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_needs_nothing_else_and_trusts_no_name() -> None:
    asked = made_asked(2000, gender_rate=lambda g, e, a: np.where(e == 1, 0.7, 0.95), model="<b>odd</b> 1.0")
    other = made_asked(2000, gender_rate=alike(0.9), answers_seed=3, model="other 1.0")
    names = [f"<script>{at}</script>" for at in range(2000)]
    report = Report({}, measure(asked, draws=100), compare(asked, other, draws=100))
    text = render_html(report, names=names, terms="research & teaching")
    page = Page()
    page.feed(text)
    assert page.open == []
    assert page.fetched == []
    assert "script" not in page.count and "b" not in page.count
    # Two reliability diagrams, a plot of the gaps, one a grouping and head, and the two of the comparison.
    assert page.count["svg"] == 2 + 2 + 2 * 6 + 2
    # Behind the group that is wronged, its surest wrong answers by name.
    behind = text.split("<summary>Male, Black</summary>")[1].split("</details>")[0]
    assert behind.count("&lt;script&gt;") == 8 and "Female (70%)" in behind
    assert "prefers-color-scheme" in text
    for words in ("research &amp; teaching", "Art. 5(1)(g)", "GDPR Art. 9", "significant", "White"):
        assert words in text


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (3000, "No gap between groups is significant after correction for multiple comparisons."),
        (40, "The groups are too small to be compared."),
    ],
)
def test_the_page_says_of_the_gaps_no_more_than_was_found(count: int, said: str) -> None:
    fair = measure(made_asked(count, gender_rate=alike(0.9)), draws=100)
    text = render_html(Report({}, fair), names=[str(at) for at in range(count)], terms="made")
    assert text.count(f"<p>{said}</p>") == 2
