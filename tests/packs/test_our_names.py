"""Our own commands, names, cues and answers are heard apart, but for those that are kept with a reason.

A new pair fails here: rename one of the two, or add it with the reason to `grammars/accepted.en.yaml` (commands and
answers) or `cue_packs/essentials/accepted.yaml` (names and cues). An entry that accepts nothing fails, too.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from repcue.cli.name_checking import name_check
from repcue.core import replies
from repcue.core.catalogue import Catalogue
from repcue.core.grammar import Grammar, words_of
from repcue.edges.check_names import measured_pairs
from repcue.edges.ears.word_sounds import WordSounds
from repcue.edges.pack_files import read_pack_file
from repcue.packs.accepted import Accepted, read_accepted
from repcue.packs.confusable import Clash, Commands, unheard_words
from repcue.packs.report import report
from repcue.packs.spoken import Role, Spoken, clauses_of, commands_of
from repcue.prepare import our_grammar

SHIPPED = sorted((Path(__file__).parents[2] / "cue_packs").glob("*/pack.yaml"))
pytestmark = pytest.mark.slow


@cache
def grammar() -> Grammar:
    return our_grammar({})


@cache
def sounds() -> WordSounds:
    return WordSounds()


@cache
def accepted() -> Accepted:
    file = files("repcue") / "grammars" / "accepted.en.yaml"
    return read_accepted(file.read_text(encoding="utf-8"), file.name)


@cache
def all_clashes() -> tuple[Clash, ...]:
    commands, answers = commands_of(grammar()), [(text, ()) for text in replies.vocabulary(Catalogue())]
    among_commands = Commands((), sounds().ways, measured_pairs()).clashes(commands, sounds().ways)
    lines = [Spoken(" ".join(words_of(text)), Role.COACH, "") for text, _ in answers]
    said = Commands(commands, sounds().ways).clashes([*clauses_of(answers)], sounds().ways, lines)
    return (*among_commands, *said)


def told(clash: Clash) -> str:
    how = f"{clash.mistaken.times} of {clash.mistaken.of}" if clash.mistaken else f"{clash.distance:.2f}"
    return f"{clash.one.role} {clash.one.text!r} {clash.kind} {clash.other.text!r} ({how})"


def test_our_commands_and_answers_are_heard_apart_or_kept_for_a_reason() -> None:
    left, stale = accepted().without(all_clashes())
    assert report(accepted().problems) == "No problems."
    assert [told(clash) for clash in left] == []
    assert report(stale) == "No problems."


def test_the_reasons_stay_few() -> None:
    assert len(accepted().entries) <= 30


def test_every_word_of_our_commands_can_be_heard() -> None:
    assert list(unheard_words(commands_of(grammar()), lambda word: bool(sounds().ways(word)))) == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_the_names_and_cues_that_ship_are_heard_apart_or_kept_for_a_reason(file: Path) -> None:
    assert report(name_check().problems(read_pack_file(file), file)) == "No problems."
