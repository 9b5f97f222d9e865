"""A grammar in the JSpeech Grammar Format (W3C note, 2000), for PocketSphinx.

One rule an intent, one for each list, named rule and number range. `*` is not written: PocketSphinx reads it, but
`[ (a)+ ]` says the same with what every reader of the format knows.
"""

from collections.abc import Callable, Sequence

from repcue.core.grammar_spelling import spelled
from repcue.core.grammar_template import SILENCE, Choice, Named, Node, Repeat, Row, Slot, Word


def jsgf_text(phrases: Sequence[tuple[str, Node]], spell: Callable[[str], Sequence[Sequence[str]]]) -> str:
    """Return the grammar of all phrases that can be heard; each comes with the name of its intent."""
    rules: dict[str, str] = {}
    by_intent: dict[str, list[str]] = {}
    for intent, phrase in phrases:
        heard = spelled(phrase, spell)
        if heard is not None:
            by_intent.setdefault(f"intent_{intent}", []).append(_written(heard, rules))
    rules |= {name: " | ".join(written) for name, written in by_intent.items()}
    lines = [f"<{name}> = {written};" for name, written in rules.items()]
    command = " | ".join(f"<{name}>" for name in by_intent) or "<VOID>"
    return "\n".join(["#JSGF V1.0;", "grammar commands;", f"public <command> = {command};", *lines, ""])


def _written(node: Node, rules: dict[str, str]) -> str:
    match node:
        case Word(word):
            return word
        case Row(parts):
            return " ".join(_grouped(part, rules) for part in parts)
        case Choice(options):
            said = " | ".join(_written(option, rules) for option in options if option is not SILENCE)
            return f"[ {said} ]" if SILENCE in options else said
        case Repeat(part):
            return f"( {_written(part, rules)} )+"
        case Named(name, part):
            return _reference(name, part, rules)
        case Slot():
            return _written_slot(node, rules)


def _written_slot(slot: Slot, rules: dict[str, str]) -> str:
    if slot.numbers is not None:
        return _grouped(slot.entries[0].say, rules)
    return _reference(f"list_{slot.fills}", Choice(tuple(entry.say for entry in slot.entries)), rules)


def _grouped(node: Node, rules: dict[str, str]) -> str:
    alternatives = isinstance(node, Choice) and SILENCE not in node.options
    return f"( {_written(node, rules)} )" if alternatives else _written(node, rules)


def _reference(name: str, part: Node, rules: dict[str, str]) -> str:
    if name not in rules:
        rules[name] = _written(part, rules)
    return f"<{name}>"
