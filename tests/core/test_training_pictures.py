"""What a network is shown: a function of seed, epoch and row, whatever came before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.datasets.dataset import FaceDataset
from core.errors import ImageError
from core.model.bundle import InputSpec
from core.schema import shipped_columns
from core.training.augmentation import change, changes, draws, preview
from core.training.events import Control
from core.training.pictures import Batch, EpochBatches, Faces, prepare_pictures
from core.training.recipe import Augmentation, Recipe
from core.training.sides import audit_findings, rows_to_use
from core.vision.faces import Face
from core.work import Stopped
from tests.core.made_faces import TASK

ALL = Augmentation(
    rotation_degrees=15,
    flip=True,
    scale=0.2,
    shift=0.1,
    light=0.4,
    contrast=0.4,
    blur=1.5,
    erasing=0.5,
    side_light=0.6,
    colour=0.3,
    noise=20,
    coarse=0.5,
    motion=0.2,
    covering=0.5,
)
SIZE = 32


def pictures(count: int, channels: int = 3) -> np.ndarray:
    rng = np.random.default_rng(5)
    coarse = rng.integers(0, 256, (count, 4, 4, channels), np.uint8)
    return coarse.repeat(SIZE // 4, axis=1).repeat(SIZE // 4, axis=2)


def faces(count: int, framings: int = 2) -> Faces:
    rng = np.random.default_rng(6)
    whole = pictures(2 * count)
    labels = {"gender": rng.integers(0, 2, count), "ethnicity": rng.integers(0, 5, count)}
    return Faces((whole, whole[:, :, ::-1])[:framings], np.arange(0, 2 * count, 2), labels)


def changed(shown: np.ndarray, chosen: Augmentation, *, seed: int = 1, epoch: int = 1) -> np.ndarray:
    return change(shown, changes(draws(len(shown), seed=seed, epoch=epoch), chosen, SIZE))


def test_no_change_is_none() -> None:
    assert np.array_equal(changed(pictures(8), Augmentation()), pictures(8))


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", Augmentation.model_fields)
def test_each_change_does_something_and_keeps_the_form(name: str, channels: int) -> None:
    shown = pictures(16, channels)
    found = changed(shown, Augmentation.model_validate({name: ALL.model_dump()[name]}))
    assert (found.shape, found.dtype) == (shown.shape, np.uint8)
    assert not np.array_equal(found, shown)


def test_flipping_alone_mirrors_about_half() -> None:
    shown = pictures(200)
    found = changed(shown, Augmentation(flip=True))
    mirrored = np.array([np.array_equal(a, b[:, ::-1]) for a, b in zip(found, shown, strict=True)])
    as_it_was = np.array([np.array_equal(a, b) for a, b in zip(found, shown, strict=True)])
    assert (mirrored ^ as_it_was).all()
    assert 60 < mirrored.sum() < 140


def test_a_picture_is_changed_alike_in_any_company() -> None:
    shown = pictures(20)
    drawn = draws(20, seed=1, epoch=4)
    together = change(shown, changes(drawn, ALL, SIZE))
    rows = np.array([17, 3, 8])
    assert np.array_equal(change(shown[rows], changes(drawn[rows], ALL, SIZE)), together[rows])
    assert not np.array_equal(changed(shown, ALL, epoch=5), together)
    assert not np.array_equal(changed(shown, ALL, seed=2, epoch=4), together)


def test_switching_one_change_off_leaves_the_others() -> None:
    shown = pictures(12)
    without = ALL.model_copy(update={"erasing": 0.0})
    assert (changed(shown, ALL) == changed(shown, without)).mean() > 0.8


def test_something_plain_covers_eyes_mouth_or_forehead_of_about_the_share_asked_for() -> None:
    shown = np.full((300, SIZE, SIZE, 3), 128, np.uint8)
    touched = (changed(shown, Augmentation(covering=0.4)) != shown).any(axis=3)
    covered = touched.any(axis=(1, 2))
    assert 90 < covered.sum() < 150
    middles = [np.nonzero(rows)[0].mean() / SIZE for rows in touched[covered].any(axis=2)]
    forehead, eyes, mouth = np.histogram(middles, bins=[0, 0.2, 0.45, 1])[0]
    assert min(forehead, eyes, mouth) > 20
    assert touched[covered].mean() < 0.4


def test_motion_smears_some_and_along_one_line_each() -> None:
    shown = np.zeros((300, SIZE, SIZE, 1), np.uint8)
    shown[:, SIZE // 2, SIZE // 2] = 255
    found = changed(shown, Augmentation(motion=0.4))
    smeared = [picture for picture in found if (picture > 0).sum() > 1]
    assert 70 < len(smeared) < 130
    for picture in smeared:
        places = np.argwhere(picture[..., 0] > 0)
        assert np.ptp(places, axis=0).max() <= 0.4 * SIZE + 1
        # A line is as thick everywhere, so its pixels grow with its length, not with its square.
        assert len(places) <= 4 * (np.ptp(places, axis=0).max() + 1)
        assert 150 < picture.sum(dtype=np.int64) <= 300


def test_older_recipes_give_what_they_gave() -> None:
    assert np.array_equal(
        draws(6, seed=2, epoch=3)[:, :24], np.random.default_rng((2, 3, 1)).random((6, 24), np.float32)
    )


def batches(of: Faces, recipe: Recipe, epoch: int) -> list[Batch]:
    return list(EpochBatches(of, recipe, TASK, epoch))


def test_an_epoch_shows_every_face_once_and_is_the_same_whenever_it_is_made() -> None:
    recipe = Recipe(batch=7, seed=9, augmentation=Augmentation(light=0.3))
    shown = faces(30)
    first = batches(shown, recipe, 3)
    batches(shown, recipe, 2)
    again = batches(shown, recipe, 3)
    assert [len(batch.pictures) for batch in first] == [7, 7, 7, 7, 2]
    for one, other in zip(first, again, strict=True):
        assert np.array_equal(one.pictures, other.pictures)
        assert np.array_equal(one.labels, other.labels)
    assert sorted(np.concatenate([batch.labels[:, 1] for batch in first])) == sorted(shown.labels["ethnicity"])
    assert not np.array_equal(batches(shown, recipe, 4)[0].labels, first[0].labels)


def test_a_face_comes_with_its_own_labels_from_either_framing() -> None:
    shown = faces(25)
    seen = set()
    for batch in batches(shown, Recipe(batch=10), 1):
        for picture, labels in zip(batch.pictures, batch.labels, strict=True):
            (at,) = [
                (row, framing)
                for row in range(25)
                for framing in range(2)
                if np.array_equal(shown.framings[framing][shown.rows[row]], picture)
            ]
            assert (shown.labels["gender"][at[0]], shown.labels["ethnicity"][at[0]]) == tuple(labels)
            seen.add(at[1])
    assert seen == {0, 1}


def test_labels_for_another_number_of_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="gender"):
        Faces((pictures(4),), np.arange(4), {"gender": np.zeros(3, np.int64), "ethnicity": np.zeros(4, np.int64)})


def test_leaving_an_epoch_early_ends_its_thread() -> None:
    # A thread that stayed would be found by the check for dangling threads at the end of the process.
    stream = iter(EpochBatches(faces(40), Recipe(batch=2), TASK, 1))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    with pytest.raises(StopIteration):
        next(stream)


def test_the_preview_is_what_the_network_would_be_shown() -> None:
    chips = np.random.default_rng(1).integers(0, 256, (3, 96, 96, 3), np.uint8)
    recipe = Recipe(input=InputSpec(size=40, channels=1), augmentation=ALL)
    assert preview(chips, recipe).shape == (3, 40, 40, 1)
    assert np.array_equal(preview(chips, recipe), preview(chips, recipe))
    assert not np.array_equal(preview(chips, recipe), preview(chips, recipe, seed=1))


EYES_AND_MOUTH = np.array([(60, 62), (138, 60), (100, 100), (80, 143), (116, 143)], np.float32)


class OneFace:
    """Finds the same face in every picture but a dark one."""

    def detect(self, rgb: np.ndarray) -> tuple[Face, ...]:
        return () if rgb.mean() < 20 else (Face((0.0, 0.0, 200.0, 200.0), EYES_AND_MOUTH, 0.9),)


def dataset(*, aligned: bool, decoded: list[str]) -> FaceDataset:
    """Six pictures: the second cannot be read, the third is dark."""

    def decode(name: str) -> np.ndarray:
        decoded.append(name)
        if name == "1":
            raise ImageError("image.empty", path=name)
        rgb = np.random.default_rng(int(name)).integers(0, 256, (8, 8, 3), np.uint8)
        large = rgb.repeat(25, axis=0).repeat(25, axis=1)
        return large // 16 if name == "2" else large

    labels = np.array([0, 1, 0, 1, 0, 1])
    return FaceDataset(
        title="made",
        terms="none",
        names=tuple("012345"),
        ages=labels * 30,
        columns=shipped_columns(gender=labels, ethnicity=labels),
        skipped=(),
        decode=decode,
        aligned=aligned,
        state="1",
    )


@pytest.mark.parametrize("aligned", [True, False])
def test_pictures_are_prepared_once(tmp_path: Path, aligned: bool, register: Callable[[type], str]) -> None:
    decoded: list[str] = []
    spec = InputSpec(size=24, channels=1)
    made = dataset(aligned=aligned, decoded=decoded)
    first = prepare_pictures(made, spec, Control(), detector=register(OneFace), cache=tmp_path)
    assert set(first.framings) == ({"as is", "aligned"} if aligned else {"aligned"})
    assert all(shown.shape == (6, 24, 24, 1) for shown in first.framings.values())
    # A picture without a face can be used where the data come aligned.
    assert first.usable.tolist() == [True, False, aligned, True, True, True]
    assert first.found.tolist() == [True, False, False, True, True, True]
    assert first.served is first.framings["aligned"]
    if aligned:
        assert np.array_equal(first.framings["as is"][2], first.framings["aligned"][2])
        assert not np.array_equal(first.framings["as is"][0], first.framings["aligned"][0])

    decoded.clear()
    again = prepare_pictures(made, spec, Control(), detector=register(OneFace), cache=tmp_path)
    assert not decoded
    assert all(np.array_equal(again.framings[name], first.framings[name]) for name in first.framings)


def test_preparing_can_be_stopped_and_leaves_nothing_half_made(tmp_path: Path, register: Callable[[type], str]) -> None:
    made, detector = dataset(aligned=True, decoded=[]), register(OneFace)
    asked: list[int] = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Stopped):
        prepare_pictures(
            made,
            InputSpec(size=24, channels=3),
            Control(should_stop=should_stop),
            detector=detector,
            cache=tmp_path,
        )
    whole = prepare_pictures(made, InputSpec(size=24, channels=3), Control(), detector=detector, cache=tmp_path)
    assert whole.framings["aligned"][5].any()


def test_what_cannot_be_judged_lies_on_no_side(tmp_path: Path) -> None:
    made = dataset(aligned=True, decoded=[])
    findings = audit_findings(made, Control(), cache=tmp_path)
    usable = np.ones(6, np.bool_)
    assert 1 not in rows_to_use(findings, usable, ())
    usable[4] = False
    assert rows_to_use(findings, usable, ("blank",)).tolist() == [0, 2, 3, 5]
    again = audit_findings(made, Control(), cache=tmp_path)
    assert np.array_equal(again.groups, findings.groups)
