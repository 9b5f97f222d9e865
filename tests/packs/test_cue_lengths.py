"""How long the shipped cues take as spoken: rendered by the shipped voice, in English and in German."""

from pathlib import Path

import pytest

from repcue.core.spoken_texts import FORMS
from repcue.edges.clip_bank import ClipBank
from repcue.edges.voices.pyttsx3_voice import Pyttsx3Voice
from repcue.packs.load import load_pack
from repcue.rehearse import OUTPUT_RATE
from support.rendered_home import rendered_home

PACKS = Path(__file__).parents[2] / "cue_packs"
RATE = 180
"""Words a minute, as in `voices/coach.yaml`."""

LONGEST_SECONDS = {"set": 5.0, "rep": 1.5, "key": 1.0}
"""A cue on a repetition has to fit a phase of 2 s with 0.25 s to spare before and after; one before a set may take as
long as the count-in."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pack_id", "language", "voice"),
    [("essentials", "en", "en-us"), ("home-basics", "en", "en-us"), ("home-basics", "de", "de")],
)
def test_every_cue_is_short_enough_as_it_is_spoken(
    pack_id: str, language: str, voice: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    read, _ = load_pack((PACKS / pack_id / "pack.yaml").read_text(encoding="utf-8"), "pack.yaml")
    assert read is not None
    pack, notices = read.in_language(language)
    assert notices == ()
    cues = [cue for exercise in pack.exercises for cue in exercise.cues]
    kept = rendered_home(tmp_path_factory.getbasetemp()) / "cache" / "clips"
    clips = ClipBank(Pyttsx3Voice(voice, RATE), kept, OUTPUT_RATE)
    clips.prepare(text for cue in cues for form in FORMS if (text := cue.text(form)))
    too_long = []
    for cue in cues:
        for form in FORMS:
            clip = clips.speech(cue.text(form) or "")
            if clip is not None and clip.frames / OUTPUT_RATE > LONGEST_SECONDS[form]:
                too_long.append(f"{form} {clip.text!r}: {clip.frames / OUTPUT_RATE:.2f} s")
    assert too_long == []
