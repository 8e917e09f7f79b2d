"""A recipe is validated, says what is wrong with it by name, and survives JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import DataError
from core.model.bundle import read_manifest
from core.places import shipped
from core.schema import ATTRIBUTES
from core.training.architectures import ARCHITECTURES
from core.training.architectures.parts import Knobs
from core.training.presets import PRESETS
from core.training.recipe import Augmentation, Recipe, parse_recipe, read_recipe, write_recipe
from core.training.trainer import learning_rate
from core.validation import ValidationError


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_survives_its_file(name: str, tmp_path: Path) -> None:
    write_recipe(tmp_path / "recipe.json", PRESETS[name])
    assert read_recipe(tmp_path / "recipe.json") == PRESETS[name]


def test_the_reports_preset_is_what_the_shipped_model_was_made_by() -> None:
    manifest = read_manifest(shipped("models") / "report-cnn")
    report = PRESETS["report"]
    assert (report.architecture, report.network_parameters) == (manifest.architecture, manifest.parameters)
    assert report.input == manifest.input
    assert (report.epochs, report.batch, report.optimizer, report.learning_rate) == (40, 64, "adam", 0.001)
    assert not report.augmentation.any


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"epochz": 3}', "no field epochz"),
        ('{"augmentation": {"flop": true}}', "no field augmentation.flop"),
        ('{"epochs": 0}', "epochs"),
        ('{"learning_rate": NaN}', "learning_rate"),
        ('{"learning_rate": 2}', "learning_rate"),
        ('{"batch": "many"}', "batch"),
        ('{"architecture": "vgg"}', "no architecture 'vgg'; there are report-cnn"),
        ('{"parameters": {"widht": 3}}', "widht"),
        ('{"parameters": {"width": 100000}}', "width"),
        ('{"architecture": "residual", "parameters": {"blocks": "1,2"}}', "blocks"),
        ('{"input": {"size": 8, "channels": 1}}', "input.size"),
        ('{"answers": ["Age band"]}', "answers.0"),
        ('{"answers": ["age_band", "age_band"]}', "age_band is named twice"),
        ('{"groups": "country"}', "groups"),
        ('{"target_errors": {"gender": 2}}', "target_errors.gender"),
        ('{"gender_target_error": 2}', "target_errors.gender"),
        ('{"mitigation": {"of": "Age band"}}', "mitigation.of"),
        ("{", "mine.json is not a recipe: line 1 is not valid JSON. Choose"),
        ('{\n"epochs": 3,\n}', "line 3 is not valid JSON"),
        ("[]", "its JSON is not an object"),
    ],
)
def test_what_is_wrong_is_named(text: str, named: str) -> None:
    with pytest.raises(DataError) as told:
        parse_recipe(text, source="mine.json")
    assert named in str(told.value)
    assert "mine.json" in str(told.value)


def test_a_recipe_of_before_attributes_were_declared_is_read() -> None:
    old = """{"gender_target_error": 0.05, "ethnicity_target_error": 0.2, "mitigation": {
        "method": "group-dro", "best_epoch": "worst-group", "calibration": "by-ethnicity"}}"""
    recipe = parse_recipe(old)
    assert recipe.target_errors == {"ethnicity": 0.2}
    assert [recipe.target_error(one) for one in ATTRIBUTES.values()] == [0.05, 0.2]
    assert (recipe.answers, recipe.groups) == ((), ())
    assert (recipe.mitigation.calibration, recipe.mitigation.of, recipe.mitigation.groups) == ("by-group", "", ())
    # With what was the default in it, it is still the preset.
    usual = PRESETS["report"].model_dump() | {"gender_target_error": 0.05, "ethnicity_target_error": 0.1}
    del usual["target_errors"], usual["answers"], usual["groups"]
    assert Recipe.model_validate(usual) == PRESETS["report"]


def test_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no recipe"):
        read_recipe(tmp_path / "recipe.json")


def test_a_file_that_is_no_text_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(DataError) as told:
        read_recipe(tmp_path / "photo.jpg")
    assert str(told.value).endswith("is not a recipe: it is not text. Choose a JSON file that was saved as a recipe.")


def test_what_cannot_be_read_is_said_in_the_systems_words(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"could not be read: (Is a directory|Permission denied)"):
        read_recipe(tmp_path)


def test_every_knob_says_what_it_is() -> None:
    kinds: list[type[Knobs]] = [Recipe, Augmentation, *(found.parameters for found in ARCHITECTURES.values())]
    silent = [
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name, field in kind.model_fields.items()
        if not field.description
    ]
    assert not silent


def test_dropout_replaces_the_architectures_own() -> None:
    report = PRESETS["report"]
    assert report.model_copy(update={"dropout": 0.1}).network_parameters == {**report.parameters, "dropout": 0.1}


def test_a_recipe_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        PRESETS["report"].epochs = 3  # type: ignore[misc]


def test_the_learning_rate_rises_and_falls_as_told() -> None:
    recipe = Recipe(learning_rate=0.1, epochs=10, warmup_epochs=2, schedule="cosine")
    rates = [learning_rate(recipe, epoch) for epoch in (0, 1, 2, 6, 10)]
    assert rates == pytest.approx([0.001, 0.05, 0.1, 0.05, 0.0])
    stepped = recipe.model_copy(update={"schedule": "step", "warmup_epochs": 0})
    assert [learning_rate(stepped, epoch) for epoch in (0, 5, 7.5)] == pytest.approx([0.1, 0.01, 0.001])
    assert learning_rate(Recipe(learning_rate=0.1), 39.9) == 0.1
