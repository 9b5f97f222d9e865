"""What one says to pick a shipped exercise can be heard by the ear that always is there, and picks only that one."""

import pytest

from repcue.core.catalogue import Catalogue
from repcue.edges.ears.open_ear import open_ear
from repcue.edges.pack_files import read_packs
from repcue.packs.report import report
from repcue.prepare import our_grammar
from repcue.settings import Settings

SHIPPED = ("essentials", "home-basics")


def test_the_shipped_packs_can_be_used_together() -> None:
    read = read_packs(SHIPPED)
    assert report(read.problems) == "No problems."
    assert len(Catalogue(read.packs).exercises) == 49 + 12


def test_only_the_essentials_are_used_unless_somebody_says_otherwise() -> None:
    assert Settings().packs == ("essentials",)


@pytest.mark.slow
@pytest.mark.parametrize("pack_id", SHIPPED)
def test_every_word_of_every_alias_can_be_heard_by_the_bundled_ear(pack_id: str) -> None:
    catalogue = Catalogue(read_packs([pack_id]).packs)
    opened = open_ear("bundled", None, our_grammar(catalogue.aliases()), catalogue.pronunciations())
    try:
        assert opened.ear.unhearable == ()
    finally:
        opened.ear.close()


@pytest.mark.slow
def test_every_place_that_something_is_felt_in_wrongly_can_be_heard() -> None:
    catalogue = Catalogue(read_packs(SHIPPED).packs)
    places = dict.fromkeys(catalogue.places_of_feeling(), "place")
    opened = open_ear("bundled", None, our_grammar(places), catalogue.pronunciations())
    try:
        assert opened.ear.unhearable == ()
    finally:
        opened.ear.close()
