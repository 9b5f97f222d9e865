"""A history in plain memory."""

from collections.abc import Mapping, Sequence

from repcue.core.experience import Experience, LiftedSet, experience_from


class ListHistory:
    """Keeps sets as a reader of the history would find them. Twin of `edges.history.FileHistory`.

    >>> ListHistory().experience()
    {}
    """

    def __init__(self, before: Sequence[tuple[int, LiftedSet]] = ()) -> None:
        """Begin a session.

        Args:
            before: sets of earlier sessions, each with its session's number, in order.
        """
        self._before = tuple(before)
        self._session_number = 1 + max((number for number, _ in before), default=0)
        self._kept: dict[int, LiftedSet] = {}
        self.is_closed = False

    @property
    def kept(self) -> list[LiftedSet]:
        """The sets of this session, in the order they were begun."""
        return [self._kept[number] for number in sorted(self._kept)]

    def keep(self, lifted: LiftedSet) -> str | None:
        """Write a set, in place of the one with the same number; it never fails."""
        self._kept[lifted.number] = lifted
        return None

    def experience(self) -> Mapping[str, Experience]:
        """Return what is known with each exercise, by its id."""
        return experience_from([*self._before, *((self._session_number, lifted) for lifted in self.kept)])

    def close(self) -> None:
        """End. Idempotent."""
        self.is_closed = True
