"""The bundled ear's referee and the weights that ship, on speech that is made for the test."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.confidence import Opinion, Weights
from repcue.core.errors import ModelError
from repcue.edges.ears.byte_pairs import BytePairs, read_byte_pairs
from repcue.edges.ears.certainty import Certainty, read_certainty, weights_for
from repcue.edges.ears.decoder import Decoded, DecodedWord
from repcue.edges.ears.whisper import WhisperReferee
from support.spoken import spoken

SPEAKER = ("en-us", 160)


class Asked:
    """A referee that keeps what it was asked."""

    def __init__(self) -> None:
        self.phrases: list[tuple[str, ...]] = []

    def weigh(self, samples: Samples, phrases: Sequence[str]) -> Opinion:
        self.phrases.append(tuple(phrases))
        return Opinion(phrases[0], (-0.1,), phrases[0], -0.1, 0.0)

    def close(self) -> None:
        pass


def decoded(seconds: float) -> Decoded:
    return Decoded(
        "next set", (DecodedWord("next", 0.4, 0.4 + seconds / 2), DecodedWord("set", 0.7, 0.7 + seconds / 2)), 0.9
    )


@pytest.mark.slow
def test_the_phrase_that_was_said_fits_and_another_does_not() -> None:
    (clip,) = spoken(("next set",), *SPEAKER)
    referee = WhisperReferee()
    said, other = (referee.weigh(clip, (phrase,)) for phrase in ("next set", "louder"))
    best = referee.weigh(clip, ("louder", "next set"))
    referee.close()
    assert np.mean(said.phrase_logprobs) > np.mean(other.phrase_logprobs) + 3.0
    assert best.phrase == "next set"
    assert best.phrase_logprobs == said.phrase_logprobs


@pytest.mark.slow
def test_sound_of_any_length_is_weighed() -> None:
    referee = WhisperReferee()
    for frames in (0, 1, 399, 1600, 16_000 * 20):
        opinion = referee.weigh(np.zeros(frames, np.float32), ("stop",))
        assert len(opinion.phrase_logprobs) >= 1
        assert 0.0 <= opinion.no_speech <= 1.0
    referee.close()


def test_no_referee_is_asked_when_much_was_spoken_beside_the_words() -> None:
    referee = Asked()
    certainty = Certainty(Weights(1.0, {}), Weights(-1.0, {}), referee)
    sound = np.zeros(16_000, np.float32)
    assert certainty.score(decoded(0.7), ("next set",), sound, 2.0) == 0.0
    assert referee.phrases == []
    assert certainty.score(decoded(0.7), ("next set",), sound, 0.7) > 0.5
    assert referee.phrases == [("next set",)]


def test_without_a_referee_other_weights_count() -> None:
    certainty = Certainty(Weights(1.0, {}), Weights(-1.0, {}))
    assert certainty.score(decoded(0.7), ("next set",), np.zeros(16_000, np.float32), 0.7) < 0.5


def test_the_weights_that_ship_can_be_read() -> None:
    certainty = read_certainty(weights_for("bundled"), None)
    assert certainty.with_referee.by_feature["likeness"] > 0.0
    assert certainty.with_referee.by_feature["logprob_gap"] < 0.0
    assert certainty.alone.by_feature["unexplained_seconds"] < 0.0


@pytest.mark.parametrize("text", ["", "[]", "alone: {bias: 1}", "with_referee: {bias: x}\nalone: {bias: 1}", ": ::"])
def test_broken_weights_are_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "confidence.bundled.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as told:
        read_certainty(path, None)
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
