"""What a bundled ear knows of each thing that it hears, for fitting how certain it is (`benchmarks/fit_confidence.py`).

Everything is streamed through the ear as in a session, with a certainty that is never certain, so that every candidate
for anything that is heard is seen, with the evidence for it, when it would be judged ahead of its end and at the end.
"""

import multiprocessing
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from repcue.bench.evidence_rows import Change, EvidencePart, changed, wordless
from repcue.bench.goal_rows import OURS
from repcue.bench.goal_run import EarChoice, prepared_for, stream_of
from repcue.bench.hearing_clips import LabelledClip
from repcue.bench.hearing_stream import BLOCK_FRAMES, Stream
from repcue.core.confidence import CERTAIN_WHEN_URGENT, TALK_SCORE, Weights, features_of
from repcue.core.grammar import Grammar
from repcue.core.messages import AudioBlock, Utterance
from repcue.core.sound_alike import SoundAlikes
from repcue.core.units import EAR_RATE
from repcue.edges.audio_files import WavWriter, read_audio_at
from repcue.edges.ears.certainty import Certainty
from repcue.edges.ears.decoder import Judged, Phrasebook, SpokenSegment
from repcue.edges.ears.open_ear import bundled_ear
from repcue.edges.ears.pronunciation import pronunciations_for
from repcue.edges.ears.whisper import WhisperReferee
from repcue.ports import Ear
from repcue.prepare import Prepared

ROBOTS: Final = "espeak"
"""How the folders of the robot's voices begin."""

TALK_ROWS: Final = ("talk", "short talk")
"""By their length false commands an hour are reckoned."""

_WITNESS_SCORE: Final = min(CERTAIN_WHEN_URGENT, TALK_SCORE) / 2.0
"""Not certain, and not 0, which is what is left of it after other talk."""

_TOGETHER_SECONDS: Final = 20.0
"""So much of a sound without words is one recording."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One candidate for something that was heard."""

    features: Mapping[str, float]
    is_right: bool
    is_talk: bool
    """Whether it was heard in talk that holds no command."""

    is_clean: bool
    group: str
    """The voice, or the recording."""

    segment: int
    """The same for the candidates of one sound."""

    row: str
    """Of `evidence_rows`, or a folder of further talk."""

    clip: str
    phrase: str
    follows_talk: bool = False
    """Whether it comes so soon after other talk that nothing ordinary is obeyed."""

    is_passed: bool = False
    """Whether it was judged ahead and speech went on, so that the judgement counts no more."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The candidates of one judgement."""

    spoken_seconds: float
    """How much had been spoken by then."""

    known: Sequence[tuple[str, dict[str, float]]]
    """Each phrase and the evidence for it."""


@dataclass(frozen=True, slots=True)
class _Judgement:
    """One candidate, and what is known of it when its segment is decided."""

    at_seconds: float
    phrase: str
    features: Mapping[str, float]
    follows_talk: bool
    is_passed: bool


class Witness:
    """Notes the evidence, and is never certain."""

    def __init__(self, certainty: Certainty) -> None:
        self._certainty = certainty
        self.seen: list[Sight] = []

    def judge(self, segment: SpokenSegment) -> Judged:
        """Note what is known of a segment."""
        candidates, evidence = self._certainty.weighed(segment)
        weighed = [(each.phrase, features_of(each, candidates, evidence)) for each in candidates]
        known = [(phrase, features) for phrase, features in weighed if "mean_logprob" in features]
        self.seen.append(Sight(segment.spoken_seconds, known))
        return Judged(segment.phrase, _WITNESS_SCORE)

    def close(self) -> None:
        """Give the referee's model back."""
        self._certainty.close()


def collect(parts: Sequence[EvidencePart], choice: EarChoice, processes: int) -> Iterator[tuple[list[Seen], float]]:
    """Yield what is seen in each stream, and how many seconds of talk it holds, as they come.

    Raises:
        RepcueError: the ear cannot be opened or a sound file is broken.
    """
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for done in as_completed([pool.submit(seen_in, part, choice) for part in parts]):
            yield done.result()


def seen_in(part: EvidencePart, choice: EarChoice) -> tuple[list[Seen], float]:
    """Return what an ear with its referee sees in one stream, and how many seconds of talk it holds."""
    prepared = prepared_for(choice, part.part.grammar if part.part else OURS)
    witness, ear = _witnessing_ear(prepared)
    try:
        if part.part is None:
            return list(_of_sound(part, ear, witness)), 0.0
        with tempfile.TemporaryDirectory() as folder:
            clips = [
                _changed_clip(clip, number, part.change, Path(folder)) for number, clip in enumerate(part.part.clips)
            ]
            stream = stream_of(replace(part.part, clips=tuple(clips)))
            seen = list(_of_stream(part, stream, prepared.grammar, ear, witness))
        is_talk = part.name in TALK_ROWS
        return seen, sum(each.frames for each in stream.placed) / EAR_RATE if is_talk else 0.0
    finally:
        ear.close()


def _witnessing_ear(prepared: Prepared) -> tuple[Witness, Ear]:
    grammar = prepared.grammar
    said = prepared.catalogue.pronunciations()
    nothing = Weights(0.0, {})
    witnesses: list[Witness] = []

    def witness(phrasebook: Phrasebook, alikes: SoundAlikes) -> Witness:
        witnesses.append(Witness(Certainty(nothing, nothing, phrasebook, alikes, WhisperReferee())))
        return witnesses[-1]

    ear, _ = bundled_ear(grammar, pronunciations_for(grammar.language).with_words(said), witness)
    return witnesses[0], ear


def _changed_clip(clip: LabelledClip, number: int, change: Change, folder: Path) -> LabelledClip:
    if change is Change.NONE:
        return clip
    path = folder / f"{number}.wav"
    with WavWriter(path, EAR_RATE) as writer:
        writer.write(changed(read_audio_at(clip.path, EAR_RATE), change))
    return replace(clip, path=path)


def _of_sound(part: EvidencePart, ear: Ear, witness: Witness) -> Iterator[Seen]:
    sound = np.concatenate(list(wordless(part)))
    places = range(0, len(sound) - BLOCK_FRAMES + 1, BLOCK_FRAMES)
    blocks = (AudioBlock(sound[first : first + BLOCK_FRAMES], first / EAR_RATE) for first in places)
    name = f"{part.name}, {part.sounds[0].stem}:" if part.sounds else f"{part.name}:"
    for one in _judged(ear, witness, blocks):
        where = f"{name} {one.at_seconds // _TOGETHER_SECONDS:.0f}"
        yield _seen(one, is_right=False, is_talk=False, is_clean=False, group=where, row=part.name, clip=where)


def _of_stream(part: EvidencePart, stream: Stream, grammar: Grammar, ear: Ear, witness: Witness) -> Iterator[Seen]:
    starts = [each.start_seconds for each in stream.placed]
    where = f"{part.name}, {part.part.noise.stem}:" if part.part and part.part.noise else f"{part.name}:"
    for one in _judged(ear, witness, stream.blocks()):
        # A command is judged 0.1 s and more after it.
        number = max(0, int(np.searchsorted(starts, one.at_seconds - 0.1)) - 1)
        clip = stream.placed[number].clip
        if clip.is_a_phrase:
            continue
        meant = None if part.is_no_command else grammar.understand(one.phrase)
        is_ours = clip.kind == "command"
        yield _seen(
            one,
            is_right=bool(clip.expected and meant and clip.expected.is_met_by(meant)),
            is_talk=part.name in TALK_ROWS,
            is_clean=is_ours and part.name == "clean",
            group=clip.file.split("/")[0] if is_ours else clip.file,
            row=part.name,
            clip=f"{where} {clip.file}",
        )


def _seen(one: _Judgement, *, is_right: bool, is_talk: bool, is_clean: bool, group: str, row: str, clip: str) -> Seen:
    return Seen(
        features=one.features,
        is_right=is_right,
        is_talk=is_talk,
        is_clean=is_clean,
        group=group,
        segment=round(1000.0 * one.at_seconds),
        row=row,
        clip=clip,
        phrase=one.phrase,
        follows_talk=one.follows_talk,
        is_passed=one.is_passed,
    )


def _judged(ear: Ear, witness: Witness, blocks: Iterable[AudioBlock]) -> Iterator[_Judgement]:
    waiting: list[tuple[float, Sight]] = []
    for block in blocks:
        heard = ear.feed(block)
        waiting += [(block.started_at_seconds, sight) for sight in witness.seen]
        witness.seen.clear()
        for each in heard:
            if isinstance(each, Utterance):
                yield from _decided(waiting, each.score == 0.0)
                waiting.clear()
    yield from _decided(waiting, False)


def _decided(waiting: Sequence[tuple[float, Sight]], follows_talk: bool) -> Iterator[_Judgement]:
    for at_seconds, sight in waiting:
        is_passed = sight.spoken_seconds != waiting[-1][1].spoken_seconds
        for phrase, features in sight.known:
            yield _Judgement(at_seconds, phrase, features, follows_talk, is_passed)


def to_json(seen: Sequence[Seen]) -> list[dict[str, Any]]:
    """Return candidates as JSON has them, with five places of each feature."""
    return [
        asdict(replace(each, features={name: round(float(value), 5) for name, value in each.features.items()}))
        for each in seen
    ]
