"""The card says for whom a model errs, what it is for, and what the law says."""

from __future__ import annotations

import numpy as np
from made_answers import made_asked

from core.bundle import DataSource
from core.evaluation.asked import from_answers
from core.evaluation.by_group import measure
from core.evaluation.card import CardText, flat_results, render_card
from core.evaluation.evaluation import Answers, Calibration, evaluate
from core.evaluation.framing import compare_framings
from core.evaluation.likeness import likeness
from core.labels import HEADS

TEXT = CardText(
    title="made 1.0",
    summary="Made.",
    training=["By hand."],
    data=[DataSource(name="made faces", terms="free")],
    split=[("test", 3000)],
    split_note="No copies.",
    terms="None.",
)


def test_a_card_with_groups_names_them_with_their_figures_gaps_terms_and_the_law() -> None:
    made = made_asked(3000, gender_rate=lambda g, e, a: np.where(a > 59, 0.7, 0.95), threshold=0.8)
    answers = Answers(made.probabilities, made.labels)
    read = {head: Calibration(1.0, 0.8, 0.05) for head in HEADS}
    asked = from_answers(answers, read, model="made 1.0", data="made faces", rows=made.rows, ages=made.ages)
    assert all(np.allclose(asked.probabilities[head], made.probabilities[head]) for head in HEADS)
    results = evaluate(answers, read)
    framing = compare_framings(made.probabilities, made.probabilities, made.found, made.labels)
    card = render_card(TEXT, results, framing, by_group=measure(asked, draws=200))
    for words in (
        "### For whom it errs", "| 60+ | ", "| Black | ", "| Female | ", "- Agreement by age: ", "is 26.", "above 60+",
        "made faces: free", "Art. 5(1)(g)", "Annex III", "GDPR Art. 9", "## Limits",
    ):  # fmt: skip
        assert words in card, words
    # Without them, it still has every cell of gender and ethnicity.
    plain = render_card(TEXT, results, framing)
    assert "Female, Black" in plain and "For whom it errs" not in plain
    assert "GDPR Art. 9" in plain


def test_a_manifest_can_hold_what_is_said_beside_an_answer() -> None:
    made = made_asked(3000, gender_rate=lambda g, e, a: np.full(len(g), 0.9))
    answers = Answers(made.probabilities, made.labels)
    results = evaluate(answers, {head: Calibration(1.0, 0.0, 0.05) for head in HEADS})
    framing = compare_framings(made.probabilities, made.probabilities, made.found, made.labels)
    table = likeness(made)
    held = flat_results(results, framing, alike=table)
    assert held["gender_accuracy"] == round(framing.realigned["gender"], 4)
    assert held["like/any/any/any/n"] == 3000
    assert set(held) == set(flat_results(results, framing)) | set(table)
