"""Everything one can say, as a table: for `repcue phrases`, its `--json`, and docs/phrases.md.

Pure: the caller knows the session's states and prints.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass

from repcue.core.grammar import Grammar, GrammarIntent
from repcue.core.messages import Lane


@dataclass(frozen=True, slots=True)
class PhraseRecord:
    """One way to say one thing."""

    group: str
    phrase: str
    """The template as people read it: `[optional]`, `this|that`, `<1 to 300>`."""

    intent: str
    does: str
    lane: Lane
    states: tuple[str, ...]
    """Where it is acted on, in the order of the session's states."""


def phrase_records(
    grammar: Grammar, states: Sequence[str], acceptable: Callable[[str], Collection[str]]
) -> list[PhraseRecord]:
    """Return every phrase of a grammar, in the order of its file.

    Args:
        grammar: the phrases.
        states: the session's states, in the order in which they are told.
        acceptable: the names of the intents that a state acts on.
    """
    accepted = {state: frozenset(acceptable(state)) for state in states}
    return [
        PhraseRecord(intent.group, phrase, intent.name, intent.does, intent.lane, _states_of(intent, accepted))
        for intent in grammar.intents
        for phrase in intent.phrases
    ]


def _states_of(intent: GrammarIntent, accepted: dict[str, frozenset[str]]) -> tuple[str, ...]:
    return tuple(state for state, names in accepted.items() if intent.name in names)


def phrases_json(records: Sequence[PhraseRecord]) -> list[dict[str, object]]:
    """Return the records as JSON has them."""
    return [{**asdict(record), "lane": record.lane.value, "states": list(record.states)} for record in records]


def phrases_text(records: Sequence[PhraseRecord]) -> str:
    """Return the records as a table for the terminal, grouped, ends with a newline."""
    widths = [max((len(text) for text in column), default=0) for column in zip(*map(_columns, records), strict=True)]
    lines: list[str] = []
    for index, record in enumerate(records):
        if index == 0 or record.group != records[index - 1].group:
            lines += ["", record.group] if lines else [record.group]
        cells = [text.ljust(width) for text, width in zip(_columns(record), widths, strict=True)]
        lines.append("  " + "  ".join(cells).rstrip())
    return "".join(f"{line}\n" for line in lines)


def _columns(record: PhraseRecord) -> tuple[str, str, str]:
    return record.phrase, record.does, ", ".join(record.states)


def phrases_markdown(records: Sequence[PhraseRecord]) -> str:
    """Return the records as a Markdown page, a table for each group."""
    lines = ["# What one can say", "", "`[x]` may be left out, `a|b` is a choice, `<x>` is yours to fill in."]
    for index, record in enumerate(records):
        if index == 0 or record.group != records[index - 1].group:
            lines += ["", f"## {record.group}", "", "| say | what follows | in |", "| --- | --- | --- |"]
        cells = [f"`{record.phrase}`", record.does, ", ".join(record.states)]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "".join(f"{line}\n" for line in lines)
