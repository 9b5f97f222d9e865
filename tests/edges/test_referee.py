"""The bundled ear's referee and the weights that ship, on speech that is made for the test."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.confidence import Opinion, Weights, features_of
from repcue.core.errors import ModelError
from repcue.core.forest import Forest
from repcue.core.grammar_file import load_grammar
from repcue.core.sound_alike import SoundAlikes
from repcue.edges.ears.byte_pairs import BytePairs, read_byte_pairs
from repcue.edges.ears.certainty import Certainty, read_weights, weights_for
from repcue.edges.ears.decoder import AlsoHeard, Decoded, DecodedWord, Judged, SpokenSegment
from repcue.edges.ears.whisper import WhisperReferee
from support.spoken import spoken

SPEAKER = ("en-us", 160)
SURE, UNSURE = Weights(20.0, {}), Weights(-20.0, {})
PHRASES = load_grammar(
    """\
language: en
intents:
  begin: {phrases: [next set]}
  louder: {phrases: [louder]}
  stop: {lane: urgent, phrases: [stop|stop the set]}
  again: {phrases: [stop again]}
""",
    source="test",
)
PHONEMES = {
    "next": "N EH K S T",
    "text": "T EH K S T",
    "set": "S EH T",
    "louder": "L AW D ER",
    "stop": "S T AA P",
    "the": "DH AH",
    "again": "AH G EH N",
}
ALIKES = SoundAlikes(
    PHRASES.to_word_graph(lambda word: ((word,),)), lambda word: tuple(filter(None, [PHONEMES.get(word)]))
)


class Asked:
    """A referee that writes a given text, finds every phrase probable, and keeps what it was asked."""

    def __init__(self, text: str = "Next set.") -> None:
        self._text = text
        self.phrases: list[tuple[str, ...]] = []

    def weigh(self, samples: Samples, suggest: Callable[[str], Sequence[str]]) -> Opinion:
        self.phrases.append(tuple(suggest(self._text)))
        return Opinion(self._text, -0.1, 0.0, dict.fromkeys(self.phrases[-1], (-0.1,)))

    def close(self) -> None:
        pass


def certainty(referee: Asked | None = None, weights: Weights = SURE) -> Certainty:
    return Certainty(weights, UNSURE, PHRASES, ALIKES, referee)


def segment(phrase: str = "next set", spoken_seconds: float = 0.7, others: tuple[AlsoHeard, ...] = ()) -> SpokenSegment:
    words = [DecodedWord(word, 0.4 * place, 0.4 * place + 0.35) for place, word in enumerate(phrase.split())]
    decoded = Decoded(phrase, tuple(words), 0.9, others=others)
    return SpokenSegment(decoded, phrase, np.zeros(16_000, np.float32), spoken_seconds, 40.0)


@pytest.mark.slow
def test_the_phrase_that_was_said_fits_and_another_does_not() -> None:
    (clip,) = spoken(("next set",), *SPEAKER)
    referee = WhisperReferee()
    asked: list[str] = []

    def suggest(text: str) -> tuple[str, ...]:
        asked.append(text)
        return ("louder", "next set")

    opinion = referee.weigh(clip, suggest)
    referee.close()
    assert asked == [opinion.text]
    assert np.mean(opinion.logprobs["next set"]) > np.mean(opinion.logprobs["louder"]) + 2.0


@pytest.mark.slow
def test_sound_of_any_length_is_weighed() -> None:
    referee = WhisperReferee()
    for frames in (0, 1, 399, 1600, 16_000 * 20):
        opinion = referee.weigh(np.zeros(frames, np.float32), lambda _text: ("stop",))
        assert len(opinion.logprobs["stop"]) >= 1
        assert 0.0 <= opinion.no_speech <= 1.0
    assert referee.weigh(np.zeros(1600, np.float32), lambda _text: ()).logprobs == {}
    referee.close()


def test_no_referee_is_asked_when_much_was_spoken_beside_the_words() -> None:
    referee = Asked()
    assert certainty(referee).judge(segment(spoken_seconds=2.0)) == Judged("", 0.0)
    assert certainty(referee).judge(segment("", spoken_seconds=5.0)) == Judged("", 0.0)
    assert referee.phrases == []
    assert certainty(referee).judge(segment()).score > 0.5
    assert referee.phrases == [("next set",)]


def test_what_sounds_like_the_referees_text_is_a_candidate_though_the_decoder_heard_nothing() -> None:
    referee = Asked("Text set! Text set! Text")
    judged = certainty(referee, Weights(-1.0, {"alikeness": 3.0})).judge(segment(""))
    assert judged.phrase == "next set"
    assert judged.score > 0.5
    assert not judged.is_agreed


def test_what_the_referee_wrote_needs_no_second_look_though_the_decoder_heard_nothing() -> None:
    assert certainty(Asked("Next set!")).judge(segment("")).is_agreed


def test_what_the_decoder_heard_nearly_as_well_is_a_candidate_too() -> None:
    referee = Asked("Huh")
    others = (AlsoHeard("next", 0.0), AlsoHeard("stop", 3.0), AlsoHeard("stop the set", 9.0))
    certainty(referee).judge(segment("louder", others=others))
    assert referee.phrases == [("louder", "stop", "stop the set")]


def test_the_mere_beginning_of_what_the_decoder_heard_is_no_candidate() -> None:
    referee = Asked("Next")
    certainty(referee).judge(segment("stop the set", 1.1, (AlsoHeard("louder", 3.0),)))
    assert "louder" in referee.phrases[0]
    referee = Asked("Stop.")
    certainty(referee).judge(segment("stop again", 0.7))
    assert "stop" not in referee.phrases[0]


def test_without_a_referee_other_weights_count() -> None:
    judged = certainty().judge(segment())
    assert judged.phrase == "next set"
    assert judged.score < 1e-6


def test_the_weights_that_ship_can_be_read_and_name_features_that_there_are() -> None:
    with_referee, alone = read_weights(weights_for("bundled"))
    candidates, evidence = certainty(Asked()).weighed(segment())
    assert isinstance(with_referee, Forest)
    assert isinstance(alone, Weights)
    assert set(with_referee.features) <= set(features_of(candidates[0], candidates, evidence))
    own = features_of(candidates[0], candidates, replace(evidence, opinion=None))
    assert set(alone.by_feature) <= set(own)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"alone": {"bias": 1, "weights": {}}}',
        '{"with_referee": {"bias": "x", "weights": {}}, "alone": {"bias": 1, "weights": {}}}',
        '{"with_referee": {"bias": 0, "features": [], "trees": [[]]}, "alone": {"bias": 1, "weights": {}}}',
    ],
)
def test_broken_weights_are_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "confidence.bundled.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as told:
        read_weights(path)
    assert str(told.value) == f"The weights {path} cannot be read; install RepCue again, or fit them anew."


def test_text_becomes_the_longest_pieces_in_the_order_of_the_merges() -> None:
    pairs = BytePairs({"\u0120next": 1, "\u0120": 2, "s": 3, "et": 4, "\u0120s": 5, ".": 6}, MERGES)
    assert pairs.tokens(" next set.") == [1, 5, 4, 6]
    assert pairs.text([1, 5, 4, 6]) == "next set."


MERGES = [("e", "x"), ("e", "t"), ("ex", "t"), ("n", "ext"), ("\u0120", "next"), ("\u0120", "s")]


def test_a_broken_vocabulary_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError) as told:
        read_byte_pairs(path)
    assert str(told.value) == f"The vocabulary {path} cannot be read; reinstall the package that it is from."
