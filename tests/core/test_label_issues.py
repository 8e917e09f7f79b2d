"""The queue of likely label errors, and of faces whose labels would teach most."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_data import blobs, encoded, row, write_csv, write_pictures

from core.cli.main import main
from core.datasets.dataset import FaceDataset
from core.datasets.decisions import Decision, Decisions, picture_hash
from core.datasets.label_issues import checkable, find_label_issues, guess, most_instructive
from core.datasets.open import open_dataset
from core.errors import DataError
from core.schema import ATTRIBUTES, Column, column_of_words
from core.training.face_features import VALUES, FaceFeatures
from core.work import Stopped

FACES = 200


def made_dataset(values: Sequence[int], **words: Sequence[str]) -> FaceDataset:
    columns = {name: column_of_words(name, given) for name, given in words.items()}
    return FaceDataset(
        title="made",
        terms="",
        names=tuple(f"{at}.png" for at in range(len(values))),
        ages=np.full(len(values), 30),
        columns={"gender": Column(ATTRIBUTES["gender"], np.array(values)), **columns},
        skipped=(),
        decode=lambda name: blobs(int(name.partition(".")[0])),
    )


def made_features(values: np.ndarray, *, apart: float = 6.0, seed: int = 1) -> np.ndarray:
    """Features that lie apart by the true labels."""
    rng = np.random.default_rng(seed)
    return (rng.normal(0, 1, (len(values), 8)) + apart * np.eye(8)[values]).astype(np.float32)


def single(count: int) -> dict[str, np.ndarray]:
    return {"exact_groups": np.arange(count), "near_groups": np.arange(count)}


def test_wrong_labels_come_first() -> None:
    truth = np.arange(FACES) % 2
    given = truth.copy()
    wrong = [3, 50, 77, 120, 199]
    given[wrong] = 1 - given[wrong]
    found = find_label_issues(made_dataset(given), made_features(truth), np.ones(FACES, bool), **single(FACES))
    assert {issue.row for issue in found[:5]} == set(wrong)
    assert [issue.score for issue in found] == sorted(issue.score for issue in found)
    first = found[0]
    labels = ("Male", "Female")
    assert (first.label, first.suggested) == (labels[given[first.row]], labels[truth[first.row]])
    assert first.certainty > 0.5
    assert first.as_json().keys() == {"name", "attribute", "label", "suggested", "score", "kind"}


def test_every_attribute_of_the_data_is_checked_or_the_chosen_one() -> None:
    truth = np.arange(FACES) % 2
    words = ["yes" if value else "no" for value in truth]
    words[10] = "no" if truth[10] else "yes"
    dataset = made_dataset(truth.tolist(), glasses=words)
    assert checkable(dataset) == ("gender", "glasses")
    features, usable = made_features(truth), np.ones(FACES, bool)
    found = find_label_issues(dataset, features, usable, **single(FACES))
    assert ("10.png", "glasses") in {(issue.name, issue.attribute) for issue in found}
    alone = find_label_issues(dataset, features, usable, attributes=("gender",), **single(FACES))
    assert {issue.attribute for issue in alone} <= {"gender"}


def test_contradicting_copies_come_before_everything_else() -> None:
    truth = np.arange(FACES) % 2
    given = truth.copy()
    given[[3, 50]] = 1 - given[[3, 50]]
    features = made_features(truth)
    copies = single(FACES)
    for groups in copies.values():
        groups[12] = 10  # copies of one face; the second is labelled otherwise
    features[12] = features[10]
    given[12] = 1 - given[10]
    found = find_label_issues(made_dataset(given), features, np.ones(FACES, bool), **copies)
    assert (found[0].row, found[0].kind, found[0].score) == (12, "contradiction", 0.0)
    assert found[0].suggested == ("Male", "Female")[truth[10]]
    assert all(issue.kind == "disagreement" for issue in found[1:])
    assert len({(issue.row, issue.attribute) for issue in found}) == len(found)


def test_copies_of_a_face_are_never_in_two_folds() -> None:
    """Twins with the same wrong label would confirm each other."""
    truth = np.arange(FACES) % 2
    features = made_features(truth, apart=1.5)
    given, copies = truth.copy(), single(FACES)
    for first in range(0, 40, 2):
        features[first + 1] = features[first] + 0.01
        given[[first, first + 1]] = 1 - truth[first]
        copies["near_groups"][first + 1] = first
    noise = np.random.default_rng(3).normal(0, 1, (FACES, 300)).astype(np.float32)
    noise[1:40:2] = noise[0:40:2]  # enough for a model to know every picture
    wide = np.concatenate([features, noise], axis=1)
    apart = find_label_issues(made_dataset(given), wide, np.ones(FACES, bool), **single(FACES))
    together = find_label_issues(made_dataset(given), wide, np.ones(FACES, bool), **copies)

    def hits(found: Sequence[object]) -> int:
        return sum(issue.row < 40 for issue in found)  # type: ignore[attr-defined]

    assert hits(together) > hits(apart)


def test_rare_labels_and_faces_without_features_are_not_judged() -> None:
    truth = np.arange(FACES) % 2
    words = ["often" if value else "usual" for value in truth]
    words[0] = words[1] = "rare"
    usable = np.ones(FACES, bool)
    usable[5] = False
    given = truth.copy()
    given[5] = 1 - given[5]
    found = find_label_issues(made_dataset(given, kind=words), made_features(truth), usable, **single(FACES))
    assert not {(0, "kind"), (1, "kind"), (5, "gender")} & {(issue.row, issue.attribute) for issue in found}
    assert "rare" not in {issue.suggested for issue in found}


def test_what_cannot_be_checked_is_said() -> None:
    dataset = made_dataset([0, 1] * 5)
    features, usable = made_features(np.array([0, 1] * 5)), np.ones(10, bool)
    with pytest.raises(DataError, match="10 at most") as few:
        find_label_issues(dataset, features, usable, **single(10))
    assert few.value.code == "issues.too_few"
    with pytest.raises(DataError, match="two labels or more: gender"):
        find_label_issues(dataset, features, usable, attributes=("glasses",), **single(10))
    with pytest.raises(DataError, match="age"):
        find_label_issues(dataset, features, usable, attributes=("age",), **single(10))


def test_it_stops_between_folds_and_tells_its_progress() -> None:
    truth = np.arange(FACES) % 2
    told: list[tuple[int, int]] = []
    arguments = (made_dataset(truth.tolist()), made_features(truth), np.ones(FACES, bool))
    find_label_issues(*arguments, **single(FACES), progress=lambda done, total: told.append((done, total)))
    assert told == [(at, 5) for at in range(1, 6)]
    stop = threading.Event()
    with pytest.raises(Stopped):
        find_label_issues(*arguments, **single(FACES), progress=lambda done, total: stop.set(), should_stop=stop.is_set)


def test_the_first_faces_to_label_cover_the_data_then_come_the_unsure_ones() -> None:
    truth = np.repeat([0, 1, 2], 40)
    features = made_features(truth, apart=8.0)
    features[7] = (features[7] + features[47]) / 2  # between two kinds
    labels, rows = np.full(120, -1), np.arange(120)
    order = most_instructive(features, labels, rows)
    assert sorted(order.tolist()) == rows.tolist()
    assert set(truth[order[:6]]) == {0, 1, 2}
    assert guess(features, labels, 7) is None
    labels[[0, 1, 2, 41, 42, 43]] = [0, 0, 0, 1, 1, 1]
    near_two = rows[truth < 2]
    order = most_instructive(features, labels, near_two)
    assert 7 in order[:5]
    assert not set(order.tolist()) & {0, 1, 2, 41, 42, 43}
    assert guess(features, labels, 44) is not None
    assert guess(features, labels, 44)[0] == 1  # type: ignore[index]


@pytest.fixture
def known_features(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Features that tell the gender in the name of each picture; the sources asked for."""
    from core.training import face_features as module

    asked: list[str] = []

    def fake(dataset: FaceDataset, source: str, **_: object) -> FaceFeatures:
        asked.append(source)
        truth = np.array([int(name.split("_")[-1][0]) for name in dataset.names])
        values = np.zeros((len(dataset), VALUES), np.float32)
        values[:, :8] = made_features(truth)
        return FaceFeatures(values, np.ones(len(dataset), bool), "start")

    monkeypatch.setattr(module, "face_features", fake)
    monkeypatch.setattr(module, "unseen_source", lambda dataset, should_stop=None: "start")
    return asked


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Sixty faces; the label of the last is wrong, and two are contradicting copies."""
    names = [f"30_{at % 2}_0_{at:03d}_{at % 2}.png" for at in range(58)]
    names += ["30_0_0_058_1.png"]
    folder = write_pictures(tmp_path / "faces", names)
    (folder / "30_0_0_059_1.png").write_bytes((folder / names[1]).read_bytes())
    return folder


def test_the_queue_as_json(wrong: Path, known_features: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "issues", str(wrong), "--json", "--attribute", "gender"]) == 0
    printed = json.loads(capfd.readouterr().out)
    copy, error = printed[:2]
    assert copy == {
        "name": "30_0_0_059_1.png",
        "attribute": "gender",
        "label": "Male",
        "suggested": "Female",
        "score": 0.0,
        "kind": "contradiction",
    }
    assert (error["name"], error["suggested"], error["kind"]) == ("30_0_0_058_1.png", "Female", "disagreement")
    assert known_features == ["start"]
    assert main(["dataset", "issues", str(wrong), "--json", "--limit", "1", "--features", "model"]) == 0
    assert len(json.loads(capfd.readouterr().out)) == 1
    assert known_features == ["start", "model"]


def test_the_queue_as_a_table(wrong: Path, known_features: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "issues", str(wrong), "--limit", "1"]) == 0
    out = capfd.readouterr().out
    assert "30_0_0_059_1.png" in out
    assert "copy" in out
    assert "The first 1 are shown" in out


def test_what_was_decided_is_not_asked_again(
    wrong: Path, known_features: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    dataset, made = open_dataset(wrong), Decisions(wrong)
    for name, action, label in (
        ("30_0_0_058_1.png", "keep", ""),
        ("30_0_0_059_1.png", "relabel", "Female"),
    ):
        picture = picture_hash(dataset, dataset.names.index(name))
        made.make([Decision(name, picture, action, "gender", label)])  # type: ignore[arg-type]
    asked = ["30_0_0_058_1.png", "30_0_0_059_1.png"]
    assert main(["dataset", "issues", str(wrong), "--json"]) == 0
    assert not {one["name"] for one in json.loads(capfd.readouterr().out)} & {*asked}
    assert main(["dataset", "issues", str(wrong), "--json", "--as-labelled"]) == 0
    assert {one["name"] for one in json.loads(capfd.readouterr().out)} >= {*asked}


def test_an_attribute_that_is_not_there_is_one_line(
    wrong: Path, known_features: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["dataset", "issues", str(wrong), "--attribute", "glasses"]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert "The labels of glasses in UTKFace cannot be checked" in err


def test_features_of_a_table_are_cached_and_continue(tmp_path: Path) -> None:
    from core.training import face_features as module

    path = write_csv(tmp_path / "a.csv", [row(seed) for seed in range(70)])
    dataset = open_dataset(path)
    stop = threading.Event()
    with pytest.raises(Stopped):
        module.face_features(dataset, "start", progress=lambda done, total: stop.set(), should_stop=stop.is_set)
    told: list[int] = []
    found = module.face_features(dataset, "start", progress=lambda done, total: told.append(done))
    assert told[0] == 70  # the first batch was kept
    assert found.usable.all()
    assert found.values.shape == (70, VALUES)
    assert np.isfinite(found.values).all()
    assert len({values.tobytes() for values in found.values}) == 70
    again = module.face_features(dataset, "start", progress=lambda done, total: told.append(-1))
    assert np.array_equal(again.values, found.values)
    assert -1 not in told
    assert module.unseen_source(dataset) == "model"


def test_pictures_that_cannot_be_read_have_no_features(tmp_path: Path) -> None:
    from core.training import face_features as module

    folder = write_pictures(tmp_path / "faces", ["30_0_0_1.png", "31_1_0_2.png"])
    (folder / "32_1_0_3.png").write_bytes(b"nothing")
    (folder / "33_1_0_4.png").write_bytes(encoded(blobs(9))[:200])
    found = module.face_features(open_dataset(folder), "start")
    assert found.usable.tolist() == [True, True, False, False]


def test_a_part_of_the_data_has_its_own_features() -> None:
    """`replace` with other names must not read another data set's features."""
    dataset = made_dataset([0, 1] * 10)
    assert replace(dataset, names=tuple(reversed(dataset.names))).fingerprint != dataset.fingerprint


def test_features_are_made_in_a_process_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.training import face_features as module

    path = write_csv(tmp_path / "a.csv", [row(seed) for seed in range(5)])
    told: list[tuple[int, int]] = []
    module.make_features_in_child(path, "start", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)
    monkeypatch.setattr(module, "_network", lambda recipe: pytest.fail("it was not cached"))
    assert module.face_features(open_dataset(path), "start").usable.all()
    with pytest.raises(DataError, match="no data set"):
        module.make_features_in_child(tmp_path / "nothing", "start")
    with pytest.raises(Stopped):
        module.make_features_in_child(path, "model", should_stop=lambda: True)


def test_features_of_pictures_without_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.training import face_features as module

    folder = write_pictures(tmp_path / "plain", ["a.png", "b.png"])
    found: list[int] = []
    module.make_features_in_child(folder, "model", find_progress=lambda done, total: found.append(total))
    assert set(found) == {2}
