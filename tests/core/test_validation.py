"""Pydantic is entered by one thread at a time."""

from __future__ import annotations

import subprocess
import sys

_CODE = """if True:
    import importlib, importlib.abc, sys, threading, time
    import core.errors, core.files

    class Slow(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path, target=None):
            if name.startswith("pydantic."):
                by[name] = threading.current_thread().name
                begun.set()
                time.sleep(0.005)

    by, begun, errors = {}, threading.Event(), []
    sys.meta_path.insert(0, Slow())

    def load(name, wait):
        try:
            if wait:
                begun.wait()
            importlib.import_module(name)
        except BaseException as e:
            errors.append(repr(e))

    threads = [threading.Thread(target=load, args=(name, i), name=name) for i, name in enumerate(sys.argv[1:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors
    assert set(by.values()) == {sys.argv[1]}, {name: of for name, of in by.items() if of != sys.argv[1]}
    before = set(sys.modules)
    from core.training.recipe import Recipe
    from core.validation import ValidationError
    try:
        Recipe.model_validate({"unknown": 1})
    except ValidationError as e:
        str(e)
    late = {name for name in set(sys.modules) - before if name.startswith("pydantic")}
    assert not late, late
"""


def test_two_threads_that_need_pydantic_do_not_load_it_at_once() -> None:
    for first, second in (
        ("core.model.bundle", "core.training.architectures.parts"),
        ("core.training.architectures.parts", "core.model.bundle"),
    ):
        done = subprocess.run([sys.executable, "-c", _CODE, first, second], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
