"""Texts in several languages: each is read in its own, and the main one stands in where there is none."""

from repcue.packs.load import load_pack, read_pack
from repcue.packs.report import report
from repcue.packs.schema import Pack

PACK = """
format: 1
id: legs
title: {en: Legs, de: Beine}
version: 1.0.0
author: Ann
licence: CC0-1.0
language: en
languages: [en, de, de-AT]
muscle_names:
  quadriceps: {en: quads, de: Oberschenkel}
exercises:
  - id: back-squat
    name: {en: Back squat, de: Kniebeuge, de-AT: Kniebeug}
    aliases: {en: [squat, back squat], de: [kniebeuge], de-AT: [kniebeug]}
    muscles: {primary: [quadriceps]}
    safety:
      - {en: Set the bars., de: Stell die Ablage ein.}
      - Look around.
    cues:
      - focus: internal
        rep: {en: Push with your quads, de: Drück mit den Oberschenkeln}
      - focus: external
        rep: {en: Push the floor away, de: Drück den Boden weg}
        recording: clips/push.wav
        recordings: {set: {de: clips/satz.wav}}
        set: {en: Push., de: Drück.}
drills:
  flex:
    - id: flex
      name: Quad set
      muscle: quadriceps
      say: {en: Tense., de: Spann an.}
"""
FILES = {"clips/push.wav", "clips/satz.wav"}


def legs() -> Pack:
    """Return the pack in its main language."""
    pack, _ = load_pack(PACK, "pack.yaml", files=FILES)
    assert pack is not None
    return pack


def test_a_plain_pack_is_in_its_main_language() -> None:
    pack = legs()
    assert (pack.title, pack.exercises[0].aliases) == ("Legs", ("squat", "back squat"))
    assert pack.muscle_name("quadriceps") == "quads"
    assert pack.in_language("en") == (pack, ())
    assert pack.in_language("en-GB") == (pack, ())


def test_another_language_has_its_own_texts_and_the_main_one_stands_in() -> None:
    german, notices = legs().in_language("de")
    squat = german.exercises[0]
    assert (german.title, squat.name, squat.spoken_name) == ("Beine", "Kniebeuge", "kniebeuge")
    assert squat.safety == ("Stell die Ablage ein.", "Look around.")
    assert german.muscle_name("quadriceps") == "Oberschenkel"
    assert (german.drills.flex[0].name, german.drills.flex[0].say) == ("Quad set", "Spann an.")
    assert notices == (
        "exercises[0]: 1 text has no 'de' version: safety[1]. The 'en' one is used there.",
        "drills.flex[0]: 1 text has no 'de' version: name. The 'en' one is used there.",
    )


def test_a_country_has_its_own_texts_or_those_of_the_language_it_speaks() -> None:
    pack = legs()
    austrian = pack.in_language("de-AT").pack
    assert austrian.exercises[0].spoken_name == "kniebeug"
    assert austrian.exercises[0].cues[0].rep == "Drück mit den Oberschenkeln"
    assert pack.in_language("de-CH").pack.exercises[0].spoken_name == "kniebeuge"


def test_a_language_that_the_pack_has_not_is_told() -> None:
    pack = legs()
    assert pack.in_language("fr") == (pack, ("Pack 'legs' has no texts in 'fr'; those in 'en' are used.",))


def test_a_voice_does_not_stand_in_for_another_language() -> None:
    pack = legs()
    english, german = (each.exercises[0].cues[1] for each in (pack, pack.in_language("de").pack))
    assert [english.recorded(form) for form in ("set", "rep")] == [None, "clips/push.wav"]
    assert [german.recorded(form) for form in ("set", "rep")] == ["clips/satz.wav", None]


def test_what_a_language_lacks_is_a_warning_for_each_exercise_and_drill() -> None:
    _, problems = load_pack(PACK, "pack.yaml", files=FILES)
    german = [problem for problem in problems if "'de' version" in problem.sentence]
    assert [(problem.line, str(problem.severity)) for problem in german] == [(13, "warning"), (30, "warning")]


def test_a_recording_is_looked_for_in_every_language() -> None:
    pack, problems = load_pack(PACK, "pack.yaml", files={"clips/push.wav"})
    assert pack is None
    told = [problem for problem in problems if problem.severity == "error"]
    assert report(told).startswith(
        "pack.yaml:26:32: exercises[0].cues[1].recordings.set: there is no file 'clips/satz.wav' in the pack's folder."
    )


def test_the_main_language_need_not_be_english() -> None:
    text = PACK.replace("language: en\n", "language: de\n").replace(
        "languages: [en, de, de-AT]", "languages: [de, en, de-AT]"
    )
    pack, _ = load_pack(text, "pack.yaml", files=FILES)
    assert pack is not None
    assert (pack.title, pack.exercises[0].spoken_name) == ("Beine", "kniebeuge")
    assert pack.in_language("en").pack.exercises[0].spoken_name == "squat"


GERMAN = "Zieh es bis zu dir hin ab"


def test_six_words_are_for_english_texts_only() -> None:
    text = PACK.replace("de: Drück den Boden weg", f"de: {GERMAN}")
    pack, _ = load_pack(text, "pack.yaml", files=FILES)
    assert pack is not None
    assert pack.in_language("de").pack.exercises[0].cues[1].rep == GERMAN


def test_a_german_pack_counts_words_in_its_english_texts_alone() -> None:
    german = PACK.replace("language: en\n", "language: de\n").replace("[en, de, de-AT]", "[de, en-GB]")
    german = german.replace("en: ", "en-GB: ").replace("de-AT: Kniebeug}", "}").replace(", de-AT: [kniebeug]", "")
    german = german.replace("{en-GB: Push the floor away, de: Drück den Boden weg}", GERMAN)
    pack, problems = load_pack(german, "pack.yaml", files=FILES)
    assert pack is not None, report(problems)
    assert pack.exercises[0].cues[1].rep == pack.in_language("en-GB").pack.exercises[0].cues[1].rep == GERMAN
    pack, problems = load_pack(german.replace("en-GB: Push with", "en-GB: Push up and up again with"), "p", files=FILES)
    assert pack is None
    assert [problem.sentence for problem in problems if problem.severity == "error"] == [
        "'Push up and up again with your quads' has 8 words."
    ]


def test_what_is_sound_of_a_broken_pack_holds_long_german_cues() -> None:
    broken = PACK.replace("de: Drück den Boden weg", f"de: {GERMAN}").replace("version: 1.0.0", "version: one")
    german = next(sound for sound in read_pack(broken, "p", files=FILES).in_languages if sound.language == "de")
    assert german.is_given(("exercises", 0, "cues", 1, "rep"))
    assert german.pack.exercises[0].cues[1].rep == GERMAN
