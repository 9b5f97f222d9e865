"""Speech by pyttsx3: orders for the worker process, a time-out, one retry, and sound back.

The worker (`pyttsx3_worker`) is in its own process group, which is ended in every case: when it is done, when nothing
came for too long, and when an exception, Ctrl-C included, passes through here.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final

from repcue.core.clip import Samples, silence
from repcue.core.errors import AudioFileError, VoiceError
from repcue.edges.audio_files import read_audio
from repcue.edges.voices.pyttsx3_worker import SEED

WORKER: Final = (sys.executable, "-m", "repcue.edges.voices.pyttsx3_worker")

PATIENCE_SECONDS: Final = 15.0
"""How long nothing may come from the worker; measured: 0.2 s to the first clip, 16 ms to each further one, and four
times as much on a loaded machine."""

_ATTEMPTS: Final = 2
_LINES_AHEAD: Final = 1024
"""Lines that may wait to be read; the reading thread waits when there are more."""


class _WorkerError(Exception):
    """The worker failed; `str` is why, without a full stop."""


class Pyttsx3Voice:
    """A `VoiceRenderer` by pyttsx3. Not for two threads at once."""

    def __init__(
        self,
        voice: str,
        rate: int,
        *,
        pitch: int | None = None,
        driver: str = "espeak",
        gain_db: float = 0.0,
        worker: Sequence[str] = WORKER,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """Take what the profile says; nothing is started yet.

        Args:
            voice: the driver's id, like `en-us+f5`.
            rate: words per minute.
            pitch: 0 to 100, None for the voice's own.
            driver: `espeak`, or the system's own `nsss`, `avspeech`, `sapi5`.
            gain_db: how much louder or softer than other voices it is wanted.
            worker: the command that carries out orders.
            patience_seconds: how long nothing may come from it before it is ended.
        """
        self.gain_db = gain_db
        self._voice, self._rate, self._pitch, self._driver = voice, rate, pitch, driver
        self._worker, self._patience_seconds = worker, patience_seconds

    @property
    def fingerprint(self) -> str:
        """Everything that changes how it sounds."""
        engine = f"pyttsx3 {_version('pyttsx3')}, espeakng-loader {_version('espeakng-loader')}"
        return f"{engine}, {self._driver}, {self._voice}, rate {self._rate}, pitch {self._pitch}, seed {SEED}"

    def render(self, texts: Sequence[str], progress: Callable[[int], None]) -> Mapping[str, tuple[Samples, int]]:
        """Return raw samples and their rate for every text; nothing but punctuation becomes no sound.

        Args:
            texts: what to say.
            progress: told how many are done, on the calling thread.

        Raises:
            VoiceError: pyttsx3 failed or took too long, also at the second try.
        """
        wanted = list(dict.fromkeys(texts))
        made = {text: (silence(0, 22_050), 22_050) for text in wanted if not any(map(str.isalnum, text))}
        for attempt in range(1, _ATTEMPTS + 1):
            missing = [text for text in wanted if text not in made]
            try:
                with closing(self._rendered(missing)) as rendered:
                    for text, sound in rendered:
                        made[text] = sound
                        progress(len(made))
                return made
            except _WorkerError as error:
                if attempt == _ATTEMPTS:
                    raise VoiceError(
                        f"The voice {self._voice!r} could not speak, tried {_ATTEMPTS} times: {error}. "
                        f"Run 'repcue doctor', or choose another voice with --voice."
                    ) from error
        return made

    def _rendered(self, texts: Sequence[str]) -> Generator[tuple[str, tuple[Samples, int]], None, None]:
        """Yield each text with its sound as it comes, in any order."""
        if not texts:
            return
        with TemporaryDirectory(prefix="repcue-voice-") as folder:
            order = {"driver": self._driver, "voice": self._voice, "rate": self._rate, "pitch": self._pitch}
            with _running(self._worker) as child:
                yield from self._answers(child, {**order, "folder": folder, "texts": list(texts)}, texts)

    def _answers(
        self, child: subprocess.Popen[str], order: Mapping[str, object], texts: Sequence[str]
    ) -> Iterator[tuple[str, tuple[Samples, int]]]:
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(order) + "\n")
            child.stdin.close()
        lines: queue.Queue[str] = queue.Queue(maxsize=_LINES_AHEAD)
        threading.Thread(target=_read_lines, args=(child.stdout, lines), daemon=True).start()
        for _ in texts:
            index, path = self._next_answer(lines)
            try:
                yield texts[index], read_audio(path)
            except AudioFileError as error:
                raise _WorkerError(str(error).rstrip(".")) from error

    def _next_answer(self, lines: "queue.Queue[str]") -> tuple[int, Path]:
        try:
            line = lines.get(timeout=self._patience_seconds)
        except queue.Empty:
            raise _WorkerError(f"nothing came for {self._patience_seconds:g} seconds") from None
        if not line:
            raise _WorkerError("it ended without a word")
        try:
            answer = json.loads(line)
            if "error" not in answer:
                return int(answer["index"]), Path(answer["file"])
        except (ValueError, KeyError, TypeError):
            raise _WorkerError(f"it answered {line.strip()!r}") from None
        raise _WorkerError(str(answer["error"]).rstrip("."))


@contextmanager
def _running(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """The worker in a group of its own, ended in every case."""
    try:
        child = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            start_new_session=hasattr(os, "setsid"),
        )
    except OSError as error:
        raise _WorkerError(f"{command[0]!r} cannot be started ({error.strerror})") from error
    try:
        yield child
    finally:
        _end(child)


def _end(child: subprocess.Popen[str]) -> None:
    """End the worker and what it started; the reading thread then meets the end of the lines and closes them."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()
    if child.stdin is not None:
        with suppress(OSError):
            child.stdin.close()


def _read_lines(pipe: IO[str], lines: "queue.Queue[str]") -> None:
    """Thread: pass on every line, and an empty one for the end; nobody waits for what no longer fits."""
    with pipe, suppress(queue.Full):
        for line in pipe:
            lines.put(line, timeout=PATIENCE_SECONDS)
        lines.put("", timeout=PATIENCE_SECONDS)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "?"
