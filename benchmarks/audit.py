"""How long the audit of a model by group takes, on faces whose chips are cached.

    python benchmarks/audit.py [BUNDLE] [--data DATA] [--faces 20000] [--rounds 3]

Without data, as many faces are made: a picture's chip does not make asking or counting faster or slower. With data, the
chips are made first, if they are not there, and not counted. Reading the data and fairlearn's import count.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.measure import machine, print_table

ROOT: Final = Path(__file__).resolve().parent.parent
LIMIT_S: Final = 60.0
_CHIP_PX: Final = 96
_AUDIT: Final = """
import json, resource, sys, time
start = time.perf_counter()
from pathlib import Path
import numpy as np
from core.bundle import load_bundle, resolve_bundle
from core.evaluation.as_json import as_json
from core.evaluation.asking import ask
from core.evaluation.by_group import measure
from core.evaluation.report_html import render_html
from core.places import models_folders
from {opener} import opened
dataset = opened(Path(sys.argv[2]))
imported = time.perf_counter()
rows = np.arange(min(len(dataset), int(sys.argv[3])))
asked = ask(load_bundle(resolve_bundle(sys.argv[1], models_folders())), dataset, rows=rows)
answered = time.perf_counter()
evaluation = measure(asked)
measured = time.perf_counter()
text = json.dumps(as_json(evaluation)) + render_html(evaluation, names=dataset.names, terms=dataset.terms)
end = time.perf_counter()
print(json.dumps({{
    "all": end - start, "open": imported - start, "ask": answered - imported, "measure": measured - answered,
    "write": end - measured, "faces": len(asked),
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}}))
"""


def main() -> None:
    """Measure in fresh processes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", nargs="?", default="report-cnn")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--faces", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # Another run's chips are not this one's, unless they are of the same data.
        home = os.environ.get("FACET_HOME") if chosen.data else folder
        environment = os.environ | ({"FACET_HOME": home} if home else {})
        path = chosen.data or _make(Path(folder) / "faces", chosen.faces)
        opener = "benchmarks.audit" if chosen.data is None else "benchmarks.audit_data"
        command = [sys.executable, "-c", _AUDIT.format(opener="benchmarks.audit"), chosen.bundle, str(path)]
        del opener
        rounds = []
        for at in range(chosen.rounds + 1):
            done = subprocess.run(
                [*command, str(chosen.faces)], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
            )
            if at:  # the first makes the chips
                rounds.append(json.loads(done.stdout))
    print(f"{machine()}; {rounds[0]['faces']:,} faces, {chosen.bundle}")
    names = ("open", "ask", "measure", "write", "all")
    seconds = {name: statistics.median(one[name] for one in rounds) for name in names}
    print_table("The audit by group", [*((name, f"{seconds[name]:.1f} s") for name in names)])
    print(f"peak memory {max(one['peak_mb'] for one in rounds)} MB; at most {LIMIT_S:.0f} s are asked for")
    if seconds["all"] > LIMIT_S:
        raise SystemExit("too slow")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
