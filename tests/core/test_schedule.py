"""Answers, rests and the alarm beside a set: nothing is said over anything else."""

from dataclasses import replace
from itertools import pairwise

import pytest

from repcue.core.clip import joined
from repcue.core.coach import Situation, choose_cue
from repcue.core.events import CountInDone, RestDone
from repcue.core.messages import Cancel, Cut, Group, Outcome, Play, PlayClass, Played
from repcue.core.pace import CuePlay, Pace, cue_clips
from repcue.core.schedule import Command, Schedule
from repcue.core.sounds import sounds
from repcue.core.speech_book import Precedence
from repcue.core.timeline import Moment
from repcue.packs.schema import Cue
from repcue.testing.clips import ToneClips
from repcue.testing.sessions import BENCH_PRESS

RATE = 48_000
LEAD = 2048
CLIPS = ToneClips(RATE)


def new_schedule() -> Schedule:
    return Schedule(RATE, sounds(RATE), CLIPS)


def pace() -> Pace:
    choice = choose_cue(Situation(BENCH_PRESS, BENCH_PRESS.default_tempo))
    return Pace(
        exercise=BENCH_PRESS,
        tempo=BENCH_PRESS.default_tempo,
        target_reps=3,
        explosive_seconds=1.0,
        count="seconds",
        choice=choice,
        cue_clips=cue_clips(CLIPS, choice.cue),
    )


def plays(commands: list[Command]) -> list[Play]:
    found = [each.play if isinstance(each, CuePlay) else each for each in commands]
    return sorted((each for each in found if isinstance(each, Play)), key=lambda play: play.due_frame)


def spoken(commands: list[Command]) -> list[Play]:
    """What is said in the end: cancelled plays and what a cut takes away are left out."""
    cancelled = {each.play_number for each in commands if isinstance(each, Cancel)}
    kept: list[Play] = []
    for each in commands:
        if isinstance(each, Cut):
            kept = [play for play in kept if play.group not in each.groups or play.end_frame <= each.at_frame]
        kept += plays([each])
    said = [play for play in kept if play.clip.text and play.number not in cancelled]
    return sorted(said, key=lambda play: play.due_frame)


def running(schedule: Schedule, until_frame: int) -> list[Command]:
    """A set from frame 0 on, laid out until a frame."""
    commands = schedule.begin_set(LEAD, (), pace(), 0, 3.0)
    for now in range(0, until_frame, 480):
        commands += schedule.advance(now, now + LEAD, pace())
    return commands


def assert_apart(commands: list[Command]) -> None:
    for before, after in pairwise(spoken(commands)):
        assert after.due_frame >= before.end_frame, (before.clip.text, after.clip.text)


def test_an_answer_is_said_at_once_where_nothing_else_is() -> None:
    commands = new_schedule().say(LEAD, ("ten", "reps."))
    (play,) = plays(commands)
    assert (play.due_frame, play.clip.text, play.group) == (LEAD, "ten reps.", Group.REPLY)
    words = [clip.frames for text in ("ten", "reps.") if (clip := CLIPS.speech(text)) is not None]
    assert play.clip.frames == sum(words) + round(0.05 * RATE)


def test_words_that_were_never_prepared_are_left_out() -> None:
    schedule = Schedule(RATE, sounds(RATE), ToneClips(RATE, only=["ten"]))
    (play,) = plays(schedule.say(LEAD, ("ten", "reps.")))
    assert play.clip.text == "ten"
    assert schedule.say(LEAD, ("reps.",)) == []


def test_a_new_answer_ends_the_one_before_it() -> None:
    schedule = new_schedule()
    schedule.say(LEAD, ("Say next set, ten reps, slower, or another exercise.",))
    cut, play = schedule.say(LEAD + 4800, ("ten", "reps."))
    assert cut == Cut(frozenset({Group.REPLY}), LEAD + 4800, "a newer answer")
    assert isinstance(play, Play)
    assert LEAD + 4800 <= play.due_frame <= LEAD + 4800 + round(0.08 * RATE)


@pytest.mark.slow
def test_an_answer_in_a_set_takes_a_gap_or_the_place_of_cues_and_seconds() -> None:
    for second in range(40):
        schedule = new_schedule()
        now = RATE * 4 + second * 12_000
        commands = running(schedule, now)
        answer = schedule.say(now + LEAD, ("Say stop, pause, slower, or last one.",))
        assert_apart([*commands, *answer])
        yielded = {each.play_number for each in answer if isinstance(each, Cancel)}
        given_way = [play for play in plays(commands) if play.number in yielded]
        numbers = {play.number for play in plays(commands) if play.clip.text in ("two more", "last one")}
        assert not yielded & numbers
        assert all(play.due_frame >= now + LEAD for play in given_way)
        (said,) = plays(answer)
        assert said.due_frame <= now + LEAD + 4 * RATE


def test_an_answer_without_room_for_four_seconds_is_dropped() -> None:
    schedule = new_schedule()
    long = joined(
        [clip for clip in [CLIPS.speech("Set stopped. If it stays, stop training and get advice.")] * 2 if clip], 0.1
    )
    schedule.pacer.begin(LEAD, long, pace(), 0, 3.0)
    _, dropped = schedule.say(LEAD, ("ten", "reps."))
    assert isinstance(dropped, Played)
    assert (dropped.outcome, dropped.reason) == (Outcome.DROPPED, "no room")


def test_an_answer_of_which_not_all_has_room_is_said_shorter() -> None:
    schedule = new_schedule()
    running(schedule, 6 * RATE)
    long, short = ("Say stop, pause, slower, or last one.", "Say next set, ten reps."), ("New tempo.",)
    (said,) = plays(schedule.say(6 * RATE + LEAD, long, shorter=short))
    assert said.clip.text == "New tempo."
    assert said.due_frame <= 6 * RATE + LEAD + round(1.2 * RATE)
    (said,) = plays(new_schedule().say(LEAD, long, shorter=short))
    assert said.clip.text == " ".join(long)


def test_a_change_of_tempo_takes_the_place_of_a_number_that_another_answer_goes_around() -> None:
    for precedence, displaces in ((Precedence.ANSWER, False), (Precedence.TEMPO, True)):
        schedule = new_schedule()
        commands = running(schedule, 7 * RATE)
        (zero,) = [each.frame for each in commands if isinstance(each, Moment) and isinstance(each.event, CountInDone)]
        (number,) = [play for play in plays(commands) if play.clip.text and play.anchor_frame == zero + 5 * RATE]
        answer = schedule.say(zero + 4 * RATE, ("Tempo", "three", "one", "one", "zero"), precedence=precedence)
        assert (number.number in {each.play_number for each in answer if isinstance(each, Cancel)}) is displaces
        assert_apart([*commands, *answer])


INTRODUCED = Cue(focus="external", set="Bend the bar as if to break it.", rep="Bend the bar inward")


def rested(schedule: Schedule, seconds: int, wanted: Pace) -> list[Command]:
    """A rest with a set to follow, from frame 0 to its end."""
    commands = schedule.rest(LEAD, 0, seconds * RATE)
    for now in range(0, seconds * RATE, 480):
        commands += schedule.advance(now, now + LEAD, wanted)
    return commands


def introduced() -> Pace:
    choice = replace(pace().choice, cue=INTRODUCED)
    exercise = BENCH_PRESS.model_copy(update={"cues": (INTRODUCED,)})
    return replace(pace(), exercise=exercise, choice=choice, cue_clips=cue_clips(CLIPS, INTRODUCED))


@pytest.mark.slow
def test_the_words_for_the_next_set_are_said_in_the_last_half_minute_of_a_rest() -> None:
    schedule = new_schedule()
    commands = rested(schedule, 60, introduced())
    (cue,) = [each for each in commands if isinstance(each, CuePlay)]
    (half,) = [play for play in plays(commands) if play.clip.text == "Half way."]
    assert (cue.rep_number, cue.form) == (0, "set")
    assert cue.play.due_frame == half.end_frame + round(0.08 * RATE)
    assert_apart(commands)
    begun = schedule.begin_set(61 * RATE, ("bench press",), introduced(), 0, 3.0)
    assert [each for each in begun if isinstance(each, CuePlay)] == []


@pytest.mark.slow
def test_a_rest_without_time_leaves_the_words_to_the_introduction() -> None:
    schedule = new_schedule()
    assert [each for each in rested(schedule, 5, introduced()) if isinstance(each, CuePlay)] == []
    (cue,) = [
        each
        for each in schedule.begin_set(6 * RATE, ("bench press",), introduced(), 0, 3.0)
        if isinstance(each, CuePlay)
    ]
    assert (cue.form, cue.play.group) == ("set", Group.PACE)
    resumed = schedule.begin_set(60 * RATE, (), introduced(), 2, 3.0)
    assert [each for each in resumed if isinstance(each, CuePlay)] == []


@pytest.mark.slow
def test_words_that_were_cut_or_are_about_another_cue_are_said_again() -> None:
    schedule = new_schedule()
    commands = rested(schedule, 20, introduced())
    (cue,) = [each for each in commands if isinstance(each, CuePlay)]
    schedule.end_rest(cue.play.end_frame - 1)
    begun = schedule.begin_set(21 * RATE, ("bench press",), introduced(), 0, 3.0)
    assert [each.form for each in begun if isinstance(each, CuePlay)] == ["set"]
    schedule = new_schedule()
    rested(schedule, 20, introduced())
    other = INTRODUCED.model_copy(update={"set": "Break the bar."})
    changed = replace(introduced(), choice=replace(pace().choice, cue=other), cue_clips=cue_clips(CLIPS, other))
    changed = replace(changed, exercise=BENCH_PRESS.model_copy(update={"cues": (other,)}))
    begun = schedule.begin_set(21 * RATE, ("bench press",), changed, 0, 3.0)
    assert [each.play.clip.text for each in begun if isinstance(each, CuePlay)] == ["Break the bar."]


def test_no_words_for_the_next_set_are_said_while_the_alarm_sounds() -> None:
    schedule = new_schedule()
    commands = schedule.rest(LEAD, 0, 20 * RATE)
    commands += schedule.raise_alarm(LEAD, 0.0)
    for now in range(0, 10 * RATE, 4800):
        commands += schedule.advance(now, now + LEAD, introduced())
    assert [each for each in commands if isinstance(each, CuePlay)] == []


def test_stop_silences_the_set_and_frees_its_places() -> None:
    schedule = new_schedule()
    now = RATE * 6
    commands = running(schedule, now)
    commands += schedule.stop_set(now + LEAD, "stopped")
    commands += schedule.say(now + LEAD, ("Stopped.",))
    assert not schedule.pacer.is_running
    assert spoken(commands)[-1].clip.text == "Stopped."
    assert spoken(commands)[-1].due_frame <= now + LEAD + round(0.08 * RATE)
    assert schedule.advance(now + RATE, now + RATE + LEAD, None) == []


def rest_plays(schedule: Schedule, commands: list[Command], until_frame: int) -> list[Play]:
    for now in range(0, until_frame, 480):
        commands += schedule.advance(now, now + LEAD, None)
    return plays(commands)


def test_a_rest_says_its_half_ten_seconds_three_two_one_and_its_end() -> None:
    schedule = new_schedule()
    commands = schedule.rest(LEAD, 0, 60 * RATE)
    assert commands == [Moment(60 * RATE, event=RestDone(), belongs_to_set=False)]
    heard = rest_plays(schedule, commands, 61 * RATE)
    assert [(play.clip.text or play.clip.clip_id, play.anchor_frame) for play in heard if play.clip.text] == [
        ("Half way.", 30 * RATE),
        ("Ten seconds.", 50 * RATE),
        ("three", 57 * RATE),
        ("two", 58 * RATE),
        ("one", 59 * RATE),
        ("Rest over.", heard[-1].anchor_frame),
    ]
    pips = [play.due_frame for play in heard if play.clip.clip_id == "rest.pip"]
    assert pips == [57 * RATE, 58 * RATE, 59 * RATE]
    (end,) = [play for play in heard if play.clip.clip_id == "rest.over"]
    assert (end.due_frame, heard[-1].due_frame) == (60 * RATE, 60 * RATE + end.clip.frames)


def test_a_short_rest_has_no_half() -> None:
    schedule = new_schedule()
    heard = rest_plays(schedule, schedule.rest(LEAD, 0, 39 * RATE), 40 * RATE)
    assert "Half way." not in {play.clip.text for play in heard}


def test_a_longer_rest_is_laid_out_anew_from_its_own_start() -> None:
    schedule = new_schedule()
    schedule.rest(LEAD, 0, 60 * RATE)
    commands = schedule.extend_rest(10 * RATE, 60)
    assert commands[0] == Cut(frozenset({Group.REST, Group.REPLY}), 10 * RATE, "the rest has changed")
    assert schedule.rest_end_frame == 120 * RATE
    heard = rest_plays(schedule, commands[1:], 121 * RATE)
    assert [play.anchor_frame for play in heard if play.clip.text == "Half way."] == [60 * RATE]
    assert [play.anchor_frame for play in heard if play.clip.text == "one"] == [119 * RATE]


def test_an_answer_goes_around_the_words_of_a_rest() -> None:
    schedule = new_schedule()
    commands = schedule.rest(LEAD, 0, 60 * RATE)
    for now in range(0, 61 * RATE, 480):
        commands += schedule.advance(now, now + LEAD, None)
        if now % RATE == 24_000 and now > RATE:
            commands += schedule.say(now + LEAD, ("Rest", "one", "minute."))
    assert_apart(commands)
    assert "Half way." in {play.clip.text for play in spoken(commands)}


def answered_in_rest(at_seconds: float, precedence: Precedence, rest_seconds: int = 15) -> list[Command]:
    """A rest in which something is asked after a while, from frame 0 to its end."""
    schedule = new_schedule()
    commands = schedule.rest(LEAD, 0, rest_seconds * RATE)
    for now in range(0, (rest_seconds + 1) * RATE, 480):
        commands += schedule.advance(now, now + LEAD, introduced())
        if now == round(at_seconds * RATE) // 480 * 480:
            commands += schedule.say(now + LEAD, ADVICE, precedence=precedence)
    assert_apart(commands)
    return commands


ADVICE = ("Set stopped.", "If it stays, stop training and get advice.", "Rest", "fifteen", "seconds.")


@pytest.mark.slow
def test_an_answer_that_finds_no_gap_takes_the_place_of_the_words_of_a_rest() -> None:
    commands = answered_in_rest(10.5, Precedence.ANSWER)
    (answer,) = [play for play in spoken(commands) if play.group is Group.REPLY]
    assert answer.due_frame <= round(14.5 * RATE) + LEAD
    unsaid = {each.play.clip.text for each in commands if isinstance(each, Played)}
    assert {"three", "two"} <= unsaid
    pips = [play for play in plays(commands) if play.clip.clip_id == "rest.pip"]
    assert len(pips) == 3


@pytest.mark.slow
def test_what_to_do_when_something_hurts_is_said_wherever_in_a_rest_it_is_asked() -> None:
    for tenth in range(0, 150, 7):
        commands = answered_in_rest(tenth / 10, Precedence.SAFETY)
        (answer,) = [play for play in spoken(commands) if play.group is Group.REPLY]
        assert answer.clip.text == " ".join(ADVICE)


def test_what_to_do_when_something_hurts_is_said_however_late() -> None:
    schedule = new_schedule()
    long = joined([clip for clip in [CLIPS.speech(ADVICE[1])] * 3 if clip], 0.1)
    schedule.pacer.begin(LEAD, long, pace(), 0, 3.0)
    (said,) = plays(schedule.say(LEAD + 480, ("ten", "reps."), precedence=Precedence.SAFETY))
    assert said.due_frame >= LEAD + long.frames


def test_a_rest_that_is_laid_out_after_an_answer_leaves_out_the_words_it_would_say_over_it() -> None:
    schedule = new_schedule()
    commands = schedule.say(LEAD, (*ADVICE, *ADVICE))
    commands += schedule.rest(LEAD, 0, 15 * RATE)
    rest_plays(schedule, commands, 16 * RATE)
    assert_apart(commands)
    assert "Ten seconds." not in {play.clip.text for play in spoken(commands)}


def test_a_rest_that_ends_early_says_nothing_more() -> None:
    schedule = new_schedule()
    schedule.rest(LEAD, 0, 60 * RATE)
    schedule.end_rest(20 * RATE)
    assert schedule.rest_end_frame is None
    assert rest_plays(schedule, [], 61 * RATE) == []


def test_a_set_begun_right_after_a_rest_does_not_talk_over_its_last_words() -> None:
    schedule = new_schedule()
    commands = schedule.rest(LEAD, 0, 20 * RATE)
    for now in range(0, 20 * RATE + 4800, 480):
        commands += schedule.advance(now, now + LEAD, None)
    commands += schedule.begin_set(now + LEAD, ("bench press", "Set", "one"), pace(), 0, 3.0)
    assert_apart(commands)


def test_the_alarm_goes_on_until_it_is_ended() -> None:
    schedule = new_schedule()
    commands = schedule.raise_alarm(LEAD, -12.0)
    for now in range(0, 20 * RATE, 480):
        commands += schedule.advance(now, now + LEAD, None)
    rounds = plays(commands)
    assert len(rounds) > 5
    assert {(play.clip.clip_id, play.play_class, play.gain_db) for play in rounds} == {("alarm", PlayClass.ALERT, 12.0)}
    assert all(after.due_frame - before.end_frame == round(0.3 * RATE) for before, after in pairwise(rounds))
    assert schedule.end_alarm(20 * RATE) == [Cut(frozenset({Group.ALERT}), 20 * RATE, "alarm ended")]
    assert schedule.advance(30 * RATE, 30 * RATE + LEAD, None) == []


def test_nothing_is_said_while_the_alarm_sounds() -> None:
    schedule = new_schedule()
    commands = schedule.rest(LEAD, 0, 20 * RATE)
    commands += schedule.raise_alarm(LEAD, 0.0)
    commands += schedule.say(LEAD, ("Carrying on.",))
    for now in range(0, 11 * RATE, 480):
        commands += schedule.advance(now, now + LEAD, None)
    dropped = [(each.play.clip.text, each.reason) for each in commands if isinstance(each, Played)]
    assert dropped == [("Carrying on.", "the alarm sounds"), ("Ten seconds.", "the alarm sounds")]
    assert {play.clip.clip_id for play in plays(commands)} == {"alarm"}
    commands = schedule.end_alarm(11 * RATE)
    for now in range(11 * RATE, 21 * RATE, 480):
        commands += schedule.advance(now, now + LEAD, None)
        if now == 16 * RATE + 36_000:
            commands += schedule.say(now + LEAD, ("Rest", "one", "minute."))
    assert_apart(commands)


def test_without_its_words_the_alarm_is_a_sound() -> None:
    schedule = Schedule(RATE, sounds(RATE), ToneClips(RATE, only=()))
    assert plays(schedule.raise_alarm(LEAD, 0.0))[0].clip is sounds(RATE).alarm


def test_a_set_that_goes_on_lets_its_last_number_be_said() -> None:
    schedule = new_schedule()
    commands = running(schedule, 20 * RATE)
    end_frame = max(each.frame for each in commands if isinstance(each, Moment))
    going_on = schedule.begin_set(end_frame + LEAD, (), replace(pace(), target_reps=5), 3, 3.0)
    assert_apart([*commands, *going_on])
    assert "three" in [play.clip.text for play in spoken([*commands, *going_on]) if play.anchor_frame == end_frame]


def advised() -> tuple[Schedule, list[Command]]:
    """A schedule with the advice for when something hurts under way, from frame LEAD on."""
    schedule = new_schedule()
    return schedule, schedule.say(LEAD, ADVICE, precedence=Precedence.SAFETY)


def test_an_answer_waits_until_what_to_do_when_something_hurts_has_been_said() -> None:
    schedule, commands = advised()
    (advice,) = plays(commands)
    commands = schedule.say(LEAD + 480, ("ten", "reps."))
    assert not [each for each in commands if isinstance(each, Cut)]
    (answer,) = plays(commands)
    assert advice.end_frame < answer.due_frame < advice.end_frame + RATE // 5


def test_of_two_answers_that_wait_for_it_the_newer_one_is_said() -> None:
    schedule, _ = advised()
    (first,) = plays(schedule.say(LEAD + 480, ("ten", "reps.")))
    commands = schedule.say(LEAD + 960, ("sixty", "kilos."))
    assert [each for each in commands if not isinstance(each, Play)] == [Cancel(first.number, "a newer answer")]
    (second,) = plays(commands)
    assert second.due_frame == first.due_frame


def test_once_it_has_been_said_an_answer_ends_the_one_before_again() -> None:
    schedule, commands = advised()
    end_frame = plays(commands)[0].end_frame
    schedule.say(LEAD + 480, ("ten", "reps."))
    later = schedule.say(end_frame + RATE // 2, ("sixty", "kilos."))
    assert later[0] == Cut(frozenset({Group.REPLY}), end_frame + RATE // 2, "a newer answer")
    assert plays(later)[0].due_frame < end_frame + RATE


def test_advice_ends_the_advice_before_it() -> None:
    schedule, _ = advised()
    commands = schedule.say(LEAD + RATE, ADVICE, precedence=Precedence.SAFETY)
    assert commands[0] == Cut(frozenset({Group.REPLY}), LEAD + RATE, "a newer answer")
    assert plays(commands)[0].due_frame < LEAD + RATE + RATE // 5


def test_a_count_in_waits_for_advice_and_an_answer_that_waits_for_it_is_taken_back() -> None:
    schedule, commands = advised()
    end_frame = plays(commands)[0].end_frame
    (waits,) = plays(schedule.say(LEAD + 480, ("ten", "reps.")))
    begun = schedule.begin_set(LEAD + 960, ("bench press", "Set", "one"), pace(), 0, 3.0)
    assert Cancel(waits.number, "a set begins") in begun
    assert Cut(frozenset({Group.REST}), LEAD + 960, "a set begins") in begun
    assert min(play.due_frame for play in spoken(begun)) > end_frame
    assert_apart([*commands, *begun])


def test_a_rest_that_ends_or_is_made_longer_leaves_advice_to_be_said() -> None:
    for is_longer in (False, True):
        schedule, _ = advised()
        schedule.rest(LEAD, 0, 60 * RATE)
        changed = schedule.extend_rest(LEAD + RATE, 30) if is_longer else schedule.end_rest(LEAD + RATE)
        assert [each.groups for each in changed if isinstance(each, Cut)] == [frozenset({Group.REST})]


def test_stop_and_the_alarm_silence_advice_too() -> None:
    schedule, _ = advised()
    assert schedule.stop_set(LEAD + RATE, "stopped") == [
        Cut(frozenset({Group.PACE, Group.REPLY}), LEAD + RATE, "stopped")
    ]
    (answer,) = plays(schedule.say(LEAD + RATE, ("ten", "reps.")))
    assert answer.due_frame < LEAD + RATE + RATE // 5
    schedule, _ = advised()
    assert schedule.raise_alarm(LEAD + RATE, 0.0)[0] == Cut(frozenset({Group.REPLY}), LEAD + RATE, "alarm")
