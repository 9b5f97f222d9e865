"""Clips that are rendered while a session runs already, by a thread of its own, so that the first start is short.

What somebody asks for comes first and at once; the rest is rendered only while no set runs, so that a set has the
machine for itself. Whatever is rendered lies in the cache, so all of this happens once for a voice and its packs.
"""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Final, Self

from repcue.core.errors import RepcueError
from repcue.edges.clip_bank import ClipBank

BATCH_TEXTS: Final = 24
"""Rendered at a time while nobody waits: to start a voice costs 0.1 s of processor time, a line 0.05 s (eSpeak NG), so
a batch of 24 takes a second, and what is asked for meanwhile waits no longer."""

CLOSE_SECONDS: Final = 2.0
"""How long the end of a session waits for a group that is being rendered; a dozen lines take about a second."""


Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Renewal:
    prepare: Callable[[], Groups]
    done: "Future[None]" = field(default_factory=Future)


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
        self._renewals: deque[_Renewal] = deque()
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

    def renew(self, prepare: Callable[[], Groups]) -> "Future[None]":
        """Have other texts rendered from now on, as soon as nobody lifts.

        Args:
            prepare: called on the rendering thread, where nobody else renders; does what is needed at once, and
                returns the groups that may be rendered after that, in the place of those of before.

        Returns:
            What is done when `prepare` has returned, or has the error that it raised.
        """
        renewal = _Renewal(prepare)
        with self._changed:
            self._renewals.append(renewal)
            self._changed.notify()
        return renewal.done

    def rest(self, *, is_at_rest: bool) -> None:
        """Say whether there is time for what nobody asked for."""
        with self._changed:
            self._is_at_rest = is_at_rest
            self._changed.notify()

    def take_failure(self) -> str | None:
        """Return why something could not be rendered, as a sentence, once; None while all is well."""
        failure, self._failure = self._failure, None
        return failure

    def _run(self) -> None:
        while (task := self._next()) is not None:
            if isinstance(task, _Renewal):
                self._renew(task)
                continue
            try:
                self._bank.prepare(task)
            except RepcueError as error:
                self._failure = f"Some speech is missing: {error}"
                # What failed would be asked for again and again; only other packs may mend it.
                self._groups.clear()

    def _renew(self, renewal: _Renewal) -> None:
        try:
            groups = renewal.prepare()
            self._bank.offer(groups, when_asked=self.want)
        except Exception as error:  # noqa: BLE001 - carried to whoever asked; what was rendered before still serves
            renewal.done.set_exception(error)
            return
        with self._changed:
            self._groups = deque(groups)
            self._was_wanted.clear()
        renewal.done.set_result(None)

    def _next(self) -> tuple[str, ...] | _Renewal | None:
        """Wait for the next texts, or for other packs; None when there is no more to do."""
        with self._changed:
            while not self._is_closed:
                if self._wanted:
                    return self._wanted.popleft()
                if self._renewals and self._is_at_rest:
                    return self._renewals.popleft()
                if self._groups and self._is_at_rest:
                    return self._batch()
                self._changed.wait()
            return None

    def _batch(self) -> tuple[str, ...]:
        """Take groups off until they are worth starting a voice for."""
        batch: list[str] = []
        while self._groups and len(batch) < BATCH_TEXTS:
            batch += self._bank.missing(self._groups.popleft())
        return tuple(batch)
