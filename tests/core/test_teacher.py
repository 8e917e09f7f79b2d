"""Knowledge distillation: a network learns the answers of a teacher beside the labels."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.datasets.open import open_dataset
from core.datasets.splits import is_learned, load_split, picture_hashes, read_table
from core.errors import DataError, FacetError
from core.evaluation.asking import ask
from core.model.bundle import MANIFEST, DataSource, ModelBundle, load_bundle
from core.training.events import Event, Warned
from core.training.recipe import Recipe, with_changes
from core.training.run_folder import RunFolder
from core.training.session import train
from tests.core.made_faces import COUNT, TINY, write_csv

LEARNS = with_changes(TINY, {"epochs": 12, "learning_rate": 0.01, "answers": ["gender"]})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facet")


@pytest.fixture(autouse=True)
def one_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACET_HOME", str(home))


@pytest.fixture(scope="module")
def teacher(home: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A model that has learned the gender, of some pictures."""
    folder = tmp_path_factory.mktemp("teacher")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACET_HOME", str(home))
        train(write_csv(folder / "faces.csv"), LEARNS, folder / "wise", progress=lambda event: None)
    return RunFolder(folder / "wise")


def bundle_of(run: RunFolder) -> ModelBundle:
    assert run.bundle is not None
    return load_bundle(run.bundle)


def taught_by(run: RunFolder, **changes: object) -> Recipe:
    return with_changes(LEARNS, {"teacher": str(run.bundle), **changes})


def mislabelled(path: Path, source: Path) -> Path:
    """The same pictures; two fifths of the genders are wrong."""
    rng = np.random.default_rng(5)
    head, *lines = source.read_text(encoding="utf-8").splitlines()
    cells = [line.split(",", 3) for line in lines]
    wrong = rng.permutation(len(cells)) < 0.4 * len(cells)
    made = [
        f"{age},{ethnicity},{int(gender) ^ int(other)},{rest}"
        for (age, ethnicity, gender, rest), other in zip(cells, wrong, strict=True)
    ]
    path.write_text("\n".join((head, *made)) + "\n", encoding="utf-8")
    return path


def accuracy(run: RunFolder, data: Path) -> float:
    found = ask(bundle_of(run), open_dataset(data))
    return float((found.predicted("gender") == found.columns["gender"].values).mean())


def test_what_is_learned_is_what_the_teacher_says_by_its_weight(teacher: RunFolder, tmp_path: Path) -> None:
    data = teacher.data_paths[0]
    labels = mislabelled(tmp_path / "mislabelled.csv", data)
    assert accuracy(teacher, data) > 0.9
    found = {}
    for weight in (0.0, 1.0):
        run = tmp_path / f"weight-{weight:.0f}"
        train(labels, taught_by(teacher, teaching=weight), run, progress=lambda event: None)
        found[weight] = accuracy(RunFolder(run), data)
    # The epoch is chosen by wrong labels too, so that even the best pupil is not as good as its teacher.
    assert found[1.0] > found[0.0] + 0.2, found


@pytest.mark.parametrize("changes", [{"mitigation": {"method": "group-dro", "groups": ["ethnicity"]}}, {"epochs": 1}])
def test_it_goes_with_mitigation_and_is_resumed(teacher: RunFolder, tmp_path: Path, changes: dict[str, object]) -> None:
    data, recipe, run = teacher.data_paths[0], taught_by(teacher, **{"epochs": 2, **changes}), tmp_path / "run"
    stop: list[Event] = []

    def after_an_epoch() -> bool:
        return any(type(event).__name__ == "EpochDone" for event in stop)

    assert train(data, recipe, run, progress=stop.append, should_stop=after_an_epoch).reason == "cancelled"
    assert train(data, recipe, run, progress=lambda event: None, resume=True).reason == "finished"
    assert len(RunFolder(run).history()) == recipe.epochs


def test_the_card_names_the_teacher_and_its_data(teacher: RunFolder, tmp_path: Path) -> None:
    elsewhere, bundle = tmp_path / "elsewhere", bundle_of(teacher)
    shutil.copytree(bundle.path, elsewhere)
    changed = bundle.manifest.model_copy(update={"data": (DataSource(name="Faces from elsewhere", terms="None."),)})
    (elsewhere / MANIFEST).write_text(changed.model_dump_json(), encoding="utf-8")
    run = RunFolder(tmp_path / "run")
    recipe = taught_by(teacher, teacher=str(elsewhere), epochs=1, teaching=0.7)
    train(teacher.data_paths[0], recipe, run.path, progress=lambda event: None)
    bundle = bundle_of(run)
    assert "learned the answers of the model wise" in bundle.card
    assert "weight of 0.7" in bundle.card
    assert "Faces from elsewhere" in [source.name for source in bundle.manifest.data]


def test_pictures_that_the_teacher_learned_are_known_and_said(teacher: RunFolder, tmp_path: Path) -> None:
    events: list[Event] = []
    data, run = write_csv(tmp_path / "more.csv", 2 * COUNT), RunFolder(tmp_path / "run")
    train(data, taught_by(teacher, epochs=1), run.path, progress=events.append)
    dataset, own, learned = open_dataset(data), read_table(bundle_of(run)), read_table(bundle_of(teacher))
    assert own is not None
    assert learned is not None
    assert is_learned(learned, own).all()
    tested = load_split(run.split_file, dataset).test
    count = int(is_learned(picture_hashes(dataset, tested), learned).sum())
    assert 0 < count < len(tested)
    (warning,) = [event.text for event in events if isinstance(event, Warned) and "teacher" in event.text]
    assert warning.startswith(f"{count} of the {len(tested)} pictures of the test side")
    assert warning in bundle_of(run).card


def test_the_same_data_and_split_give_no_warning(teacher: RunFolder, tmp_path: Path) -> None:
    events: list[Event] = []
    train(teacher.data_paths[0], taught_by(teacher, epochs=1), tmp_path / "run", progress=events.append)
    assert not [event for event in events if isinstance(event, Warned) and "teacher" in event.text]


def test_a_teacher_may_answer_more_than_is_learned(tmp_path: Path) -> None:
    data, both = write_csv(tmp_path / "faces.csv"), with_changes(LEARNS, {"answers": (), "epochs": 1})
    train(data, both, tmp_path / "both", progress=lambda event: None)
    teacher, run = RunFolder(tmp_path / "both"), RunFolder(tmp_path / "run")
    train(data, taught_by(teacher, epochs=1), run.path, progress=lambda event: None)
    assert [*bundle_of(teacher).manifest.heads] == ["gender", "ethnicity"]
    assert [*bundle_of(run).manifest.heads] == ["gender"]


def test_a_teacher_that_answers_something_else_is_refused_in_words(teacher: RunFolder, tmp_path: Path) -> None:
    recipe = taught_by(teacher, answers=["gender", "ethnicity"])
    with pytest.raises(DataError, match="it does not answer ethnicity") as told:
        train(teacher.data_paths[0], recipe, tmp_path / "run", progress=lambda event: None)
    assert told.value.code == "train.teacher"


def test_a_teacher_that_is_missing_is_told_before_the_work_on_the_data(teacher: RunFolder, tmp_path: Path) -> None:
    events: list[Event] = []
    recipe = with_changes(LEARNS, {"teacher": "nobody"})
    with pytest.raises(FacetError, match="no model named nobody"):
        train(teacher.data_paths[0], recipe, tmp_path / "run", progress=events.append)
    assert not events
