"""Moments come in their order."""

from repcue.core.events import ConfirmExpired, CountInDone, RestDone
from repcue.core.timeline import Moment, Timeline


def taken(timeline: Timeline, frame: int) -> list[Moment]:
    moments = []
    while (moment := timeline.take_until(frame)) is not None:
        moments.append(moment)
    return moments


def test_moments_come_in_order_and_those_of_one_frame_as_they_were_added() -> None:
    timeline = Timeline()
    late, first, second = Moment(30), Moment(20, record={"kind": "rep"}), Moment(20, event=CountInDone())
    for moment in (late, first, second):
        timeline.add(moment)
    assert taken(timeline, 19) == []
    assert taken(timeline, 20) == [first, second]
    assert taken(timeline, 99) == [late]


def test_a_silenced_set_loses_what_is_still_to_come_and_nothing_else() -> None:
    timeline = Timeline()
    before, after, rest = Moment(10), Moment(20), Moment(20, event=RestDone(), belongs_to_set=False)
    for moment in (after, rest, before):
        timeline.add(moment)
    timeline.forget_set(20)
    assert taken(timeline, 99) == [before, rest]


def test_events_are_forgotten_by_kind() -> None:
    timeline = Timeline()
    kept = Moment(20, event=ConfirmExpired())
    for moment in (Moment(10, event=RestDone()), kept):
        timeline.add(moment)
    timeline.forget_events(RestDone)
    assert taken(timeline, 99) == [kept]
