"""Ctrl-C, and the system's requests to end: one way out for all of them, and none in the middle of closing.

Python calls signal handlers on the main thread only; used on any other, these functions change nothing.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_Answer = Callable[[int, FrameType | None], object]

_REQUESTS_TO_END: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""SIGTERM is how a system asks a program to end, SIGHUP how a terminal says that its window was closed."""


@contextmanager
def requests_interrupt() -> Iterator[Callable[[], bool]]:
    """Let a request to end raise `KeyboardInterrupt`, as Ctrl-C does, so that everything is closed on the way out.

    A library that is just being loaded may turn the interruption into an error of its own; so whoever catches one can
    ask what it is given whether there was a request.
    """
    requests: list[int] = []

    def interrupt(number: int, _: FrameType | None) -> None:
        requests.append(number)
        raise KeyboardInterrupt

    with _answered((signal.SIGINT, *_REQUESTS_TO_END), interrupt):
        yield lambda: bool(requests)


@contextmanager
def requests_held() -> Iterator[Callable[[], bool]]:
    """Let nothing interrupt a block; it asks what it is given whether there was a request, and ends when it suits."""
    requests: list[int] = []
    with _answered((signal.SIGINT, *_REQUESTS_TO_END), lambda number, _: requests.append(number)):
        yield lambda: bool(requests)


@contextmanager
def _answered(numbers: tuple[signal.Signals, ...], answer: _Answer) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, answer) for number in numbers}
    try:
        yield
    finally:
        for number, earlier in before.items():
            # None: whoever set the earlier one was not Python.
            signal.signal(number, signal.SIG_DFL if earlier is None else earlier)
