"""Messages → the records of the event log, and their order in time."""

import heapq
from collections.abc import Callable, Mapping
from itertools import count
from typing import Final

from repcue.core.effects import SetOutcome
from repcue.core.experience import LiftedSet
from repcue.core.messages import Played, Utterance
from repcue.core.session_state import Session

Record = Mapping[str, object]


def heard_record(utterance: Utterance) -> Record:
    """Return the record of something that was heard."""
    words = [
        {"word": each.word, "started_at_seconds": each.started_at_seconds, "ended_at_seconds": each.ended_at_seconds}
        for each in utterance.words
    ]
    return {
        "kind": "heard",
        "text": utterance.text,
        "engine": utterance.engine,
        "lane": utterance.lane.value,
        "words": words,
        "ended_at_seconds": utterance.ended_at_seconds,
        "decided_at_seconds": utterance.decided_at_seconds,
        "decode_ms": utterance.decode_ms,
        "score": utterance.score,
    }


def refused_record(text: str, reason: str, *, said: str | None = None, nearest: str | None = None) -> Record:
    """Return the record of something that was heard and not done.

    Args:
        text: the words.
        reason: why, as the log spells it.
        said: what the coach answered.
        nearest: the phrase that was probably meant; None where that is not known, or not in doubt.
    """
    return {"kind": "refused", "text": text, "reason": reason, "said": said, "nearest": nearest}


def play_record(played: Played) -> Record:
    """Return the record of what became of a play."""
    play = played.play
    return {
        "kind": "play",
        "class": play.play_class.value,
        "clip": play.clip.clip_id,
        "text": play.clip.text,
        "due_frame": play.due_frame,
        "started_frame": played.started_frame,
        "ended_frame": played.ended_frame,
        "anchor_frame": play.anchor_frame,
        "outcome": played.outcome.value,
        "reason": played.reason,
    }


def feel_record(lifted: LiftedSet) -> Record:
    """Return the record of how a set was felt."""
    return {
        "kind": "feel",
        "exercise": lifted.exercise,
        "set_number": lifted.set_number,
        "feel": lifted.feel,
        "wrong_feel": lifted.wrong_feel,
        "symptom": lifted.symptom,
    }


def skipped_record(exercise: str, set_number: int) -> Record:
    """Return the record of the second side of a set that is not done."""
    return {"kind": "skipped", "exercise": exercise, "set_number": set_number, "side": "right"}


def set_record(session: Session, outcome: SetOutcome) -> Record:
    """Return the record of what became of a set; `session` as it was while the set was under way."""
    assert session.exercise is not None
    return {
        "kind": "set",
        "outcome": outcome,
        "exercise": session.exercise.id,
        "set_number": session.set_number,
        "target_reps": session.target_reps,
        "reps": session.reps_done,
        "tempo": str(session.tempo),
        "hold_seconds": session.hold_seconds,
        "held_seconds": None if session.hold_seconds is None else session.held_seconds,
        "load_kg": session.load_kg,
        "load_percent": session.load_percent,
        "side": session.side,
    }


_RANKS: Final = {
    kind: rank
    for rank, kind in enumerate(
        (
            "opened",
            "heard",
            "intent",
            "refused",
            "rep",
            "state",
            "set",
            "skipped",
            "feel",
            "rest",
            "phase",
            "cue",
            "play",
            "packs",
            "names",
            "problem",
            "closed",
        )
    )
}
"""The order of records in the same frame: cause before consequence, whenever each became known."""


class RecordOrder:
    """Holds records until their time has come, and hands them on in order of time.

    A record may be known early (a clip's end is known when it is mixed) or late; late ones are given the time of the
    last one handed on, so that times never go back.
    """

    def __init__(self, sample_rate: int, write: Callable[[Record], None]) -> None:
        self._sample_rate = sample_rate
        self._write = write
        self._heap: list[tuple[int, int, int, int, Record]] = []
        self._sequence = count()
        self._last_frame = 0

    def add(self, frame: int, record: Record, number: int = 0) -> None:
        """Write the record when `frame` has come.

        Args:
            frame: its time.
            record: without its time.
            number: orders records of one kind in the same frame, such as plays, that become known in any order.
        """
        rank = _RANKS[str(record["kind"])]
        heapq.heappush(self._heap, (frame, rank, number, next(self._sequence), record))

    def flush(self, until_frame: int) -> None:
        """Write everything up to and including a frame."""
        while self._heap and self._heap[0][0] <= until_frame:
            frame, _, _, _, record = heapq.heappop(self._heap)
            self._last_frame = max(self._last_frame, frame)
            # [frames] / [frames/s] = [s]
            at_seconds = self._last_frame / self._sample_rate
            self._write({"kind": record["kind"], "at_seconds": at_seconds} | dict(record))

    def flush_all(self) -> None:
        """Write everything that is still held."""
        if self._heap:
            self.flush(max(entry[0] for entry in self._heap))
