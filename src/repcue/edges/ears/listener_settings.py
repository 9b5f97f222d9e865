"""How long a listener waits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListenerSettings:
    """How long the listener waits, in seconds of sound. Silences inside a command reach 0.15 s ("stop | the set")."""

    before_seconds: float = 0.35
    """How much of the sound before a segment's onset is decoded with it, 0.3 to 0.5; first consonants are soft."""

    step_seconds: float = 0.05
    """Decoding advances by so much."""

    quiet_seconds: float = 0.30
    """Quiet that ends a whole phrase."""

    costly_quiet_seconds: float = 0.50
    """Quiet that ends a costly command: the pieces that sentences break into follow each other sooner."""

    unfinished_quiet_seconds: float = 0.55
    """Quiet that ends words that are no phrase yet or may become another ("sixty … two kilos")."""

    urgent_quiet_seconds: float = 0.12
    """Quiet after an urgent command; longer than the closure before a final "p", 0.05 to 0.1 s."""

    urgent_ahead_quiet_seconds: float = 0.05
    """Quiet after which the certainty of an urgent command is worked out, while the rest of the quiet goes by. It takes
    0.1 s and more."""

    ahead_quiet_seconds: float = 0.15
    """Quiet after which the certainty of a phrase that cannot go on is worked out ahead of its end."""

    short_seconds: float = 0.8
    """Speech that is no longer is judged ahead of its end even where the words are no phrase: it may be "stop"."""

    after_talk_seconds: float = 0.9
    """What begins so soon after other talk is less certain. Of 340 pauses within read sentences, 80 % are shorter."""

    costly_after_talk_seconds: float = 1.5
    """The same for a costly command; 92 % of those pauses are shorter. "Settled here … again" was read with 1.2 s."""

    least_talk_seconds: float = 0.5
    """Anything shorter is no talk; a plate's clank is not."""

    urgent_same_seconds: float = 0.12
    """So long an urgent command must have stayed the same."""

    urgent_steady_seconds: float = 0.40
    """In noise: unchanged for so long, and nothing near the command's own level since."""

    steady_seconds: float = 0.80
    """The same for any other phrase."""

    least_speech_seconds: float = 0.12
    """Anything shorter is no word; "stop" has 0.2 s or more above quiet."""

    longest_seconds: float = 8.0
    """Speech longer than this is no command; "one hundred and thirty five and a half kilos" takes 3.5 s."""
