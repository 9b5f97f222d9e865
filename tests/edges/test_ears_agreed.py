"""What a listener does with free words beside those of the grammar; the decoder is a twin that writes what is given."""

from collections.abc import Sequence

import numpy as np
import pytest

from repcue.core.agreement import FreeWord
from repcue.core.clip import Samples
from repcue.core.confidence import CERTAIN_WHEN_COSTLY, CERTAIN_WHEN_URGENT
from repcue.core.grammar_file import load_grammar
from repcue.core.messages import AudioBlock, Lane, Utterance
from repcue.core.units import EAR_RATE
from repcue.edges.ears.agreed import Agreed, ways_in
from repcue.edges.ears.decoder import Decoded, DecodedWord, SpokenSegment
from repcue.edges.ears.listener import Listener
from repcue.edges.ears.pronunciation import Pronunciations, pronunciations_for

GRAMMAR = load_grammar(
    """\
language: en
intents:
  stop: {lane: urgent, phrases: [stop|stop the set]}
  help: {lane: urgent, phrases: [help me]}
  begin: {phrases: [next set]}
""",
    source="test",
)


class Writing:
    """Hears one phrase in everything, and writes freely what is given, first so far and then at the end."""

    engine = "vosk"
    model = "twin"

    def __init__(self, text: str, free_so_far: str, free_text: str) -> None:
        self._text = text
        self._so_far, self._free = (tuple(map(FreeWord, each.split())) for each in (free_so_far, free_text))

    def start(self) -> None:
        pass

    def accept(self, samples: Samples) -> str:
        return self._text

    def so_far(self) -> Decoded:
        return Decoded(self._text, (), 0.0, free_words=self._so_far)

    def finish(self) -> Decoded:
        words = tuple(DecodedWord(word, 0.3, 0.6) for word in self._text.split())
        return Decoded(self._text, words, 1.0, free_words=self._free)

    def close(self) -> None:
        pass


def said(decoder: Writing) -> Utterance:
    """Return what comes of 0.4 s of sound that ends at 1.4 s."""
    loud = np.where(np.arange(round(0.4 * EAR_RATE)) % 2, 0.2, -0.2)
    quiet = np.random.default_rng(3).normal(0.0, 1e-3, (2, EAR_RATE))
    sound = np.concatenate((quiet[0], loud, quiet[1])).astype(np.float32)
    listener = Listener(decoder, GRAMMAR, certainty=Agreed())
    blocks = (AudioBlock(sound[at : at + 160], at / EAR_RATE) for at in range(0, len(sound), 160))
    (utterance,) = (each for block in blocks for each in listener.feed(block) if isinstance(each, Utterance))
    return utterance


@pytest.mark.parametrize("phrase", ["stop", "help me"])
def test_an_urgent_command_that_the_free_words_agree_with_is_decided_at_once(phrase: str) -> None:
    heard = said(Writing(phrase, phrase, phrase))
    assert (heard.text, heard.lane, heard.score) == (phrase, Lane.URGENT, 1.0)
    assert heard.decided_at_seconds - 1.4 <= 0.2


@pytest.mark.parametrize(("phrase", "free"), [("stop", "don't stop"), ("help me", "she will help you"), ("stop", "")])
def test_an_urgent_command_in_other_words_is_neither_fast_nor_certain(phrase: str, free: str) -> None:
    heard = said(Writing(phrase, free, free))
    assert (heard.text, heard.lane) == (phrase, Lane.NORMAL)
    assert heard.score < CERTAIN_WHEN_URGENT


def test_free_words_that_come_late_make_it_certain_at_the_end() -> None:
    heard = said(Writing("stop", "", "stop"))
    assert (heard.text, heard.lane, heard.score) == ("stop", Lane.NORMAL, 1.0)
    assert heard.decided_at_seconds - 1.4 <= 0.4


def judged(text: str, phrase: str, free: Sequence[FreeWord], confidence: float = 1.0) -> float:
    words = tuple(DecodedWord(word, 0.0, 0.3) for word in text.split())
    decoded = Decoded(text, words, confidence, free_words=tuple(free))
    segment = SpokenSegment(decoded, phrase, np.zeros(160, np.float32), 0.3, 20.0)
    return Agreed(ways_in("en")(pronunciations_for("en"))).judge(segment).score


def test_what_is_no_phrase_has_no_score() -> None:
    assert judged("stop next", "", [FreeWord("stop")]) == 0.0


def test_a_word_of_packs_is_compared_as_the_recogniser_writes_it() -> None:
    assert judged("r d l", "rdl", [FreeWord("r"), FreeWord("d"), FreeWord("l")]) == 1.0
    assert judged("rack it", "rack it", [FreeWord("racket")]) >= CERTAIN_WHEN_COSTLY


def test_pronunciations_of_a_pack_are_gone_by() -> None:
    ways = ways_in("en")(Pronunciations().with_words({"zzyzx": "Z AY Z IH K S"}))
    assert ways is not None
    assert ways("zzyzx") == (("Z", "AY", "Z", "IH", "K", "S"),)


def test_words_are_compared_by_letters_in_other_languages() -> None:
    assert ways_in("ko")(Pronunciations()) is None
