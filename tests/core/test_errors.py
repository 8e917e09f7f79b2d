"""Every expected error keeps its code and text where it goes, also to another process."""

from __future__ import annotations

import copy
import importlib
import pkgutil
import string
from collections.abc import Iterator

import pytest

import core
from core.errors import MESSAGES, FacetError


def error_classes() -> Iterator[type[FacetError]]:
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if not module.name.startswith(("core.training", "core.cli.__main__")):  # those import TensorFlow or run
            importlib.import_module(module.name)
    remaining = [FacetError]
    while remaining:
        kind = remaining.pop()
        remaining += kind.__subclasses__()
        yield kind


def test_every_error_class_can_be_pickled() -> None:
    for kind in error_classes():
        error = kind("image.too_large", path="a.jpg", width=1, height=2, limit=3)
        other = copy.copy(error)  # through the same protocol as pickle
        assert (type(other), str(other), other.code, other.values) == (kind, str(error), error.code, error.values)


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_is_a_sentence_that_its_values_fill(code: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(MESSAGES[code]) if name}
    text = str(FacetError(code, **dict.fromkeys(names, "x")))
    assert text.endswith(".")
    assert "{" not in text
