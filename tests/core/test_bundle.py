"""A bundle is data: it fits its manifest in everything, or it is refused with the reason."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BundleError
from core.model.bundle import FORMAT, Manifest, find_bundles, load_bundle, read_manifest, resolve_bundle, sha256
from core.model.classifier import Classifier


@pytest.fixture
def copied(report_cnn: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(report_cnn, tmp_path / "models" / "copy"))


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    file = path / "manifest.json"
    raw = json.loads(file.read_text("utf-8"))
    change(raw)
    file.write_text(json.dumps(raw), "utf-8")


def refused(path: Path) -> BundleError:
    with pytest.raises(BundleError) as caught:
        load_bundle(path)
    assert str(path) in str(caught.value)
    return caught.value


def test_the_shipped_model_loads_and_says_what_it_is(report_cnn: Path) -> None:
    bundle = load_bundle(report_cnn)
    assert bundle.title.startswith("report-cnn ")
    assert (bundle.manifest.input.size, bundle.manifest.input.channels) == (48, 1)
    assert "non-commercial" in bundle.card
    assert "perceived" in bundle.card


def test_its_weights_are_plain_arrays(report_cnn: Path) -> None:
    with np.load(report_cnn / "weights.npz", allow_pickle=False) as held:
        assert held.files
        assert all(np.isfinite(held[name]).all() for name in held.files)


@pytest.mark.parametrize("file", ["model.tflite", "weights.npz", "CARD.md"])
def test_a_changed_file_is_refused(copied: Path, file: str) -> None:
    content = bytearray((copied / file).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / file).write_bytes(content)
    error = refused(copied)
    assert error.code == "bundle.hash"
    assert file in str(error)


def test_a_missing_file_is_refused(copied: Path) -> None:
    (copied / "weights.npz").unlink()
    assert refused(copied).code == "bundle.file_missing"


def test_a_folder_without_manifest_is_no_model(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "bundle.no_manifest"


def test_a_manifest_of_the_future_is_refused_before_its_fields_are_judged(copied: Path) -> None:
    (copied / "manifest.json").write_text(json.dumps({"format": FORMAT + 1, "novelty": True}))
    error = refused(copied)
    assert error.code == "bundle.future"
    assert error.values["version"] == FORMAT + 1


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "1", '"text"', "[" * 100_000, '{"format": 1}'])
def test_a_manifest_that_is_none_is_refused(copied: Path, content: str) -> None:
    (copied / "manifest.json").write_text(content)
    assert refused(copied).code == "bundle.manifest"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda raw: raw.update(run="rm -rf /"), "run"),
        (lambda raw: raw.pop("terms"), "terms"),
        (lambda raw: raw["input"].update(size=9), "input.size"),
        (lambda raw: raw["input"].update(crop=[0.5, 0, 0.5, 1]), "crop"),
        (lambda raw: raw["heads"]["gender"].update(labels=["Female", "Male"]), "heads.gender.labels"),
        (lambda raw: raw["heads"].clear(), "heads: expected at least one"),
        (lambda raw: raw["heads"]["gender"].update(temperature=0), "temperature"),
        (lambda raw: raw["heads"]["gender"].update(temperature=float("nan")), "temperature"),
        (
            lambda raw: raw["heads"]["gender"].update(label_temperatures=[1, 1, 1]),
            "label_temperatures: got 3, expected 2",
        ),
        (lambda raw: raw["heads"]["gender"].update(label_temperatures=[1, -1]), "label_temperatures"),
        (lambda raw: raw["heads"]["gender"].update(threshold=2), "threshold"),
        (lambda raw: raw["files"].pop("CARD.md"), "files"),
        (lambda raw: raw["files"].update({"../../evil": "0" * 64}), "files"),
        (lambda raw: raw.update(name="../up"), "name"),
    ],
)
def test_a_manifest_that_does_not_fit_names_the_field(
    copied: Path, change: Callable[[dict[str, Any]], object], named: str
) -> None:
    edit(copied, change)
    error = refused(copied)
    assert error.code == "bundle.manifest"
    assert named in str(error)


def test_a_network_that_is_none_is_refused(copied: Path) -> None:
    (copied / "model.tflite").write_bytes(b"not a network")
    edit(copied, lambda raw: raw["files"].update({"model.tflite": sha256(b"not a network")}))
    with pytest.raises(BundleError) as caught:
        Classifier(load_bundle(copied))
    assert caught.value.code == "bundle.network"


def test_a_network_of_another_size_is_refused(copied: Path) -> None:
    edit(copied, lambda raw: raw["input"].update(size=64))
    with pytest.raises(BundleError, match=r"expected float32 \(64, 64, 1\)"):
        Classifier(load_bundle(copied))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=12,
    ),
    st.sampled_from(sorted(Manifest.model_fields)),
)
def test_any_value_in_any_field_is_taken_or_refused_in_words(
    report_cnn: Path, tmp_path: Path, value: Any, field: str
) -> None:
    raw = json.loads((report_cnn / "manifest.json").read_text("utf-8"))
    raw[field] = value
    (tmp_path / "manifest.json").write_text(json.dumps(raw), "utf-8")
    try:
        manifest = read_manifest(tmp_path)
    except BundleError:
        return
    assert Manifest.model_validate_json(manifest.model_dump_json()) == manifest


def test_bundles_are_found_by_name_and_the_users_own_come_first(copied: Path, report_cnn: Path, tmp_path: Path) -> None:
    own = copied.rename(copied.with_name("report-cnn"))
    folders = [own.parent, report_cnn.parent, tmp_path / "nowhere"]
    assert find_bundles(folders)["report-cnn"] == own
    assert resolve_bundle("report-cnn", folders) == own
    assert resolve_bundle(str(report_cnn), folders) == report_cnn


def test_an_unknown_name_is_told_with_those_there_are(report_cnn: Path) -> None:
    with pytest.raises(BundleError, match=r"no model named none\. Choose one of: .*report-cnn"):
        resolve_bundle("none", [report_cnn.parent])
