"""The card says for whom a model errs, what it is for, and what the law says."""

from __future__ import annotations

import numpy as np
import yaml
from made_answers import made_asked

from core.evaluation.calibration import Answers, Calibration, uncalibrated_errors
from core.evaluation.card import CardText, flat_results, render_card, with_front_matter
from core.evaluation.comparison import compare_framings
from core.evaluation.figures import measure
from core.evaluation.predictions import LabelledPredictions, from_answers
from core.evaluation.similar_faces import similar_faces
from core.model.bundle import DataSource, find_bundles, load_bundle, split_card
from core.places import shipped
from core.schema import ATTRIBUTES

TEXT = CardText(
    title="made 1.0",
    summary="Made.",
    training=["By hand."],
    data=[DataSource(name="made faces", terms="free")],
    split=[("test", 3000)],
    split_note="No copies.",
    terms="None.",
)


def answers_of(made: LabelledPredictions) -> Answers:
    return Answers(made.probabilities, {name: made.labels(name) for name in made.attributes})


def test_a_card_names_groups_with_their_figures_gaps_terms_and_the_law() -> None:
    made = made_asked(3000, gender_rate=lambda g, e, a: np.where(a > 59, 0.7, 0.95), threshold=0.8)
    answers = answers_of(made)
    read = {name: Calibration(1.0, 0.8, 0.05) for name in ATTRIBUTES}
    predictions = from_answers(
        answers,
        read,
        attributes=ATTRIBUTES,
        model="made 1.0",
        data="made faces",
        rows=made.rows,
        columns=made.columns,
        side="test",
    )
    assert all(np.allclose(predictions.probabilities[name], made.probabilities[name]) for name in ATTRIBUTES)
    framing = compare_framings(made.probabilities, made.probabilities, made.found, answers.labels)
    evaluation = measure(predictions, draws=200)
    card = render_card(TEXT, evaluation, read, framing, uncalibrated=uncalibrated_errors(answers))
    for words in (
        "### By group", "| 60-69 | ", "| 70+ | ", "| Black | ", "| Female | ", " and age: ",
        "| Female, Black | ", "made faces: free", "Art. 5(1)(g)", "Annex III", "GDPR Art. 9", "## Limits",
    ):  # fmt: skip
        assert words in card, words


def test_a_manifest_holds_what_the_card_says_and_what_is_said_beside_an_answer() -> None:
    made = made_asked(3000, gender_rate=lambda g, e, a: np.full(len(g), 0.9))
    evaluation = measure(made, draws=50)
    framing = compare_framings(made.probabilities, made.probabilities, made.found, answers_of(made).labels)
    table = similar_faces(made)
    held = flat_results(evaluation, framing, similar=table)
    assert held["gender_accuracy"] == round(framing.realigned["gender"], 4)
    assert held["gender_accuracy"] == round(evaluation.heads["gender"].overall.accuracy.value, 4)
    assert held["gender_worst_group_accuracy"] == round(
        min(cell.accuracy.value for cell in evaluation.heads["gender"].cells if not cell.small), 4
    )
    assert set(held) == set(flat_results(evaluation, framing)) | set(table)


def test_hubs_read_the_figures_and_the_data_and_people_do_not_see_them() -> None:
    results = {"gender_accuracy": 0.9, "UTKFace gender_accuracy": 0.8, "test_faces": 7.0}
    data = [DataSource(name="UTKFace", terms="free"), DataSource(name="Starting weights: a network", terms="free")]
    card = with_front_matter("# made 1.0\n\nMade.\n", "made", ATTRIBUTES, data, results)
    front, body = split_card(card)
    assert body == "# made 1.0\n\nMade.\n"
    told = yaml.safe_load(front.strip("-\n"))
    assert told["datasets"] == ["utkface"]
    assert told["pipeline_tag"] == "image-classification"
    (entry,) = told["model-index"]
    assert entry["name"] == "made"
    assert [one["metrics"][0]["value"] for one in entry["results"]] == [0.9, 0.8]
    # Metadata that are there already are replaced, and a card without any is read as before.
    assert with_front_matter(card, "made", ATTRIBUTES, data, results) == card
    assert split_card("# old\n\n---\n\nrule\n---\n") == ("", "# old\n\n---\n\nrule\n---\n")


def test_every_shipped_card_has_the_figures_of_its_manifest() -> None:
    for path in find_bundles([shipped("models")]).values():
        bundle = load_bundle(path)
        front, body = split_card(bundle.card)
        assert body.startswith(f"# {bundle.title}\n")
        results = yaml.safe_load(front.strip("-\n"))["model-index"][0]["results"]
        assert results[0]["metrics"][0]["value"] == bundle.manifest.results["gender_accuracy"]
