"""Deadlines of readings: who is interrupted, how often, and who is left alone."""

import threading
import time

import pytest

from metrics.deadline import within


class Reader:
    """Somebody who counts the interrupts and can wait for one."""

    def __init__(self) -> None:
        self.interrupts = 0
        self.told = threading.Event()

    def interrupt(self) -> None:
        self.interrupts += 1
        self.told.set()


def test_a_reading_past_its_time_is_interrupted_until_it_ends() -> None:
    slow = Reader()
    with within(0.05, slow.interrupt) as reading:
        assert not reading.over
        for _ in range(3):
            assert slow.told.wait(5)
            slow.told.clear()
        assert reading.over
    counted = slow.interrupts
    time.sleep(0.15)
    assert slow.interrupts == counted >= 3


def test_each_reading_has_its_own_time() -> None:
    patient, slow = Reader(), Reader()
    with within(60, patient.interrupt) as one, within(0.05, slow.interrupt) as other:
        assert slow.told.wait(5)
        assert (one.over, other.over) == (False, True)
    assert patient.interrupts == 0


def test_many_readings_have_one_thread() -> None:
    with within(60, Reader().interrupt):
        before = threading.active_count()
        for _ in range(100):
            with within(60, Reader().interrupt):
                assert threading.active_count() == before


def test_a_reading_that_fails_is_forgotten() -> None:
    failed, next_one = Reader(), Reader()
    with pytest.raises(KeyError), within(0.05, failed.interrupt):
        raise KeyError
    with within(0.1, next_one.interrupt):
        assert next_one.told.wait(5)
    assert failed.interrupts == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_interrupt_that_fails_takes_the_watch_from_nobody_who_comes_after() -> None:
    def fail() -> None:
        broken.set()
        raise ConnectionError("closed")

    broken, slow = threading.Event(), Reader()
    with within(0.01, fail):
        assert broken.wait(5)
        time.sleep(0.1)
    with within(0.05, slow.interrupt):
        assert slow.told.wait(5)
