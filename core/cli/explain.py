"""`facet-cli explain`. Exit codes as in `core.cli.main`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from core.cli.terminal import DetectorOption
from core.files import local_path
from core.purpose import HEADER

if TYPE_CHECKING:
    from core.vision.imaging import RGB

_SOME_FAILED: Final = 1
_GAP_PX: Final = 8

app = typer.Typer()


@app.command(epilog=HEADER)
def explain(
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", parser=local_path, help="A photo.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Write a PNG picture, one row per face.")],
    attribute: Annotated[
        str, typer.Option(metavar="NAME", help="Which of the model's answers to explain; by default the first.")
    ] = "",
    model: Annotated[str, typer.Option(help="A model's name, or the folder it lies in.")] = "",
    detector: DetectorOption = "thorough",
) -> None:
    """Show where a model looked: which parts of a face its answer depends on."""
    from core.analysis import Analyzer
    from core.cli.terminal import plain, refuse_input, reporting_errors
    from core.export import answer_text
    from core.model.bundle import DEFAULT, resolve_bundle
    from core.model.explain import explain as explain_face
    from core.model.explain import overlay
    from core.places import models_folders
    from core.vision.imaging import read_image

    refuse_input(out, photo)
    if out.suffix.lower() not in ("", ".png"):
        raise typer.BadParameter(f"--out writes a PNG picture; {plain(out.name)} does not end in .png.")
    with reporting_errors():
        analyzer = Analyzer.load(resolve_bundle(model or DEFAULT, models_folders()), detector=detector)
        attributes = analyzer.classifier.bundle.manifest.attributes
        name = attribute or next(iter(attributes))
        if name not in attributes:
            answered = ", ".join(attributes)
            raise typer.BadParameter(f"--attribute: this model answers {answered}, not {plain(attribute)}.")
        faces = analyzer.analyze(read_image(photo)).faces
        if not faces:
            typer.echo("No face was found.", err=True)
            raise typer.Exit(_SOME_FAILED)
        rows: list[tuple[RGB, RGB]] = []
        for number, face in enumerate(faces, start=1):
            found = explain_face(analyzer.classifier, face.chip, name)
            rows.append((face.chip, overlay(face.chip, found.values)))
            answer = plain(answer_text(face.answers[name]))
            typer.echo(
                f"Face {number} of {len(faces)}, perceived {plain(attributes[name].title)}: {answer}. "
                f"Shown: {plain(found.label)}, by {found.how}, {found.milliseconds:.0f} ms"
            )
        _write(out, rows)


def _write(path: Path, rows: list[tuple[RGB, RGB]]) -> None:
    import numpy as np
    from PIL import Image

    from core.errors import ExportError
    from core.files import replace_file

    side = len(rows[0][0])
    sheet = np.full((len(rows) * (side + _GAP_PX) - _GAP_PX, 2 * side + _GAP_PX, 3), 255, np.uint8)
    for number, (chip, heat) in enumerate(rows):
        top = number * (side + _GAP_PX)
        sheet[top : top + side, :side], sheet[top : top + side, side + _GAP_PX :] = chip, heat
    content = io.BytesIO()
    Image.fromarray(sheet).save(content, "PNG")
    try:
        replace_file(path, content.getvalue())
    except (OSError, ValueError) as e:
        raise ExportError("export.write", path=path, reason=getattr(e, "strerror", None) or e) from e
