"""Clips that are rendered while a session runs already, by a thread of its own, so that the first start is short.

What somebody asks for comes first and at once; the rest is rendered only while no set runs, so that a set has the
machine for itself. Whatever is rendered lies in the cache, so all of this happens once for a voice and its packs.
"""

from collections import deque
from collections.abc import Iterable
from threading import Condition, Thread
from typing import Final, Self

from repcue.core.errors import RepcueError
from repcue.edges.clip_bank import ClipBank

CLOSE_SECONDS: Final = 2.0
"""How long the end of a session waits for a group that is being rendered; a dozen lines take about a second."""


class ClipsLater:
    """Renders groups of texts into a bank, from entering it to leaving it.

    Its methods may be called from any thread and never wait for a voice.
    """

    def __init__(self, bank: ClipBank, groups: Iterable[tuple[str, ...]]) -> None:
        """Take what may be rendered later; the bank asks here for what it is asked for and lacks.

        Args:
            bank: the session's clips; meanwhile nobody else may render with it.
            groups: texts that are needed together, in the order to render them in.
        """
        self._failure: str | None = None
        self._bank = bank
        self._groups = deque(groups)
        self._wanted: deque[tuple[str, ...]] = deque()
        self._was_wanted: set[tuple[str, ...]] = set()
        self._changed = Condition()
        self._is_at_rest = True
        self._is_closed = False
        self._thread = Thread(target=self._run, name="rendering", daemon=True)
        bank.offer(self._groups, when_asked=self.want)

    def __enter__(self) -> Self:
        """Begin to render."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Render no more; what is under way is waited for a while."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join(CLOSE_SECONDS)

    def want(self, texts: tuple[str, ...]) -> None:
        """Have these rendered next, even in a set; a second wish for the same changes nothing."""
        with self._changed:
            if texts not in self._was_wanted:
                self._was_wanted.add(texts)
                self._wanted.append(texts)
                self._changed.notify()

    def rest(self, *, is_at_rest: bool) -> None:
        """Say whether there is time for what nobody asked for."""
        with self._changed:
            self._is_at_rest = is_at_rest
            self._changed.notify()

    def take_failure(self) -> str | None:
        """Return why nothing is rendered any more, as a sentence, the first time; None while all is well."""
        failure, self._failure = self._failure, None
        return failure

    def _run(self) -> None:
        while (group := self._next()) is not None:
            try:
                self._bank.prepare(group)
            except RepcueError as error:
                self._failure = f"Some speech is missing: {error}"
                return

    def _next(self) -> tuple[str, ...] | None:
        """Wait for the next group; None when there is no more to do."""
        with self._changed:
            while not self._is_closed:
                if self._wanted:
                    return self._wanted.popleft()
                if self._groups and self._is_at_rest:
                    return self._groups.popleft()
                self._changed.wait()
            return None
