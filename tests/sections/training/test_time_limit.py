"""Protects the time limit: endless code is stopped in any thread, and code that ends in time is left alone."""

import threading
import time

import pytest

from course_lib.sections.training.time_limit import TooLong, at_most


def endless():
    while True:
        try:
            time.sleep(0)
        except Exception:
            continue


def stopped():
    with pytest.raises(TooLong), at_most(0.1):
        endless()
    return True


def test_what_never_ends_is_stopped():
    assert stopped()


def test_so_it_is_in_another_thread_as_in_a_served_notebook():
    found = []
    thread = threading.Thread(target=lambda: found.append(stopped()), daemon=True)
    thread.start()
    thread.join(60)
    assert found == [True]


def test_what_ends_in_time_is_left_alone_afterwards_too():
    with at_most(0.5):
        ended = sum(range(10))
    time.sleep(0.6)
    assert ended == 45


def test_where_no_thread_can_be_started_the_code_runs_all_the_same(monkeypatch):
    def no_thread(self):
        raise RuntimeError("can't start new thread")  # as Python in a browser says

    monkeypatch.setattr(threading.Timer, "start", no_thread)
    with at_most(0.05):
        ended = sum(range(10))
    assert ended == 45
