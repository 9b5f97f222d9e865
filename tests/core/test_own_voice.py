from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.clip import Clip, silence
from repcue.core.messages import Group, Lane, Outcome, Play, PlayClass, Played, Utterance, Word
from repcue.core.own_voice import ALONE_OVER_USER_DB, SAID_OVER_USER_DB, OwnVoice, Said, timed_words, words_of

WORDS = ("stop", "ten", "reps", "one", "two", "three", "next", "set", "press", "bar", "down", "up")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
ECHO_DB = SAID_OVER_USER_DB + 2.0


def heard(text: str, start: float, end: float, over_user_db: float | None = ECHO_DB) -> Utterance:
    seconds = (end - start) / max(1, len(text.split()))
    words = tuple(
        Word(word, start + index * seconds, start + (index + 1) * seconds) for index, word in enumerate(text.split())
    )
    return Utterance(text, "bundled", Lane.NORMAL, words, end, end + 0.3, 5.0, 0.9, over_user_db)


def voice(*said: Said) -> OwnVoice:
    own = OwnVoice()
    for each in said:
        own.note(each)
    return own


def test_a_count_that_comes_back_is_the_coachs_own() -> None:
    assert voice(Said("three", 10.0, 10.5)).is_own(heard("three", 10.1, 10.6), 0.1)


def test_a_user_who_says_it_too_and_evidently_is_obeyed() -> None:
    assert not voice(Said("three", 10.0, 10.5)).is_own(heard("three", 10.1, 10.6, 10.0), 0.1)


def test_other_words_than_the_coachs_are_the_users() -> None:
    assert not voice(Said("three", 10.0, 10.5)).is_own(heard("stop", 10.1, 10.6), 0.1)


def test_where_nothing_but_echo_was_there_any_words_are_the_coachs() -> None:
    said = Said("Bend the bar inward", 10.0, 11.4)
    assert voice(said).is_own(heard("bar cue", 10.1, 11.5, ALONE_OVER_USER_DB), 0.1)


def test_the_same_word_a_while_later_is_the_users() -> None:
    assert not voice(Said("stop the set", 10.0, 11.0)).is_own(heard("stop", 12.0, 12.4), 0.1)


def test_with_headphones_the_words_and_their_time_decide() -> None:
    own = voice(Said("twenty reps.", 10.0, 10.8))
    assert own.is_own(heard("twenty reps", 10.1, 10.9, None))
    assert not own.is_own(heard("twenty reps", 13.0, 13.8, None))


def test_words_in_another_order_are_the_users() -> None:
    assert not voice(Said("Tempo three one one zero", 5.0, 7.0)).is_own(heard("zero one", 5.5, 7.0))


def test_a_phrase_without_word_times_is_compared_all_the_same() -> None:
    utterance = replace(heard("twenty reps", 10.1, 10.9), words=())
    assert voice(Said("twenty reps", 10.0, 10.8)).is_own(utterance, 0.1)


def test_nothing_said_is_nobodys_own() -> None:
    assert not OwnVoice().is_own(heard("stop", 1.0, 1.4))
    assert not voice(Said("three", 10.0, 10.5)).is_own(heard("", 10.1, 10.5))


def test_a_phrase_that_was_cut_short_is_noted_again_with_its_end() -> None:
    own = voice(Said("press the bar to the ceiling", 10.0, 12.0), Said("press", 10.0, 10.4))
    assert not own.is_own(heard("bar", 11.0, 11.3))


RATE = 1_000
PHRASE = "press the bar to the ceiling"


def play(due_seconds: float, text: str = PHRASE, seconds: float = 2.0, number: int = 1) -> Play:
    frame = round(due_seconds * RATE)
    clip = Clip("said", text, silence(seconds, RATE), RATE)
    return Play(number, clip, PlayClass.CUE, Group.PACE, frame, frame)


def played(what: Play, outcome: Outcome, started_seconds: float | None, ended_seconds: float | None) -> Played:
    started, ended = (None if each is None else round(each * RATE) for each in (started_seconds, ended_seconds))
    return Played(what, started, ended, outcome, None, what.due_frame)


def test_of_a_play_that_was_cut_only_the_words_that_were_heard_are_the_coachs() -> None:
    own, cue = OwnVoice(), play(10.0)
    own.note_play(cue)
    assert own.is_own(heard("ceiling", 11.5, 11.9), 0.0)
    own.note_played(played(cue, Outcome.CUT, 10.0, 10.6))
    assert own.is_own(heard("press the", 10.0, 10.6), 0.0)
    assert not own.is_own(heard("ceiling", 11.5, 11.9), 0.0)
    assert not own.is_own(heard("ceiling", 10.0, 10.6), 0.0)


def test_a_play_that_never_sounded_was_not_said() -> None:
    own, cue, reply = OwnVoice(), play(10.0), play(10.0, "stop", 0.5, number=2)
    own.note_play(cue)
    own.note_played(played(cue, Outcome.DROPPED, None, None))
    assert not own.is_own(heard("bar", 10.0, 12.0), 0.0)
    own.note_play(reply)
    assert own.is_own(heard("stop", 10.0, 10.4), 0.0)


def test_a_play_that_began_late_was_said_then() -> None:
    own, reply = OwnVoice(), play(10.0, "stop", 0.5)
    own.note_play(reply)
    own.note_played(played(reply, Outcome.PLAYED, 13.0, 13.5))
    assert own.is_own(heard("stop", 13.0, 13.4), 0.0)
    assert not own.is_own(heard("stop", 10.0, 10.4), 0.0)


def test_a_play_that_was_heard_whole_stays_as_it_was_noted() -> None:
    own, cue = OwnVoice(), play(10.0)
    own.note_play(cue)
    own.note_played(played(cue, Outcome.PLAYED, 10.0, 12.0))
    assert own.is_own(heard("ceiling", 11.5, 12.0), 0.0)


def test_a_tick_says_nothing() -> None:
    own, tick = OwnVoice(), play(10.0, "")
    own.note_play(tick)
    own.note_played(played(tick, Outcome.CUT, 10.0, 10.1))
    assert not own.is_own(heard("bar", 10.0, 10.1), 0.0)


def test_memory_is_bounded() -> None:
    own = voice(*(Said("one", float(second), second + 0.5) for second in range(10_000)))
    assert len(own._said) <= 40


@settings(deadline=None, derandomize=True)
@given(TEXTS, st.floats(0.0, 1e5), st.floats(0.0, 0.35), st.integers(0, 7), st.integers(1, 8))
def test_any_part_of_a_phrase_is_known_when_it_comes_back(
    text: str, start: float, delay: float, first: int, count: int
) -> None:
    said = Said(text, start, start + 2.0)
    timed = timed_words(said)
    part = timed[min(first, len(timed) - 1) :][:count]
    utterance = heard(
        " ".join(each.word for each in part), part[0].started_at_seconds + delay, part[-1].ended_at_seconds + delay
    )
    assert voice(said).is_own(utterance, delay)


@settings(deadline=None, derandomize=True)
@given(TEXTS, TEXTS, st.floats(-60.0, SAID_OVER_USER_DB - 0.01))
def test_a_user_as_loud_as_users_are_is_never_taken_for_the_coach(said: str, text: str, over_user_db: float) -> None:
    assert not voice(Said(said, 1.0, 3.0)).is_own(heard(text, 1.0, 3.0, over_user_db), 0.0)


@settings(deadline=None, derandomize=True)
@given(TEXTS, TEXTS)
def test_without_all_its_words_said_it_is_not_known_by_words(said: str, text: str) -> None:
    if set(words_of(text)) - set(words_of(said)):
        assert not voice(Said(said, 1.0, 3.0)).is_own(heard(text, 1.0, 3.0))


@settings(deadline=None, derandomize=True)
@given(TEXTS, st.floats(0.0, 100.0), st.floats(0.1, 5.0))
def test_words_fill_a_phrases_time_without_gaps(text: str, start: float, seconds: float) -> None:
    timed = timed_words(Said(text, start, start + seconds))
    assert timed[0].started_at_seconds == pytest.approx(start, abs=1e-5)
    assert timed[-1].ended_at_seconds == pytest.approx(start + seconds, abs=1e-5)
    assert all(a.ended_at_seconds == b.started_at_seconds for a, b in pairwise(timed))
