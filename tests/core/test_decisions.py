"""What the user decided about labels: kept beside the data, applied wherever they are read."""

from __future__ import annotations

import json
from pathlib import Path

import made_faces
import numpy as np
import pytest
from made_data import blobs, encoded, row, write_csv, write_pictures

from core.cli.main import main
from core.datasets.audit import audit
from core.datasets.dataset import FaceDataset, join
from core.datasets.decisions import SUFFIX, Decision, Decisions, decisions_file, picture_hash
from core.datasets.open import open_dataset
from core.datasets.splits import Split, load_split, save_split
from core.errors import DataError
from core.evaluation.material import open_material
from core.training.events import Event, Warned
from core.training.run_folder import RunFolder
from core.training.session import train

NAMES = ["30_0_0_1.png", "31_0_1_2.png", "32_1_2_3.png", "33_1_3_4.png"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_pictures(tmp_path / "faces", NAMES)


def decision(dataset: FaceDataset, at: int, action: str, attribute: str = "gender", label: str = "") -> Decision:
    return Decision(dataset.names[at], picture_hash(dataset, at), action, attribute, label)  # type: ignore[arg-type]


def decide(data: Path) -> Decisions:
    """One decision of each kind."""
    dataset, made = open_dataset(data), Decisions(data)
    made.make([decision(dataset, 0, "relabel", label="Female")])
    made.make([decision(dataset, 1, "keep")])
    made.make([decision(dataset, 2, "cannot_tell", "ethnicity")])
    made.make([decision(dataset, 3, "leave_out", "")])
    return made


def test_decisions_lie_beside_the_data_and_are_applied_when_they_are_read(data: Path) -> None:
    before = sorted(file.name for file in data.iterdir())
    decide(data)
    assert sorted(file.name for file in data.iterdir()) == before
    assert decisions_file(data) == data.with_name(f"faces{SUFFIX}")
    dataset = open_dataset(data)
    assert dataset.values("gender").tolist() == [1, 0, 1, -1]
    assert dataset.values("ethnicity").tolist() == [0, 1, -1, -1]
    assert dataset.ages.tolist() == [30, 31, 32, -1]
    assert dataset.used.tolist() == [0, 1, 2]
    assert str(dataset.decided) == "1 label changed, 1 label removed, 1 face left out by hand"
    assert open_dataset(data, as_labelled=True).decided is None
    assert open_dataset(data, as_labelled=True).values("gender").tolist() == [0, 0, 1, 1]


def test_splits_and_caches_outlive_a_decision(data: Path, tmp_path: Path) -> None:
    before = open_dataset(data)
    sides = Split(*(np.array([at], np.int64) for at in range(4)))
    save_split(tmp_path / "split.json", sides, before, seed=1)
    decide(data)
    after = open_dataset(data)
    assert after.fingerprint == before.fingerprint
    assert load_split(tmp_path / "split.json", after).test.tolist() == [3]


def test_faces_left_out_are_not_evaluated(data: Path) -> None:
    decide(data)
    assert open_material(data, side=None).rows.tolist() == [0, 1, 2]
    assert open_material(data, side=None, as_labelled=True).rows.tolist() == [0, 1, 2, 3]


def test_a_decision_holds_only_for_the_same_picture(data: Path) -> None:
    decide(data)
    (data / NAMES[0]).write_bytes(encoded(blobs(77)))
    (data / NAMES[3]).unlink()
    dataset = open_dataset(data)
    assert dataset.values("gender").tolist() == [0, 0, 1]
    assert dataset.decided is not None
    assert (dataset.decided.changed, dataset.decided.missed) == (0, 2)


def test_a_later_decision_replaces_the_earlier_one_and_can_be_taken_back(data: Path) -> None:
    dataset, made = open_dataset(data), Decisions(data)
    first = decision(dataset, 0, "relabel", label="Female")
    made.make([first])
    then = decision(dataset, 0, "leave_out", "")
    before = made.make([then])
    assert len(Decisions(data)) == 2  # the face is left out; its label stays decided
    back = decision(dataset, 0, "keep")
    replaced = made.make([back])
    assert set(replaced) == {first, then}
    assert Decisions(data).all == (back,)
    made.restore([back], replaced)
    made.restore([then], before)
    assert Decisions(data).all == (first,)


def test_copies_that_agree_by_hand_contradict_no_longer(data: Path) -> None:
    (data / "34_1_0_5.png").write_bytes((data / NAMES[0]).read_bytes())
    dataset = open_dataset(data)
    assert audit(dataset).exact.contradicting == 1
    at = dataset.names.index("34_1_0_5.png")
    Decisions(data).make([decision(dataset, at, "relabel", label="Male")])
    assert audit(open_dataset(data)).exact.contradicting == 0


def test_joined_data_have_the_decisions_of_their_parts(data: Path, tmp_path: Path) -> None:
    other = write_pictures(tmp_path / "others", ["yes/a.png", "yes/b.png", "no/c.png", "no/d.png"])
    decide(data)
    joined = join([open_dataset(other), open_dataset(data)])
    assert joined.decided is not None
    assert joined.decided.left_out.tolist() == [7]
    assert joined.used.tolist() == [0, 1, 2, 3, 4, 5, 6]
    plain = join([open_dataset(path, as_labelled=True) for path in (other, data)])
    assert joined.fingerprint == plain.fingerprint


def test_decisions_of_rows_of_a_table_are_by_picture_where_names_repeat(tmp_path: Path) -> None:
    lines = [row(1), row(2).replace("face2", "face1"), *(row(seed, gender=1) for seed in range(3, 6))]
    path = write_csv(tmp_path / "a.csv", lines)
    dataset = open_dataset(path)
    assert dataset.names[0] == dataset.names[1]
    Decisions(path).make([decision(dataset, 1, "relabel", label="Female")])
    assert open_dataset(path).values("gender").tolist() == [0, 1, 1, 1, 1]


def test_where_nothing_can_be_written_beside_the_data_they_are_kept_for_the_user(
    data: Path, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.datasets import decisions

    real = decisions.replace_file

    def refuse(path: Path, content: bytes) -> None:
        if path.parent == data.parent:
            raise PermissionError(13, "Permission denied")
        real(path, content)

    monkeypatch.setattr(decisions, "replace_file", refuse)
    made = decide(data)
    assert not data.with_name(f"faces{SUFFIX}").exists()
    assert decisions_file(data).is_relative_to(own_folders)
    assert Decisions(data).all == made.all
    assert open_dataset(data).used.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "content",
    [
        "not json",
        "[]",
        '{"version": 2, "decisions": []}',
        '{"version": 1}',
        '{"version": 1, "decisions": [{"name": "a"}]}',
        '{"version": 1, "decisions": [{"name": "a", "picture": "b", "action": "guess", "attribute": "gender"}]}',
        '{"version": 1, "decisions": [{"name": "a", "picture": "b", "action": "leave_out", "attribute": "gender"}]}',
        '{"version": 1, "decisions": [{"name": 3, "picture": "b", "action": "keep", "attribute": "gender"}]}',
    ],
)
def test_damaged_decisions_are_said_and_never_skipped(data: Path, content: str) -> None:
    data.with_name(f"faces{SUFFIX}").write_text(content)
    with pytest.raises(DataError) as told:
        open_dataset(data)
    assert told.value.code == "decisions.damaged"
    assert "as labelled" in str(told.value)
    assert len(open_dataset(data, as_labelled=True)) == 4


def test_a_damaged_name_survives_the_file(data: Path) -> None:
    made = Decisions(data)
    strange = Decision("caf\udce9.png", "00", "keep", "gender")
    made.make([strange])
    assert Decisions(data).all == (strange,)


def test_inspect_says_what_was_decided(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    decide(data)
    assert main(["dataset", "inspect", str(data)]) == 0
    assert "1 label changed, 1 label removed, 1 face left out by hand" in capfd.readouterr().out
    assert main(["dataset", "inspect", str(data), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["decisions"] == {
        "changed": 1,
        "removed": 1,
        "left_out": 1,
        "missed": 0,
    }
    assert main(["dataset", "inspect", str(data), "--json", "--as-labelled"]) == 0
    assert json.loads(capfd.readouterr().out)["decisions"] is None


def test_a_training_applies_decisions_and_counts_them_in_its_card(tmp_path: Path) -> None:
    path = made_faces.write_csv(tmp_path / "faces.csv")
    dataset = open_dataset(path)
    made = Decisions(path)
    names = dataset.columns["gender"].attribute.labels
    for at in range(3):
        other = names[1 - dataset.values("gender")[at]]
        made.make([decision(dataset, at, "relabel", label=other)])
    made.make([decision(dataset, 7, "leave_out", "")])
    tiny = made_faces.TINY.model_copy(update={"epochs": 1})
    run = RunFolder(tmp_path / "run")
    train(path, tiny, run.path, progress=lambda event: None)
    counts = {"changed": 3, "removed": 0, "left_out": 1, "missed": 0}
    assert {name: run.data["decisions"][name] for name in counts} == counts
    split = json.loads(run.split_file.read_text())["sides"]
    assert 7 not in {at for rows in split.values() for at in rows}
    assert run.bundle is not None
    card = (run.bundle / "CARD.md").read_text()
    assert "labels were checked by hand: 3 labels changed, 1 face left out by hand" in card
    # Another decision while it rests: going on says so.
    made.make([decision(dataset, 9, "leave_out", "")])
    told: list[Event] = []
    train(path, tiny.model_copy(update={"epochs": 2}), run.path, progress=told.append, resume=True)
    assert any(isinstance(one, Warned) and "decided by hand after this training began" in one.text for one in told)
    plain = RunFolder(tmp_path / "plain")
    train(path, tiny, plain.path, progress=lambda event: None, as_labelled=True)
    assert plain.data["decisions"] is None
    assert plain.data["as_labelled"] is True
    assert open_material(plain.path, side="train").dataset.decided is None
