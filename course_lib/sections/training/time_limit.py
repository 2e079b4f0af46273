"""A limit for code that may never end, such as a student's loop."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class TooLong(BaseException):
    """The time is over. No ``except Exception`` in the code inside catches it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise ``TooLong`` in the code inside after so many seconds, wherever it is.

    It uses no signal, since signals reach the main thread only and Windows has no alarm.
    Code that waits outside Python, such as a long ``sleep``, is stopped when it returns.
    Where no thread can be started, as with Python in a browser, there is no limit.
    """
    thread, lock, is_over = threading.get_ident(), threading.Lock(), False

    def stop() -> None:
        with lock:
            if not is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooLong))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    with suppress(RuntimeError):
        timer.start()
    try:
        yield
    finally:
        with lock:
            is_over = True
        timer.cancel()
