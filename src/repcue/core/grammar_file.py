"""A grammar from the YAML text of its file, or all that is wrong with it.

No scalar is guessed: `no`, `on` and `0310` are the words that were written. Anchors, aliases and repeated keys
are refused, for what they do is not seen where they stand.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from repcue.core.grammar import Grammar, Phrase
from repcue.core.grammar_definitions import Definitions, read_intent
from repcue.core.grammar_source import GrammarSource, YamlNode
from repcue.core.grammar_spelling import as_written, spelled

if TYPE_CHECKING:
    import yaml

_NOTHING: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})
_KEYS: Final = ("language", "lists", "rules", "intents")


def load_grammar(text: str, *, source: str, lists: Mapping[str, Mapping[str, str]] = _NOTHING) -> Grammar:
    """Return the grammar that a file's text writes.

    Args:
        text: the whole file.
        source: its name, for messages.
        lists: what fills the lists that the file leaves to the program (`exercise: {from: packs}`): spoken
            phrase to value, by the list's name. A list may be empty; then its phrases cannot be said. Lists that
            the file does not have are not looked at, so that any grammar can be loaded with the same ones.

    Raises:
        GrammarError: the file has problems; the message has all of them as `file:line:column: what and what instead`.
    """
    problems = GrammarSource(source)
    root = _composed(text, problems)
    keys = problems.mapping(root, "the grammar", _KEYS) if root else {}
    language = "en"
    for key in ("language", "intents"):
        if root and key not in keys:
            problems.add_at(root, f"the grammar: {key!r} is missing; it has {', '.join(_KEYS)}.")
    if "language" in keys:
        language = problems.text(keys["language"][1], "language")
    named = {
        each: problems.mapping(keys[each][1], each) if each in keys else {} for each in ("lists", "rules", "intents")
    }
    definitions = Definitions(problems, language, named["lists"], named["rules"], lists)
    definitions.read_all()
    read = [read_intent(name, key, node, definitions, problems) for name, (key, node) in named["intents"].items()]
    problems.complain()
    phrases = [phrase for _, each in read for phrase in each]
    return Grammar(language, [intent for intent, _ in read], _sayable(phrases))


def _sayable(phrases: list[Phrase]) -> list[Phrase]:
    """Return the phrases without the ways that need a value of an empty list."""
    pruned = [(phrase, spelled(phrase.template, as_written)) for phrase in phrases]
    return [replace(phrase, template=template) for phrase, template in pruned if template is not None]


def _composed(text: str, problems: GrammarSource) -> YamlNode | None:
    import yaml

    # libyaml's loader composes our file in a tenth of the time of the one in Python.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if "&" in text:
            _refuse_anchors(list(yaml.parse(text, Loader=loader)), problems)
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        _note_yaml_error(error, problems)
        return None
    if root is None:
        problems.add(0, 0, f"the grammar is empty; it has {', '.join(_KEYS)}.")
    return cast("YamlNode | None", root)


def _refuse_anchors(events: list[Any], problems: GrammarSource) -> None:
    for event in events:
        if getattr(event, "anchor", None):
            mark = event.start_mark
            problems.add(
                mark.line, mark.column, f"anchors and aliases ({event.anchor!r}) are not allowed; write it out."
            )


def _note_yaml_error(error: "yaml.YAMLError", problems: GrammarSource) -> None:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unknown reason"
    problems.add(line, column, f"this is not YAML ({reason}); look at the indentation, colons and quotes here.")
