"""Measure every mitigation method on several data sets and networks, and write docs/mitigation.md.

    python -m tools.measure_mitigation ../shared/data/fairface.zip ../shared/data/utkface.zip

A quarter of each data set is held out of all trainings, and every network is tested on these quarters. Its answers are
saved in docs/mitigation/ after each training; called again, the command continues. The page is rewritten after each
complete seed and lists what is not measured yet. Without data it is only rewritten.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Final

import numpy as np

from tools.mitigation_answers import KeptAnswers
from tools.mitigation_page import Measured, write_page
from tools.mitigation_training import NETWORKS, Job, Network, begin_worker, material, name_of, train

PAGE: Final = Path("docs/mitigation.md")
ANSWERS: Final = Path("docs/mitigation")
SEEDS: Final = 3


def main(arguments: Sequence[str] | None = None, networks: Mapping[str, Network] = NETWORKS) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="*", metavar="DATA", help="the most important first")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="trainings per method")
    parser.add_argument("--answers", type=Path, default=ANSWERS, help="folder of the saved answers")
    parser.add_argument("--page", type=Path, default=PAGE, help="rewritten between its two marks")
    chosen = parser.parse_args(arguments)
    for name, network in networks.items():
        for _ in _measured(name, network, chosen):
            write_saved(chosen.page, chosen.answers, networks)
            print(f"{chosen.page} written", flush=True)
    write_saved(chosen.page, chosen.answers, networks)


def write_saved(page: Path, folder: Path, networks: Mapping[str, Network]) -> None:
    """Write the page from the complete seeds."""
    files = {
        (network, path.stem.removeprefix(f"{network}-")): KeptAnswers(path)
        for network in networks
        for path in sorted(folder.glob(f"{network}-*.npz"))
    }
    names = sorted({name for file in files.values() for name in file.asked})
    measured, missing = [], [] if names else ["anything"]
    for network, learnt in itertools.product(networks, names):
        file, ways = files.get((network, learnt)), networks[network].ways
        complete = len(file.seeds(ways)) if file else 0
        if complete < SEEDS:
            missing.append(f"the {network} network trained on {learnt} ({complete} of {SEEDS} seeds)")
        # A method that is not measured yet leaves those that are on the page.
        ways = tuple(way for way in ways if file and way in file.ways)
        seeds = file.seeds(ways) if file and ways else []
        if file and seeds:
            epochs = np.mean(file.trainings("validation"), axis=0).tolist()
            seconds = float(np.median(file.trainings("seconds")))
            for asked in file.asked:
                told = {way: [file.told(asked, way, seed) for seed in seeds] for way in ways}
                measured.append(Measured(learnt, network, asked, told, epochs, seconds))
    write_page(page, measured, missing)


def _measured(name: str, network: Network, chosen: argparse.Namespace) -> Iterator[Job]:
    """Run the missing trainings; yields after each complete seed."""
    held = {data: material(data, network.recipe) for data in chosen.data}
    asked = {
        name_of(data): (one.split.test, one.task.mitigation.cells(one.labels(one.split.test)))
        for data, one in held.items()
    }
    files = {
        data: KeptAnswers(chosen.answers / f"{name}-{name_of(data)}.npz", recipe=network.recipe, faces=asked)
        for data in chosen.data
    }
    jobs = [
        Job(data, network.recipe, way, seed, tuple(chosen.data))
        for data in chosen.data
        for way in network.trained
        for seed in range(1, chosen.seeds + 1)
        if way not in files[data].done(seed)
    ]
    if not jobs:
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawn, initializer=begin_worker) as pool:
        running = {pool.submit(train, job): job for job in jobs}
        try:
            for future in as_completed(running):
                job, outcome = running[future], future.result()
                file = files[job.data]
                file.add(job.way, job.seed, outcome)
                accuracy = ", ".join(f"{share:.1%}" for share in outcome.validation)
                told = f"{name}, {name_of(job.data)}, {job.way}, seed {job.seed}: {outcome.seconds:.0f} s"
                print(f"{told}; validation {accuracy}", flush=True)
                if job.seed in file.seeds(network.ways):
                    yield job
        finally:
            # If this ends early, no further training is started.
            pool.shutdown(wait=False, cancel_futures=True)


if __name__ == "__main__":
    main()
