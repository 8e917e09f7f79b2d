from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from pytestqt.qtbot import QtBot

from desktop.worker import GarbageCollection, Job, Progress, ShouldStop, Worker


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker("test")
    yield made
    made.close()


def heard(job: Job) -> list[object]:
    """What the job says, in order, with the thread it is heard in."""
    said: list[object] = []
    job.progress.connect(lambda value: said.append(("progress", value)))
    job.result.connect(lambda value: said.append(("result", value)))
    job.failed.connect(lambda error: said.append(("failed", str(error))))
    job.cancelled.connect(lambda: said.append("cancelled"))
    job.finished.connect(lambda: said.append(("finished", threading.current_thread() is threading.main_thread())))
    return said


def test_result_comes_after_progress_and_before_finished_in_the_windows_thread(worker: Worker, qtbot: QtBot) -> None:
    job = worker.submit(lambda progress, should_stop: (progress(1), 2)[1])
    said = heard(job)
    qtbot.waitSignal(job.finished).wait()
    assert said == [("progress", 1), ("result", 2), ("finished", True)]


def test_an_error_is_handed_on_and_the_next_job_runs(worker: Worker, qtbot: QtBot) -> None:
    def fail(progress: object, should_stop: object) -> None:
        raise ValueError("broken")

    first = worker.submit(fail)
    second = worker.submit(lambda progress, should_stop: "fine")
    said, then = heard(first), heard(second)
    qtbot.waitSignal(second.finished).wait()
    assert said == [("failed", "broken"), ("finished", True)]
    assert then == [("result", "fine"), ("finished", True)]


def test_cancelled_at_work_it_sees_should_stop_and_its_result_is_not_heard(worker: Worker, qtbot: QtBot) -> None:
    began, go_on = threading.Event(), threading.Event()
    seen: list[bool] = []

    def work(progress: object, should_stop: object) -> str:
        began.set()
        assert go_on.wait(30)
        seen.append(should_stop())  # type: ignore[operator]
        return "late"

    job = worker.submit(work)
    said = heard(job)
    assert began.wait(30)
    job.cancel()
    go_on.set()
    qtbot.waitSignal(job.finished).wait()
    assert seen == [True]
    assert said == ["cancelled", ("finished", True)]


def test_cancelled_after_the_work_was_done_but_before_it_was_heard(worker: Worker, qtbot: QtBot) -> None:
    done = threading.Event()
    job = worker.submit(lambda progress, should_stop: done.set())
    said = heard(job)
    assert done.wait(30)
    job.cancel()
    qtbot.waitSignal(job.finished).wait()
    assert said == ["cancelled", ("finished", True)]


def test_cancelled_while_waiting_it_never_starts(worker: Worker, qtbot: QtBot) -> None:
    go_on = threading.Event()
    started: list[int] = []
    worker.submit(lambda progress, should_stop: go_on.wait(30))
    job = worker.submit(lambda progress, should_stop: started.append(1))
    job.cancel()
    go_on.set()
    qtbot.waitSignal(job.finished).wait()
    assert started == []


def test_finish_waits_for_everything_and_has_it_heard(worker: Worker, qtbot: QtBot) -> None:
    worker.finish()  # nothing
    go_on = threading.Event()
    said = heard(worker.submit(lambda progress, should_stop: go_on.wait(30)))
    then = heard(worker.submit(lambda progress, should_stop: "fine"))
    threading.Timer(0.05, go_on.set).start()
    worker.finish()
    assert said == [("result", True), ("finished", True)]
    assert then == [("result", "fine"), ("finished", True)]
    job = worker.submit(lambda progress, should_stop: "more")
    after = heard(job)
    qtbot.waitSignal(job.finished).wait()
    assert after == [("result", "more"), ("finished", True)]
    worker.close()
    worker.finish()


def test_jobs_are_freed_in_the_windows_thread(worker: Worker, qtbot: QtBot) -> None:
    freed_in: list[threading.Thread] = []
    for _ in range(300):
        job = worker.submit(lambda progress, should_stop: None)
        weakref.finalize(job, lambda: freed_in.append(threading.current_thread()))
        del job
        QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: len(freed_in) == 300)
    assert set(freed_in) == {threading.main_thread()}


def test_close_ends_the_thread(qtbot: QtBot) -> None:
    worker = Worker("to be closed")
    job = worker.submit(lambda progress, should_stop: None)
    qtbot.waitSignal(job.finished).wait()
    worker.close()
    assert "to be closed" not in [thread.name for thread in threading.enumerate()]


def test_work_submitted_after_close_is_cancelled(qtbot: QtBot) -> None:
    worker = Worker("closed")
    worker.close()
    started: list[int] = []
    job = worker.submit(lambda progress, should_stop: started.append(1))
    said = heard(job)
    qtbot.waitSignal(job.finished).wait()
    assert said == ["cancelled", ("finished", True)]
    assert started == []


def test_a_job_that_has_ended_is_let_go_of_though_a_slot_holds_it(worker: Worker, qtbot: QtBot) -> None:
    def begin() -> weakref.ref[Job]:
        job = worker.submit(lambda progress, should_stop: progress(1))
        ended: list[Job] = []
        for signal in (job.finished, job.cancelled):
            signal.connect(lambda: ended.append(job))
        for signal in (job.progress, job.result, job.failed):
            signal.connect(lambda _: ended.append(job))
        qtbot.waitUntil(lambda: len(ended) == 3)  # its progress, its result and its end
        return weakref.ref(job)

    kept = begin()
    gc.collect()
    assert kept() is None


def test_pyside_does_not_ask_imported_modules_for_their_source(tmp_path: Path) -> None:
    # As modules of pydantic do while they are being imported by two threads.
    (tmp_path / "lazy.py").write_text("def __getattr__(name):\n    raise ImportError('half imported')\n")
    code = "import desktop.worker, PySide6.QtWidgets, PySide6.QtGui, lazy"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), *sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_objects_of_qt_in_a_cycle_are_freed_in_the_windows_thread(worker: Worker, qtbot: QtBot) -> None:
    freed: list[threading.Thread] = []
    made: list[list[int]] = []

    def leave_cycles() -> None:
        for _ in range(30):
            timer = QTimer()
            timer.itself = timer  # type: ignore[attr-defined]
            weakref.finalize(timer, lambda: freed.append(threading.current_thread()))

    def make_many(progress: Progress, should_stop: ShouldStop) -> None:
        made.extend([number] for number in range(5_000))

    gc.collect()
    garbage = GarbageCollection()
    try:
        leave_cycles()
        qtbot.waitSignal(worker.submit(make_many).finished).wait()
        qtbot.waitUntil(lambda: len(freed) == 30)
        assert set(freed) == {threading.main_thread()}
    finally:
        garbage.remove()
        gc.unfreeze()
