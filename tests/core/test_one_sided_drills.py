"""A drill that is done one side at a time: both sides are one set, with one cue and one name."""

import pytest

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core.catalogue import Catalogue
from repcue.core.coaching import cue_for
from repcue.core.session import advance
from repcue.core.session_state import Session
from repcue.packs.drills import Drills, WarmUpDrill
from repcue.packs.schema import Cue, Pack
from repcue.testing.sessions import BENCH_PRESS, SQUAT, gym, session_after
from support.rehearsals import Rehearsed, rehearsed

PUSH, DRIVE = (
    Cue(focus="internal", set="In this set, squeeze your seat.", rep="Squeeze your seat"),
    Cue(focus="internal", rep="Push from your seat"),
)
BRIDGE = SQUAT.model_copy(update={"id": "bridge", "name": "Bridge", "aliases": ("bridge",), "cues": (PUSH, DRIVE)})
DRILL = WarmUpDrill(
    id="one-leg",
    name="One-leg bridge",
    phase="activate",
    exercise="bridge",
    sets=2,
    reps=2,
    unilateral=True,
    say="Bridges on one leg.",
)
PACK: Pack = (
    gym().packs[0].model_copy(update={"exercises": (SQUAT, BENCH_PRESS, BRIDGE), "drills": Drills(warm_up=(DRILL,))})
)
PICKED = (ev.PickExercise("back-squat"), ev.WarmUp())
SIDE = (ev.BeginSet(), ev.CountInDone(), ev.RepDone(2, is_last=True))


def session() -> Session:
    return Session(Catalogue([PACK]))


def cues_of_sides(*sides: tuple[ev.Event, ...]) -> list[str]:
    """The cue of each set, with what happens before it."""
    now, cues = session_after(*PICKED, session=session()), []
    for before in sides:
        now = session_after(*before, *SIDE[:2], session=now)
        cues.append(cue_for(now).cue.rep)
        now = session_after(SIDE[2], session=now)
    return cues


def run(script: str, seconds: float = 60.0) -> Rehearsed:
    return rehearsed(script, seconds, session=session())


def answers(told: Rehearsed) -> list[str]:
    return [play["text"] for play in told.plays("reply")]


@pytest.mark.parametrize("between", [(), (ev.RestDone(),), (ev.SkipRest(),), (ev.SayCue(),)])
def test_both_sides_of_a_drill_have_one_cue_and_its_next_set_another(between: tuple[ev.Event, ...]) -> None:
    assert cues_of_sides((), between, between, between) == [PUSH.rep, PUSH.rep, DRIVE.rep, DRIVE.rep]


@pytest.mark.parametrize(
    "asked", [(ev.AnotherCue(),), (ev.RestDone(), ev.AnotherCue()), (ev.AnotherCue(), ev.RestDone())]
)
def test_another_cue_between_the_sides_of_a_drill_is_said_on_the_other_side(asked: tuple[ev.Event, ...]) -> None:
    assert cues_of_sides((), asked) == [PUSH.rep, DRIVE.rep]


def test_a_first_side_that_is_stopped_or_left_out_leaves_its_cue_to_the_other() -> None:
    stopped = session_after(*PICKED, *SIDE[:2], ev.StopSet(), *SIDE[:2], session=session())
    assert cue_for(stopped).cue is PUSH
    left_out = session_after(*PICKED, ev.SkipRest(), *SIDE[:2], session=session())
    assert (left_out.side, cue_for(left_out).cue) == ("right", PUSH)


def test_the_lift_has_its_own_cues_after_the_drill() -> None:
    lift = session_after(ev.PickExercise("back-squat"), *SIDE, session=session())
    drilled = session_after(ev.WarmUp(), *(SIDE * 4), ev.SkipRest(), session=lift)
    assert drilled.exercise is not None
    assert (drilled.exercise.id, drilled.last_cues) == ("back-squat", lift.last_cues)


def test_a_drill_is_called_by_its_own_name_whenever_it_is_begun() -> None:
    told = answers(run("0.5 squat\n8 warm up\n13 next set\n33 what's next\n45 next set"))
    begun = [text for text in told if "side." in text]
    assert begun == [
        "Bridges on one leg. Left side. two reps. Say next set to begin.",
        "One-leg bridge Left side. two reps.",
        "One-leg bridge Right side. two reps. Say next set to begin.",
        "One-leg bridge Right side. two reps.",
    ]
    assert "Next: One-leg bridge" in told
    assert not [text for text in told if text.startswith("bridge")]


def test_a_story_of_both_sides_says_the_words_before_the_set_once_and_one_cue_on_both() -> None:
    told = run("0.5 squat\n8 warm up\n13 next set\n36 next set")
    cues = [play["text"] for play in told.plays("cue")]
    assert cues[0] == PUSH.set
    assert set(cues[1:]) == {PUSH.rep}
    right = next(play for play in told.plays("reply") if play["text"].endswith("Right side. two reps."))
    assert [cue["text"] for cue in told.plays("cue") if cue["started_frame"] > right["started_frame"]]


def test_a_drill_of_the_other_side_alone_has_its_words_said() -> None:
    skipped = session_after(*PICKED, ev.SkipRest(), session=session())
    (begun,) = [each for each in advance(skipped, ev.BeginSet())[1] if isinstance(each, fx.StartCountIn)]
    assert begun.says_cue


@pytest.mark.parametrize("length", [{"reps": 2}, {"seconds": 10}])
def test_of_a_drill_without_cues_none_is_logged(length: dict[str, int]) -> None:
    drill = WarmUpDrill(id="own", name="Swings", phase="activate", say="Swing.", muscles=("quadriceps",), **length)  # type: ignore[arg-type]
    pack = PACK.model_copy(update={"drills": Drills(warm_up=(drill,))})
    told = rehearsed("0.5 squat\n4 warm up\n12 next set", 40, session=Session(Catalogue([pack])))
    assert [each["exercise"] for each in told.of_kind("set")] == ["own", "own"]
    assert told.of_kind("cue") == []
