"""The notebooks of the documentation run to their end."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "notebooks"


@pytest.mark.filterwarnings("ignore")  # those of the kernel's own libraries
@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.ipynb")))
def test_it_runs_to_its_end(name: str) -> None:
    notebook = nbformat.read(FOLDER / name, 4)
    assert all(cell.outputs or cell.execution_count for cell in notebook.cells if cell.cell_type == "code"), "not run"
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}})
    client.execute()
