"""Where an installed Facet starts: as the window, as the command line, or as the process that trains."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Final

_PROFILER: Final = "tensorflow.python.profiler.internal._pywrap_profiler_plugin"
"""80 MB that TensorFlow loads and that nobody here asks for: what is installed does without it."""


def main() -> int:
    """Run what this process was started as and return its exit code."""
    sys.modules[_PROFILER] = ModuleType(_PROFILER)
    # The training takes long to import, and a photo whose name begins so is a rare one.
    if sys.argv[1:2] and sys.argv[1].startswith("--"):
        from core.model.trial import run_if_trial
        from core.training.process import run_if_child

        run_if_trial()
        run_if_child()
    if Path(sys.argv[0]).stem == "facet-cli":
        from core.cli.main import main as run
    else:
        from desktop.app.start import main as run
    return run()


if __name__ == "__main__":
    sys.exit(main())
