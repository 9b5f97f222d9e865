"""Names of files from strangers: none leads out of its folder, and all are files on every computer."""

import pytest

from repcue.packs.archive import name_refusal
from repcue.packs.inside import DEEPEST_FOLDER, MOST_CHARACTERS, name_leads_out, path_refusal
from repcue.packs.load import load_pack
from support.pack_texts import SQUAT

OUT = (
    "..",
    "../push.wav",
    "clips/../../push.wav",
    "clips/..",
    "clips/../push.wav",
    "/etc/push.wav",
    "//server/share/push.wav",
    "C:push.wav",
    "c:/push.wav",
    "C:\\push.wav",
    "..\\push.wav",
    "clips\\push.wav",
    "\\\\server\\share\\push.wav",
    "~/push.wav",
    "~ann/push.wav",
    "~",
)
ODD = (
    "",
    ".",
    "./push.wav",
    "clips//push.wav",
    "clips/",
    ".hidden.wav",
    "clips /push.wav",
    "push.wav.",
    "con.wav",
    "CON.wav",
    "Aux.tar.wav",
    "nul",
    "clips/com1.wav",
    "LPT9.wav",
    "com¹.wav",
    "conin$.wav",
    "nul .wav",
    "push?.wav",
    "push\0.wav",
    "push\n.wav",
    "push:1.wav",
    'pu"sh.wav',
    "pu|sh.wav",
    "pu<sh.wav",
    "push\x7f.wav",
)
SOUND = (
    "push.wav",
    "clips/push.wav",
    "clips/a..b.wav",
    "clips/b...c.wav",
    "console.wav",
    "com10.wav",
    "nullify.wav",
    "~$legs.csv",
    "Über/größe.ogg",
    "a/b/c/d/e.wav",
)


@pytest.mark.parametrize("name", OUT)
def test_a_name_that_leads_out_on_any_system_is_refused_everywhere(name: str) -> None:
    assert name_leads_out(name)
    assert path_refusal(name) == name_refusal(name) == f"{name!r} leads out of the pack's folder"


@pytest.mark.parametrize("name", ODD)
def test_a_name_that_some_system_has_no_file_for_is_refused_everywhere(name: str) -> None:
    assert not name_leads_out(name)
    assert path_refusal(name) == name_refusal(name) == f"{name!r} cannot be a file's name on every computer"


@pytest.mark.parametrize("name", SOUND)
def test_an_ordinary_name_is_none_of_these(name: str) -> None:
    assert path_refusal(name) is None
    assert name_refusal(name) is None


@pytest.mark.parametrize("name", ["a/" * DEEPEST_FOLDER + "b.wav", "a" * MOST_CHARACTERS + ".wav"])
def test_a_path_that_is_too_long_or_too_deep_is_refused_with_its_ends(name: str) -> None:
    shown = name if len(name) < 80 else f"{name[:50]} … {name[-20:]}"
    assert path_refusal(name) == f"{shown!r} is too long or too deep a path"


RECORDED = (
    SQUAT
    + """\
    safety: [Set the pins first.]
    cues:
      - {focus: internal, rep: Push with your quads}
      - {focus: external, rep: Push the floor away, recording: 'NAME'}
"""
)


@pytest.mark.parametrize("name", [name for name in (*OUT, *ODD) if name.isprintable() and name])
def test_no_recording_may_have_such_a_name_whatever_lies_on_the_disk(name: str) -> None:
    pack, problems = load_pack(RECORDED.replace("NAME", name), "a.yaml", files={name, "push.wav"})
    assert pack is None
    assert [(each.line, each.path, each.sentence, each.hint) for each in problems] == [
        (
            15,
            "exercises[0].cues[1].recording",
            f"{path_refusal(name)}.",
            "Use a file in the pack's own folder, with / between folders, like 'clips/push.wav'.",
        )
    ]


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_no_pack_is_called_what_is_a_device_somewhere(name: str) -> None:
    pack, problems = load_pack(RECORDED.replace("NAME", "a.wav").replace("id: legs", f"id: {name}"), "a.yaml")
    assert pack is None
    assert [(each.line, each.path, each.sentence, each.hint) for each in problems] == [
        (
            2,
            "id",
            f"{name!r} cannot be a file's name on every computer.",
            f"The folder of a pack and your changes to it are called by its id; choose another, like '{name}-pack'.",
        )
    ]


@pytest.mark.parametrize("name", ["legs.", "legs ", "legs. "])
def test_no_pack_is_called_what_loses_its_end_somewhere(name: str) -> None:
    _, problems = load_pack(RECORDED.replace("NAME", "a.wav").replace("id: legs", f"id: '{name}'"), "a.yaml")
    assert [(each.line, each.sentence) for each in problems] == [(2, f"{name!r} is no id.")]
    assert problems[0].hint.endswith(" Did you mean 'legs'?")


@pytest.mark.parametrize("name", ["clips/Push.wav", "CLIPS/push.wav"])
def test_a_recording_is_not_found_by_a_name_of_another_case(name: str) -> None:
    pack, problems = load_pack(RECORDED.replace("NAME", name), "a.yaml", files={"clips/push.wav"})
    assert pack is None
    assert [each.sentence for each in problems] == [f"there is no file {name!r} in the pack's folder."]
