"""The session's table as a page of documentation: a state diagram and a table, found by walking it.

Every pair of state and event is tried on sessions of all kinds (`testing.sessions`); where they lead is what is drawn.
"""

import re
from collections.abc import Sequence
from typing import Final

from repcue.core.events import Event
from repcue.core.session import MOMENTS, TRANSITIONS, accepts, advance
from repcue.core.session_state import State
from repcue.testing.sessions import event_kinds, examples, sessions_in

_TITLE: Final = """# The session

What the lifter is doing is one of nine states. What follows from a command or a moment is a table,
`TRANSITIONS` in `src/repcue/core/session.py`; this page is made from it by `repcue.session_diagram`.
A command that makes no sense now is refused with a sentence and changes nothing.
The alarm is no state: it can sound in all of them, and ends first.
"""
_LEGEND: Final = """## The table

A name is the state that follows, two or more are told apart by what the session knows; • answers and stays;
an empty field refuses. Events in *italics* are moments that come by themselves; an empty field ignores them.
"""


def words_of(kind: type[Event]) -> str:
    """Return an event's name as words: `StopSet` is "stop set"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()


def following(state: State, kind: type[Event]) -> tuple[State, ...]:
    """Return the states that an event can lead to from a state, in the order of `State`; none where it is refused."""
    if not accepts(state, kind):
        return ()
    reached = {
        advance(session, event)[0].state
        for session in sessions_in(state)
        if not session.is_alarm_on
        for event in examples(kind)
    }
    return tuple(each for each in State if each in reached)


def diagram(kinds: Sequence[type[Event]]) -> str:
    """Return the state diagram in Mermaid's notation; what stays in a state is left out."""
    labels: dict[tuple[State, State], list[str]] = {}
    for state in TRANSITIONS:
        for kind in kinds:
            for reached in following(state, kind):
                if reached is not state:
                    labels.setdefault((state, reached), []).append(words_of(kind))
    arrows = [
        f"    {_node(before)} --> {_node(after)}: {', '.join(words)}" for (before, after), words in labels.items()
    ]
    ends = [f"    [*] --> {_node(State.IDLE)}", f"    {_node(State.FINISHED)} --> [*]"]
    return "\n".join(["```mermaid", "stateDiagram-v2", ends[0], *arrows, ends[1], "```"])


def table(kinds: Sequence[type[Event]]) -> str:
    """Return where every pair of event and state leads, as a Markdown table."""
    rows = [f"| event | {' | '.join(TRANSITIONS)} |", "| --- " * (len(TRANSITIONS) + 1) + "|"]
    for kind in kinds:
        name = f"*{words_of(kind)}*" if kind in MOMENTS else words_of(kind)
        fields = [_field(state, following(state, kind)) for state in TRANSITIONS]
        rows.append(f"| {name} | {' | '.join(fields)} |")
    return "\n".join(rows)


def page() -> str:
    """Return the whole page, as Markdown."""
    kinds = event_kinds()
    return "\n".join([_TITLE, diagram(kinds), "", _LEGEND, table(kinds), ""])


def _node(state: State) -> str:
    return state.name.lower()


def _field(state: State, reached: tuple[State, ...]) -> str:
    return ", ".join("•" if each is state else each for each in reached)
