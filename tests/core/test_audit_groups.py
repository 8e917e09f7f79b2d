"""Figures by group: what is there is found, with its size; what chance does is told from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_answers import alike, made_asked

from core.evaluation.calibration import expected_calibration_error
from core.evaluation.comparison import compare, verdict
from core.evaluation.figures import Evaluation, measure
from core.evaluation.groups import Group, default_groups, groupings
from core.evaluation.predictions import NO_ANSWER, LabelledPredictions
from core.evaluation.tally import BINS, Gap, false_positive, kinds_of, share, tally, true_positive
from core.schema import AGE, ATTRIBUTES, ETHNICITY, GENDER, NOT_GIVEN, Column
from core.stats import gaps_by_chance, holm, sign_test

BLACK_WOMEN = Group((GENDER, ETHNICITY), ("Female", "Black"))
CELLS = ("gender", "ethnicity")


def biased(gender: np.ndarray, ethnicity: np.ndarray, ages: np.ndarray) -> np.ndarray:
    return np.where((gender == 1) & (ethnicity == 1), 0.75, 0.92)


@pytest.fixture(scope="module")
def unfair() -> LabelledPredictions:
    return made_asked(6000, gender_rate=biased, threshold=0.8)


@pytest.fixture(scope="module")
def evaluation(unfair: LabelledPredictions) -> Evaluation:
    return measure(unfair, draws=500)


def with_columns(predictions: LabelledPredictions, *columns: Column) -> LabelledPredictions:
    added = {column.attribute.name: column for column in columns}
    return replace(predictions, columns={**predictions.columns, **added})


def gap_of(evaluation: Evaluation, columns: tuple[str, ...], figure: str) -> Gap:
    return next(gap for gap in evaluation.heads["gender"].gaps if (gap.columns, gap.figure) == (columns, figure))


def test_counts_have_the_figures_of_fairlearns_metric_frame() -> None:
    random = np.random.default_rng(3)
    asked = made_asked(1500, gender_rate=lambda g, e, a: 0.6 + 0.4 * random.random(len(g)), threshold=0.75)
    ages, ethnicity = asked.labels(AGE.name).copy(), asked.labels("ethnicity").copy()
    ages[:40], ethnicity[30:70] = NOT_GIVEN, NOT_GIVEN
    asked = with_columns(asked, Column(AGE, ages), Column(ETHNICITY, ethnicity))
    asked = replace(asked, found=random.random(len(asked)) < 0.95)
    names = default_groups(asked.columns)
    for head in ATTRIBUTES:
        counted = tally(asked, head, names)
        for columns in groupings(names):
            expected = frame_figures(asked, head, columns)
            groups = counted.groups(columns, counted.draw(2))
            assert set(expected) == {one.group.labels for one in groups}
            for one in groups:
                for name, parts in one.shares.items():
                    held = expected[one.group.labels][name]
                    assert float(share(*parts)) == pytest.approx(held, abs=1e-12, nan_ok=True)


def frame_figures(
    asked: LabelledPredictions, head: str, columns: tuple[str, ...]
) -> dict[tuple[str, ...], dict[str, float]]:
    """The same figures by the labels of each group, from fairlearn."""
    from fairlearn.metrics import MetricFrame, false_positive_rate, true_positive_rate

    asked = asked.taken(np.all([asked.labels(name) >= 0 for name in (head, *columns)], axis=0))
    confidence, given = asked.confidence(head), asked.answered(head)

    def figures(actual: np.ndarray, predicted: np.ndarray, rows: np.ndarray) -> dict[str, float]:
        correct, found = actual == predicted, predicted != NO_ANSWER
        rates = {}
        for at, label in enumerate(asked.attributes[head].labels):
            positive, answers = actual == at, predicted == at
            # Of no faces, fairlearn's rate is 0.
            rates[true_positive(label)] = true_positive_rate(positive, answers) if positive.any() else np.nan
            rates[false_positive(label)] = false_positive_rate(positive, answers) if not positive.all() else np.nan
        return rates | {
            "accuracy": correct.mean(),
            "coverage": given[rows].mean(),
            "error_of_answered": 1 - correct[given[rows]].mean(),
            "calibration_error": expected_calibration_error(confidence[rows][found], correct[found], bins=BINS),
        }

    frame = MetricFrame(
        metrics=figures,
        y_true=asked.labels(head),
        y_pred=asked.predicted(head),
        sensitive_features={
            name: np.array(asked.columns[name].attribute.labels)[asked.labels(name)] for name in columns
        },
        sample_params={"rows": np.arange(len(asked))},
    )
    found = frame.by_group.items()
    return {key if isinstance(key, tuple) else (key,): one for key, one in found if isinstance(one, dict)}


def test_rows_of_any_number_of_columns_are_told_apart() -> None:
    table = np.random.default_rng(2).integers(-1, 50, (4000, 20))
    table[::3] = table[0]
    kinds, inverse, counts = kinds_of(table)
    expected, expected_counts = np.unique(table, axis=0, return_counts=True)
    assert np.array_equal(kinds, expected) and np.array_equal(counts, expected_counts)
    assert np.array_equal(kinds[inverse], table)


def test_a_known_bias_is_found_with_its_sign_and_size(evaluation: Evaluation) -> None:
    gap = gap_of(evaluation, CELLS, "accuracy")
    assert gap.lowest == BLACK_WOMEN
    assert gap.low < 0.92 - 0.75 < gap.high
    assert gap.more_than_chance
    cell = next(one for one in evaluation.heads["gender"].of(CELLS) if one.group == BLACK_WOMEN)
    assert cell.accuracy.low < 0.75 < cell.accuracy.high
    # It is women whom it takes for men there, so that is where the rate differs, and nowhere else.
    rate = gap_of(evaluation, ("ethnicity",), "true positive rate, Female")
    assert (rate.lowest.title, rate.more_than_chance) == ("Black", True)
    assert not gap_of(evaluation, ("ethnicity",), "true positive rate, Male").more_than_chance
    # Its confidence is its probability of being right, and 0.75 is below the threshold.
    assert cell.figures["coverage"].value == 0.0
    assert gap_of(evaluation, CELLS, "coverage").gap == 1.0


def test_a_fair_model_shows_no_gap_beyond_chance() -> None:
    fair = measure(made_asked(3000, gender_rate=alike(0.9)), draws=500)
    for found in fair.heads.values():
        assert not [gap for gap in found.gaps if gap.more_than_chance]
        assert all(gap.by_chance > 0 for gap in found.gaps if gap.figure == "accuracy")


def test_the_gap_of_chance_is_that_of_equal_groups() -> None:
    counts = np.full(10, 250)
    gaps = gaps_by_chance(np.full(10, 225), counts, draws=20_000, seed=0)
    # The mean range of ten normal variates is 3.078 standard deviations (Tippett 1925).
    assert gaps.mean() == pytest.approx(3.078 * np.sqrt(0.9 * 0.1 / 250), rel=0.02)
    assert gaps_by_chance(counts, counts, draws=10, seed=0).max() == 0.0


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    held = []
    for seed in range(150):
        counted = tally(made_asked(400, gender_rate=alike(0.85), seed=seed, answers_seed=1000 + seed), "gender", ())
        drawn = share(*counted.groups((), counted.draw(300, seed=seed))[0].drawn["accuracy"])
        low, high = np.percentile(drawn, (2.5, 97.5))
        held.append(low <= 0.85 <= high)
    assert 0.90 <= np.mean(held) <= 0.985


def test_a_group_without_an_error_is_not_said_to_be_perfect() -> None:
    found = measure(made_asked(300, gender_rate=alike(1.0)), by_group=False, draws=50).heads["gender"].overall
    assert found.accuracy.value == 1.0
    assert found.accuracy.low < 0.99
    assert found.figures["calibration_error"].value == pytest.approx(0.0, abs=1e-9)


def test_small_groups_are_marked_and_never_ranked(unfair: LabelledPredictions) -> None:
    # Of this group ten faces are left, all wrong.
    members = (unfair.labels("gender") == 0) & (unfair.labels("ethnicity") == 3)
    few = np.flatnonzero(members)[:10]
    asked = unfair.taken(~members | np.isin(np.arange(len(unfair)), few))
    at = np.isin(asked.rows, unfair.rows[few])
    probabilities = asked.probabilities["gender"].copy()
    probabilities[at] = (0.1, 0.9)
    found = measure(replace(asked, probabilities={**asked.probabilities, "gender": probabilities}), draws=200)
    group = Group((GENDER, ETHNICITY), ("Male", "Indian"))
    cell = next(one for one in found.heads["gender"].of(CELLS) if one.group == group)
    assert (cell.small, cell.count, cell.accuracy.value) == (True, 10, 0.0)
    assert cell.accuracy.high > 0.2
    for one in found.heads.values():
        assert group not in {end for gap in one.gaps for end in (gap.highest, gap.lowest)}


def test_a_face_that_was_not_found_counts_as_wrong_and_as_no_answer() -> None:
    asked = made_asked(1000, gender_rate=alike(1.0))
    lost = np.arange(1000) < 100
    found = measure(replace(asked, found=~lost), by_group=False, draws=50)
    overall = found.heads["gender"].overall
    assert found.not_found == 100
    assert overall.accuracy.value == overall.figures["coverage"].value == 0.9
    assert overall.figures["error_of_answered"].value == 0.0
    assert sum(row[-1] for row in overall.confusion) == 100
    assert np.sum(overall.confusion) == 1000


def test_a_head_without_labels_is_left_out() -> None:
    asked = made_asked(200, gender_rate=alike(0.9))
    asked = with_columns(asked, Column(ETHNICITY, np.full(200, NOT_GIVEN)))
    found = measure(asked, draws=50)
    assert set(found.heads) == {"gender"}
    assert not found.heads["gender"].of(("ethnicity",))
    assert set(compare(asked, asked, draws=50).heads) == {"gender"}


def test_the_surest_wrong_answers_and_the_faces_behind_a_cell(
    unfair: LabelledPredictions, evaluation: Evaluation
) -> None:
    worst = evaluation.heads["gender"].most_wrong
    chances = [face.probability for face in worst]
    assert chances == sorted(chances, reverse=True)
    for face in worst:
        assert unfair.labels("gender")[face.row] == ("Male", "Female").index(face.label)
    rows = unfair.examples("gender", BLACK_WOMEN, label="Female", answer="Male")
    cell = next(one for one in evaluation.heads["gender"].of(CELLS) if one.group == BLACK_WOMEN)
    assert len(rows) == cell.confusion[1][0] > 0
    assert set(unfair.labels("ethnicity")[rows].tolist()) == {1}


def test_two_models_are_compared_face_by_face(unfair: LabelledPredictions) -> None:
    fair = made_asked(6000, gender_rate=alike(0.92), answers_seed=7, model="fair 1.0")
    # LabelledPredictions in another order, and not about all.
    shuffled = fair.taken(np.random.default_rng(5).permutation(6000)[:5900])
    found = compare(unfair, shuffled, draws=500)
    assert found.count == 5900
    gender = found.heads["gender"]
    assert gender.overall.low < -0.017 < gender.overall.high
    said = verdict(found, "gender")
    assert "fair 1.0 is better than made 1.0" in said
    assert f"interval {-100 * gender.overall.high:+.1f} to {-100 * gender.overall.low:+.1f}" in said
    named = {one.group.title for one in gender.groups if one.more_than_chance and one.group.columns == CELLS}
    assert named == {"Female, Black"}
    change = next(one for one in gender.gaps if one.columns == CELLS)
    assert change.more_than_chance and change.difference > 0.1
    assert "no more than chance" in verdict(found, "ethnicity")


def test_a_model_differs_in_nothing_from_itself(unfair: LabelledPredictions) -> None:
    found = compare(unfair, unfair, draws=100).heads["gender"]
    assert (found.overall.difference, found.overall.low, found.overall.high) == (0.0, 0.0, 0.0)
    assert not any(one.more_than_chance for one in (*found.groups, *found.gaps))


def test_chances_are_those_of_the_textbook() -> None:
    assert sign_test(0, 5) == pytest.approx(2 / 2**5)
    assert sign_test(8, 2) == pytest.approx(2 * (1 + 10 + 45) / 2**10)
    assert sign_test(0, 0) == sign_test(40, 40) == 1.0
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
