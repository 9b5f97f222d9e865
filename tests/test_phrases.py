from repcue.core.grammar_file import load_grammar
from repcue.core.messages import Lane
from repcue.phrases import PhraseRecord, phrase_records, phrases_json, phrases_markdown, phrases_text

SMALL = """\
language: en
intents:
  stop: {group: set, lane: urgent, does: Stops., phrases: [stop|halt, rack it]}
  reps: {group: load, does: Sets the target., phrases: ["{reps:number 1-300} reps"]}
"""


def records() -> list[PhraseRecord]:
    accepted = {"idle": ["reps"], "lifting": ["reps", "stop"]}
    return phrase_records(load_grammar(SMALL, source="small.yaml"), ["idle", "lifting"], accepted.__getitem__)


def test_every_phrase_says_what_it_does_and_where() -> None:
    assert records() == [
        PhraseRecord("set", "stop|halt", "stop", "Stops.", Lane.URGENT, ("lifting",)),
        PhraseRecord("set", "rack it", "stop", "Stops.", Lane.URGENT, ("lifting",)),
        PhraseRecord("load", "<1 to 300> reps", "reps", "Sets the target.", Lane.NORMAL, ("idle", "lifting")),
    ]


def test_the_table_is_aligned_and_grouped() -> None:
    assert phrases_text(records()) == (
        "set\n"
        "  stop|halt        Stops.            lifting\n"
        "  rack it          Stops.            lifting\n"
        "\n"
        "load\n"
        "  <1 to 300> reps  Sets the target.  idle, lifting\n"
    )


def test_the_page_is_markdown_with_escaped_bars() -> None:
    page = phrases_markdown(records())
    assert page.startswith("# What one can say\n\n")
    assert "## load\n\n| say | what follows | in |\n| --- | --- | --- |\n| `<1 to 300> reps` |" in page
    assert "| `stop\\|halt` | Stops. | lifting |\n" in page


def test_json_has_plain_values() -> None:
    assert phrases_json(records())[0] == {
        "group": "set",
        "phrase": "stop|halt",
        "intent": "stop",
        "does": "Stops.",
        "lane": "urgent",
        "states": ["lifting"],
    }


def test_no_phrases_make_an_empty_table() -> None:
    assert phrases_text([]) == ""
