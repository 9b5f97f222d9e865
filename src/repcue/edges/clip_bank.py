"""Every phrase of a session as a clip, made before somebody lifts: rendered, finished, centred, kept.

One thread prepares at a time; `speech` may be asked from any.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from repcue.core.clip import Clip, Samples
from repcue.core.errors import AudioFileError
from repcue.dsp.centre import perceptual_centre
from repcue.dsp.over_noise import voice_span
from repcue.dsp.speech import finished, without_rumble
from repcue.edges.audio_files import read_audio
from repcue.edges.clip_cache import ClipCache, clip_key
from repcue.edges.resample import resample
from repcue.edges.voices.recordings import slug
from repcue.ports import VoiceRenderer

PROCESSING: Final = "1"
"""Raise it whenever `dsp.speech` or `dsp.centre` makes other samples out of the same sound: old clips are then made
again."""

RECORDED_PROCESSING: Final = f"{PROCESSING}, room cut"
"""The same of a recording, which has a room before and after its voice."""

_BATCH: Final = 64
"""Texts rendered at a time: what is done is kept, should somebody end it."""


class ClipBank:
    """The implementation of `Clips`."""

    def __init__(self, renderer: VoiceRenderer, cache_folder: Path, sample_rate: int) -> None:
        """Open the bank; nothing is read or made yet.

        Args:
            renderer: who speaks.
            cache_folder: where clips are kept between sessions.
            sample_rate: frames per second of the output.
        """
        self._renderer = renderer
        self._others: dict[str, VoiceRenderer] = {}
        """Who speaks instead, by the text."""

        self._fingerprints: dict[VoiceRenderer, str] = {}
        self._cache = ClipCache(cache_folder)
        self._sample_rate = sample_rate
        self._clips: dict[str, Clip] = {}
        self._recorded: dict[tuple[str, str], Clip] = {}
        self._soundless: dict[str, None] = {}
        self._offered: dict[str, tuple[str, ...]] = {}
        self._when_asked: Callable[[tuple[str, ...]], None] = self.prepare

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong without stopping anything, a sentence each."""
        recorded = {text for text, _ in self._recorded}
        soundless = (
            f"The voice has no sound for {text!r}; it stays silent." for text in self._soundless if text not in recorded
        )
        return (*((self._cache.problem,) if self._cache.problem else ()), *soundless)

    def speech(self, text: str, recording: str | None = None) -> Clip | None:
        """Return the clip of `text`, or None when it was never prepared, is not ready yet or has no sound.

        Args:
            text: what is said.
            recording: the sound file that says it, as its cue names it; where it was not added, the voice does.
        """
        clip = self._recorded.get((text, recording)) if recording else None
        clip = clip or self._clips.get(text)
        if clip is None and text in self._offered and text not in self._soundless:
            self._when_asked(self._offered[text])
            clip = self._clips.get(text)
        return clip

    def let_say(self, renderer: VoiceRenderer, texts: Iterable[str]) -> None:
        """Let another voice say these texts from now on; those that it said already stay as they are.

        Args:
            renderer: who speaks them: a voice of their language.
            texts: each exactly as it will be asked for.
        """
        self._others = self._others | {text: renderer for text in texts if text not in self._clips}

    def offer(
        self, groups: Iterable[tuple[str, ...]], when_asked: Callable[[tuple[str, ...]], None] | None = None
    ) -> None:
        """Have texts that are prepared no earlier than somebody asks for one of them.

        Args:
            groups: texts that are needed together; asking for one prepares them all.
            when_asked: told the group instead, on the thread that asked; without it the group is rendered there.
        """
        self._offered |= {text: group for group in groups for text in group}
        self.missing(self._offered)  # what lies in the cache needs no asking
        self._when_asked = when_asked or self.prepare

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return those of the texts that must be rendered, each once; what the cache has is loaded."""
        return tuple(text for text in dict.fromkeys(texts) if not self._is_ready(text))

    def prepare(self, texts: Iterable[str], progress: Callable[[int, int], None] | None = None) -> None:
        """Have a clip for every text.

        Args:
            texts: what will be said, in any order and number.
            progress: told how many of how many had to be rendered, on the calling thread; not called when none had to.

        Raises:
            VoiceError: the voice failed; what it had rendered by then is kept.
        """
        missing = self.missing(texts)
        done = 0
        for renderer, batch in self._batches(missing):
            rendered = renderer.render(batch, _counting_from(done, len(missing), progress))
            done += len(batch)
            for text in batch:
                clip = self._made(text, f"say.{slug(text)}", self._key(text), *rendered[text])
                if clip is None:
                    self._soundless[text] = None
                else:
                    self._clips[text] = clip

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[VoiceRenderer, Sequence[str]]]:
        renderers = list(dict.fromkeys(self._renderer_of(text) for text in texts))
        for renderer in renderers:
            own = [text for text in texts if self._renderer_of(text) is renderer]
            for first in range(0, len(own), _BATCH):
                yield renderer, own[first : first + _BATCH]

    def add_recording(self, text: str, clip_id: str, path: Path, recording: str | None = None) -> None:
        """Let a recording say `text` from now on, where it is asked for with it.

        Args:
            text: what is said, exactly as it will be asked for.
            clip_id: the recording's name in the event log.
            path: a WAV, FLAC or OGG file.
            recording: what it is asked for by; None is its path.

        Raises:
            AudioFileError: it cannot be read, or holds only silence.
        """
        try:
            content = path.read_bytes()
        except OSError:
            content = b""  # `read_audio` says what is wrong
        fingerprint = f"recording {sha256(content).hexdigest()}, gain {self._renderer.gain_db:g} dB"
        key = clip_key(text, fingerprint, RECORDED_PROCESSING, self._sample_rate)
        clip = self._load(text, clip_id, key) or self._made(text, clip_id, key, *_without_room(*read_audio(path)))
        if clip is None:
            raise AudioFileError(f"{str(path)!r} holds only silence; record {text!r} again.")
        self._recorded[text, recording or str(path)] = clip

    def forget(self, recordings: Iterable[tuple[str, str]]) -> None:
        """Play these recordings no more, each a text and what it was asked for by."""
        for recording in recordings:
            self._recorded.pop(recording, None)

    def _is_ready(self, text: str) -> bool:
        if text in self._clips or text in self._soundless:
            return True
        clip = self._load(text, f"say.{slug(text)}", self._key(text))
        if clip is not None:
            self._clips[text] = clip
        return clip is not None

    def _key(self, text: str) -> str:
        renderer = self._renderer_of(text)
        if renderer not in self._fingerprints:
            self._fingerprints[renderer] = f"{renderer.fingerprint}, gain {renderer.gain_db:g} dB"
        return clip_key(text, self._fingerprints[renderer], PROCESSING, self._sample_rate)

    def _renderer_of(self, text: str) -> VoiceRenderer:
        return self._others.get(text, self._renderer)

    def _load(self, text: str, clip_id: str, key: str) -> Clip | None:
        kept = self._cache.load(key, self._sample_rate)
        return Clip(clip_id, text, kept[0], self._sample_rate, kept[1]) if kept else None

    def _made(self, text: str, clip_id: str, key: str, samples: Samples, own_rate: int) -> Clip | None:
        """Finish, centre and keep a sound; return None where there is nothing to hear."""
        at_rate = resample(samples, own_rate, self._sample_rate)
        ready = finished(at_rate, self._sample_rate, gain_db=self._renderer_of(text).gain_db)
        if not len(ready):
            return None
        centre_frame = perceptual_centre(ready, self._sample_rate)
        self._cache.store(key, ready, centre_frame, self._sample_rate)
        return Clip(clip_id, text, ready, self._sample_rate, centre_frame)


def _without_room(samples: Samples, sample_rate: int) -> tuple[Samples, int]:
    return samples[voice_span(without_rumble(samples, sample_rate), sample_rate)], sample_rate


def _counting_from(first: int, total: int, progress: Callable[[int, int], None] | None) -> Callable[[int], None]:
    """What a renderer tells about a batch, told about the whole."""

    def tell(done: int) -> None:
        if progress is not None:
            progress(first + done, total)

    return tell
