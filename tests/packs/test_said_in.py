"""A pack that is said in another language, while its names are heard as before."""

from repcue.core.catalogue import Catalogue
from repcue.core.spoken_texts import texts_of_exercise
from repcue.edges.pack_files import read_packs
from repcue.packs.said_in import said_in


def test_lines_are_said_in_the_language_and_names_are_heard_as_before() -> None:
    (pack,) = read_packs(["home-basics"]).packs
    said = said_in(pack, "de")
    assert said.notices == ()
    plank, own = (Catalogue([each]).exercise("side-plank") for each in (said.pack, pack))
    assert (plank.name, plank.aliases, plank.muscles) == (own.name, own.aliases, own.muscles)
    assert [(cue.rep, cue.key) for cue in plank.cues[:2]] == [
        ("Spann die Taille an", "Taille"),
        ("Drück den Boden weg", "Boden"),
    ]
    assert plank.safety == ("Stell den Ellbogen unter die Schulter.",)
    assert (plank.wrong_feel[0].feel, plank.wrong_feel[0].say) == ("shoulders", "Drück den Boden weg.")
    assert plank.tap is not None
    assert plank.tap.say == "Klopf mit der freien Hand an die untere Taille."
    assert Catalogue([said.pack]).aliases() == Catalogue([pack]).aliases()


def test_every_line_that_is_another_has_its_language() -> None:
    (pack,) = read_packs(["home-basics"]).packs
    said = said_in(pack, "de-AT")
    assert set(said.languages.values()) == {"de-AT"}
    exercise = said.pack.exercises[0]
    lines = [text for text in texts_of_exercise(exercise) if text not in exercise.aliases]
    assert set(lines) <= set(said.languages)
    drills = said.pack.drills
    assert {drill.say for drill in drills.warm_up} | {drill.say for drill in drills.flex} <= set(said.languages)


def test_the_main_language_stands_in_where_a_pack_has_no_other() -> None:
    (pack,) = read_packs(["essentials"]).packs
    said = said_in(pack, "de")
    assert said.pack is pack
    assert dict(said.languages) == {}
    assert said.notices == ("Pack 'essentials' has no texts in 'de'; those in 'en' are used.",)


def test_the_main_language_is_the_pack_itself() -> None:
    (pack,) = read_packs(["home-basics"]).packs
    assert said_in(pack, "en") == said_in(pack, "en-GB")
    assert said_in(pack, "en").pack is pack


def test_a_pack_whose_main_language_is_another_is_said_in_it_names_and_all() -> None:
    (pack,) = read_packs(["home-basics"]).packs
    german = pack.in_language("de").pack.model_copy(update={"language": "de"})
    said = said_in(german, "de")
    assert said.pack is german
    assert said.languages["seitstütz"] == "de"
