"""A report's page as PDF, set by Qt: its CSS and plots are brought into what Qt's rich text can show."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QFont, QImage, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtSvg import QSvgRenderer

from core.errors import ExportError
from core.files import replace_file

_INKS: Final = {
    "var(--dot)": "#2f6fd0",
    "var(--far)": "#c2410c",
    "var(--quiet)": "#62666b",
    "var(--line)": "#c4c6ca",
}
_SHEET: Final = """
body { color: #1c1e20; } h1 { font-size: 18pt; } h2 { font-size: 14pt; } h3 { font-size: 11pt; }
th, caption, p.quiet { color: #62666b; font-weight: 400; text-align: left; } td, th { padding: 1px 6px 1px 0; }
td.number { text-align: right; }
"""
_PLOT_SHEET: Final = """<style>
text { fill: #1c1e20; font-size: 12px; font-family: sans-serif; } text.quiet { fill: #62666b; }
.axis { stroke: #c4c6ca; } .middle { stroke: #62666b; stroke-dasharray: 3 3; }
.interval { stroke: #2f6fd0; stroke-width: 2; } circle { fill: #2f6fd0; } .small { opacity: .35; }
.far .interval { stroke: #c2410c; } .far circle { fill: #c2410c; }
</style>"""
_LISTS_OF_FILES: Final = (
    r'<div class="faces">.*?</details></div>|<details><summary>Most confident errors</summary>.*?</details>'
)
"""Folded in the page, and of no use on paper."""
_PT: Final = 9
_DPI: Final = 96
_MARGIN_PX: Final = 2 / 2.54 * _DPI
_SHARPNESS: Final = 3
"""Pixels of a plot per pixel of the page."""


def write_pdf(path: Path, page: str, *, title: str) -> None:
    """Write an HTML page of `core.evaluation.report` as PDF, on A4. May run in a worker.

    Raises:
        ExportError: It cannot be written.
    """
    try:
        replace_file(path, _pdf(page, title))
    except OSError as e:
        raise ExportError("export.write", path=path, reason=e.strerror or str(e)) from e


def _pdf(page: str, title: str) -> bytes:
    _ = QEventLoop()  # Qt's text layout starts timers, and a thread of Python's has nothing to run them
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Facet")
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())  # Qt leaves 2 cm itself, and numbers the pages
    document = QTextDocument()
    font = QFont()
    font.setPointSizeF(_PT)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_SHEET)
    document.setHtml(_with_plots(document, _plain(page), writer.width() - 2 * _MARGIN_PX))
    document.print_(writer)
    return bytes(buffer.data().data())


def _plain(page: str) -> str:
    """The page in the HTML that Qt knows: styles of its own, nothing folded, opaque colours."""
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    page = re.sub(_LISTS_OF_FILES, "", page, flags=re.DOTALL)
    page = re.sub(r"<summary>(.*?)</summary>", r"<p><b>\1</b></p>", page, flags=re.DOTALL)
    page = re.sub(r"</?details[^>]*>", "", page)
    return re.sub(r"rgb\((\d+) (\d+) (\d+) / ([\d.]+)\)", _on_white, page)


def _on_white(color: re.Match[str]) -> str:
    share = float(color[4])
    return "#" + "".join(f"{round(255 - share * (255 - int(color[at]))):02x}" for at in (1, 2, 3))


def _with_plots(document: QTextDocument, page: str, width: float) -> str:
    """Draw the plots of the page as pictures of the document; those wider than `width` are made smaller."""

    def draw(found: re.Match[str]) -> str:
        drawing = found[0]
        for name, ink in _INKS.items():
            drawing = drawing.replace(name, ink)
        drawing = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
            ">", f">{_PLOT_SHEET}", 1
        )
        renderer = QSvgRenderer(QByteArray(drawing.encode()))
        size = QSizeF(renderer.defaultSize())
        if size.width() > width:
            size = size * (width / size.width())
        image = QImage((size * _SHARPNESS).toSize(), QImage.Format.Format_RGB32)
        image.fill("white")
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        name = f"plot:{found.start()}"
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        return f'<p><img src="{name}" width="{size.width():.0f}" height="{size.height():.0f}"/></p>'

    return re.sub(r"<svg .*?</svg>", draw, page, flags=re.DOTALL)
