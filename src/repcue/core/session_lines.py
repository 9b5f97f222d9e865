"""Rows of the session's table for lines about safety, each said once in a session: what was not heard is said again.

A line is said when its exercise is chosen. Where an answer cuts it, it follows that answer; where it could not be said,
or something else is under way, it is said before the count of the set, and so is what "next set" cuts: what to set up
is of no use once somebody lifts. It takes the place of the cue's words there. Of a drill, which is explained in its own
words, no line is said.
"""

from dataclasses import replace

from repcue.core import replies
from repcue.core.effects import Say
from repcue.core.events import Event
from repcue.core.line_watch import LineCut
from repcue.core.session_moves import Next
from repcue.core.session_state import Session


def announced(picked: Session, texts: replies.Texts) -> tuple[Session, Say]:
    """Return the session and what is said of the exercise that is chosen.

    Until its first set of the session has begun, that ends with what to set up or watch.
    """
    assert picked.exercise is not None
    first = tuple(line for line in picked.exercise.safety[:1] if line not in picked.told)
    following = replace(picked, unheard=picked.unheard - set(first))
    return following, Say((*texts, *first), texts, line=first[0] if first else None)


def say_again(session: Session, event: Event) -> Next:
    """Say a line that an answer has cut after that answer; nothing is urged on who is hurt."""
    assert isinstance(event, LineCut)
    is_of_lift = session.exercise is not None and not session.course and event.line in session.exercise.safety
    is_hurt = session.is_hurt or {replies.HURTS, replies.UNWELL} & set(session.last_answer)
    if not is_of_lift or is_hurt or not event.had_room:
        return keep(session, event)
    return session, (Say((event.line,), line=event.line, follows=True),)


def keep(session: Session, event: Event) -> Next:
    """Keep a line that was not heard for the introduction of its set."""
    assert isinstance(event, LineCut)
    return replace(session, unheard=session.unheard | {event.line}), ()
