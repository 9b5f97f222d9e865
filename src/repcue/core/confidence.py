"""How sure it is that a phrase was said and nothing else: evidence in, a score of 0 to 1 out.

A grammar makes a command of any talk, so that it fits says little. Several phrases are candidates: what the recogniser
heard, what it heard nearly as well, and what sounds like the text of a referee who knows the whole language. What tells
for one of them: how well the sound fits it, how much speech the words leave unexplained, how probable the referee finds
it, how far it is ahead of the others, and more. The evidence is laid out as numbers, `features_of`; `confidence` weighs
them with what was fitted (a forest of small trees, or plain weights), and the best candidate counts. At 0.5 a command
is acted on. Weights are fitted by `benchmarks/fit_confidence.py` and stored beside the ear that they belong to.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

from repcue.core.edit_distance import changes
from repcue.core.grammar import words_of

Said = TypeVar("Said", bound=Hashable)

MOST_UNEXPLAINED_SECONDS: Final = 1.0
"""With more speech than that beside the words, no referee is asked. Of 1,761 right commands, clean and in noise, one
had so much; of what the grammar makes of other talk, 23 % have."""

CERTAIN_SCORE: Final = 0.5
"""From here on a phrase is certain enough to act on."""

CERTAIN_WHEN_COSTLY: Final = 0.75
"""The same for commands that the grammar calls costly, and for the alarm. In 1.6 hours of talk, "Alexa" was twice so
much like "let's go" (0.74), and "next" like "next set"; of 31 costly commands by voices that nothing is fitted on,
clean and in noise, none had less than 0.9. In cross-validation 96 % of them have 0.5, and 91 % this."""

CERTAIN_WHEN_URGENT: Final = 0.4
"""The same for what ends or holds a set: better done wrongly than not done. In 1.6 hours of other talk, no urgent word
but one had a score between this and 0.5, in cross-validation."""

TALK_SCORE: Final = 0.5
"""What a phrase loses that follows other talk closely: sentences break into pieces that sound like commands, and some
are. "Here … again" was read with a pause between, and nobody can hear that it is no command."""

_LONGEST_LETTER_SECONDS: Final = 0.4
_LARGEST_GAP: Final = 4.0
_LEAST_LOGPROB: Final = -14.0
_LEAST_MEAN: Final = -4.5
_LEAST_OWN_MEAN: Final = -4.0
_FURTHEST_BEHIND_TEXT: Final = 12.0
_LEAST_OF_ONE: Final = -9.0
_LEAST_TOTAL: Final = -15.0
_LARGEST_MARGIN: Final = 6.0
_LARGEST_MEAN_MARGIN: Final = 3.0
_FAR_BEHIND: Final = 100.0
"""As far behind the best as this counts what the recogniser did not hear at all, in nats: twice the scale of the
feature."""

_LEAST_FIT: Final = -12.0
"""Half of right commands, clean, are at -2.3 and half of near misses at -4.7."""

_PHONEME_SECONDS: Final = 0.065
_LEAST_PHRASE_SECONDS: Final = 0.1
"""How long a phrase takes: the median of right commands, clean."""

_SAME_SOUND: Final = 0.05
_NOISY_DB: Final = 40.0
"""Speech so far over the noise is taken for clean."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a recogniser that knows the whole language says of a sound. Logarithms are natural."""

    text: str
    """What it writes by itself; may go round in circles."""

    text_logprob: float
    """Mean logarithm of the probability of the pieces of its own text."""

    no_speech: float
    """How probable it is that nobody speaks, 0 to 1."""

    logprobs: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """For each phrase that it was asked about, how probable each piece is after the pieces before it, in the way to
    write it that fits best."""

    own_logprobs: tuple[float, ...] = ()
    """The same of its own text, said once; empty where it wrote none."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may have been said."""

    phrase: str
    meaning: Hashable
    """The same for phrases that mean the same."""

    phonemes: int
    is_best_heard: bool = True
    """Whether it means what the recogniser heard best."""

    behind: float | None = None
    """How much less well the sound fits it than the recogniser's best, in nats; None where it was not heard."""

    unlikeness: float = 1.0
    """What it takes to change the referee's text into it, for each phoneme; 0 for the same sound."""

    @property
    def sounds_the_same(self) -> bool:
        """Whether the referee wrote what sounds the same."""
        return self.unlikeness < _SAME_SOUND


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the sound that something was recognised in."""

    word_seconds: Sequence[tuple[str, float]]
    """Each word that the recogniser heard and how long it lasted."""

    spoken_seconds: float
    """How much of the sound was not quiet."""

    ends_as_phrase: bool
    """Whether the sound ends as the phrase does; else only the grammar made it one."""

    to_noise_db: float = _NOISY_DB
    """How far speech stands over the noise here."""

    word_fits: Sequence[float] = ()
    """How well the sound fits each of those words, the mean over its frames in nats, 0 at best; none where unknown."""

    opinion: Opinion | None = None
    """None where no referee was asked."""

    @property
    def fit(self) -> float:
        """How well the sound fits all of the words, the mean over their frames; 0 where unknown."""
        seconds = sum(each for _, each in self.word_seconds)
        fits = zip(self.word_fits, self.word_seconds, strict=False)
        return sum(fit * lasted for fit, (_, lasted) in fits) / seconds if seconds > 0.0 else 0.0

    @property
    def unexplained_seconds(self) -> float:
        """How much more was spoken than the words last; mostly a little below 0, as words end in quiet."""
        return self.spoken_seconds - sum(seconds for _, seconds in self.word_seconds)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the features count; those without a weight count nothing."""

    bias: float
    by_feature: Mapping[str, float]

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Return the weighted sum."""
        return self.bias + sum(weight * features[name] for name, weight in self.by_feature.items())


class Weighing(Protocol):
    """What makes one number of features: `Weights`, or `core.forest.Forest`."""

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Return the logarithm of how many times likelier it is that the phrase was said than that it was not."""
        ...


def best_of(candidates: Sequence[Candidate], evidence: Evidence, weights: Weighing) -> tuple[Candidate | None, float]:
    """Return the candidate with the highest score, and the score; None and 0 where there is none."""
    scored = [(confidence(features_of(each, candidates, evidence), weights), each) for each in candidates]
    if not scored:
        return None, 0.0
    score, best = max(scored, key=lambda one: one[0])
    return best, score


def features_of(candidate: Candidate, candidates: Sequence[Candidate], evidence: Evidence) -> dict[str, float]:
    """Return what speaks for one of the candidates as numbers, each bounded so that nothing outweighs all else."""
    own = _own_features(candidate, evidence)
    features = own | _referee_features(candidate, candidates, evidence.opinion)
    quietness = features["quietness"]
    # What tells in quiet and in noise is not the same: the weights go evenly from one to the other.
    in_quiet = {f"{name}_in_quiet": quietness * value for name, value in features.items() if name != "quietness"}
    return features | in_quiet


def _referee_features(candidate: Candidate, candidates: Sequence[Candidate], told: Opinion | None) -> dict[str, float]:
    if told is None or candidate.phrase not in told.logprobs:
        return {}
    logprobs = _logprobs(told.logprobs[candidate.phrase])
    mean = sum(logprobs) / len(logprobs)
    rivals = [
        _logprobs(told.logprobs[each.phrase])
        for each in candidates
        if each.meaning != candidate.meaning and each.phrase in told.logprobs
    ]
    best_total = max((sum(each) for each in rivals), default=-1e9)
    best_mean = max((sum(each) / len(each) for each in rivals), default=-1e9)
    is_same = float(candidate.sounds_the_same)
    own = _logprobs(told.own_logprobs)
    own_mean = sum(own) / len(own) if own else _LEAST_OWN_MEAN
    return {
        # By the same measure, as the referee's own text is the strongest rival.
        "text_margin": _bounded(sum(logprobs) - sum(own), -_FURTHEST_BEHIND_TEXT, 4.0) if own else 0.0,
        "text_mean_margin": _bounded(mean - own_mean, -_LARGEST_GAP, 2.0) if own else 0.0,
        "text_sure": _bounded(own_mean, _LEAST_OWN_MEAN, 0.0),
        "mean_logprob": max(mean, _LEAST_MEAN),
        "least_logprob": max(min(logprobs), _LEAST_OF_ONE),
        "total_logprob": max(sum(logprobs), _LEAST_TOTAL),
        "logprob_gap": _bounded(told.text_logprob - mean, -0.5, _LARGEST_GAP),
        "margin": _bounded(sum(logprobs) - best_total, -_LARGEST_MARGIN, _LARGEST_MARGIN),
        "mean_margin": _bounded(mean - best_mean, -_LARGEST_MEAN_MARGIN, _LARGEST_MEAN_MARGIN),
        "text_logprob": told.text_logprob,
        "likeness": likeness(candidate.phrase, told.text),
        "alikeness": 1.0 - min(candidate.unlikeness, 1.0),
        "no_speech": told.no_speech,
        "same_sound": is_same,
        "surely_other": exp(min(told.text_logprob, 0.0)) * min(candidate.unlikeness, 1.0),
    }


def _own_features(candidate: Candidate, evidence: Evidence) -> dict[str, float]:
    """Return what needs no referee."""
    is_best = candidate.is_best_heard
    words = evidence.word_seconds if is_best else ()
    slowest = max((seconds / len(word) for word, seconds in words), default=0.0)
    usual_seconds = _PHONEME_SECONDS * candidate.phonemes + _LEAST_PHRASE_SECONDS
    slowness = log(max(evidence.spoken_seconds, 0.05) / usual_seconds)
    behind = _FAR_BEHIND if candidate.behind is None else candidate.behind
    quietness = _bounded(evidence.to_noise_db, 0.0, _NOISY_DB) / (0.5 * _NOISY_DB) - 1.0
    unexplained = _bounded(evidence.unexplained_seconds, -0.3, MOST_UNEXPLAINED_SECONDS)
    return {
        "is_best_heard": float(is_best),
        "ends_as_phrase": float(is_best and evidence.ends_as_phrase),
        "behind": _bounded(behind / 50.0, 0.0, 2.0),
        "log_phonemes": log(max(1, candidate.phonemes)),
        "unexplained_seconds": unexplained if is_best else 0.0,
        "fit": _bounded(evidence.fit, _LEAST_FIT, 0.0) if is_best else 0.0,
        "least_fit": _bounded(min(evidence.word_fits, default=0.0), _LEAST_FIT, 0.0) if is_best else 0.0,
        "slowest_letter_seconds": min(slowest, _LONGEST_LETTER_SECONDS),
        "too_fast": max(0.0, -slowness),
        "too_slow": _bounded(slowness, 0.0, 2.0),
        "quietness": quietness,
    }


def _logprobs(pieces: Sequence[float]) -> list[float]:
    return [max(each, _LEAST_LOGPROB) for each in pieces]


def confidence(features: Mapping[str, float], weights: Weighing) -> float:
    """Return the score, 0 to 1; 0.5 and above is certain enough to act on.

    >>> confidence({"likeness": 1.0}, Weights(-1.0, {"likeness": 1.0}))
    0.5
    """
    return 1.0 / (1.0 + exp(-_bounded(weights.log_odds(features), -30.0, 30.0)))


def needed_score(*, is_costly: bool, is_urgent: bool, ordinary_score: float = CERTAIN_SCORE) -> float:
    """Return the score from which on a command is acted on.

    Args:
        is_costly: whether it does harm when nobody wants it.
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
    ours, theirs = _letters(phrase), "".join(said_once(words_of(text)))
    return 1.0 - changes(ours, theirs) / max(len(ours), len(theirs), 1)


def _letters(text: str) -> str:
    return text.replace(" ", "")


def said_once(words: Sequence[Said]) -> Sequence[Said]:
    """Return the first round of words, or pieces of them, that repeat themselves to the end."""
    for length in range(1, len(words)):
        round_of_words = words[:length]
        if all(word == round_of_words[place % length] for place, word in enumerate(words)):
            return round_of_words
    return words


def _bounded(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
