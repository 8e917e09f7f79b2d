"""What is said beside an answer is what was measured where the model answered so, as surely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import binomtest

from core.evaluation.groups import PICTURE, picture_column
from core.evaluation.predictions import LabelledPredictions
from core.evaluation.similar_faces import ANY, ENOUGH, SimilarFacesError, similar_faces, similar_faces_error
from core.schema import ATTRIBUTES, Attribute, Column

GLASSES = Attribute("glasses", ("none", "clear", "sunglasses"))


def honest(
    count: int, seed: int, *, attributes: tuple[Attribute, ...] = (*ATTRIBUTES.values(), GLASSES)
) -> LabelledPredictions:
    """Answers whose labels are drawn from the very probabilities they were given with."""
    random = np.random.default_rng(seed)
    probabilities, columns = {}, {}
    for attribute in attributes:
        logits = random.normal(0, 2.5, (count, len(attribute.labels)))
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        found = powers / powers.sum(axis=1, keepdims=True)
        labels = (found.cumsum(axis=1) > random.random((count, 1))).argmax(axis=1)
        probabilities[attribute.name] = found
        columns[attribute.name] = Column(attribute, labels)
    return LabelledPredictions(
        model="honest 1.0",
        data="made faces",
        rows=np.arange(count),
        found=np.ones(count, np.bool_),
        attributes={attribute.name: attribute for attribute in attributes},
        probabilities=probabilities,
        thresholds={attribute.name: np.full(count, 0.7) for attribute in attributes},
        columns={**columns, PICTURE.name: picture_column(random.random(count) < 0.1)},
    )


def said_of(
    table: dict[str, float], predictions: LabelledPredictions, name: str
) -> Iterator[tuple[int, SimilarFacesError]]:
    """What is said beside each face's answer, where something is."""
    told = {other: predictions.predicted(other) for other in predictions.attributes}
    labels = {other: attribute.labels for other, attribute in predictions.attributes.items()}
    confidence, poor = predictions.confidence(name), predictions.labels(PICTURE.name) == 1
    for at in range(len(predictions)):
        perceived = {other: labels[other][answers[at]] for other, answers in told.items()}
        similar = similar_faces_error(
            table, name, perceived=perceived, confidence=float(confidence[at]), poor=bool(poor[at])
        )
        if similar is not None:
            yield at, similar


@pytest.mark.parametrize("name", [*ATTRIBUTES, GLASSES.name])
def test_on_faces_held_out_it_is_wrong_as_often_as_is_said_in_every_band_of_certainty(name: str) -> None:
    table, tested = similar_faces(honest(40_000, 1)), honest(6_000, 7)
    wrong = tested.predicted(name) != tested.labels(name)
    by_kind: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for at, similar in said_of(table, tested, name):
        by_kind.setdefault((similar.from_percent, similar.to_percent), []).append((at, similar.error))
        # What is said never contradicts the probability beside it.
        low, high = similar.interval
        assert low <= 1 - similar.from_percent / 100 and high >= 1 - similar.to_percent / 100 - 0.01
        assert similar.from_percent <= 100 * tested.confidence(name)[at] <= similar.to_percent
    assert len(by_kind) >= 8
    assert sum(map(len, by_kind.values())) == len(tested)
    for faces in by_kind.values():
        rows = [at for at, _ in faces]
        said = float(np.mean([error for _, error in faces]))
        # Of some thirty bands in all, a 95 % interval would leave one or two out by chance.
        measured = binomtest(int(wrong[rows].sum()), len(rows)).proportion_ci(0.999, method="wilson")
        assert measured.low <= said <= measured.high


def test_every_kind_has_enough_faces_and_bands_do_not_overlap() -> None:
    found = honest(5_000, 3)
    table = similar_faces(found)
    assert all(value >= ENOUGH for key, value in table.items() if key.endswith("/n"))
    bands: dict[str, list[tuple[int, int]]] = {}
    for key in table:
        _, name, answer, band, kind, figure = key.split("/")
        if (kind, figure) == (ANY, "n"):
            low, high = map(int, band.split("-"))
            bands.setdefault(f"{name}/{answer}", []).append((low, high))
    for edges in bands.values():
        edges.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(edges))


def test_a_model_that_is_too_sure_is_said_to_be() -> None:
    found = honest(20_000, 4)
    sharp = {name: values**3 / (values**3).sum(axis=1, keepdims=True) for name, values in found.probabilities.items()}
    table = similar_faces(replace(found, probabilities=sharp))
    perceived = {"gender": "Female", "ethnicity": "Black", "glasses": "none"}
    similar = similar_faces_error(table, "gender", perceived=perceived, confidence=0.93, poor=False)
    assert similar is not None and similar.beyond_probability == 1
    assert similar_faces_error(similar_faces(found), "gender", perceived=perceived, confidence=0.93, poor=False)


def test_poor_pictures_are_told_from_clear_ones_and_faces_not_found_say_nothing() -> None:
    found = honest(20_000, 5)
    poor = found.labels(PICTURE.name) == 1
    labels = np.where(poor, 1 - found.predicted("gender"), found.labels("gender"))
    lost = np.arange(len(found)) % 2 == 0
    found = replace(found, columns={**found.columns, "gender": Column(ATTRIBUTES["gender"], labels)}, found=~lost)
    table = similar_faces(found)
    for is_poor, expected in ((True, 1.0), (False, 0.0)):
        similar = similar_faces_error(table, "gender", perceived={"gender": "Male"}, confidence=0.995, poor=is_poor)
        assert similar is not None
        assert (similar.attribute, similar.label) == (PICTURE.name, PICTURE.labels[is_poor])
        assert similar.error == pytest.approx(expected, abs=0.02)
        assert similar.count < 0.5 * len(found)


def test_an_answer_given_too_seldom_is_likened_to_all_that_were_as_sure() -> None:
    found = honest(1_200, 6, attributes=(GLASSES,))
    rare = found.probabilities["glasses"] * (1.0, 1.0, 0.02)
    found = replace(found, probabilities={"glasses": rare / rare.sum(axis=1, keepdims=True)})
    table = similar_faces(found)
    similar = similar_faces_error(table, "glasses", perceived={"glasses": "sunglasses"}, confidence=0.96, poor=False)
    assert similar is not None and similar.answer == ANY
    assert similar_faces_error({}, "glasses", perceived={"glasses": "none"}, confidence=0.96, poor=False) is None
