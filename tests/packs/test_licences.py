"""Licences of packs: known ones are taken, others questioned, none at all is a mistake."""

import pytest

from repcue.packs.load import load_pack
from repcue.packs.report import Severity
from repcue.packs.spdx import LICENCES, is_licence, nearest_licence
from support.pack_texts import ABOUT

PACK = (
    ABOUT.replace("CC0-1.0", "{}")
    + """\
exercises:
  - id: back-squat
    name: Back squat
    aliases: [back squat]
    muscles: {{primary: [quadriceps]}}
    cues:
      - {{focus: internal, rep: Push with your quads}}
      - {{focus: external, rep: Push the floor away}}
"""
)
HINT = "Use an SPDX identifier, or LicenseRef- and a word for terms of your own."


@pytest.mark.parametrize(
    "licence",
    [
        "CC-BY-4.0",
        "cc0-1.0",
        "MIT",
        "GPL-2.0+",
        "LicenseRef-personal",
        "(CC-BY-4.0 OR MIT) AND OFL-1.1",
        "GPL-3.0-only WITH Font-exception-2.0",
    ],
)
def test_a_known_licence_is_not_remarked_on(licence: str) -> None:
    assert load_pack(PACK.format(licence), "pack.yaml")[1] == ()


@pytest.mark.parametrize(
    ("licence", "meant"),
    [
        ("CC-BY-4", " Did you mean 'CC-BY-4.0'?"),
        ("CC BY 4.0", " Did you mean 'CC-BY-4.0'?"),
        ("frei", ""),
        ("mine", ""),
        ("GPL 3", " Did you mean 'GPL-3.0'?"),
        ("((MIT", " Did you mean 'MIT'?"),
        ("MIT)", " Did you mean 'MIT'?"),
        ("MIT WITH love", ""),
        ("MIT WITH", ""),
        ("CC-BY-4.0 MIT", " Did you mean 'CC-BY-4.0'?"),
        ("All rights reserved", ""),
        ("CC-BY-4.0 OR", " Did you mean 'CC-BY-4.0'?"),
    ],
)
def test_an_unknown_licence_is_questioned_and_the_pack_is_used(licence: str, meant: str) -> None:
    pack, (warning,) = load_pack(PACK.format(licence), "pack.yaml")
    assert pack is not None
    assert (warning.severity, warning.line, warning.column) == (Severity.WARNING, 6, 10)
    assert (warning.sentence, warning.hint) == (f"'{licence}' is no licence that is known.", f"{HINT}{meant}")


def test_an_empty_licence_is_told_with_what_to_write() -> None:
    pack, (problem,) = load_pack(PACK.format('" "'), "pack.yaml")
    assert pack is None
    assert (problem.path, problem.sentence) == ("licence", "no licence is named.")
    assert problem.hint == (
        "Write what others may do with it: CC-BY-4.0 (name the author), CC0-1.0 (anything), "
        "or LicenseRef-personal (for you and your clients)."
    )


def test_every_listed_licence_is_one_and_nearest_to_itself() -> None:
    assert all(is_licence(name) for name in LICENCES)
    for name in ("CC-BY-SA-4.0", "ODbL-1.0", "Zlib"):
        assert nearest_licence(name.lower()) == f" Did you mean {name!r}?"
