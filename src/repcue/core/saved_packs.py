"""Packs that were saved while a session runs: when to read them, and what the session makes of them.

Files are looked at, here is decided: a file that has changed is read when it has stayed the same for a moment, so that
none is read half written. What was changed by voice or by a plan stays; all else is as the saved pack has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from repcue.core.catalogue import Catalogue
from repcue.core.events import Event
from repcue.core.session_changes import with_exercise
from repcue.core.session_moves import Next
from repcue.core.session_state import Session
from repcue.packs.schema import Pack

LOOK_SECONDS: Final = 1.0
"""How often files are looked at: whoever saves one walks to the bar for longer."""

SETTLE_SECONDS: Final = 0.25
"""How long a file must have stayed the same: editors write at once, or put a new file in the old one's place."""

FROM_THE_EXERCISE: Final = ("tempo", "target_reps", "hold_seconds", "sets_planned", "rest_seconds")
"""The fields of a session that picking an exercise sets by it, and that may have been changed since."""

Seen = Mapping[str, tuple[int, int] | None]
"""When each file was changed, in nanoseconds, and its bytes; None where there is no such file."""


@dataclass(frozen=True, slots=True)
class PacksSaved(Event):
    """Somebody saved a pack, or changes to one, and what they saved is in order."""

    packs: tuple[Pack, ...]
    """All packs in use, as they are on disk."""


@dataclass(slots=True)
class SaveWatch:
    """Tells when to read, from what is seen of the files.

    >>> watch = SaveWatch({"a": (1, 10)})
    >>> watch.is_to_be_read({"a": (1, 10)}, 1.0), watch.next_look_seconds
    (False, 1.0)
    >>> watch.is_to_be_read({"a": (2, 12)}, 2.0), watch.next_look_seconds
    (False, 0.25)
    >>> watch.is_to_be_read({"a": (2, 12)}, 2.25), watch.is_to_be_read({"a": (2, 12)}, 3.25)
    (True, False)
    """

    read: Seen
    """As the files were when they were read last."""

    next_look_seconds: float = LOOK_SECONDS
    """How long from the last look to the next one."""

    _coming: Seen | None = None
    _coming_since_seconds: float = field(default=0.0)

    def is_to_be_read(self, seen: Seen, now_seconds: float) -> bool:
        """Return whether the files have been saved and stay as they are; they then count as read.

        Args:
            seen: what the files look like.
            now_seconds: on a clock that never goes back.
        """
        if seen == self.read:
            self._coming, self.next_look_seconds = None, LOOK_SECONDS
            return False
        if seen != self._coming:
            self._coming, self._coming_since_seconds, self.next_look_seconds = seen, now_seconds, SETTLE_SECONDS
            return False
        if now_seconds - self._coming_since_seconds < SETTLE_SECONDS:
            return False
        self.read, self._coming, self.next_look_seconds = seen, None, LOOK_SECONDS
        return True


def use_packs(session: Session, event: Event) -> Next:
    """Use packs as they were saved: their cues, tempo, repetitions, rest and lines, from the next set on."""
    assert isinstance(event, PacksSaved)
    return with_catalogue(session, Catalogue(event.packs, former=session.catalogue)), ()


def with_catalogue(session: Session, catalogue: Catalogue) -> Session:
    """Return the session with its exercises taken from another catalogue; a warm-up under way goes on as it began."""
    last, ended = session.last_set, session.ended_set
    before, before_course = session.before, session.before_course
    changed = replace(
        session,
        catalogue=catalogue,
        last_set=None if last is None else with_catalogue(last, catalogue),
        ended_set=None if ended is None else with_catalogue(ended, catalogue),
        before=None if before is None else with_catalogue(before, catalogue),
        before_course=None if before_course is None else with_catalogue(before_course, catalogue),
        left_lifts={name: with_catalogue(left, catalogue) for name, left in session.left_lifts.items()},
    )
    if session.exercise is None or session.course:
        return changed
    exercise = catalogue.latest(session.exercise)
    entry = session.plan[session.plan_index] if session.plan and session.plan_index is not None else None
    entry = entry if entry is not None and entry.exercise == exercise.id else None
    was, is_now = (with_exercise(session, each, entry) for each in (session.exercise, exercise))
    fresh = {name for name in FROM_THE_EXERCISE if getattr(session, name) == getattr(was, name)}
    if was.side is None or is_now.side is None:
        fresh.add("side")
    return replace(changed, exercise=exercise, **{name: getattr(is_now, name) for name in fresh})
