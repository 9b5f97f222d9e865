"""A set laid out: ticks at exact frames, speech that never overlaps, a cue or its silence for every repetition."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest

from repcue.core.clip import Clip
from repcue.core.coach import ASKED_FOR, CueChoice, Decision
from repcue.core.events import CountInDone, RepDone
from repcue.core.messages import Cancel, Outcome, Play, PlayClass, Played
from repcue.core.pace import Count, CuePlay, Item, Pace, cue_clips
from repcue.core.pacer import Pacer
from repcue.core.session_state import CueFrequency
from repcue.core.sounds import sounds
from repcue.core.speech_book import SpeechBook
from repcue.core.tempo import Phase, parse_tempo
from repcue.core.timeline import Moment
from repcue.core.units import frames_from_seconds
from repcue.packs.schema import Cue, Starts
from repcue.testing.clips import ToneClips
from repcue.testing.sessions import BENCH_PRESS

RATE = 48_000
STEP = 480
LEAD = 2048
GAP = round(0.08 * RATE)
TONES = {rate: ToneClips(rate) for rate in (48_000, 44_100)}


def pace(
    tempo: str = "3-1-1-0",
    *,
    starts: Starts = "eccentric",
    target_reps: int | None = 4,
    explosive_seconds: float = 1.0,
    count: Count = "reps",
    frequency: CueFrequency = CueFrequency.EVERY_REP,
    cue: Cue | None = None,
    decided: Decision = ASKED_FOR,
    rate: int = RATE,
) -> Pace:
    cue = cue or floor()
    return Pace(
        exercise=BENCH_PRESS.model_copy(update={"starts": starts, "cues": (cue,)}),
        tempo=parse_tempo(tempo),
        target_reps=target_reps,
        explosive_seconds=explosive_seconds,
        count=count,
        choice=CueChoice(cue, cue.focus, "R0", "You asked for it.", replace(decided, frequency=frequency)),
        cue_clips=cue_clips(TONES[rate], cue),
    )


def floor(rep: str = "Push the floor away", **fields: object) -> Cue:
    """A cue of one length, or of more."""
    return Cue.model_validate({"focus": "external", "rep": rep} | fields)


@dataclass
class LaidOut:
    """Everything that one set yielded."""

    items: list[Item] = field(default_factory=list)

    @property
    def cues(self) -> list[CuePlay]:
        return [item for item in self.items if isinstance(item, CuePlay)]

    @property
    def plays(self) -> list[Play]:
        plays = [item for item in self.items if isinstance(item, Play)] + [cue.play for cue in self.cues]
        return sorted(plays, key=lambda play: play.due_frame)

    @property
    def ticks(self) -> list[Play]:
        return [play for play in self.plays if play.clip.clip_id.startswith("tick.") and play.clip.frames]

    @property
    def paced(self) -> list[Play]:
        """The ticks of repetitions, without the count-in's."""
        return [tick for tick in self.ticks if tick.clip.clip_id != "tick.count-in"]

    @property
    def spoken(self) -> list[Play]:
        return [play for play in self.plays if play.clip.text]

    @property
    def zero(self) -> int:
        return next(m.frame for m in self.moments if isinstance(m.event, CountInDone))

    @property
    def moments(self) -> list[Moment]:
        return [item for item in self.items if isinstance(item, Moment)]

    def records(self, kind: str) -> list[dict[str, Any]]:
        return [dict(m.record) for m in self.moments if m.record is not None and m.record["kind"] == kind]

    @property
    def rep_ends(self) -> dict[int, int]:
        return {int(rep["rep_number"]): int(rep["ended_frame"]) for rep in self.records("rep")}

    def named(self, text: str) -> list[Play]:
        return [play for play in self.spoken if play.clip.text == text]


def laid_out(
    *paces: Pace,
    introduction: Clip | None = None,
    reps_done: int = 0,
    reps: int = 4,
    says_cue: bool = False,
    rate: int = RATE,
) -> LaidOut:
    """A set; each repetition is laid out by the next of the paces, and by the last when there are no more."""
    pacer = new_pacer(rate)
    found = LaidOut(list(pacer.begin(LEAD, introduction, paces[0], reps_done, 3.0, says_cue=says_cue)))
    now = laid_out_reps = done = 0
    while pacer.is_running and done < reps:
        now += STEP
        items = pacer.advance(now, now + LEAD, paces[min(laid_out_reps, len(paces) - 1)])
        if items:
            laid_out_reps += 1
            done += any(isinstance(item, Moment) and item.event is not None for item in items)
            found.items += items
    return found


def new_pacer(rate: int = RATE, gap_frames: int = GAP) -> Pacer:
    numbers = iter(range(1, 1_000_000))
    return Pacer(rate, sounds(rate), TONES[rate], SpeechBook(gap_frames), lambda: next(numbers))


def test_the_count_in_ends_where_the_first_repetition_begins() -> None:
    found = laid_out(pace())
    beats = [tick.due_frame for tick in found.ticks if tick.clip.clip_id == "tick.count-in"]
    assert beats == [found.zero - beat * RATE for beat in (3, 2, 1)]
    words = [(play.clip.text, play.anchor_frame) for play in found.spoken if play.due_frame < found.zero - STEP]
    assert words == [("three", beats[0]), ("two", beats[1]), ("one", beats[2])]


def test_the_count_in_grows_to_let_the_introduction_end() -> None:
    introduction = TONES[RATE].speech("bench press, set one of three, ten repetitions at a tempo of three one one zero")
    assert introduction is not None
    found = laid_out(pace(), introduction=introduction)
    (first,) = found.named(introduction.text)
    assert first.due_frame == LEAD
    (three,) = [play for play in found.spoken if play.clip.text == "three"][:1]
    assert three.due_frame >= first.end_frame + round(0.25 * RATE)


def test_a_repetition_follows_the_other_without_a_gap_and_ends_with_a_moment() -> None:
    found = laid_out(pace(target_reps=3))
    assert [record["started_frame"] for record in found.records("rep")] == [
        found.zero,
        *list(found.rep_ends.values())[:-1],
    ]
    done = [(m.frame - found.zero, m.event) for m in found.moments if isinstance(m.event, RepDone)]
    assert done == [
        (5 * RATE, RepDone(1, is_last=False)),
        (10 * RATE, RepDone(2, is_last=False)),
        (15 * RATE, RepDone(3, is_last=True)),
    ]


def test_the_phases_are_logged_with_their_frames() -> None:
    found = laid_out(pace("3-0-X-1", explosive_seconds=0.3, target_reps=1))
    assert [
        (record["phase"], record["due_frame"] - found.zero, record["duration_frames"])
        for record in found.records("phase")
    ] == [("eccentric", 0, 144_000), ("concentric", 144_000, 14_400), ("contracted", 158_400, 48_000)]


def test_every_turn_is_accented_and_sounds_its_phase() -> None:
    found = laid_out(pace("2-1-2-0", target_reps=1))
    assert [(tick.due_frame - found.zero, tick.clip.clip_id) for tick in found.paced] == [
        (0, "tick.eccentric.accent"),
        (48_000, "tick.eccentric.plain"),
        (96_000, "tick.stretched.accent"),
        (144_000, "tick.concentric.accent"),
        (192_000, "tick.concentric.plain"),
    ]


def test_a_lift_that_starts_with_the_concentric_is_paced_so() -> None:
    found = laid_out(pace("2-0-1-1", starts="concentric", target_reps=1))
    assert [record["phase"] for record in found.records("phase")] == ["concentric", "contracted", "eccentric"]


def test_another_tempo_takes_effect_at_the_next_repetition_exactly() -> None:
    found = laid_out(pace("3-0-1-0"), pace("2-0-X-0", explosive_seconds=0.3), reps=3)
    lengths = [record["ended_frame"] - record["started_frame"] for record in found.records("rep")]
    assert lengths == [4 * RATE, 110_400, 110_400]


def test_a_tempo_changed_in_the_count_in_takes_effect_at_the_first_repetition() -> None:
    pacer = new_pacer()
    begun = pacer.begin(LEAD, None, pace("3-1-1-0"), 0, 3.0)
    (zero,) = [item.frame for item in begun if isinstance(item, Moment)]
    assert pacer.advance(zero - RATE, zero - RATE + LEAD, pace("5-0-1-0")) == []
    items = pacer.advance(zero - RATE // 4, zero - RATE // 4 + LEAD, pace("5-0-1-0"))
    durations = [m.record["duration_frames"] for m in items if isinstance(m, Moment) and m.record is not None]
    assert durations[0] == 5 * RATE


def test_two_more_in_the_last_instant_goes_on_without_a_break() -> None:
    found = laid_out(pace(target_reps=2), reps=1)
    ends = found.zero + 10 * RATE
    pacer = new_pacer()
    later = LaidOut(list(pacer.begin(LEAD, None, pace(target_reps=2), 0, 3.0)))
    for now in range(0, ends - LEAD - STEP, STEP):
        later.items += pacer.advance(now, now + LEAD, pace(target_reps=2))
    assert list(later.rep_ends) == [1]
    while pacer.is_running and now < ends + 60 * RATE:
        now += STEP
        later.items += pacer.advance(now, now + LEAD, pace(target_reps=4))
    assert list(later.rep_ends.values()) == [found.zero + rep * 5 * RATE for rep in (1, 2, 3, 4)]
    assert all(tick.due_frame > 0 for tick in later.paced)


@pytest.mark.parametrize("rate", [48_000, 44_100])
@pytest.mark.parametrize("tempo", ["3-1-X-0", "1-0-X-1", "0-0-X-0"])
@pytest.mark.slow
def test_ten_thousand_ticks_are_where_arithmetic_says(rate: int, tempo: str) -> None:
    explosive = Fraction(3, 10)
    wanted = pace(tempo, explosive_seconds=0.3, target_reps=None, count="ticks", frequency=CueFrequency.NONE, rate=rate)
    pacer = new_pacer(rate)
    begun = LaidOut(list(pacer.begin(LEAD, None, wanted, 0, 3.0)))
    frames: list[int] = []
    now = 0
    while len(frames) < 10_000:
        now += rate // 10
        frames += [item.due_frame for item in pacer.advance(now, now + LEAD, wanted) if isinstance(item, Play)]
    lengths = [explosive if part == "X" else Fraction(part) for part in tempo.split("-")]
    offsets = [
        sum(lengths[:index], Fraction(0)) + second
        for index, length in enumerate(lengths)
        for second in range(-(-length.numerator // length.denominator))
    ]
    rep_seconds = sum(lengths, Fraction(0))
    for index, frame in enumerate(frames):
        reps, tick = divmod(index, len(offsets))
        assert frame == begun.zero + frames_from_seconds(reps * rep_seconds + offsets[tick], rate)


TEMPOS = ("4-0-1-0", "3-1-1-1", "2-0-X-0", "5-2-1-0")
COUNTS: tuple[Count, ...] = ("seconds", "reps", "ticks")
STARTS: tuple[Starts, ...] = ("eccentric", "concentric")
CUES = ("Push", "Push the floor away", "Feel the triceps stretch slowly")


@pytest.mark.parametrize(("tempo", "starts"), list(product(TEMPOS, STARTS)))
@pytest.mark.slow
def test_speech_keeps_its_rules_for_every_tempo_start_cue_and_count(tempo: str, starts: Starts) -> None:
    for phase, count, text in product(Phase, COUNTS, CUES):
        wanted = pace(tempo, starts=starts, count=count, cue=floor(text, phase=phase))
        found = laid_out(wanted)
        assert_nothing_is_said_over_anything(found)
        assert_every_rep_has_its_cue_or_a_reason(found)
        assert_cues_end_in_time_and_in_long_phases(found)
        if count != "ticks":
            assert_numbers_are_on_the_beat(found)


def assert_nothing_is_said_over_anything(found: LaidOut) -> None:
    for before, after in pairwise(found.spoken):
        assert after.due_frame - before.end_frame >= GAP, (before.clip.text, after.clip.text)


def assert_every_rep_has_its_cue_or_a_reason(found: LaidOut) -> None:
    silent = found.records("cue")
    assert all(record["form"] == "silent" and record["reason"] for record in silent)
    told = [cue.rep_number for cue in found.cues] + [int(record["rep_number"]) for record in silent]
    assert sorted(told) == [1, 2, 3, 4]


def assert_cues_end_in_time_and_in_long_phases(found: LaidOut) -> None:
    phases = found.records("phase")
    for cue in found.cues:
        (concerned,) = [
            phase for phase in phases if phase["phase"] == cue.phase and phase["rep_number"] == cue.rep_number
        ]
        assert cue.play.end_frame <= concerned["due_frame"] - RATE // 4
        if cue.play.due_frame >= found.zero:
            (inside,) = [phase for phase in phases if within(cue.play, phase)]
            assert inside["duration_frames"] > RATE


def within(play: Play, phase: dict[str, Any]) -> bool:
    return bool(
        phase["due_frame"] <= play.due_frame and play.end_frame <= phase["due_frame"] + phase["duration_frames"]
    )


def assert_numbers_are_on_the_beat(found: LaidOut) -> None:
    words = {1: "one", 2: "two", 3: "three", 4: "four"}
    dropped = {item.play.clip.text for item in found.items if isinstance(item, Played)}
    for rep_number, end_frame in found.rep_ends.items():
        anchors = [play.anchor_frame for play in found.named(words[rep_number])]
        assert end_frame in anchors or words[rep_number] in dropped


def test_the_cue_is_said_as_late_as_it_may_before_its_phase() -> None:
    found = laid_out(pace("4-0-1-0"))
    assert [cue.play.end_frame for cue in found.cues] == [
        found.zero + rep * 5 * RATE + 4 * RATE - RATE // 4 for rep in range(4)
    ]


def test_the_first_cue_of_a_lift_that_starts_with_its_phase_is_said_before_the_count() -> None:
    found = laid_out(pace("2-0-1-0", starts="concentric"))
    assert [cue.rep_number for cue in found.cues] == [1, 2, 3, 4]
    first = found.cues[0].play
    (three,) = [play for play in found.spoken if play.clip.text == "three"][:1]
    assert three.due_frame - first.end_frame >= round(0.25 * RATE)
    assert found.cues[1].play.due_frame > found.zero


def test_a_cue_that_has_no_room_is_silent_and_says_why() -> None:
    found = laid_out(pace("1-0-1-0"))
    assert [(record["form"], record["reason"]) for record in found.records("cue")] == [
        ("silent", "no phase before it lasts more than a second")
    ] * 4
    found = laid_out(pace("2-0-1-0", cue=floor("Stretch your triceps throughout everything")))
    assert {record["reason"] for record in found.records("cue")} == {"no room for it in the phases before"}


def test_a_cue_that_was_not_rendered_is_silent() -> None:
    found = laid_out(replace(pace(), cue_clips={}))
    assert {record["reason"] for record in found.records("cue")} == {"it was not rendered"}


def test_cues_that_are_off_and_less_talking_are_silent_with_their_reason() -> None:
    off = laid_out(pace(frequency=CueFrequency.NONE))
    assert [record["reason"] for record in off.records("cue")] == ["cues are off"] * 4
    less = laid_out(pace(frequency=CueFrequency.LESS))
    assert [cue.rep_number for cue in less.cues] == [1, 4]
    assert [record["reason"] for record in less.records("cue")] == ["less talking"] * 2


LONG = "Stretch your triceps throughout everything"
KEYED = floor(LONG, key="Stretch")
"""At 2-0-1-0 only its one word has room."""


def forms(found: LaidOut) -> list[tuple[int, str]]:
    """What was said on which repetition, in the order of repetitions."""
    return sorted((cue.rep_number, cue.form) for cue in found.cues)


def test_a_cue_steps_down_to_its_one_word_where_there_is_no_room_for_more() -> None:
    assert forms(laid_out(pace("5-0-1-0", cue=KEYED))) == [(rep, "rep") for rep in (1, 2, 3, 4)]
    assert forms(laid_out(pace("2-0-1-0", cue=KEYED))) == [(rep, "key") for rep in (1, 2, 3, 4)]
    assert forms(laid_out(pace("1-0-1-0", cue=KEYED))) == []


def test_before_an_explosive_lift_there_is_one_word_or_nothing() -> None:
    assert forms(laid_out(pace("5-0-X-0", cue=KEYED))) == [(rep, "key") for rep in (1, 2, 3, 4)]
    silent = laid_out(pace("5-0-X-0"))
    assert silent.cues == []
    assert {record["reason"] for record in silent.records("cue")} == {
        "only one word may be said here, and it has no such form"
    }


def test_a_heavy_set_has_one_word_at_most() -> None:
    heavy = replace(ASKED_FOR, form_in_set="key")
    assert forms(laid_out(pace("5-0-1-0", cue=KEYED, decided=heavy))) == [(rep, "key") for rep in (1, 2, 3, 4)]
    assert laid_out(pace("5-0-1-0", decided=heavy)).cues == []


def test_a_phase_that_the_rule_wants_quiet_is_left_alone() -> None:
    quiet = replace(ASKED_FOR, silent_phases=(Phase.CONCENTRIC,))
    found = laid_out(pace("1-0-4-0", cue=floor(phase=Phase.ECCENTRIC), decided=quiet))
    assert forms(found) == [(1, "rep")]
    assert {record["reason"] for record in found.records("cue")} == {"its rule wants quiet before it"}


def test_a_fading_cue_is_said_three_times_then_as_a_word_now_and_then_and_at_the_end() -> None:
    wanted = pace("5-0-1-0", cue=KEYED, target_reps=12, frequency=CueFrequency.FADED)
    said = forms(laid_out(wanted, reps=12))
    assert said == [(1, "rep"), (2, "rep"), (3, "rep"), *((rep, "key") for rep in (6, 9, 11, 12))]
    later = replace(wanted, choice=replace(wanted.choice, decision=replace(wanted.choice.decision, faded_every=5)))
    assert [rep for rep, _ in forms(laid_out(later, reps=12))] == [1, 2, 3, 8, 11, 12]


def test_a_cue_without_a_word_to_fade_to_keeps_its_form() -> None:
    wanted = pace("5-0-1-0", target_reps=6, frequency=CueFrequency.FADED)
    assert forms(laid_out(wanted, reps=6)) == [(rep, "rep") for rep in (1, 2, 3, 5, 6)]


def test_a_cue_on_request_is_said_before_the_set_only() -> None:
    wanted = pace(cue=floor(set="Push the floor away from you."), frequency=CueFrequency.ON_REQUEST)
    found = laid_out(wanted, says_cue=True)
    assert forms(found) == [(0, "set")]
    assert [record["reason"] for record in found.records("cue")] == ["cues are said when asked for"] * 4


def test_the_words_before_a_set_come_after_its_introduction_and_before_the_count() -> None:
    introduction = TONES[RATE].speech("bench press, set one")
    assert introduction is not None
    wanted = pace("2-0-1-0", starts="concentric", cue=floor(set="Push the floor away from you."))
    found = laid_out(wanted, introduction=introduction, says_cue=True)
    before = [play for play in found.spoken if play.due_frame < found.zero]
    words = ["bench press, set one", "Push the floor away from you.", "Push the floor away", "three", "two", "one"]
    assert [play.clip.text for play in before] == words
    breaths = [after.due_frame - first.end_frame for first, after in pairwise(before[:3])]
    assert breaths == [RATE // 4] * 2
    assert forms(laid_out(wanted, introduction=introduction)) == [(rep, "rep") for rep in (1, 2, 3, 4)]


def test_words_before_a_set_that_were_not_rendered_are_told() -> None:
    wanted = pace(cue=floor(set="Push the floor away from you."))
    found = laid_out(replace(wanted, cue_clips={"rep": wanted.cue_clips["rep"]}), says_cue=True)
    assert [(record["rep_number"], record["reason"]) for record in found.records("cue")] == [(0, "it was not rendered")]
    assert laid_out(pace(), says_cue=True).records("cue") == []


def test_a_cue_that_is_laid_out_is_taken_back_when_cues_are_off() -> None:
    pacer = new_pacer()
    pacer.begin(LEAD, None, pace(), 0, 3.0)
    for now in range(0, 4 * RATE, STEP):
        for item in pacer.advance(now, now + LEAD, pace()):
            cue = item if isinstance(item, CuePlay) else None
            if cue is not None:
                off = pacer.advance(now + STEP, now + STEP + LEAD, pace(frequency=CueFrequency.NONE))
                assert off == [Cancel(cue.play.number, "cues are off")]
                return
    raise AssertionError


def test_what_is_left_is_not_said_in_an_explosive_or_short_phase() -> None:
    found = laid_out(pace("2-0-X-0", starts="concentric", explosive_seconds=0.3))
    (one,) = found.named("last one")
    assert 0.3 * RATE <= one.due_frame - found.rep_ends[3] < 0.4 * RATE
    (one,) = laid_out(pace("1-0-1-0")).named("last one")
    assert one.end_frame < found.rep_ends[4]


def test_what_is_left_is_said_as_the_last_repetitions_begin() -> None:
    found = laid_out(pace(target_reps=4))
    (two,), (one,) = found.named("two more"), found.named("last one")
    ends = found.rep_ends
    assert ends[2] < two.due_frame < ends[2] + RATE
    assert ends[3] < one.due_frame < ends[3] + RATE


def test_a_set_that_goes_on_with_its_last_repetition_does_not_announce_it() -> None:
    assert laid_out(pace(target_reps=4), reps_done=3).named("last one") == []
    assert laid_out(pace(target_reps=1)).named("last one") == []


def test_ticks_alone_are_without_numbers() -> None:
    found = laid_out(pace(count="ticks"))
    assert {play.play_class for play in found.spoken if play.due_frame > found.zero} == {PlayClass.CUE}


def test_the_seconds_of_a_phase_are_counted_where_nothing_else_is_said() -> None:
    found = laid_out(pace("4-0-1-0", count="seconds", frequency=CueFrequency.NONE), reps=1)
    anchors = [(play.clip.text, play.anchor_frame - found.zero) for play in found.spoken]
    counted = [(text, anchor) for text, anchor in anchors if 0 <= anchor <= 5 * RATE]
    lowering = [("one", 0), ("two", RATE), ("three", 2 * RATE), ("four", 3 * RATE)]
    assert counted == [*lowering, ("one", 4 * RATE), ("one", 5 * RATE)]


def test_numbers_above_a_hundred_are_said_as_one() -> None:
    found = laid_out(pace(target_reps=None), reps_done=121, reps=1)
    (number,) = found.named("one hundred twenty two")
    assert number.anchor_frame == found.zero + 5 * RATE


def test_a_number_that_has_no_room_is_dropped_and_told() -> None:
    pacer = new_pacer(gap_frames=10 * RATE)
    items = pacer.begin(LEAD, None, pace("1-0-X-0", frequency=CueFrequency.NONE), 0, 3.0)
    items += pacer.advance(100 * RATE, LEAD, pace("1-0-X-0", frequency=CueFrequency.NONE))
    dropped = [item for item in items if isinstance(item, Played)]
    assert {(item.outcome, item.reason) for item in dropped} == {(Outcome.DROPPED, "something else is being said")}


def test_a_target_below_the_repetition_under_way_ends_with_it() -> None:
    found = laid_out(pace(target_reps=None), pace(target_reps=None), pace(target_reps=1), reps=9)
    assert list(found.rep_ends) == [1, 2]
