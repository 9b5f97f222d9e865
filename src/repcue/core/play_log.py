"""What became of every play, and of the cue that it may have been → the records of the event log."""

from repcue.core.messages import Outcome, Played
from repcue.core.pace import CuePlay, played_record
from repcue.core.records import RecordOrder, play_record


class PlayLog:
    """Writes every play once, and every cue once: when it begins, or when it is known that it never will."""

    def __init__(self, records: RecordOrder) -> None:
        """Write into `records`."""
        self._records = records
        self._cues: dict[int, CuePlay] = {}
        self.dropped = 0
        """How many plays never sounded, though the session went on."""

    def expect(self, cue: CuePlay) -> None:
        """Keep what the log says of a cue until it is known what became of it."""
        self._cues[cue.play.number] = cue

    def note(self, played: Played, *, is_closing: bool = False) -> None:
        """Write what became of a play; a cue that never sounded was silent."""
        is_silent = played.outcome is Outcome.DROPPED
        self.dropped += is_silent and not is_closing
        self._records.add(played.at_frame, play_record(played), played.play.number)
        cue = self._cues.pop(played.play.number, None)
        if cue is not None:
            frame = min(cue.play.due_frame, played.at_frame)
            self._tell(cue, frame, played.reason or "it was not played" if is_silent else None)

    def tell_begun(self, now_frame: int) -> None:
        """Write the cues that have begun: nothing can take them back any more."""
        for number, cue in list(self._cues.items()):
            if cue.play.due_frame <= now_frame:
                del self._cues[number]
                self._tell(cue, cue.play.due_frame, None)

    def _tell(self, cue: CuePlay, frame: int, silent_because: str | None) -> None:
        self._records.add(frame, played_record(cue, silent_because), cue.play.number)
