from dataclasses import replace

import pytest

from repcue.core.grammar_network import Network
from repcue.core.grammar_numbers import number_phrase
from repcue.core.grammar_template import (
    Entry,
    Named,
    Node,
    NumberRange,
    Slot,
    TemplateError,
    Word,
    may_be_silent,
    parse_template,
    readable,
    slots_of,
)
from repcue.core.spoken_numbers import words_from_number


class OneOfEach:
    """A scope with one rule and any slot."""

    def rule(self, name: str) -> Node:
        return Named(name, Word("ruled"))

    def slot(self, name: str, fills: str, numbers: NumberRange | None) -> Slot:
        return Slot(name, fills, (Entry(Word("filled"), None),), numbers)


SCOPE = OneOfEach()


def understood(template: str, text: str) -> bool:
    return bool(Network([parse_template(template, SCOPE)], {}).readings(text.split()))


@pytest.mark.parametrize(
    ("template", "said", "not_said"),
    [
        ("next set|begin", ["next set", "begin"], ["next", "set", "next begin"]),
        ("say [the|my] cue", ["say cue", "say the cue", "say my cue"], ["say the my cue", "the cue"]),
        ("(a|b) c", ["a c", "b c"], ["a", "c", "a b c"]),
        ("a (b c)* d", ["a d", "a b c d", "a b c b c d"], ["a b d", "a b c"]),
        ("(a|b)+", ["a", "a b b a"], ["", "c"]),
        ("<rule> it", ["ruled it"], ["rule it"]),
        ("[[a] b] c", ["c", "b c", "a b c"], ["a c"]),
        ("Let's GO", ["let's go"], ["lets go"]),
        ("넥스트 세트", ["넥스트 세트"], ["세트"]),
    ],
)
def test_the_notation_means_what_its_docstring_says(template: str, said: list[str], not_said: list[str]) -> None:
    assert [text for text in said if not understood(template, text)] == []
    assert [text for text in not_said if understood(template, text)] == []


@pytest.mark.parametrize(
    ("template", "offset", "message"),
    [
        ("(a|b", 0, "'(' is not closed; ')' is missing"),
        ("say [the cue", 4, "'[' is not closed; ']' is missing"),
        ("a)", 1, "')' has no opening bracket before it"),
        ("a | | b", 4, "a word is missing; an alternative needs at least one, [ ] makes a part optional"),
        ("", 0, "a word is missing; an alternative needs at least one, [ ] makes a part optional"),
        ("* a", 0, "'*' has nothing before it to repeat"),
        ("[a]+", 3, "'+' repeats a part that may be empty"),
        ("a $ b", 2, "'$' cannot be said; a phrase has words, [optional], (a|b), <rule>, {slot:list}, * and +"),
        ("a {b", 2, "'{' has no partner; rules are written <name>, slots {name:list}"),
        ("a <b c>", 2, "'<b c>' cannot be read; a rule is written <name>"),
        ("a {b c}", 2, "'{b c}' cannot be read; a slot is written {name:list} or {name:number 1-300}"),
        ("{b:c d}", 0, "'d' is one word too many after the list; write {b:c}"),
        ("{n:number}", 0, "'number ' is no range; write number 1-300, then halves or clipped if wanted"),
        (
            "{n:number 1-5 thirds}",
            0,
            "'number 1-5 thirds' is no range; write number 1-300, then halves or clipped if wanted",
        ),
        ("{n:number 9-5}", 0, "the range 9-5 is empty or too wide; numbers go up from 0 to 999"),
    ],
)
def test_a_broken_template_says_what_is_wrong_and_where(template: str, offset: int, message: str) -> None:
    with pytest.raises(TemplateError) as raised:
        parse_template(template, SCOPE)
    assert (str(raised.value), raised.value.offset) == (message, offset)


@pytest.mark.parametrize(
    "numbers",
    [
        NumberRange(0, 300, halves=True, clipped=True),
        NumberRange(1, 10),
        NumberRange(5, 300),
        NumberRange(95, 105, halves=True),
        NumberRange(117, 342, clipped=True),
        NumberRange(0, 0),
        NumberRange(0, 0, halves=True),
        NumberRange(7, 7, halves=True),
    ],
)
def test_a_number_slot_takes_exactly_the_numbers_of_its_range(numbers: NumberRange) -> None:
    network = Network([Slot("n", "number", (Entry(number_phrase(numbers), None),), numbers)], {})
    taken = {}
    for halves in range(2 * 999 + 1):
        for reading in network.readings(words_from_number(halves / 2).split()):
            taken[halves / 2] = dict(reading.slots)["n"]
    assert taken == {halves / 2: halves / 2 for halves in range(2 * 999 + 1) if numbers.holds(halves / 2)}


def test_clipped_hundreds_are_taken_where_the_range_says_so() -> None:
    numbers = NumberRange(1, 300)
    assert Network([number_phrase(replace(numbers, clipped=True))], {}).readings(["one", "thirty", "five"])
    assert not Network([number_phrase(numbers)], {}).readings(["one", "thirty", "five"])


def test_templates_are_readable() -> None:
    template = parse_template("[the] (a|b) {x:list} {n:number 0-5 halves} (c)+", SCOPE)
    assert readable(template) == "[the] (a|b) <x> <0 to 5, also halves> (c)+"


def test_silence_and_slots_are_found() -> None:
    assert may_be_silent(parse_template("[a] [b|c]", SCOPE))
    assert not may_be_silent(parse_template("[a] {b}", SCOPE))
    assert [slot.name for slot in slots_of(parse_template("{a} ({b}|c)*", SCOPE))] == ["a", "b"]
