"""How sure it is that a phrase was said and nothing else: evidence in, a score of 0 to 1 out.

A grammar makes a command of any talk, so that it fits says little. What tells: how much speech the words leave
unexplained, whether one of them lasts too long, and what a referee says who knows the whole language. The evidence is
laid out as numbers, `features_of`; `confidence` weighs them with stored weights (logistic regression). At 0.5 a command
is acted on. Weights are fitted by `benchmarks/fit_confidence.py` and stored beside the ear that they belong to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

from repcue.core.grammar import words_of

MOST_UNEXPLAINED_SECONDS: Final = 1.0
"""With more speech than that beside the words, no referee is asked. Of 1,761 right commands, clean and in noise, one
had so much; of what the grammar makes of other talk, 23 % have."""

CERTAIN_SCORE: Final = 0.5
"""From here on a phrase is certain enough to act on."""

CERTAIN_WHEN_COSTLY: Final = 0.8
"""The same for commands that the grammar calls costly. "Alexa" was heard as "let's go" 64 times; four of them reached
0.5 and one 0.8, where half of the rightly heard commands have 0.98."""

CERTAIN_WHEN_URGENT: Final = 0.3
"""The same for what ends or holds a set: better done wrongly than not done. In 1.6 hours of other talk, two urgent
words had a score between this and 0.5."""

TALK_SCORE: Final = 0.3
"""What a phrase loses that follows other talk closely: sentences break into pieces that sound like commands. Pieces of
read sentences reached 0.66."""

_LONGEST_LETTER_SECONDS: Final = 0.4
_LARGEST_GAP: Final = 8.0
_LEAST_LOGPROB: Final = -14.0


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a recogniser that knows the whole language says of a sound. Logarithms are natural."""

    phrase: str
    """Of the phrases that it was asked about, the one that fits best."""

    phrase_logprobs: tuple[float, ...]
    """How probable each piece of the phrase is after the pieces before it, in the way to write it that fits best."""

    text: str
    """What it writes by itself; may go round in circles."""

    text_logprob: float
    """Mean logarithm of the probability of the pieces of its own text."""

    no_speech: float
    """How probable it is that nobody speaks, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one phrase and the sound that it was recognised in."""

    phrase: str
    word_seconds: Sequence[tuple[str, float]]
    """Each word and how long it lasted."""

    spoken_seconds: float
    """How much of the sound was not quiet."""

    ends_as_phrase: bool
    """Whether the sound ends as the phrase does; else only the grammar made it one."""

    opinion: Opinion | None = None
    """None where no referee was asked."""

    @property
    def unexplained_seconds(self) -> float:
        """How much more was spoken than the words last; mostly a little below 0, as words end in quiet."""
        return self.spoken_seconds - sum(seconds for _, seconds in self.word_seconds)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the features count; those without a weight count nothing."""

    bias: float
    by_feature: Mapping[str, float]


def features_of(evidence: Evidence) -> dict[str, float]:
    """Return the evidence as numbers, each bounded so that nothing outweighs all else."""
    slowest = max((seconds / len(word) for word, seconds in evidence.word_seconds), default=0.0)
    features = {
        "ends_as_phrase": float(evidence.ends_as_phrase),
        "log_letters": log(max(1, len(_letters(evidence.phrase)))),
        "unexplained_seconds": _bounded(evidence.unexplained_seconds, -0.3, MOST_UNEXPLAINED_SECONDS),
        "slowest_letter_seconds": min(slowest, _LONGEST_LETTER_SECONDS),
    }
    told = evidence.opinion
    if told is None or not told.phrase_logprobs:
        return features
    phrase = told.phrase
    logprobs = [max(each, _LEAST_LOGPROB) for each in told.phrase_logprobs]
    mean = sum(logprobs) / len(logprobs)
    return features | {
        "logprob_gap": _bounded(told.text_logprob - mean, -0.5, _LARGEST_GAP),
        "least_logprob": min(logprobs),
        "text_logprob": told.text_logprob,
        "likeness": likeness(phrase, told.text),
        "no_speech": told.no_speech,
    }


def confidence(features: Mapping[str, float], weights: Weights) -> float:
    """Return the score, 0 to 1; 0.5 and above is certain enough to act on.

    >>> confidence({"likeness": 1.0}, Weights(-1.0, {"likeness": 1.0}))
    0.5
    """
    weighed = weights.bias + sum(weight * features[name] for name, weight in weights.by_feature.items())
    return 1.0 / (1.0 + exp(-_bounded(weighed, -30.0, 30.0)))


def needed_score(*, is_costly: bool, is_urgent: bool, ordinary_score: float = CERTAIN_SCORE) -> float:
    """Return the score from which on a command is acted on.

    Args:
        is_costly: whether the grammar calls it so.
        is_urgent: whether it ends or holds a set.
        ordinary_score: what all others need, where a tune-in has found another than the usual one.
    """
    if is_urgent:
        return CERTAIN_WHEN_URGENT
    return CERTAIN_WHEN_COSTLY if is_costly else ordinary_score


def likeness(phrase: str, text: str) -> float:
    """Return how like a phrase a text is, letter by letter: 1 for the same, 0 for nothing in common.

    A text that goes round in circles counts once; numbers count as words.

    >>> likeness("next set", "Next set. Next set. Next"), likeness("sixty kilos", "60 kilos"), likeness("stop", "Huh?")
    (1.0, 1.0, 0.0)
    """
    ours, theirs = _letters(phrase), "".join(_once(words_of(text)))
    return 1.0 - _changes(ours, theirs) / max(len(ours), len(theirs), 1)


def _letters(text: str) -> str:
    return text.replace(" ", "")


def _once(words: Sequence[str]) -> Sequence[str]:
    """Return the first round of words that repeat themselves to the end."""
    for length in range(1, len(words)):
        round_of_words = words[:length]
        if all(word == round_of_words[place % length] for place, word in enumerate(words)):
            return round_of_words
    return words


def _changes(one: str, other: str) -> int:
    """Return how many letters must be put in, left out or changed (Levenshtein 1966)."""
    costs = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        before, costs[0] = costs[0], row
        for column, opposite in enumerate(other, 1):
            change = before + (letter != opposite)
            before, costs[column] = costs[column], min(change, costs[column] + 1, costs[column - 1] + 1)
    return costs[-1]


def _bounded(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
