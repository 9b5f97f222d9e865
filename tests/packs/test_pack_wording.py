"""What could be better in a pack: its words, how long they take, how recordings sound."""

from pathlib import Path

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.edges.audio_files import WavWriter
from repcue.edges.pack_files import check_pack, read_pack_file
from repcue.edges.pack_lint import at_full_scale, lint_pack, recorded_in
from repcue.packs.report import Problem, has_errors
from support.pack_texts import SQUAT

PACK = (
    SQUAT
    + """\
    safety: [Set the pins first.]
    cues:
      - {focus: internal, rep: Push with your quads, key: quads}
      - {focus: external, rep: Push the floor away, key: floor}
"""
)


AT = "pack.yaml:15:32: exercises[0].cues[1].rep: warning:"


def linted(file: Path, seconds: float | None = None) -> tuple[Problem, ...]:
    return lint_pack(read_pack_file(file), file.parent, lambda _language, _pack: lambda _text: seconds, "coach")


def findings(tmp_path: Path, text: str, seconds: float | None = None) -> list[str]:
    """Return what is found in a pack, the first line of each."""
    file = tmp_path / "pack.yaml"
    file.write_text(text, encoding="utf-8")
    found = linted(file, seconds)
    return [str(problem).removeprefix(f"{tmp_path.as_posix()}/").splitlines()[0] for problem in found]


def test_a_pack_that_is_worded_well_is_not_remarked_on(tmp_path: Path) -> None:
    assert findings(tmp_path, PACK) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "Push the floor away",
            "Don't bounce the bar",
            f'{AT} "Don\'t bounce the bar" says what not to do ("don\'t").',
        ),
        (
            "Push the floor away",
            "Push the floor and stand",
            "pack.yaml:15:32: exercises[0].cues[1].rep: warning: 'Push the floor and stand' has two ideas ('and').",
        ),
        (
            "Push the floor away",
            "Push through your heels",
            "pack.yaml:15:32: exercises[0].cues[1].rep: warning: the external cue 'Push through your heels' names a "
            "part of the body ('heels').",
        ),
        (
            "key: floor",
            "key: feet",
            "pack.yaml:15:58: exercises[0].cues[1].key: warning: the external cue 'feet' names a part of the "
            "body ('feet').",
        ),
        (
            "Push with your quads",
            "Push with your legs",
            "pack.yaml:14:32: exercises[0].cues[0].rep: warning: the internal cue 'Push with your legs' does not name "
            "its muscle, the quadriceps.",
        ),
        (
            "    safety: [Set the pins first.]\n",
            "",
            "pack.yaml:8:9: exercises[0].id: warning: exercise 'back-squat' has no safety line.",
        ),
        (
            "title: Legs",
            "title: Guaranteed muscle growth",
            "pack.yaml:3:8: title: 'Guaranteed' and 'muscle growth' promise what no study carries.",
        ),
    ],
)
def test_a_weakness_is_told_at_its_place(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert findings(tmp_path, PACK.replace(before, after)) == [told]


def test_a_claim_is_a_mistake_and_the_rest_are_warnings(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    for text, is_error in ((PACK.replace("title: Legs", "title: It prevents injuries"), True), (PACK, False)):
        file.write_text(text.replace("Push the floor away", "Never push"), encoding="utf-8")
        assert has_errors(linted(file)) is is_error


def test_a_comparison_may_name_the_body(tmp_path: Path) -> None:
    assert not findings(tmp_path, PACK.replace("rep: Push the floor away", "analogy: true, rep: Your arms are hooks"))


def test_a_german_pack_is_judged_by_german_words(tmp_path: Path) -> None:
    german = PACK.replace("title: Legs", "title: Beine\nlanguage: de").replace("[quadriceps]", "[Oberschenkel]")
    german = german.replace("Push with your quads", "Drück mit dem Oberschenkel").replace("key: quads", "key: Schenkel")
    assert findings(tmp_path, german.replace("Push the floor away", "Nicht wippen")) == [
        "pack.yaml:16:32: exercises[0].cues[1].rep: warning: 'Nicht wippen' says what not to do ('nicht')."
    ]


def test_a_pack_in_another_language_is_not_judged(tmp_path: Path) -> None:
    assert not findings(tmp_path, PACK.replace("title: Legs", "title: Legs\nlanguage: nl"))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("In this set, don't let the bar drift.", 'says what not to do ("don\'t").'),
        ("In this set, you shouldn’t bounce.", 'says what not to do ("shouldn\'t").'),
        ("Sit between two chairs. Never bounce.", "says what not to do ('never')."),
        ("In this set, stop bouncing at the bottom.", "says what not to do ('stop bouncing')."),
        ("In this set, push the floor away, not the bar up.", "says what not to do ('not')."),
        ("In this set, push the floor away and squeeze the bar.", "has two ideas ('and squeeze')."),
        ("In this set, lean in, and then just push the floor away.", "has two ideas ('and push')."),
        ("In this set, push the floor away while keeping the bar close.", "has two ideas ('while keeping')."),
        ("In this set, spread the floor; stand tall and drive up.", "has two ideas ('and drive')."),
    ],
)
def test_a_sentence_before_the_set_is_judged_too(tmp_path: Path, sentence: str, told: str) -> None:
    [found] = findings(tmp_path, PACK.replace("rep: Push the floor", f'set: "{sentence}", rep: Push the floor'))
    assert found.startswith("pack.yaml:15:32: exercises[0].cues[1].set: warning: ")
    assert found.endswith(told)


@pytest.mark.parametrize(
    "sentence",
    [
        "In this set, drive the bar up nice and slow.",
        "In this set, send the bar up and back.",
        "In this set, picture a wall behind you. Push it away.",
        "In this set, stop when the bar is a hand above the floor.",
        "In this set, imagine two ropes and pull them apart.",
        "In this set, feel the band stretch and push you up.",
        "In this set, push the floor and the bar apart.",
        "In this set, drive the bar up while the band pulls down.",
    ],
)
def test_one_idea_in_a_sentence_or_two_is_not_remarked_on(tmp_path: Path, sentence: str) -> None:
    assert not findings(tmp_path, PACK.replace("rep: Push the floor", f'set: "{sentence}", rep: Push the floor'))


def test_a_german_sentence_before_the_set_is_judged_by_german_words(tmp_path: Path) -> None:
    german = PACK.replace("title: Legs", "title: Beine\nlanguage: de").replace("[quadriceps]", "[Oberschenkel]")
    german = german.replace("Push with your quads", "Drück mit dem Oberschenkel").replace("key: quads", "key: Schenkel")
    for sentence, told in (
        ("Drück den Boden weg und halte die Stange nah.", "has two ideas ('und halte')."),
        ("Drück den Boden weg, ohne zu wippen.", "says what not to do ('ohne')."),
        ("Drück den Boden ruhig und kräftig weg.", ""),
    ):
        found = findings(tmp_path, german.replace("rep: Push the floor away", f'set: "{sentence}", rep: Boden weg'))
        assert [line.endswith(told) for line in found] == ([True] if told else [])


def test_a_key_word_that_says_what_not_to_do_is_told(tmp_path: Path) -> None:
    assert findings(tmp_path, PACK.replace("key: floor", "key: don't")) == [
        'pack.yaml:15:58: exercises[0].cues[1].key: warning: "don\'t" says what not to do ("don\'t").'
    ]


@pytest.mark.parametrize(
    ("rep", "sentence", "hint"),
    [
        (
            "Push <it> away from you all now",
            "'Push <it> away from you all now' has the sign '<'. It has 7 words, too.",
            "A cue is spoken: letters, digits and , . ! ? - '. Use at most 6: it is said on every repetition, "
            "in about 1.5 seconds.",
        ),
        (
            "push " * 17,
            "'push push push push push push push push  … push push push ' has 17 words.",
            "Use at most 6: it is said on every repetition, in about 1.5 seconds.",
        ),
        (f"pu{80 * 's'}h", f"'pu{38 * 's'} … {14 * 's'}h' has 83 characters.", "Use at most 80."),
    ],
)
def test_everything_that_is_wrong_with_a_cues_words_is_told_in_one_place(
    tmp_path: Path, rep: str, sentence: str, hint: str
) -> None:
    file = tmp_path / "pack.yaml"
    file.write_text(PACK.replace("Push the floor away", f'"{rep}"'), encoding="utf-8")
    (problem,) = read_pack_file(file).problems
    assert (problem.sentence, problem.hint) == (sentence, hint)


def test_a_text_that_is_refused_is_judged_by_its_words_as_well(tmp_path: Path) -> None:
    long = "Don't push your heels and toes into the floor at all"
    told = findings(tmp_path, PACK.replace("Push the floor away", long))
    at = "pack.yaml:15:32: exercises[0].cues[1].rep: warning: "
    assert told == [
        f'{at}"{long}" says what not to do ("don\'t").',
        f"{at}\"{long}\" has two ideas ('and').",
        f"{at}the external cue \"{long}\" names a part of the body ('heels').",
    ]


def test_what_takes_too_long_is_told_with_its_seconds(tmp_path: Path) -> None:
    told = findings(tmp_path, PACK, seconds=1.62)
    assert told[0] == (
        "pack.yaml:14:32: exercises[0].cues[0].rep: warning: 'Push with your quads' takes 1.6 s as the voice "
        "'coach' says it."
    )
    assert len([line for line in told if ".key: warning: " in line]) == 2


def recording(tmp_path: Path, samples: Samples) -> Path:
    path = tmp_path / "push.wav"
    with WavWriter(path, 16_000) as wav:
        wav.write(samples)
    return path


def tone(seconds: float, amplitude: float) -> Samples:
    """Return a tone that swells like syllables, so that it has loud moments and quiet ones like a voice."""
    times = np.arange(round(seconds * 16_000)) / 16_000
    swell = 0.55 + 0.45 * np.cos(2 * np.pi * 4 * times)
    return (amplitude * swell * np.sin(2 * np.pi * 440 * times)).astype(np.float32)


@pytest.mark.parametrize(
    ("samples", "told"),
    [
        (tone(1.8, 0.3), "'push.wav' takes 1.8 s."),
        (np.clip(tone(1.0, 3.0), -1, 1), "'push.wav' was recorded too loudly and is distorted."),
        (tone(1.0, 0.001), "'push.wav' is very soft (-67 LUFS)."),
        (np.zeros(16_000, dtype=np.float32), "'push.wav' holds only silence."),
        (
            np.random.default_rng(1).normal(0, 0.1, 16_000).astype(np.float32),
            "'push.wav' stands out from its own noise by 1 dB.",
        ),
    ],
)
def test_a_recording_is_judged_by_its_sound(tmp_path: Path, samples: Samples, told: str) -> None:
    recording(tmp_path, samples)
    text = PACK.replace("rep: Push the floor away", "recording: push.wav, rep: Push the floor away")
    assert findings(tmp_path, text) == [f"pack.yaml:15:38: exercises[0].cues[1].recording: warning: {told}"]


def test_a_recording_that_is_no_sound_is_told(tmp_path: Path) -> None:
    (tmp_path / "push.wav").write_bytes(b"RIFF")
    text = PACK.replace("rep: Push the floor away", "recording: push.wav, rep: Push the floor away")
    assert findings(tmp_path, text) == [
        "pack.yaml:15:38: exercises[0].cues[1].recording: 'push.wav' cannot be read as sound."
    ]
    (problem,) = linted(tmp_path / "pack.yaml")
    assert problem.hint == (
        "Save it as WAV, FLAC or OGG again, or take it out; until then no session with this pack begins."
    )


def test_a_recording_that_is_a_link_is_told_once(tmp_path: Path) -> None:
    recording(tmp_path, tone(1.0, 0.3)).rename(tmp_path / "elsewhere.wav")
    folder = tmp_path / "legs"
    folder.mkdir()
    (folder / "push.wav").symlink_to(tmp_path / "elsewhere.wav")
    text = PACK.replace("rep: Push the floor away", "recording: push.wav, rep: Push the floor away")
    assert findings(folder, text) == []
    _, [problem] = check_pack(folder / "pack.yaml")
    assert problem.sentence == "there is no file 'push.wav' in the pack's folder."


def test_silence_around_a_recording_does_not_count(tmp_path: Path) -> None:
    quiet = np.zeros(8_000, dtype=np.float32)
    recorded = recorded_in(recording(tmp_path, np.concatenate((quiet, tone(1.0, 0.3), quiet))))
    assert recorded is not None
    assert recorded.seconds == pytest.approx(1.0, abs=0.03)


def test_the_longest_run_at_full_scale_is_counted() -> None:
    assert at_full_scale(np.array([0, 1, 1, 0, -1, -1, -1, 0.5, 1], dtype=np.float32)) == (6, 3)
    assert at_full_scale(np.zeros(0, dtype=np.float32)) == (0, 0)


def test_claims_are_all_named_in_whole_words(tmp_path: Path) -> None:
    text = PACK.replace("title: Legs", "title: Garantiertes Muskelwachstum, heilt Knie\nlanguage: de")
    [told] = [each for each in findings(tmp_path, text) if "study" in each]
    assert told.endswith("title: 'Garantiertes' and 'Muskelwachstum' and 'heilt' promise what no study carries.")


@pytest.mark.parametrize(
    ("cue", "told"),
    [
        ("rep: Push the floor", "the external cue 'Push with your legs.' names a part of the body ('legs')."),
        ("rep: Push with", "the internal cue 'Push with your legs.' does not name its muscle, the quadriceps."),
    ],
)
def test_the_sentence_before_the_set_keeps_the_focus(tmp_path: Path, cue: str, told: str) -> None:
    [found] = findings(tmp_path, PACK.replace(cue, f"set: Push with your legs., {cue}"))
    assert ".set: warning: " in found
    assert found.endswith(told)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "rep: Push the floor away",
            "analogy: true, rep: Leave the floor",
            "exercises[0].cues[1]: warning: the comparison is not explained: it has no set.",
        ),
        (
            "    cues:",
            "    wrong_feel: [{feel: lower back, say: Brace.}, {feel: lower back, say: Sit.}]\n    cues:",
            "exercises[0].wrong_feel[1].feel: warning: 'lower back' is felt in the wrong place twice; "
            "only the first correction is said.",
        ),
    ],
)
def test_what_is_unusual_is_told_when_a_pack_is_read(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert read_findings(tmp_path, PACK.replace(before, after)) == [told]


def test_loads_between_cues_that_have_none_are_told(tmp_path: Path) -> None:
    light = PACK.replace("rep: Push with", "most_load_percent: 50, rep: Push with")
    gap = light.replace("rep: Push the", "least_load_percent: 70, rep: Push the")
    assert read_findings(tmp_path, gap) == ["exercises[0].cues: warning: no cue is for loads from 51 to 69 percent."]
    assert read_findings(tmp_path, gap.replace("70", "51")) == []


def read_findings(tmp_path: Path, text: str) -> list[str]:
    """Return what is told when a pack is read, the first line of each from its place in the structure."""
    file = tmp_path / "pack.yaml"
    file.write_text(text, encoding="utf-8")
    return [str(problem).splitlines()[0].split(": ", 1)[1] for problem in check_pack(file)[1]]
