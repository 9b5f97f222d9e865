"""What became of sets, in two places: the event log at once, and the history before anything is said of it."""

from collections.abc import Callable
from dataclasses import replace

from repcue.core.coaching import lifted_set
from repcue.core.effects import AmendSet, KeepFeel, SetNotes, SetOutcome, TakeBack
from repcue.core.experience import LiftedSet
from repcue.core.records import Record, feel_record, set_record
from repcue.core.session_sides import outcome_of
from repcue.core.session_state import Session


class SetLog:
    """Writes sets, and what is told of the last one after it is over. Used by one thread."""

    def __init__(
        self,
        write: Callable[[Record], None],
        keep: Callable[[LiftedSet], str | None],
        tell_trouble: Callable[[str], None],
    ) -> None:
        """Take where to write.

        Args:
            write: into the event log.
            keep: into the history; returns a sentence where that goes wrong for the first time.
            tell_trouble: takes that sentence.
        """
        self._write = write
        self._keep = keep
        self._tell_trouble = tell_trouble
        self._ended: tuple[Session, LiftedSet] | None = None
        self._felt_in_set: str | None = None
        self._written: Record | None = None

    def note(self, session: Session, outcome: SetOutcome) -> None:
        """Write that a set has begun or is over; `session` as it was while the set was under way.

        What was told of a set that is opened again stays with it.
        """
        self._write_set(set_record(session, outcome))
        if outcome == "started":
            self._ended, self._felt_in_set = None, None
            return
        lifted = lifted_set(session, outcome)
        before = self._ended[1] if self._ended is not None else None
        if before is not None and (before.number, before.exercise) == (lifted.number, lifted.exercise):
            lifted = replace(lifted, feel=before.feel, wrong_feel=before.wrong_feel, symptom=before.symptom)
        place, self._felt_in_set = self._felt_in_set, None
        self._keep_set(session, lifted if place is None else replace(lifted, wrong_feel=place))
        if place is not None:
            self._write_feel()

    def note_told(self, told: KeepFeel | AmendSet | TakeBack) -> None:
        """Write what was told of the last set, or what is left of that."""
        if isinstance(told, KeepFeel):
            self._keep_feel(told)
        elif isinstance(told, AmendSet):
            self._amend(told)
        else:
            self._take_back(told.notes)

    def _keep_feel(self, felt: KeepFeel) -> None:
        """Write how the last set was felt, or where instead; of the set under way when it is over."""
        if self._ended is None:
            self._felt_in_set = felt.place
            return
        session, lifted = self._ended
        told = {"feel": felt.score} if felt.score is not None else {"wrong_feel": felt.place}
        self._keep_set(session, replace(lifted, **told))
        self._write_feel()

    def _amend(self, amended: AmendSet) -> None:
        """Write that the last set failed after all, or what was wrong with the lifter in it."""
        if self._ended is None:
            return
        session, lifted = self._ended
        if amended.outcome is not None:
            session = replace(session, reps_done=amended.reps)
            lifted = replace(lifted, outcome=amended.outcome, reps=amended.reps)
            self._write_set(set_record(session, amended.outcome))
        self._keep_set(session, replace(lifted, symptom=amended.symptom or lifted.symptom))
        if amended.symptom is not None:
            self._write_feel()

    def _take_back(self, notes: SetNotes) -> None:
        """Write what is left of what was told of the last set, or of the set under way."""
        if self._ended is None:
            self._felt_in_set = notes.wrong_feel
            return
        session, lifted = self._ended
        kept = replace(lifted, feel=notes.feel, wrong_feel=notes.wrong_feel, symptom=notes.symptom)
        self._keep_set(session, kept)
        self._write_feel()

    def close(self, session: Session) -> None:
        """Write how the set ended in which the session did, where one was under way."""
        if session.is_set_open:
            self.note(session, outcome_of(session, "stopped"))

    def _write_set(self, record: Record) -> None:
        # A finished set that was opened again, and left as it was, is no second one.
        if record != self._written:
            self._write(record)
        self._written = record

    def _write_feel(self) -> None:
        assert self._ended is not None
        self._write(feel_record(self._ended[1]))

    def _keep_set(self, session: Session, lifted: LiftedSet) -> None:
        self._ended = (session, lifted)
        if (trouble := self._keep(lifted)) is not None:
            self._tell_trouble(trouble)
