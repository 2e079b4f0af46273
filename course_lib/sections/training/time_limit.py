"""A limit for code that may never end, such as a student's loop."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class TooLong(BaseException):
    """The time is over. No ``except Exception`` of the code inside stops it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise ``TooLong`` in what is inside, wherever it stands after so many seconds.

    It needs no signal: those reach the main thread only, and Windows has no alarm. What
    waits outside of Python, such as a long ``sleep``, is stopped when it comes back.
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
