"""The listener's rules, with a decoder that anybody can foretell: its text depends on how long it was loud."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.errors import ModelError
from repcue.core.grammar import Grammar
from repcue.core.grammar_file import load_grammar
from repcue.core.messages import AudioBlock, Lane, Partial, Utterance
from repcue.core.units import EAR_RATE
from repcue.edges.ears.decoder import Decoded, DecodedWord, EarWords, Judged, SpokenSegment
from repcue.edges.ears.learning_ear import LearningEar
from repcue.edges.ears.listener import MOST_TIMES_SCORED, Listener
from repcue.ports import Ear

GRAMMAR = """\
language: en
intents:
  stop: {lane: urgent, phrases: [stop|stop the set]}
  begin: {phrases: [next set]}
  bench: {phrases: [bench press]}
  triceps: {phrases: [bench press triceps]}
  repeat: {costly: true, phrases: [again]}
"""


def grammar() -> Grammar:
    return load_grammar(GRAMMAR, source="test")


class LoudnessDecoder:
    """Hears the last text whose seconds of loud sound have come."""

    engine = "bundled"
    model = "loudness"

    def __init__(self, texts: Mapping[float, str], *, final: str | None = None) -> None:
        self._texts = texts
        self._final = final
        self._loud_frames = 0
        self._frames = 0
        self.accepted: list[int] = []
        self.started = self.finished = self.closed = 0

    def start(self) -> None:
        self._loud_frames = self._frames = 0
        self.started += 1

    def accept(self, samples: Samples) -> str:
        self.accepted.append(len(samples))
        self._frames += len(samples)
        self._loud_frames += int(np.count_nonzero(np.abs(samples) > 0.05))
        return self._text()

    def so_far(self) -> Decoded:
        return self._decoded(self._text())

    def finish(self) -> Decoded:
        self.finished += 1
        return self._decoded(self._text() if self._final is None else self._final)

    def _decoded(self, text: str) -> Decoded:
        words = [DecodedWord(word, 0.4, self._frames / EAR_RATE) for word in text.split()]
        return Decoded(text, tuple(words), 0.9)

    def close(self) -> None:
        self.closed += 1

    def _text(self) -> str:
        heard = [text for seconds, text in self._texts.items() if self._loud_frames >= seconds * EAR_RATE - 1]
        return heard[-1] if heard else ""


class GivenScores:
    """Says these scores, one after the other, and keeps what it was asked."""

    def __init__(self, *scores: float) -> None:
        self._scores = iter(scores)
        self.asked: list[tuple[str, float, float]] = []
        self.closed = 0

    def judge(self, segment: SpokenSegment) -> Judged:
        seconds = len(segment.samples) / EAR_RATE
        self.asked.append((segment.phrase, round(seconds, 2), round(segment.spoken_seconds, 2)))
        return Judged(segment.phrase, next(self._scores) if segment.phrase else 0.0)

    def close(self) -> None:
        self.closed += 1


def loud(seconds: float, amplitude: float = 0.2) -> Samples:
    return np.where(np.arange(round(seconds * EAR_RATE)) % 2, amplitude, -amplitude).astype(np.float32)


def quiet(seconds: float, level: float = 1e-3) -> Samples:
    return np.random.default_rng(3).normal(0.0, level, round(seconds * EAR_RATE)).astype(np.float32)


def heard(
    listener: Ear, *sounds: Samples, block_frames: int = 160, at_seconds: float = 0.0
) -> list[Partial | Utterance]:
    sound = np.concatenate(sounds)
    blocks = range(0, len(sound), block_frames)
    fed = [
        listener.feed(AudioBlock(sound[first : first + block_frames], at_seconds + first / EAR_RATE))
        for first in blocks
    ]
    return [each for some in fed for each in some]


def decided(said: Sequence[Partial | Utterance]) -> list[Utterance]:
    return [each for each in said if isinstance(each, Utterance)]


def test_an_urgent_command_is_decided_as_soon_as_nobody_speaks_on() -> None:
    listener = Listener(LoudnessDecoder({0.2: "stop"}), grammar())
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.3), quiet(2.0)))
    assert (utterance.text, utterance.lane, utterance.engine) == ("stop", Lane.URGENT, "bundled")
    assert 0.119 <= utterance.decided_at_seconds - 1.3 <= 0.2
    assert utterance.ended_at_seconds == pytest.approx(1.3, abs=0.011)


def test_another_command_waits_for_a_third_of_a_second_of_quiet() -> None:
    listener = Listener(LoudnessDecoder({0.2: "next set"}), grammar())
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.5), quiet(2.0)))
    assert (utterance.text, utterance.lane) == ("next set", Lane.NORMAL)
    assert utterance.decided_at_seconds == pytest.approx(1.8, abs=0.02)


def test_a_costly_command_waits_for_half_a_second_of_quiet_and_is_none_when_somebody_speaks_on() -> None:
    (utterance,) = decided(
        heard(Listener(LoudnessDecoder({0.2: "again"}), grammar()), quiet(1.0), loud(0.5), quiet(2.0))
    )
    assert utterance.decided_at_seconds == pytest.approx(2.0, abs=0.02)
    listener = Listener(LoudnessDecoder({0.2: "again", 0.6: "again and"}), grammar())
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.5), quiet(0.4), loud(0.5), quiet(2.0)))
    assert utterance.text == "again and"


@pytest.mark.parametrize("text", ["bench press", "next"])
def test_words_that_may_become_another_command_or_are_none_yet_wait_longer(text: str) -> None:
    listener = Listener(LoudnessDecoder({0.2: text}), grammar())
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.5), quiet(2.0)))
    assert utterance.decided_at_seconds == pytest.approx(2.05, abs=0.02)


def test_a_pause_inside_a_phrase_does_not_split_it() -> None:
    listener = Listener(LoudnessDecoder({0.2: "bench press", 0.5: "bench press triceps"}), grammar())
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.3), quiet(0.4), loud(0.3), quiet(2.0)))
    assert utterance.text == "bench press triceps"


def test_an_urgent_command_is_not_decided_while_somebody_speaks_on() -> None:
    listener = Listener(LoudnessDecoder({0.2: "stop", 0.6: "next set"}), grammar())
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.9), quiet(2.0)))
    assert utterance.text == "next set"


def test_what_follows_an_early_decision_in_the_same_breath_is_swallowed() -> None:
    decoder = LoudnessDecoder({0.2: "stop"})
    said = heard(Listener(decoder, grammar()), quiet(1.0), loud(0.3), quiet(0.16), loud(0.3), quiet(2.0))
    assert [each.text for each in decided(said)] == ["stop"]
    assert (decoder.started, decoder.finished) == (1, 1)


def test_the_next_command_after_a_decision_is_heard() -> None:
    listener = Listener(LoudnessDecoder({0.2: "stop"}), grammar())
    said = heard(listener, quiet(1.0), loud(0.3), quiet(0.8), loud(0.3), quiet(1.0))
    assert [each.text for each in decided(said)] == ["stop", "stop"]


def test_in_noise_that_never_gets_quiet_a_command_is_decided_when_nothing_as_loud_follows() -> None:
    noise = 0.02
    listener = Listener(LoudnessDecoder({0.2: "stop"}), grammar())
    said = heard(listener, quiet(1.0), loud(0.3, 0.3) + quiet(0.3, noise), quiet(2.0, noise))
    (utterance,) = decided(said)
    assert utterance.lane is Lane.URGENT
    assert utterance.decided_at_seconds - 1.3 <= 0.5


def test_the_block_size_changes_nothing() -> None:
    sound = [quiet(0.7), loud(0.3), quiet(0.9), loud(0.61), quiet(1.0)]
    texts = {0.2: "stop", 0.5: "next set"}
    runs = [
        [
            (each.text, round(each.decided_at_seconds, 6) if isinstance(each, Utterance) else round(each.at_seconds, 6))
            for each in heard(Listener(LoudnessDecoder(texts), grammar()), *sound, block_frames=block_frames)
        ]
        for block_frames in (160, 1, 7, 441, 1600, 100_000)
    ]
    assert [text for text, _ in runs[0]] == ["stop", "stop", "stop", "next set", "next set"]
    assert all(run == runs[0] for run in runs)


def test_partials_come_when_the_words_change_and_the_utterance_after_them() -> None:
    listener = Listener(LoudnessDecoder({0.1: "bench", 0.3: "bench press"}), grammar())
    said = heard(listener, quiet(1.0), loud(0.5), quiet(1.0))
    assert [type(each).__name__ for each in said] == ["Partial", "Partial", "Utterance"]
    assert [each.text for each in said] == ["bench", "bench press", "bench press"]


def test_speech_longer_than_any_command_is_thrown_away_and_listened_to_afresh() -> None:
    decoder = LoudnessDecoder({0.2: "next set"})
    # The background follows sound that never falls; a breath in every half second keeps it from that.
    chatter = [each for _ in range(30) for each in (loud(0.45), quiet(0.1))]
    said = heard(Listener(decoder, grammar()), quiet(1.0), *chatter)
    assert decided(said) == []
    assert decoder.started == 3
    assert decoder.finished == 2


def test_a_click_is_no_word_and_nothing_is_said_when_nothing_was_recognised() -> None:
    assert heard(Listener(LoudnessDecoder({0.0: "stop"}), grammar()), quiet(1.0), loud(0.02), quiet(1.0)) == []
    assert decided(heard(Listener(LoudnessDecoder({}), grammar()), quiet(1.0), loud(0.5), quiet(1.0))) == []


def test_speech_outside_the_grammar_alone_is_nothing_but_beside_a_command_it_is_kept() -> None:
    alone, beside = ({0.2: text} for text in ("[unk]", "[unk] next set"))
    assert decided(heard(Listener(LoudnessDecoder(alone), grammar()), quiet(1.0), loud(0.5), quiet(1.0))) == []
    (utterance,) = decided(heard(Listener(LoudnessDecoder(beside), grammar()), quiet(1.0), loud(0.5), quiet(1.0)))
    assert utterance.text == "[unk] next set"
    assert grammar().understand(utterance.text) is None


def test_a_final_that_contradicts_the_partial_is_decided_in_the_normal_lane() -> None:
    listener = Listener(LoudnessDecoder({0.2: "stop"}, final="next set"), grammar())
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.3), quiet(1.0)))
    assert (utterance.text, utterance.lane) == ("next set", Lane.NORMAL)


def test_times_are_those_of_the_blocks_also_over_a_gap() -> None:
    listener = Listener(LoudnessDecoder({0.2: "next set"}), grammar())
    heard(listener, quiet(1.0), loud(0.2), at_seconds=10.0)
    # A second of blocks was lost.
    (utterance,) = decided(heard(listener, loud(0.2), quiet(1.0), at_seconds=12.2))
    assert utterance.words[0].started_at_seconds == pytest.approx(11.0, abs=0.05)
    assert utterance.ended_at_seconds == pytest.approx(12.4, abs=0.011)
    assert utterance.decided_at_seconds == pytest.approx(12.7, abs=0.02)


def test_decoding_advances_in_fixed_steps_and_the_sound_before_the_onset_is_decoded_too() -> None:
    decoder = LoudnessDecoder({0.2: "next set"})
    heard(Listener(decoder, grammar()), quiet(1.0), loud(0.5), quiet(1.0))
    assert decoder.accepted[0] / EAR_RATE >= 0.4
    assert set(decoder.accepted[1:-1]) == {800}


def test_closing_twice_gives_the_model_back_once() -> None:
    decoder = LoudnessDecoder({})
    listener = Listener(decoder, grammar())
    listener.close()
    listener.close()
    assert decoder.closed == 1
    assert (listener.engine, listener.model, listener.unhearable) == ("bundled", "loudness", ())


def test_an_urgent_command_that_is_certain_is_decided_at_once() -> None:
    listener = Listener(LoudnessDecoder({0.2: "stop"}), grammar(), certainty=GivenScores(0.9))
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.3), quiet(2.0)))
    assert (utterance.lane, utterance.score) == (Lane.URGENT, 0.9)
    assert utterance.decided_at_seconds - 1.3 <= 0.2


def test_an_urgent_command_is_scored_while_its_end_is_waited_for() -> None:
    scores = GivenScores(0.9)
    listener = Listener(LoudnessDecoder({0.2: "stop"}), grammar(), certainty=scores)
    heard(listener, quiet(1.0), loud(0.3), quiet(2.0))
    ((_, sound_seconds, _),) = scores.asked
    before_seconds = 0.35
    assert before_seconds + 0.3 + 0.05 <= sound_seconds <= before_seconds + 0.3 + 0.1


def test_an_urgent_command_that_is_not_certain_waits_for_the_end_and_is_scored_again() -> None:
    scores = GivenScores(0.4, 0.7)
    (utterance,) = decided(
        heard(Listener(LoudnessDecoder({0.2: "stop"}), grammar(), certainty=scores), quiet(1.0), loud(0.3), quiet(2.0))
    )
    assert (utterance.lane, utterance.score) == (Lane.NORMAL, 0.7)
    assert utterance.decided_at_seconds - 1.3 == pytest.approx(0.3, abs=0.02)
    assert len(scores.asked) == 2


def test_a_phrase_that_cannot_go_on_is_scored_ahead_of_its_end_and_only_once() -> None:
    scores = GivenScores(0.9)
    listener = Listener(LoudnessDecoder({0.2: "next set"}), grammar(), certainty=scores)
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.5), quiet(2.0)))
    assert utterance.score == 0.9
    ((phrase, sound_seconds, spoken_seconds),) = scores.asked
    assert (phrase, spoken_seconds) == ("next set", 0.5)
    assert sound_seconds < utterance.decided_at_seconds - 1.0 + 0.4 - 0.1


def test_a_score_does_not_hold_when_somebody_speaks_on() -> None:
    scores = GivenScores(0.9, 0.1, 0.1)
    listener = Listener(LoudnessDecoder({0.2: "next set"}), grammar(), certainty=scores)
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.3), quiet(0.22), loud(0.3), quiet(2.0)))
    assert utterance.score == 0.1


def test_what_is_no_phrase_is_told_as_it_was_heard() -> None:
    listener = Listener(LoudnessDecoder({0.2: "next"}), grammar(), certainty=GivenScores())
    said = decided(heard(listener, quiet(1.0), loud(0.3), quiet(2.0)))
    assert [(each.text, each.score) for each in said] == [("next", 0.0)]


class Insists:
    """Is sure of one phrase, whatever the decoder heard."""

    def __init__(self, phrase: str, score: float) -> None:
        self._judged = Judged(phrase, score)
        self.asked = 0

    def judge(self, segment: SpokenSegment) -> Judged:
        self.asked += 1
        return self._judged

    def close(self) -> None:
        pass


@pytest.mark.parametrize("text", ["next", "bench press", ""])
def test_an_urgent_command_that_the_decoder_did_not_hear_is_decided_at_once_all_the_same(text: str) -> None:
    listener = Listener(LoudnessDecoder({0.2: text}), grammar(), certainty=Insists("stop", 0.9))
    (utterance,) = decided(heard(listener, quiet(1.0), loud(0.3), quiet(2.0)))
    if text == "bench press":
        # It may go on, so nobody is asked before it is over.
        assert (utterance.text, utterance.lane) == ("stop", Lane.NORMAL)
    else:
        assert (utterance.text, utterance.lane) == ("stop", Lane.URGENT)
        assert utterance.decided_at_seconds - 1.3 <= 0.2
    (word,) = utterance.words
    assert (word.started_at_seconds, word.ended_at_seconds) == pytest.approx((1.0, 1.3), abs=0.03)


def test_noise_that_the_decoder_made_no_words_of_is_not_told_when_nothing_is_likely() -> None:
    listener = Listener(LoudnessDecoder({}), grammar(), certainty=Insists("next set", 0.2))
    assert decided(heard(listener, quiet(1.0), loud(0.3), quiet(2.0))) == []


def test_a_segment_is_judged_only_so_often_however_long_it_stammers() -> None:
    scorer = Insists("next set", 0.2)
    stammer = [sound for _ in range(12) for sound in (loud(0.05), quiet(0.18))]
    heard(Listener(LoudnessDecoder({0.2: "next"}), grammar(), certainty=scorer), quiet(1.0), *stammer, quiet(2.0))
    assert scorer.asked <= MOST_TIMES_SCORED + 1


@pytest.mark.parametrize(
    ("phrase", "gap_seconds", "score"),
    [("next set", 0.0, 0.2), ("next set", 0.5, 0.7), ("again", 0.5, 0.2), ("again", 1.0, 0.7), ("stop", 0.0, 0.7)],
)
def test_a_phrase_that_follows_talk_closely_is_less_certain_a_costly_one_longer_and_an_urgent_one_is_not(
    phrase: str, gap_seconds: float, score: float
) -> None:
    talk = (quiet(1.0), loud(0.6), quiet(0.6))
    decoder = LoudnessOverAll({0.2: "next", 0.7: phrase})
    listener = Listener(decoder, grammar(), certainty=GivenScores(0.7, 0.7, 0.7))
    said = decided(heard(listener, *talk, quiet(gap_seconds + 0.01), loud(0.3), quiet(2.0)))
    assert [round(each.score, 2) for each in said][1:] == [score]


def test_a_command_refused_as_a_piece_of_talk_gets_through_when_it_is_said_again() -> None:
    talk = (quiet(1.0), loud(0.6), quiet(1.1))
    listener = Listener(LoudnessOverAll({0.2: "next", 0.8: "again"}), grammar(), certainty=GivenScores(0.7, 0.7, 0.7))
    said = decided(heard(listener, *talk, loud(0.6), quiet(0.9), loud(0.6), quiet(2.0)))
    assert [(each.text, round(each.score, 2)) for each in said][1:] == [("again", 0.2), ("again", 0.7)]


@pytest.mark.parametrize(
    ("final_score", "told"), [(0.01, ("stop", Lane.URGENT, 0.9)), (0.8, ("next set", Lane.NORMAL, 0.8))]
)
def test_a_certain_stop_stays_one_unless_its_last_sounds_are_certainly_something_else(
    final_score: float, told: tuple[str, Lane, float]
) -> None:
    scores = GivenScores(0.9, final_score)
    decoder = LoudnessDecoder({0.2: "stop"}, final="next set")
    (utterance,) = decided(heard(Listener(decoder, grammar(), certainty=scores), quiet(1.0), loud(0.3), quiet(2.0)))
    assert (utterance.text, utterance.lane, utterance.score) == told


class LoudnessOverAll(LoudnessDecoder):
    """Counts the loud sound of all segments together."""

    def start(self) -> None:
        self.started += 1


def test_the_certainty_is_closed_with_the_ear() -> None:
    scores = GivenScores()
    listener = Listener(LoudnessDecoder({}), grammar(), certainty=scores)
    listener.close()
    listener.close()
    assert scores.closed == 1


def test_the_beginning_of_an_urgent_command_that_can_become_nothing_else_is_scored_as_that_command_once() -> None:
    scores = GivenScores(0.9)
    decoder = LoudnessDecoder({0.2: "stop the"}, final="stop")
    (utterance,) = decided(heard(Listener(decoder, grammar(), certainty=scores), quiet(1.0), loud(0.3), quiet(2.0)))
    assert (utterance.text, utterance.lane, utterance.score) == ("stop", Lane.URGENT, 0.9)
    assert [phrase for phrase, _, _ in scores.asked] == ["stop"]


MORE = load_grammar(GRAMMAR.replace("next set", "next set|low bar"), source="more")


class Teacher:
    """Gives a grammar to nobody; keeps how loud it had been when it was asked."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.taught: list[Grammar] = []
        self.trouble = trouble

    def __call__(self, grammar: Grammar, _: Mapping[str, str]) -> EarWords:
        self.taught.append(grammar)
        if self.trouble is not None:
            raise self.trouble
        return EarWords(grammar, grammar.respell, ("blork",))


def learning(texts: Mapping[float, str], teacher: Teacher) -> LearningEar:
    return LearningEar(Listener(LoudnessDecoder(texts), grammar()), teacher)


def test_other_words_are_learnt_between_two_stretches_of_speech_and_nothing_is_missed() -> None:
    teacher = Teacher()
    ear = learning({0.2: "low bar"}, teacher)
    assert decided(heard(ear, quiet(1.0), loud(0.3))) == []
    ear.learn(MORE, {})
    # "low bar" is no phrase yet, so its segment goes on for longer.
    (before,) = decided(heard(ear, quiet(1.6), at_seconds=1.3))
    assert (before.text, grammar().understand(before.text)) == ("low bar", None)
    assert teacher.taught == [MORE]
    (after,) = decided(heard(ear, loud(0.3), quiet(1.0), at_seconds=2.9))
    assert after.text == "low bar"
    assert after.decided_at_seconds - after.ended_at_seconds < before.decided_at_seconds - before.ended_at_seconds
    assert ear.unhearable == ("blork",)


def test_nothing_is_learnt_while_somebody_speaks() -> None:
    teacher = Teacher()
    ear = learning({0.2: "next set"}, teacher)
    heard(ear, quiet(1.0), loud(0.3))
    ear.learn(MORE, {})
    heard(ear, loud(0.5), at_seconds=1.3)
    assert (teacher.taught, ear.take_learnt()) == ([], None)
    heard(ear, quiet(1.5), at_seconds=1.8)
    learnt = ear.take_learnt()
    assert learnt is not None
    assert (learnt.grammar, learnt.unhearable, learnt.trouble) == (MORE, ("blork",), None)
    assert ear.take_learnt() is None


def test_of_two_wishes_the_latest_is_learnt() -> None:
    teacher = Teacher()
    ear = learning({}, teacher)
    ear.learn(grammar(), {})
    ear.learn(MORE, {})
    heard(ear, quiet(0.2))
    assert teacher.taught == [MORE]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ModelError("PocketSphinx refused the grammar."), "PocketSphinx refused the grammar."),
        (KeyError("row"), "The new words cannot be learnt (KeyError('row'))."),
    ],
)
def test_an_ear_that_can_not_learn_hears_what_it_heard(error: Exception, told: str) -> None:
    ear = learning({0.2: "next set"}, Teacher(error))
    ear.learn(MORE, {})
    (utterance,) = decided(heard(ear, quiet(1.0), loud(0.3), quiet(1.0)))
    learnt = ear.take_learnt()
    assert learnt is not None
    assert (utterance.text, learnt.trouble, ear.unhearable) == ("next set", told, ())
    assert (ear.engine, ear.model) == ("bundled", "loudness")
