"""What is not heard apart is told exactly; what is kept for a reason is not told, and a reason too many is."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from repcue.edges.check_names import pronunciations_of
from repcue.edges.ears.word_sounds import WordSounds
from repcue.packs.accepted import Accepted, read_accepted
from repcue.packs.confusable import Commands
from repcue.packs.heard_apart import Ear, heard_apart, unheard
from repcue.packs.load import read_pack
from repcue.packs.report import Problem, Severity, report
from repcue.packs.spoken import commands_of
from repcue.prepare import our_grammar

ALIKE = sorted((Path(__file__).parent / "alike").glob("*.yaml"))


@cache
def commands() -> Commands:
    return Commands(commands_of(our_grammar({})), sounds().ways)


@cache
def sounds() -> WordSounds:
    return WordSounds()


def problems_of(text: str, source: str = "pack.yaml", accepted: Accepted | None = None) -> tuple[Problem, ...]:
    reading = read_pack(text, source)
    assert reading.pack is not None, report(reading.problems)
    own = sounds().with_words(pronunciations_of(reading.pack))
    [sound] = reading.in_languages
    ear = Ear("The bundled ear", lambda word: bool(own.ways(word)), takes_phones=True)
    return (*heard_apart(sound, commands(), own.ways, accepted or Accepted()), *unheard(sound, [ear]))


@pytest.mark.parametrize("file", ALIKE, ids=lambda file: file.stem)
def test_what_is_not_heard_apart_is_told_in_these_words(file: Path, golden: Callable[[Path, str], None]) -> None:
    problems = problems_of(file.read_text(encoding="utf-8"), f"alike/{file.name}")
    golden(file.with_suffix(".txt"), report(problems, what="pack") + "\n")


def test_every_stored_report_has_its_pack() -> None:
    assert {file.stem for file in ALIKE} == {file.stem for file in (ALIKE[0].parent).glob("*.txt")}


def test_only_a_name_that_is_a_command_is_a_mistake() -> None:
    severities = {
        file.stem: {problem.severity for problem in problems_of(file.read_text(encoding="utf-8"))} for file in ALIKE
    }
    assert [name for name, found in severities.items() if Severity.ERROR in found] == ["taken_command"]


def alike(name: str) -> str:
    return next(file for file in ALIKE if file.stem == name).read_text(encoding="utf-8")


def test_a_pair_that_is_accepted_is_not_told() -> None:
    accepted = read_accepted("accepted:\n  - {pairs: [[push up, pull up]], because: Everybody says so.}\n", "a.yaml")
    assert problems_of(alike("near_names"), accepted=accepted) == ()


def test_a_pair_is_accepted_within_longer_names_too() -> None:
    accepted = read_accepted("accepted:\n  - {pairs: [[push, pull]], because: Everybody says so.}\n", "a.yaml")
    assert problems_of(alike("near_names"), accepted=accepted) == ()


def test_one_phrase_accepts_all_that_it_clashes_with() -> None:
    accepted = read_accepted("accepted:\n  - {phrases: [squat], because: It is the first lift.}\n", "a.yaml")
    assert problems_of(alike("begins_another"), accepted=accepted) == ()


def test_what_is_accepted_and_clashes_no_more_is_told_at_its_place() -> None:
    text = "accepted:\n  - pairs: [[squat, lunge]]\n    phrases: [squat, hop]\n    because: Of old.\n"
    stale = problems_of(alike("begins_another"), accepted=read_accepted(text, "accepted.yaml"))
    assert [problem.sentence for problem in stale] == [
        "'squat' and 'lunge' clash with nothing.",
        "'hop' clashes with nothing.",
    ]
    assert str(stale[0]) == (
        "accepted.yaml:2:13: accepted[0].pairs[0]: warning: 'squat' and 'lunge' clash with nothing.\n"
        "    2 |   - pairs: [[squat, lunge]]\n"
        "      |             ^^^^^^^^^^^^^^\n"
        "    Delete it here."
    )


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("pairs: [[push up, pull up]]", "key 'because' is missing."),
        ("because: We like it.", "this accepts nothing."),
        ("{pairs: [[push up]], because: We like it.}", "a pair has two phrases."),
        ("{phrases: [Push-up], because: We like it.}", "'Push-up' is no alias."),
    ],
)
def test_what_accepts_nothing_or_gives_no_reason_is_told(entry: str, sentence: str) -> None:
    accepted = read_accepted(f"accepted:\n  - {entry}\n", "accepted.yaml")
    assert [problem.sentence for problem in accepted.problems] == [sentence]
    assert accepted.entries == ()


def test_a_word_that_vosk_lacks_wants_other_words_and_no_phones() -> None:
    text = alike("near_names")
    [sound] = read_pack(text, "pack.yaml").in_languages
    ear = Ear("Vosk's model small-en", lambda word: word != "chin", takes_phones=False)
    [problem] = unheard(sound, [ear])
    assert problem.sentence == "Vosk's model small-en does not know the word 'chin', so 'chin up' is never heard."
    assert problem.hint == "Add an alias of ordinary words that sound like it."
    assert (problem.line, problem.column) == (10, 24)


def test_the_list_that_the_documentation_shows_can_be_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
    [shown] = [block for block in page.split("```") if block.startswith("yaml\naccepted:")]
    accepted = read_accepted(shown.removeprefix("yaml\n"), "docs/packs.md")
    assert report(accepted.problems) == "No problems."
    assert [entry.pairs or entry.phrases for entry in accepted.entries] == [(("push up", "pull up"),), ("stop",)]


def test_an_alias_that_is_a_command_is_told_once() -> None:
    text = alike("taken_command").replace("[pause, long wait]", "[stop, long wait]")
    [problem] = problems_of(text)
    assert (problem.severity, problem.sentence) == (
        Severity.ERROR,
        "'stop' is the command 'stop', which is acted on instead.",
    )
