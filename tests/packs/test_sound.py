"""What is sound of a broken pack is all of it but what is broken, and what is broken is never judged."""

from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.packs.load import read_pack
from repcue.packs.sound import SoundPack

EXERCISES = """\
exercises:
  - id: back-squat
    name: Back squat
    aliases: [squat, back squat]
    muscles: {primary: [quadriceps]}
    tempo: 3-1
    cues:
      - {focus: internal, rep: Push with your quads, phase: ecentric, set: Push.}
      - Push the floor away
  - name: Lunge
    aliases: []
    muscles: {primary: [], secondary: glutes}
    cues:
      - {focus: external, rep: Stand up tall, least_load_percent: 80, most_load_percent: 20}
"""
HEAD = "format: 1\nid: legs\ntitle: Legs\nversion: 1.0.0\nauthor: Ann\nlicence: CC0-1.0\n"
PACK = HEAD + EXERCISES


def sound_of(text: str) -> SoundPack:
    [sound] = read_pack(text, "pack.yaml").in_languages
    return sound


def test_what_is_right_is_there_at_its_own_number() -> None:
    sound = sound_of(PACK)
    squat, lunge = sound.pack.exercises
    assert (squat.id, squat.name, squat.aliases) == ("back-squat", "Back squat", ("squat", "back squat"))
    assert (squat.cues[0].rep, squat.cues[0].set) == ("Push with your quads", "Push.")
    assert (lunge.name, lunge.cues[0].rep) == ("Lunge", "Stand up tall")


def test_what_is_broken_counts_as_not_given() -> None:
    sound = sound_of(PACK)
    assert sound.stand_ins == {
        ("exercises", 0, "tempo"),
        ("exercises", 0, "cues", 0, "phase"),
        ("exercises", 0, "cues", 1),
        ("exercises", 0, "cues", 1, "focus"),
        ("exercises", 0, "cues", 1, "rep"),
        ("exercises", 1, "id"),
        ("exercises", 1, "aliases"),
        ("exercises", 1, "muscles", "primary"),
        ("exercises", 1, "muscles", "secondary"),
    }
    assert not sound.is_given(("exercises", 0, "cues", 1, "set"))
    assert sound.is_given(("exercises", 0, "cues", 0, "rep"), ("exercises", 1, "cues", 0))


def test_an_exercise_is_called_by_its_id_where_it_has_one() -> None:
    sound = sound_of(PACK)
    assert [sound.called(index) for index in (0, 1)] == ["exercise 'back-squat'", "this exercise"]


def test_of_a_pack_without_mistakes_everything_is_given() -> None:
    text = (
        PACK.replace("3-1", "3-1-1-0")
        .replace("ecentric", "eccentric")
        .replace("- Push", "- {focus: external, rep: Push}  #")
    )
    sound = sound_of(text[: text.index("  - name: Lunge")])
    assert sound.stand_ins == frozenset()
    assert sound.pack == read_pack(text[: text.index("  - name: Lunge")], "pack.yaml").pack


def test_of_a_text_that_is_no_pack_nothing_is_sound() -> None:
    for text in ("", "- a list", "just a text", "[", "{"):
        assert read_pack(text, "pack.yaml").in_languages == ()
    assert sound_of("title: Legs\n").pack.exercises == ()


LINES = PACK.splitlines()


@given(st.lists(st.sampled_from(range(len(LINES))), max_size=4), st.sampled_from(["", "x: y", "  - {}", "    cues: 3"]))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_any_lines_may_be_broken(numbers: list[int], instead: str) -> None:
    text = "\n".join(instead if number in numbers else line for number, line in enumerate(LINES))
    for sound in read_pack(text, "pack.yaml").in_languages:
        for index in range(len(sound.pack.exercises)):
            assert sound.called(index)
