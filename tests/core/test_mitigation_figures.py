"""The figures that mitigation is judged by: a lessened gap is told from chance, and from a lost seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.schema import ETHNICITY, GENDER
from core.training.presets import PRESETS
from core.training.recipe import Recipe
from tests.core.made_faces import write_csv
from tools import mitigation_training
from tools.measure_mitigation import main, write_saved
from tools.mitigation_answers import KeptAnswers
from tools.mitigation_figures import HeldOutAnswers, figures
from tools.mitigation_page import BEGIN, END, Measured, write_page
from tools.mitigation_training import (
    HEAD,
    NETWORKS,
    PLAIN,
    TRAINED,
    WAYS,
    WITHOUT_TRAINING,
    Job,
    Outcome,
    material,
    train,
)

COUNT = 10_000


def told(worst: float, *, seed: int, others: float = 0.92) -> HeldOutAnswers:
    """A network that is right about one of ten groups as often as `worst` says."""
    group = np.random.default_rng(0).integers(0, 10, COUNT)
    chance = np.random.default_rng(seed)
    right = chance.random(COUNT) < np.where(group == 3, worst, others)
    return HeldOutAnswers(np.arange(COUNT), group, right, chance.random(COUNT) < 0.9)


def test_a_gap_that_is_halved_is_found_with_its_size() -> None:
    plain, method = [told(0.72, seed=at) for at in (1, 2, 3)], [told(0.82, seed=at) for at in (4, 5, 6)]
    found = figures(method, plain, draws=400)
    assert found.count == COUNT
    assert 900 < found.smallest < 1100
    assert found.gap.low < 0.10 < found.gap.high
    assert found.worst.low < 0.82 < found.worst.high
    assert found.worst_cell == 3
    assert found.gap_left.low < 0.5 < found.gap_left.high
    assert found.gap_change.high < 0 < found.accuracy_change.low


def test_what_changes_nothing_is_not_said_to_change_anything() -> None:
    plain, same = [told(0.9, seed=at) for at in (1, 2, 3)], [told(0.9, seed=at) for at in (4, 5, 6)]
    found = figures(same, plain, draws=400)
    assert found.gap_change.low < 0 < found.gap_change.high
    assert found.accuracy_change.low < 0 < found.accuracy_change.high
    itself = figures(plain, plain, draws=100)
    assert (itself.gap_change.low, itself.gap_change.high, itself.gap_left.value) == (0.0, 0.0, 1.0)


def test_one_seed_that_failed_widens_the_interval() -> None:
    plain = [told(0.72, seed=at) for at in (1, 2, 3)]
    steady = figures([told(0.82, seed=at) for at in (4, 5, 6)], plain, draws=400).gap_change
    unsteady = figures([told(worst, seed=4) for worst in (0.92, 0.92, 0.62)], plain, draws=400).gap_change
    assert unsteady.high - unsteady.low > 2 * (steady.high - steady.low)
    assert unsteady.high > 0


def test_networks_asked_about_other_faces_are_not_compared() -> None:
    plain = told(0.9, seed=1)
    other = HeldOutAnswers(plain.rows + 1, plain.cells, plain.right, plain.answered)
    with pytest.raises(ValueError, match="different faces"):
        figures([plain], [other], draws=10)


def test_the_page_keeps_what_stands_around_the_measured_part(tmp_path: Path) -> None:
    page = tmp_path / "mitigation.md"
    page.write_text(f"# Before\n{BEGIN}\nstale\n{END}\nafter\n", encoding="utf-8")
    ways = {"none": [told(0.72, seed=1)], "group DRO": [told(0.82, seed=2)]}
    measured = [Measured("utkface", "report", asked, ways, [0.7, 0.8], 61.0) for asked in ("utkface", "fairface")]
    for _ in range(2):
        write_page(page, measured, ["the colour network"])
        text = page.read_text(encoding="utf-8")
        assert text.startswith("# Before\n") and text.endswith("after\n") and "stale" not in text
        assert text.count("| group DRO |") == 2
        assert "**Not measured yet:** the colour network." in text
    plot = (tmp_path / "pictures" / "mitigation.svg").read_text(encoding="utf-8")
    assert plot.count("<title>group DRO</title>") == 2
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="expected"):
        write_page(page, measured, [])


def outcome(way: str, *, seed: int) -> Outcome:
    """What a training tells that makes a gap of 20 points, or of 10 where something is done about it."""
    ways = (PLAIN, *WITHOUT_TRAINING) if way == PLAIN else (way,)
    some = {name: told(0.72 if name == PLAIN else 0.82, seed=10 * seed + list(WAYS).index(name)) for name in ways}
    flags = {name: {"faces": (one.right, one.answered)} for name, one in some.items()}
    return Outcome(flags, np.array([0.7, 0.8], np.float32), 60.0)


RECIPE = Recipe()


def kept(path: Path, *, recipe: Recipe = RECIPE, first: int = 0) -> KeptAnswers:
    faces = {"faces": (first + np.arange(COUNT), told(0.9, seed=1).cells)}
    return KeptAnswers(path, recipe=recipe, faces=faces)


def test_what_was_told_is_kept_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "answers" / "colour-faces.npz"
    kept(path).add(PLAIN, 1, outcome(PLAIN, seed=1))
    again = kept(path)
    assert again.done(1) == {PLAIN, *WITHOUT_TRAINING}
    assert (again.done(2), again.seeds(WAYS), again.seeds([PLAIN, *WITHOUT_TRAINING])) == (set(), [], [1])
    held, expected = again.told("faces", PLAIN, 1), outcome(PLAIN, seed=1).told[PLAIN]["faces"]
    assert held.rows.tolist() == list(range(COUNT))
    for one, other in zip((held.right, held.answered), expected, strict=True):
        assert np.array_equal(one, other)
    # A combination and two flags for ten thousand faces in three ways.
    assert path.stat().st_size < 60_000


@pytest.mark.parametrize("other", [{"recipe": Recipe(epochs=3)}, {"first": 1}])
def test_answers_of_another_recipe_or_other_faces_are_not_added_to(
    other: dict[str, Recipe | int], tmp_path: Path
) -> None:
    path = tmp_path / "colour-faces.npz"
    kept(path).add(PLAIN, 1, outcome(PLAIN, seed=1))
    with pytest.raises(ValueError, match="move it away"):
        kept(path, **other)  # type: ignore[arg-type]


def test_the_page_is_of_the_seeds_that_are_complete_and_says_what_is_missing(tmp_path: Path) -> None:
    page, answers = tmp_path / "mitigation.md", tmp_path / "answers"
    write_saved(page, answers, NETWORKS)
    assert "**Not measured yet:** anything." in page.read_text(encoding="utf-8")
    file = kept(answers / "colour-faces.npz")
    for seed in (1, 2):
        for way in list(TRAINED)[: len(TRAINED) + 1 - seed]:
            file.add(way, seed, outcome(way, seed=seed))
    main(["--page", str(page), "--answers", str(answers)])
    text = page.read_text(encoding="utf-8")
    assert "10,000 held-out faces" in text and "1 seed." in text and "70.0, 80.0 %" in text
    assert f"{GENDER.labels[0]}, {ETHNICITY.labels[3]}" in text
    assert "the colour network trained on faces (1 of 3 seeds); the report network trained on faces (0 of 3" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert rows[0].startswith("| trained on |") and rows[1].startswith("| faces | faces | colour |")
    assert len(rows) == 2 + 1 + len(WAYS)
    assert all("gap halved" in row or "gap smaller" in row for row in rows[4:])


def test_later_networks_are_tested_on_the_faces_that_were_held_out_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mitigation_training, "HELD_OUT", tmp_path / "answers" / "held-out.npz")
    data, quick = write_csv(tmp_path / "faces.csv"), PRESETS["quick"]
    first = material(data, quick)
    assert 0.15 < len(first.split.test) / len(first.dataset) < 0.35
    kept = first.split.test[:-1]
    np.savez(tmp_path / "answers" / "held-out.npz", faces=kept)
    again = material(data, quick.model_copy(update={"input": PRESETS["report"].input}))
    assert np.array_equal(again.split.test, kept)
    assert not np.isin(again.findings.groups[again.split.train], again.findings.groups[kept]).any()


def test_a_head_is_trained_on_features_and_tested_with_every_method_that_needs_no_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mitigation_training, "HELD_OUT", tmp_path / "held-out.npz")
    data, recipe = write_csv(tmp_path / "faces.csv"), HEAD.model_copy(update={"epochs": 1})
    shown = material(data, recipe).shown.served
    assert shown.shape == (len(material(data, recipe).dataset), 256) and shown.dtype == np.float32
    outcome = train(Job(data, recipe, PLAIN, 1, (data,)))
    assert set(outcome.told) == {PLAIN, *WITHOUT_TRAINING} and len(outcome.validation) == 1
    right, answered = outcome.told[PLAIN]["faces"]
    assert len(right) == len(answered) == len(material(data, recipe).split.test)
