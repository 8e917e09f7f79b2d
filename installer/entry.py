"""Where an installed Facet starts: as the window, as the command line, or as a child process."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Final

from core.child import run_if_child

_PROFILER: Final = "tensorflow.python.profiler.internal._pywrap_profiler_plugin"
"""80 MB that TensorFlow loads and Facet does not use: the installed program leaves them out."""


def main() -> int:
    """Run what this process was started as and return its exit code."""
    sys.modules[_PROFILER] = ModuleType(_PROFILER)
    run_if_child()
    if Path(sys.argv[0]).stem == "facet-cli":
        from core.cli.main import main as run
    else:
        from desktop.app.start import main as run
    return run()


if __name__ == "__main__":
    sys.exit(main())
