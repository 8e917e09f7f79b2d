from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from training_fakes import FakeLaunch, batch, row

from core.training.events import Ended, Failed, Paused, Preparing, Resumed
from core.training.presets import PRESETS
from desktop.training.session import EventQueue, Order, TrainingSession
from desktop.training.training import TrainingStatus
from desktop.widgets.theme import Theme


@pytest.fixture
def launch() -> FakeLaunch:
    return FakeLaunch()


@pytest.fixture
def session(qtbot: QtBot, look: Theme, launch: FakeLaunch) -> Iterator[TrainingSession]:
    made = TrainingSession(launch_process=launch)
    yield made
    for process in launch.processes:
        process.say(Ended("cancelled", 0, 0))
    made.close()


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order(tmp_path / "faces.csv", PRESETS["report"], tmp_path / "runs" / "mine")


def start(session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot) -> None:
    session.start(order)
    qtbot.waitUntil(lambda: bool(launch.processes) and "start" in launch.process.heard)


def test_of_figures_soon_out_of_date_only_the_newest_is_kept() -> None:
    box = EventQueue()
    for step in range(1, 1001):
        box.put(batch(1, step))
    box.put(Paused())
    box.put(batch(1, 1001))
    taken = box.take()
    assert [type(event).__name__ for event in taken] == ["BatchDone", "Paused", "BatchDone"]
    assert getattr(taken[0], "step", 0) == 1000
    assert box.take() == []


def test_a_flood_of_figures_is_drawn_once_a_look(
    session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot
) -> None:
    seen: list[int] = []
    session.moved.connect(lambda: seen.append(session.batch.step if session.batch else 0))
    start(session, order, launch, qtbot)
    launch.process.say(batch(1, 1))
    qtbot.waitUntil(lambda: session.state == "training")
    launch.process.say(*(batch(1, step) for step in range(2, 2000)))
    qtbot.waitUntil(lambda: session.batch is not None and session.batch.step == 1999)
    assert len(seen) < 100
    assert seen[-1] == 1999


def test_it_goes_from_preparing_to_training_to_done(
    session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot
) -> None:
    start(session, order, launch, qtbot)
    assert session.state == "preparing"
    launch.process.say(Preparing("finding faces", 3, 10))
    qtbot.waitUntil(lambda: session.preparing is not None)
    launch.process.say(batch(1, 140))
    qtbot.waitUntil(lambda: session.state == "training")
    assert session.progress == pytest.approx(0.5 / 40)
    assert session.seconds_left == pytest.approx(39.5 * 280 * 64 / 2900)
    launch.process.say_epochs(1, 40)
    with qtbot.waitSignal(session.ended):
        launch.process.say(Ended("finished", 20, 40))
    assert session.state == "ended"
    assert [row["epoch"] for row in session.rows] == list(range(1, 41))


def test_time_left_comes_from_the_epochs_done(
    session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot
) -> None:
    start(session, order, launch, qtbot)
    launch.process.say_epochs(1, 10)
    qtbot.waitUntil(lambda: len(session.rows) == 10)
    assert session.seconds_left == pytest.approx(30 * 8.0)


def test_pause_and_resume(session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot) -> None:
    start(session, order, launch, qtbot)
    launch.process.say(batch(1, 1))
    qtbot.waitUntil(lambda: session.state == "training")
    session.pause()
    assert session.state == "pausing"
    # What was under way is still told, and does not undo the wish.
    launch.process.say(batch(1, 2), Paused())
    qtbot.waitUntil(lambda: session.state == "paused")
    session.resume()
    launch.process.say(Resumed(), batch(1, 3))
    qtbot.waitUntil(lambda: session.batch is not None and session.batch.step == 3)
    assert session.state == "training"
    assert launch.process.heard == ["start", "pause", "resume"]


def test_a_cancel_before_there_is_a_process_is_heard(
    session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot
) -> None:
    session.start(order)
    session.cancel()
    assert session.state == "cancelling"
    qtbot.waitUntil(lambda: bool(launch.processes) and "cancel" in launch.process.heard)


def test_what_a_cancelled_epoch_still_tells_does_not_undo_the_cancel(
    session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot
) -> None:
    start(session, order, launch, qtbot)
    launch.process.say_epochs(1, 3)
    launch.process.say(batch(4, 9))
    qtbot.waitUntil(lambda: session.state == "training")
    session.cancel()
    launch.process.say(batch(4, 10))
    qtbot.waitUntil(lambda: session.batch is not None and session.batch.step == 10)
    assert session.state == "cancelling"
    launch.process.say(Ended("cancelled", 3, 3))
    qtbot.waitUntil(lambda: not session.running)
    assert session.outcome == Ended("cancelled", 3, 3)
    assert len(session.rows) == 3


def test_a_failure_ends_it_with_its_words(
    session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot
) -> None:
    start(session, order, launch, qtbot)
    launch.process.say_epochs(1, 2)
    with qtbot.waitSignal(session.ended):
        launch.process.say(Failed("run.write", {"path": "x"}, "No space left."))
    assert session.state == "failed"
    assert session.failure is not None
    assert session.failure.text == "No space left."
    assert len(session.rows) == 2


def test_a_process_that_cannot_be_started_is_a_failure(qtbot: QtBot, look: Theme, order: Order) -> None:
    def refuse(order: Order) -> FakeLaunch:
        raise OSError("no more processes")

    session = TrainingSession(launch_process=refuse)  # type: ignore[arg-type]
    broken: list[Exception] = []
    session.broken.connect(broken.append)
    with qtbot.waitSignal(session.ended):
        session.start(order)
    assert session.state == "failed"
    assert "no more processes" in str(broken[0])
    session.close()


def test_another_can_follow_and_only_one_at_a_time(
    session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot
) -> None:
    start(session, order, launch, qtbot)
    with pytest.raises(RuntimeError):
        session.start(order)
    launch.process.say_epochs(1, 1)
    launch.process.say(Ended("cancelled", 1, 1))
    qtbot.waitUntil(lambda: not session.running)
    start(session, order, launch, qtbot)
    assert session.rows == []
    assert session.outcome is None


def test_an_epoch_done_again_after_a_resume_replaces_the_one_before(
    session: TrainingSession, order: Order, launch: FakeLaunch, qtbot: QtBot
) -> None:
    from core.training.events import EpochDone

    start(session, order, launch, qtbot)
    launch.process.say_epochs(1, 5)
    qtbot.waitUntil(lambda: len(session.rows) == 5)
    launch.process.say(EpochDone(row(4, seed=9)))
    qtbot.waitUntil(lambda: len(session.rows) == 4)
    assert session.rows[-1] == row(4, seed=9)


def test_closing_cancels_and_one_that_does_not_listen_is_ended(
    qtbot: QtBot, look: Theme, order: Order, launch: FakeLaunch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.training.session._GRACE_S", 0.05)
    session = TrainingSession(launch_process=launch)
    start(session, order, launch, qtbot)
    session.close()
    assert launch.process.heard == ["start", "cancel", "kill"]


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ([Preparing("finding faces", 0, 0)], "training: preparing"),
        ([Preparing("finding faces", 450, 1000)], "training: preparing, 45 %"),
        ([batch(1, 140)], "training: epoch 1/40 ~4 min"),
        ([batch(1, 140), Paused()], "training: epoch 1/40, paused"),
        ([Failed("run.nan", {}, "It gives nonsense.")], "training: failed"),
        ([Ended("finished", 3, 40)], "training: done"),
        ([Ended("cancelled", 3, 4)], "training: cancelled"),
    ],
)
def test_the_status_bar_says_how_it_stands(
    session: TrainingSession,
    order: Order,
    launch: FakeLaunch,
    qtbot: QtBot,
    events: list[object],
    text: str,
) -> None:
    status = TrainingStatus(session)
    qtbot.addWidget(status)
    assert status.isHidden()
    start(session, order, launch, qtbot)
    launch.process.say(*events)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: status.text() == text)
    assert not status.isHidden()


def test_it_is_freed_in_the_windows_thread(qtbot: QtBot) -> None:
    freed_in: list[threading.Thread] = []
    for _ in range(100):
        session = TrainingSession(launch_process=FakeLaunch())
        weakref.finalize(session, lambda: freed_in.append(threading.current_thread()))
        session.close()
        del session
    qtbot.waitUntil(lambda: len(freed_in) == 100)
    assert set(freed_in) == {threading.main_thread()}
