"""Speech under way, from what came just before its onset to its decision."""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.messages import Word
from repcue.dsp.endpoint import WINDOW_SECONDS
from repcue.edges.ears.decoder import Decoded, DecodedWord, Judged, Phrasebook
from repcue.edges.ears.front import FrontWindow

_NOT_JUDGED: Final = Judged("", 0.0, is_agreed=False)


@dataclass(slots=True, eq=False)
class Segment:
    """Speech under way."""

    at_seconds: list[float] = field(default_factory=list)
    """When each window was heard."""

    began_at_seconds: float = 0.0
    """When it stood out from the background."""

    waiting: list[Samples] = field(default_factory=list)
    """Windows not decoded yet."""

    text: str = ""
    same_windows: int = 0
    """How many decoded windows the text has stayed the same for."""

    urgent_meaning: str | None = None
    urgent_windows: int = 0
    """How many decoded windows the words have meant the same urgent command for."""

    sound: list[Samples] = field(default_factory=list)
    """Every window, noise and all: the referee was trained in noise."""

    scored_text: str | None = None
    """The words that were scored."""

    judged: Judged = _NOT_JUDGED
    """What they were most probably: "stop" where the words are "stop the" and can only become that."""

    score: float = 0.0
    """That of it, less what it loses for following other talk."""

    scored_spoken_seconds: float = 0.0
    """How much had been spoken when it was scored."""

    times_scored: int = 0
    decode_seconds: float = 0.0
    is_decided: bool = False
    swallowed_windows: int = 0

    def add(self, heard: FrontWindow, at_seconds: float) -> None:
        """Take a window of 10 ms and when it was heard."""
        self.at_seconds.append(at_seconds)
        self.waiting.append(heard.decoded)
        self.sound.append(heard.untouched)

    @property
    def is_scored(self) -> bool:
        """Whether it was ever scored."""
        return self.scored_text is not None

    @property
    def ends_at_seconds(self) -> float:
        """When its last window ended."""
        return self.at_seconds[-1] + WINDOW_SECONDS

    @property
    def seconds(self) -> float:
        """How long it is by now."""
        return len(self.at_seconds) * WINDOW_SECONDS

    def at(self, seconds: float) -> float:
        """Return the moment on the output's clock that is `seconds` into the segment."""
        index = min(max(int(seconds / WINDOW_SECONDS), 0), len(self.at_seconds) - 1)
        return self.at_seconds[index] + seconds - index * WINDOW_SECONDS

    def timed(
        self, text: str, decoded: Decoded | None, spoken_seconds: float, quiet_seconds: float
    ) -> tuple[Word, ...]:
        """Return the words of a text with their times on the output's clock.

        Recognisers stretch the last word over the quiet after it; the endpointer knows better.

        Args:
            text: what was said.
            decoded: what the decoder made of it; None where it did not hear that text.
            spoken_seconds: how much of the segment was not quiet.
            quiet_seconds: how long it has been quiet at its end.
        """
        speech_ended_at = self.ends_at_seconds - quiet_seconds
        words = self.spread(text, spoken_seconds, speech_ended_at) if decoded is None else decoded.words
        timed = []
        for word in words:
            started_at = self.at(word.started_seconds)
            ended_at = max(started_at, min(self.at(word.ended_seconds), speech_ended_at))
            timed.append(Word(word.word, started_at, ended_at))
        return tuple(timed)

    def spread(self, text: str, spoken_seconds: float, ended_at_seconds: float) -> tuple[DecodedWord, ...]:
        """Return words that the decoder did not hear, evenly over the speech; seconds from the segment's start."""
        words = text.split()
        ends = ended_at_seconds - self.at_seconds[0]
        edges = np.linspace(max(0.0, ends - spoken_seconds), ends, len(words) + 1)
        return tuple(DecodedWord(*each) for each in zip(words, edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def whole_phrase_in(decoded: Decoded, phrasebook: Phrasebook) -> Decoded:
    """Return "stop" where "stop the" can only become that; anything else as it is."""
    if phrasebook.understand(decoded.text) is None and phrasebook.urgent_meaning(decoded.text):
        words = decoded.text.split()
        for count in range(len(words) - 1, 0, -1):
            text = " ".join(words[:count])
            if phrasebook.is_urgent(text):
                return replace(decoded, text=text, words=decoded.words[:count])
    return decoded
