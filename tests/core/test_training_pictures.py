"""What a network is shown: a function of seed, epoch and row, whatever came before."""

from __future__ import annotations

import numpy as np
import pytest

from core.bundle import InputSpec
from core.training.augmentation import change, changes, draws, preview
from core.training.balancing import weights
from core.training.batches import Batch, EpochBatches, Faces
from core.training.recipe import Augmentation, Recipe

ALL = Augmentation(rotation_degrees=15, flip=True, scale=0.2, shift=0.1, light=0.4, contrast=0.4, blur=1.5, erasing=0.5)
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


def batches(of: Faces, recipe: Recipe, epoch: int) -> list[Batch]:
    return list(EpochBatches(of, recipe, epoch))


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
    stream = iter(EpochBatches(faces(40), Recipe(batch=2), 1))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    with pytest.raises(StopIteration):
        next(stream)


def test_balancing_makes_rare_labels_count_as_much_as_common_ones() -> None:
    gender = np.array([0] * 80 + [1] * 20)
    ethnicity = np.array(([0] * 6 + [1, 2, 3, 4]) * 10)
    labels = {"gender": gender, "ethnicity": ethnicity}
    assert (weights(labels, "none") == 1).all()
    by_class = weights(labels, "class")
    assert by_class[gender == 0, 0].sum() == pytest.approx(by_class[gender == 1, 0].sum(), rel=1e-5)
    assert by_class[ethnicity == 0, 1].sum() == pytest.approx(by_class[ethnicity == 3, 1].sum(), rel=1e-5)
    by_cell = weights(labels, "cell")
    assert np.array_equal(by_cell[:, 0], by_cell[:, 1])
    assert by_cell[(gender == 0) & (ethnicity == 0)].sum() == pytest.approx(
        by_cell[(gender == 1) & (ethnicity == 4)].sum(), rel=1e-5
    )
    assert by_cell.mean() == pytest.approx(1)


def test_one_odd_face_does_not_outweigh_the_rest() -> None:
    gender = np.array([0] * 999 + [1])
    found = weights({"gender": gender, "ethnicity": np.zeros(1000, np.int64)}, "cell")
    assert found.max() <= 20


def test_the_preview_is_what_the_network_would_be_shown() -> None:
    chips = np.random.default_rng(1).integers(0, 256, (3, 96, 96, 3), np.uint8)
    recipe = Recipe(input=InputSpec(size=40, channels=1), augmentation=ALL)
    assert preview(chips, recipe).shape == (3, 40, 40, 1)
    assert np.array_equal(preview(chips, recipe), preview(chips, recipe))
    assert not np.array_equal(preview(chips, recipe), preview(chips, recipe, seed=1))
