"""What becomes of an utterance before the session hears of it: understood for certain, or refused and why.

In this order: the coach's own voice, words without a meaning, a meaning that was not heard for certain. What is left
is an intent; whether it makes sense now the session knows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from repcue.core.confidence import CERTAIN_SCORE
from repcue.core.doubt import UNCERTAIN, Doubts
from repcue.core.gate import is_certain
from repcue.core.grammar import Grammar
from repcue.core.intent import Misunderstood, Reason, understand
from repcue.core.messages import Intent, Play, Played, Utterance
from repcue.core.own_voice import OwnVoice, Said
from repcue.core.records import Record, heard_record, refused_record

OWN_VOICE: Final = "own_voice"
"""The reason of the event log for what the coach said itself."""


class Telling(StrEnum):
    """How a refusal is told besides the screen and the log."""

    NOTHING = "nothing"
    REFUSED = "refused"
    """By the sound for what was understood and cannot be done."""

    UNSURE = "unsure"
    """By the sound for what was probably meant for the coach and not heard for certain."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of one utterance."""

    intent: Intent | None
    """None when it is refused."""

    records: tuple[Record, ...]
    """For the event log, in their order."""

    telling: Telling = Telling.NOTHING
    is_no_command: bool = False
    """Whether somebody else than the coach said words that are no command."""


class Judge:
    """Judges utterances; remembers what the coach said and when a doubt was told last. Used by one thread."""

    def __init__(
        self,
        grammar: Grammar,
        echo_delay_seconds: Callable[[], float | None],
        ordinary_score: float = CERTAIN_SCORE,
    ) -> None:
        """Take what can be said.

        Args:
            grammar: what can be said.
            echo_delay_seconds: how much later than it was played the coach is heard; None where nobody knows.
            ordinary_score: from which on an ordinary command is certain enough.
        """
        self._grammar = grammar
        self._echo_delay_seconds = echo_delay_seconds
        self._ordinary_score = ordinary_score
        self._own_voice = OwnVoice()
        self._doubts = Doubts()

    def use_grammar(self, grammar: Grammar) -> None:
        """Judge by other phrases from now on."""
        self._grammar = grammar

    def note_play(self, play: Play) -> None:
        """Remember what the coach is about to say."""
        self._own_voice.note_play(play)

    def note_played(self, played: Played) -> None:
        """Remember how much of it was heard."""
        self._own_voice.note_played(played)

    def note_said(self, said: Said) -> None:
        """Remember what the coach says, or is about to."""
        self._own_voice.note(said)

    def judge(self, heard: Utterance, now_seconds: float) -> Judgement:
        """Return what an utterance comes to at a moment of the output's clock."""
        was_heard = heard_record(heard)
        if self._is_own_voice(heard):
            return Judgement(None, (was_heard, refused_record(heard.text, OWN_VOICE)))
        meant = understand(heard, self._grammar)
        if isinstance(meant, Misunderstood):
            refused = refused_record(heard.text, meant.reason, nearest=meant.nearest)
            telling = self._telling(heard, meant.reason, meant.nearest, now_seconds)
            return Judgement(None, (was_heard, refused), telling, is_no_command=True)
        if is_certain(heard, meant, self._grammar, self._ordinary_score):
            intent = {"kind": "intent", "name": meant.name, "slots": dict(meant.slots), "text": meant.text}
            return Judgement(meant, (was_heard, intent))
        refused = refused_record(heard.text, UNCERTAIN, nearest=meant.text)
        telling = self._telling(heard, UNCERTAIN, meant.text, now_seconds)
        return Judgement(None, (was_heard, refused), telling)

    def _is_own_voice(self, heard: Utterance) -> bool:
        """Return whether the coach heard itself; never where no echo is known of, as with headphones."""
        if heard.echo_over_user_db is None:
            return False
        return self._own_voice.is_own(heard, self._echo_delay_seconds())

    def _telling(self, heard: Utterance, reason: str, nearest: str | None, now_seconds: float) -> Telling:
        if reason == Reason.BAD_VALUE:
            return Telling.REFUSED
        is_told = self._doubts.is_worth_a_sound(heard, reason, nearest, now_seconds)
        return Telling.UNSURE if is_told else Telling.NOTHING
