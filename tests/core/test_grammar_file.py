from textwrap import dedent

import pytest

from repcue.core.errors import GrammarError
from repcue.core.grammar_file import load_grammar
from repcue.core.messages import Intent, Lane

SMALL = """\
language: en
lists:
  roast:
    - light roast
    - {say: (dark|black) roast, is: dark}
    - {say: no roast, is: 0}
  drink: {from: menu}
rules:
  polite: please|now
intents:
  order:
    group: coffee
    lane: urgent
    costly: true
    does: Makes coffee.
    slots: {cups: 1}
    phrases: ["[<polite>] {drink} {roast}", {say: off, slots: {cups: "2", on: no}}]
"""
DRINKS = {"drink": {"Flat White": "flat-white", "mocha": "mocha"}}


def problems_of(text: str) -> list[str]:
    with pytest.raises(GrammarError) as raised:
        load_grammar(text, source="my.yaml", lists=DRINKS)
    return str(raised.value).splitlines()


def problems_below_intents(text: str) -> list[str]:
    return problems_of("language: en\nlists:\n  cup: [small, large]\nintents:\n" + text)[:-1]


def test_a_file_says_everything_about_an_intent() -> None:
    grammar = load_grammar(SMALL, source="my.yaml", lists=DRINKS)
    (intent,) = grammar.intents
    assert (intent.name, intent.group, intent.lane, intent.costly) == ("order", "coffee", Lane.URGENT, True)
    assert intent.does == "Makes coffee."
    assert intent.phrases == ("[please|now] <drink> <roast>", "off")
    assert intent.slot_names == {"cups", "drink", "roast", "on"}
    assert grammar.language == "en"


def test_values_are_canonical_and_no_scalar_is_guessed() -> None:
    grammar = load_grammar(SMALL, source="my.yaml", lists=DRINKS)
    assert grammar.understand("please flat white black roast") == Intent(
        "order", {"cups": 1, "drink": "flat-white", "roast": "dark"}, "please flat white black roast"
    )
    assert dict(grammar.understand("mocha light roast").slots)["roast"] == "light roast"  # type: ignore[union-attr]
    assert dict(grammar.understand("mocha no roast").slots)["roast"] == 0  # type: ignore[union-attr]
    assert dict(grammar.understand("off").slots) == {"cups": "2", "on": "no"}  # type: ignore[union-attr]


def test_an_empty_list_takes_its_phrases_away() -> None:
    grammar = load_grammar(SMALL, source="my.yaml", lists={"drink": {}})
    assert grammar.words == {"off"}
    assert not grammar.may_continue("please")


def test_all_problems_are_told_at_once_with_their_places() -> None:
    assert problems_of(
        dedent("""\
        language: en
        lists:
          roast: [light, light]
          size: [{is: small}, "[tall]", "{roast}"]
          drink: {from: menu}
          meal: {from: kitchen}
        rules:
          a: x <b>
          b: y <a>
        intent: {}
        intents:
          order:
            lane: urgnt
            costly: maybe
            phrase: [x]
            phrases:
              - "coffee {dink}"
              - tea [please
              - "[please]"
          pay: [x]
    """)
    ) == [
        "my.yaml:4:10: lists.size: 'say' is missing; write {say: light roast, is: light}.",
        "my.yaml:4:24: lists.size: this value can be said without a word; make a part of it required.",
        "my.yaml:4:34: lists.size: a value of a list cannot have slots; put them in a rule.",
        "my.yaml:6:3: lists.meal is to be filled by the program, which fills: drink.",
        "my.yaml:9:8: rules.b: <a> refers to itself: a > b > a.",
        "my.yaml:10:1: the grammar: unknown key 'intent'. Did you mean 'intents'? "
        "Allowed: language, lists, rules, intents.",
        "my.yaml:13:11: intents.order: Unknown lane 'urgnt'. Did you mean 'urgent'? There are: normal, urgent.",
        "my.yaml:14:13: intents.order.costly: 'maybe' is neither true nor false.",
        "my.yaml:15:5: intents.order: unknown key 'phrase'. Did you mean 'phrases'? "
        "Allowed: group, lane, costly, does, phrases, slots.",
        "my.yaml:17:17: intents.order.phrases: Unknown list 'dink'. Did you mean 'drink'? "
        "There are: drink, meal, number, roast, size.",
        "my.yaml:18:13: intents.order.phrases: '[' is not closed; ']' is missing.",
        "my.yaml:19:10: intents.order.phrases: this phrase can be said without a word; make a part of it required.",
        "my.yaml:20:8: intents.pay must be keys with values, and here is a list.",
        "13 problems in my.yaml.",
    ]


def test_a_repeated_key_names_its_first_line() -> None:
    assert problems_below_intents("  a: {phrases: [x]}\n  a: {phrases: [y]}\n") == [
        "my.yaml:6:3: intents: 'a' is written twice; first in line 5. Keep one."
    ]


def test_a_phrase_that_yaml_reads_as_something_else_wants_quotes() -> None:
    assert problems_below_intents("  a: {phrases: [[x], {y: z}]}\n") == [
        "my.yaml:5:17: intents.a.phrases must be text, and here is a list. "
        'Put a phrase that begins with [ or { in quotes: "[the] cue".',
        "my.yaml:5:23: intents.a.phrases: unknown key 'y'. Allowed: say, slots.",
    ]


def test_an_intent_without_phrases_or_with_a_bad_name_is_refused() -> None:
    assert problems_below_intents("  a: {phrases: []}\n  b-c: {phrases: [x]}\n") == [
        "my.yaml:5:16: intents.a.phrases is empty; it needs at least one item.",
        "my.yaml:6:3: intents.b-c: 'b-c' is no name; use letters, digits and _.",
    ]


def test_what_is_missing_is_told_where_nothing_is_misspelt() -> None:
    assert problems_below_intents("  a: {does: nothing}\n  b: {phrases: [{slots: {x: y}}]}\n") == [
        "my.yaml:5:6: intents.a: 'phrases' is missing; an intent needs at least one.",
        "my.yaml:6:17: intents.b.phrases: 'say' is missing; put a phrase that begins with { in quotes.",
    ]


def test_a_slot_is_filled_once() -> None:
    assert problems_below_intents('  a: {slots: {cup: large}, phrases: ["{cup} cup"]}\n') == [
        "my.yaml:5:39: intents.a.phrases: 'cup' is filled by the phrase and also fixed under slots. Keep one."
    ]


def test_two_values_for_the_same_words_are_refused() -> None:
    assert problems_of(
        dedent("""\
        language: en
        lists:
          number: [x]
          cup: [small, {say: small, is: little}]
        intents: {a: {phrases: [<no>]}}
    """)
    )[:-1] == [
        "my.yaml:3:3: 'number' is no name; use letters, digits and _, and not 'number'.",
        "my.yaml:4:3: lists.cup: 'small' means both 'small' and 'little'. Keep one.",
        "my.yaml:5:25: intents.a.phrases: Unknown rule 'no'. There are none.",
    ]


def test_number_words_of_another_language_are_not_invented() -> None:
    assert problems_of('language: ko\nintents: {a: {phrases: ["{n:number 1-5} x"]}}\n')[:-1] == [
        "my.yaml:2:26: intents.a.phrases: number words are known for en, not 'ko'; use a list instead."
    ]


def test_a_list_is_filled_with_plain_words_only() -> None:
    with pytest.raises(GrammarError) as raised:
        load_grammar(SMALL, source="my.yaml", lists={"drink": {"[mocha]": "mocha"}})
    assert str(raised.value) == (
        "my.yaml:7:3: lists.drink: '[mocha]' (for 'mocha') cannot be said; use plain words.\n1 problem in my.yaml."
    )


def test_anchors_are_refused() -> None:
    assert problems_of("language: en\nintents:\n  a: &x {phrases: [y]}\n  b: *x\n")[:2] == [
        "my.yaml:3:6: anchors and aliases ('x') are not allowed; write it out.",
        "my.yaml:4:6: anchors and aliases ('x') are not allowed; write it out.",
    ]


def test_what_is_no_yaml_is_told_with_its_place() -> None:
    assert problems_of("language: en\nintents: {a: [\n") == [
        "my.yaml:3:1: this is not YAML (did not find expected node content); look at the indentation, colons and "
        "quotes here.",
        "1 problem in my.yaml.",
    ]


def test_an_empty_file_says_what_it_should_have() -> None:
    assert problems_of("")[0] == "my.yaml:1:1: the grammar is empty; it has language, lists, rules, intents."
    assert problems_of("language: en\n")[0] == (
        "my.yaml:1:1: the grammar: 'intents' is missing; it has language, lists, rules, intents."
    )


@pytest.mark.parametrize(
    "text", ["- a\n- b\n", "\x00", "a: b: c", "just text", "intents:\n", "lists: {a: }\nintents: {b: {phrases: ~}}"]
)
def test_any_text_is_refused_with_a_message(text: str) -> None:
    assert problems_of(text)[-1].endswith("in my.yaml.")
