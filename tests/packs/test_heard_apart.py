"""What is not heard apart is told exactly; what is kept for a reason is not told, and a reason too many is."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from repcue.edges.check_names import measured_pairs, pronunciations_of
from repcue.edges.ears.word_sounds import WordSounds
from repcue.packs.accepted import Accepted, read_accepted
from repcue.packs.confusable import Commands, Kind
from repcue.packs.heard_apart import Ear, heard_apart, unheard
from repcue.packs.load import read_pack
from repcue.packs.measured import mistaken_in
from repcue.packs.report import Problem, Severity, report
from repcue.packs.spoken import Role, Spoken, commands_of
from repcue.prepare import our_grammar

ALIKE = sorted((Path(__file__).parent / "alike").glob("*.yaml"))


@cache
def commands(*, with_measured: bool = False) -> Commands:
    return Commands(commands_of(our_grammar({})), sounds().ways, measured_pairs() if with_measured else ())


@cache
def sounds() -> WordSounds:
    return WordSounds()


def problems_of(
    text: str, source: str = "pack.yaml", accepted: Accepted | None = None, *, with_measured: bool = False
) -> tuple[Problem, ...]:
    reading = read_pack(text, source)
    assert reading.pack is not None, report(reading.problems)
    own = sounds().with_words(pronunciations_of(reading.pack))
    [sound] = reading.in_languages
    ear = Ear("The bundled ear", lambda word: bool(own.ways(word)), takes_phones=True)
    beside = commands(with_measured=with_measured)
    return (*heard_apart(sound, beside, own.ways, accepted or Accepted(), [ear]), *unheard(sound, [ear]))


@pytest.mark.parametrize("file", ALIKE, ids=lambda file: file.stem)
def test_what_is_not_heard_apart_is_told_in_these_words(file: Path, golden: Callable[[Path, str], None]) -> None:
    text, with_measured = file.read_text(encoding="utf-8"), file.stem == "measured"
    problems = problems_of(text, f"alike/{file.name}", with_measured=with_measured)
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


def test_a_name_that_no_ear_hears_is_never_told_to_be_heard_apart() -> None:
    heard, unheard_one = (alike("begins_another").replace("back squat", each) for each in ("box squat", "zyxwv"))
    assert problems_of(heard)[0].hint.startswith("Leave it out, since 'box squat' is heard apart")
    assert problems_of(unheard_one)[0].hint == "Use a name with another word in it."


def test_a_longer_name_that_no_ear_hears_is_never_advised() -> None:
    text = alike("near_names").replace("equipment: [ring]", "equipment: [zyxwv, ring]")
    near = next(each for each in problems_of(text) if each.sentence.startswith("'push up' sounds like"))
    assert near.hint == "Use a longer name, such as 'ring push up'."


def test_a_pair_that_was_measured_can_be_kept_too() -> None:
    pairs = "[[back squat, flex lats], [dips, failed], [dips, that hurts], [faster, box step up]]"
    accepted = read_accepted(f"accepted:\n  - {{pairs: {pairs}, because: Everybody says so.}}\n", "accepted.yaml")
    assert problems_of(alike("measured"), accepted=accepted, with_measured=True) == ()


@pytest.mark.parametrize(
    ("alias", "command"),
    [("shop", "stop"), ("drop", "stop"), ("hop", "stop"), ("chop", "stop"), ("pulls", "pause"), ("clause", "pause")],
)
def test_a_short_name_near_what_ends_a_set_is_told(alias: str, command: str) -> None:
    [problem] = problems_of(alike("begins_with_a_command").replace("pause squat", f"{alias}, bench"))
    assert re.fullmatch(
        rf"'{alias}' sounds like \(distance 1\.[68]0; up to 2 may be mixed up\) the command '{command}'\.",
        problem.sentence,
    )


def test_a_short_name_that_is_as_near_to_a_harmless_command_is_not_told() -> None:
    # "Cue" and "new" are farther apart in what follows from them than in sound.
    harmless = Commands([Spoken("cue", Role.COMMAND, "say_cue")], sounds().ways)
    destructive = Commands([Spoken("cue", Role.COMMAND, "stop_set", is_urgent=True)], sounds().ways)
    name = Spoken("new", Role.NAME, "new")
    assert harmless.clashes([name], sounds().ways) == ()
    assert [clash.kind for clash in destructive.clashes([name], sounds().ways)] == [Kind.NEAR]


def test_the_pairs_that_ship_are_those_of_the_stored_table() -> None:
    stored = Path(__file__).parents[2] / "benchmarks" / "figures" / "confusions-bundled.json"
    assert measured_pairs() == mistaken_in(json.loads(stored.read_text(encoding="utf-8")))


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
