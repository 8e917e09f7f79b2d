"""Photos answered on several machines, by Ray (the extra `facet[cluster]`).

Each core of the cluster has an actor with an analyzer of its own. Photos are read where the actors run, from a path
that all machines share; their answers come back to one process, which writes the collection and the tables as ever. A
machine that is lost costs its photos some time: they are answered elsewhere. A photo that ends the process which reads
it is tried once more, then set aside with an error.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from core.analysis import Analyzer, PhotoResult
from core.collection.photos import Photo
from core.collection.workers import PhotoAnswer, answer_photo, photo_answer
from core.corrections import hand_boxes
from core.errors import FacetError, ImageError
from core.model.bundle import ModelBundle
from core.model.classifier import Classifier
from core.vision.detectors import find_detector

AUTO: Final = "auto"
"""The cluster that runs on this machine, or a new one of its cores."""
_TRIES: Final = 2
_LOOK_S: Final = 0.1
_KNOCK_S: Final = 5.0
_NODES_EVERY_S: Final = 2.0
_AHEAD_AN_ACTOR: Final = 16
"""How many answers may wait for an earlier photo."""
_STARTED_AN_ACTOR: Final = 2
"""One photo is being answered and the next is on its way."""


@dataclass(frozen=True, slots=True)
class AnalyzerSpec:
    """What an actor needs to make its analyzer."""

    bundle: ModelBundle
    detector: str
    min_score: float
    boxes: Path | None = None
    """The folder of corrections with the boxes by hand, which all machines share too."""

    def make(self) -> Analyzer:
        """The analyzer, with one thread."""
        chosen, boxes = find_detector(self.detector), hand_boxes(self.boxes)
        network, name = Classifier(self.bundle), chosen.title
        return Analyzer(chosen.make(1), network, detector_name=name, min_score=self.min_score, boxes=boxes)


@contextlib.contextmanager
def connected(address: str) -> Iterator[None]:
    """Connect to a cluster.

    Args:
        address: Of the cluster's head, such as `10.0.0.1:6379`, or `AUTO`.

    Raises:
        FacetError: Ray is not installed, or nothing answers there.
    """
    # Nothing leaves the machine but to the cluster.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
    except ImportError as e:
        raise FacetError("cluster.package") from e
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        if address != AUTO:
            _knock(address)
        try:
            ray.init(address=address, **quiet)
        except ConnectionError:
            if address != AUTO:
                raise
            ray.init(include_dashboard=False, **quiet)
    except (OSError, RuntimeError, ValueError) as e:
        raise FacetError("cluster.address", address=address, reason=str(e).partition("\n")[0][:200]) from e
    try:
        yield
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Ray itself would try for minutes.

    Raises:
        OSError, ValueError: Nothing answers there, or it is no address.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError("expected HOST:PORT, such as 10.0.0.1:6379, or auto")
    socket.create_connection((host, int(port)), timeout=_KNOCK_S).close()


@dataclass(slots=True, eq=False)
class _Task:
    photo: Photo
    tries: int = 0
    answer: PhotoAnswer | None = None


@dataclass(slots=True, eq=False)
class _Worker:
    """An actor."""

    handle: Any
    node: Any
    """The reference to its node's id, until it is known; then the id. It takes tasks from then on."""
    ready: bool = False
    tasks: dict[Any, _Task] = field(default_factory=dict)
    """By the reference to their answer, in the order in which the actor takes them."""


class ClusterWorkers:
    """Answers photos on the cluster that is `connected`; used like `core.collection.workers.Workers`.

    Args:
        spec: What the actors need.
    """

    def __init__(self, spec: AnalyzerSpec) -> None:
        import ray

        self._ray = ray
        self._spec = ray.put(spec)
        self._actor = ray.remote(num_cpus=1, max_restarts=0)(_Actor)
        self._workers: list[_Worker] = []
        self._again: deque[_Task] = deque()
        self._looked_at_nodes = 0.0
        self._title = spec.bundle.title

    def answers(
        self,
        next_photo: Callable[[], Photo | None],
        *,
        should_stop: Callable[[], bool],
        should_pause: Callable[[], bool],
    ) -> Generator[PhotoAnswer | None, None, None]:
        """As `core.collection.workers.AnswersPhotos` says.

        Raises:
            FacetError: An actor's analyzer cannot be made.
        """
        waiting: deque[_Task] = deque()
        self._next_photo, self._all_started = next_photo, False
        try:
            while True:
                stopping = should_stop()
                if not stopping:
                    self._use_all_cores()
                    if not should_pause():
                        self._start(waiting)
                self._collect(0.0 if stopping else _LOOK_S)
                while waiting and (answer := waiting[0].answer) is not None:
                    waiting.popleft()
                    yield answer
                if stopping or (self._all_started and not waiting):
                    return
                yield None
        finally:
            for worker in self._workers:
                self._ray.kill(worker.handle)

    def _use_all_cores(self) -> None:
        """Start an actor on each core that has none, also on machines that joined since."""
        now = time.monotonic()
        if now - self._looked_at_nodes < _NODES_EVERY_S:
            return
        self._looked_at_nodes = now
        cores = int(self._ray.cluster_resources().get("CPU", 0))
        for _ in range(len(self._workers), max(cores, 1)):
            handle = self._actor.remote(self._spec)
            self._workers.append(_Worker(handle, handle.node.remote()))

    def _start(self, waiting: deque[_Task]) -> None:
        """Give each actor its next photos."""
        most = _AHEAD_AN_ACTOR * max(1, len(self._workers))
        for _ in range(_STARTED_AN_ACTOR):
            for worker in self._workers:
                if not worker.ready or len(worker.tasks) >= _STARTED_AN_ACTOR:
                    continue
                if self._again:
                    task = self._again.popleft()
                elif len(waiting) >= most:
                    return
                elif (photo := self._next_photo()) is None:
                    self._all_started = True
                    return
                else:
                    task = _Task(photo)
                    waiting.append(task)
                worker.tasks[worker.handle.answer.remote(task.photo)] = task

    def _collect(self, wait_s: float) -> None:
        """Take what has arrived, and give up the actors that ended."""
        asked = {worker.node: worker for worker in self._workers if not worker.ready}
        asked |= {reference: worker for worker in self._workers for reference in worker.tasks}
        if not asked:
            time.sleep(wait_s)
            return
        done, _ = self._ray.wait(list(asked), num_returns=1, timeout=wait_s)
        if done:  # others may have arrived by now
            done, _ = self._ray.wait(list(asked), num_returns=len(asked), timeout=0)
        lost: dict[int, tuple[_Worker, Exception]] = {}
        for reference in done:
            worker = asked[reference]
            try:
                found = self._ray.get(reference)
            except self._ray.exceptions.RayActorError as e:
                lost[id(worker)] = (worker, e)
                continue
            except self._ray.exceptions.RayTaskError as e:
                raise e.cause if isinstance(e.cause, Exception) else e from e
            if worker.ready:
                worker.tasks.pop(reference).answer = found
            else:
                worker.node, worker.ready = found, True
        for worker, error in lost.values():
            self._give_up(worker, error)

    def _give_up(self, worker: _Worker, error: Exception) -> None:
        """Have the photos of an actor that ended answered by others."""
        self._workers.remove(worker)
        self._looked_at_nodes = 0.0
        if getattr(error, "actor_init_failed", False):
            raise FacetError("cluster.actor", reason=str(error).strip().rpartition("\n")[2][:300]) from error
        for at, task in enumerate(worker.tasks.values()):
            # Only the first was being answered; where the machine is lost, it is not the photo's fault.
            if at == 0 and self._is_there(worker.node):
                task.tries += 1
            if task.tries < _TRIES:
                self._again.append(task)
                continue
            reason = f"the process that read it ended {_TRIES} times"
            failure = ImageError("batch.photo", path=task.photo.shown, reason=reason)
            result = PhotoResult(task.photo.shown, None, failure, 0.0)
            task.answer = photo_answer(task.photo, result, self._title, None)

    def _is_there(self, node: str) -> bool:
        nodes: Sequence[Mapping[str, Any]] = self._ray.nodes()
        return any(one["NodeID"] == node and one["Alive"] for one in nodes)


class _Actor:
    """In a process of its own on one of the machines."""

    def __init__(self, spec: AnalyzerSpec) -> None:
        import cv2

        cv2.setNumThreads(1)
        self._analyzer = spec.make()

    def node(self) -> str:
        """The id of the machine it runs on."""
        import ray

        return str(ray.get_runtime_context().get_node_id())

    def answer(self, photo: Photo) -> PhotoAnswer:
        """Answer a photo."""
        return answer_photo(self._analyzer, photo)
