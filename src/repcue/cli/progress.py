"""A progress bar for what takes over a second, on a terminal; silence elsewhere."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from repcue.edges.clock import monotonic_seconds

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE_SECONDS: Final = 1.0


class SlowProgress:
    """Shows a bar once the work has taken a second; use as a context manager."""

    def __init__(self, what: str) -> None:
        """Say nothing yet.

        Args:
            what: the work, as the user sees it.
        """
        self._what = what
        self._may_show = sys.stderr is not None and sys.stderr.isatty()
        self._began_at_seconds = monotonic_seconds()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: float, total: float) -> None:
        """Show that so much of so much is done."""
        if not self._may_show:
            return
        if self._progress is None and monotonic_seconds() - self._began_at_seconds > PATIENCE_SECONDS:
            self._progress = _bar()
            self._task = self._progress.add_task(self._what, total=total)
            self._progress.start()
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
