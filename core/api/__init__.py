"""Facet in notebooks and scripts. These names stay; everything else in `core` may change.

    from core import api

    model = api.load_model()
    model.faces("photo.jpg")                     # each face with its answers
    model.answer(["a.jpg", "b.jpg"])             # a table, one row per face
    data = api.read_data("faces.csv")            # data.table
    run = api.train(data, preset="fine-tune", progress=print)
    api.evaluate(run.model, data)                # .figures, .groups, .gaps, .predictions

Tables are pandas data frames. Pictures are paths, RGB arrays of shape (height, width, 3), or PIL images. Errors are
`core.errors.FacetError`; their text says what to do. Labels are what annotators perceived, never what a person is.
"""

from __future__ import annotations

from core.api.data import Data, Result, Run, evaluate, read_data, train
from core.api.model import Face, Faces, Model, load_model, models

__all__ = ["Data", "Face", "Faces", "Model", "Result", "Run", "evaluate", "load_model", "models", "read_data", "train"]
