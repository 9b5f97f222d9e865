"""Speech by pyttsx3, in a process of its own: `python -m repcue.edges.voices.pyttsx3_worker`.

One JSON object on standard input says what to do (`Order`). Every text becomes a file in the order's folder, and for
each a line `{"index": 0, "file": ".../0.wav"}` goes to standard output, in any order. A failure is the line
`{"error": "..."}` and exit code 1.

Why a process: pyttsx3 2.99 has one engine per process and may hang in it, it prints, and eSpeak NG cannot be started
twice. What else it does, and how this file lives with it:

- eSpeak NG carries state from text to text (the phase of its flutter), so that a clip would depend on those before it:
  where the platform can fork, every text is rendered in a fork of its own and comes out the same in any order.
- eSpeak NG takes chance for breath, and begins it at the clock: it is begun anew at a seed.
- `runAndWait()` renders only the last of several queued texts: one text for each call.
- The first `runAndWait()` of a process may return before its file is there: we wait until the file is complete, and
  where there is no fork, the first call is thrown away.
- Properties wait in pyttsx3's queue until the first `runAndWait()`, and then in eSpeak NG's: on a busy machine one clip
  in a hundred was spoken at pyttsx3's own 200 words a minute. They are handed over and waited for (`_settle`).
- After `save_to_file()`, `say()` writes to the same file and plays nothing: it is never called here.
- It prints "Audio saved to ..." on standard output: that goes to standard error, and our lines to the real one.
- The macOS driver `nsss` writes AIFF whatever the name says: the reader looks into the file, not at its name.
- It opens `libespeak-ng.so.1` or a path of its own making: the library of the wheel `espeakng-loader` is loaded first
  and handed to it, so that no system package is needed.
- An unknown eSpeak NG voice or variant is silently replaced by another: it is looked up in the wheel's data first.
"""

import ctypes
import json
import os
import signal
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any, Final, TextIO, TypedDict

from repcue.core.errors import unknown

COMPLETE_FILE_WAIT_SECONDS: Final = 5.0
"""How long a file may take to be complete after `runAndWait()` returned; measured: under 20 ms."""

_FORK_LIFE_SECONDS: Final = 30
"""A fork that outlives this ends itself, should nobody be left to end it."""

_AT_ONCE: Final = 2
"""Forks at a time; measured on two cores: 23 ms a clip one by one, 16 ms two at a time."""

_POLL_SECONDS: Final = 0.002

SEED: Final = 1
"""Where eSpeak NG's chance begins; any number will do."""


class Order(TypedDict):
    """What the worker is asked for."""

    driver: str
    """`espeak` on every platform; `nsss` or `sapi5` for the system's own voices."""

    voice: str
    """The driver's id: `en-us`, `en-us+f3`."""

    rate: int
    """Words per minute."""

    pitch: int | None
    """0 to 100, None for the voice's own; eSpeak NG only."""

    folder: str
    texts: list[str]


def _load_bundled_espeak() -> Path:
    """Make pyttsx3 use the wheel's eSpeak NG; return the folder of its data."""
    import espeakng_loader

    folder = Path(espeakng_loader.get_data_path())
    os.environ["ESPEAK_DATA_PATH"] = str(folder)
    library = ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
    search = ctypes.cdll.LoadLibrary
    ctypes.cdll.LoadLibrary = lambda name: library if "espeak" in name.lower() else search(name)  # type: ignore[method-assign]
    try:
        import pyttsx3.drivers.espeak  # noqa: F401  finds the library when it is imported
    finally:
        ctypes.cdll.LoadLibrary = search  # type: ignore[method-assign]
    return folder


def _check_espeak_voice(voice: str, espeak_folder: Path) -> None:
    language, _, variant = voice.partition("+")
    languages = {path.name.lower() for path in (espeak_folder / "lang").rglob("*") if path.is_file()}
    if language.lower() not in languages:
        raise ValueError(unknown("eSpeak NG language", language, languages))
    variants = {path.name for path in (espeak_folder / "voices" / "!v").iterdir()}
    if variant and variant not in variants:
        raise ValueError(unknown("eSpeak NG variant", variant, variants))


def _engine(order: Order) -> Any:  # noqa: ANN401  pyttsx3 has no types
    import pyttsx3

    engine = pyttsx3.init(order["driver"])
    engine.setProperty("voice", order["voice"])
    engine.setProperty("rate", order["rate"])
    if order["pitch"] is not None:
        engine.setProperty("pitch", order["pitch"])
    if order["driver"] == "espeak":
        _settle(engine)
    return engine


def _settle(engine: Any) -> None:  # noqa: ANN401
    """Hand the properties over to eSpeak NG, wait until it has taken them, and begin its chance anew."""
    from pyttsx3.drivers import _espeak

    engine.proxy.setBusy(False)
    _espeak.Synchronize()
    _begin_chance_anew()


def _begin_chance_anew() -> None:
    import espeakng_loader

    ctypes.CDLL(espeakng_loader.get_library_path()).espeak_ng_SetRandSeed(ctypes.c_long(SEED))


def _is_complete(path: Path) -> bool:
    """Whether a WAV or AIFF holds as many bytes as its header promises."""
    if not path.exists() or path.stat().st_size <= 44:
        return False
    with path.open("rb") as file:
        head = file.read(8)
    promised = int.from_bytes(head[4:8], "little" if head[:4] == b"RIFF" else "big")
    return path.stat().st_size >= promised + 8


def _save(engine: Any, text: str, path: Path) -> None:  # noqa: ANN401
    engine.save_to_file(text, str(path))
    engine.runAndWait()
    give_up_at = time.monotonic() + COMPLETE_FILE_WAIT_SECONDS
    while not _is_complete(path):
        if time.monotonic() > give_up_at:
            raise RuntimeError(f"the sound of {text!r} was not complete after {COMPLETE_FILE_WAIT_SECONDS:g} seconds")
        time.sleep(_POLL_SECONDS)


def _tell(out: TextIO, line: dict[str, object]) -> None:
    out.write(json.dumps(line) + "\n")
    out.flush()


def _render_in_turn(order: Order, out: TextIO) -> None:
    folder = Path(order["folder"])
    engine = _engine(order)
    _save(engine, "one", folder / "thrown-away.wav")
    for index, text in enumerate(order["texts"]):
        path = folder / f"{index}.wav"
        _save(engine, text, path)
        _tell(out, {"index": index, "file": str(path)})


def _render_in_fork(order: Order, index: int, out: TextIO) -> int:
    """Return the fork's process id; the fork ends with 0, or with 1 after telling why."""
    fork_id = os.fork()
    if fork_id:
        return fork_id
    signal.alarm(_FORK_LIFE_SECONDS)
    code = 1
    try:
        path = Path(order["folder"]) / f"{index}.wav"
        _save(_engine(order), order["texts"][index], path)
        _tell(out, {"index": index, "file": str(path)})
        code = 0
    except Exception as error:  # noqa: BLE001  whatever pyttsx3 or its driver raises is told to the parent
        _tell(out, {"error": f"{error}"})
    finally:
        os._exit(code)


def _render_in_forks(order: Order, out: TextIO) -> None:
    running: deque[int] = deque()
    for index in range(len(order["texts"])):
        if len(running) == _AT_ONCE:
            _wait_for(running.popleft())
        running.append(_render_in_fork(order, index, out))
    while running:
        _wait_for(running.popleft())


def _wait_for(fork_id: int) -> None:
    _, status = os.waitpid(fork_id, 0)
    if status:
        raise RuntimeError(f"eSpeak NG ended with status {os.waitstatus_to_exitcode(status)}")


def main() -> int:
    """Return 0 after carrying out the order on standard input, 1 after telling why not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    out, sys.stdout = sys.stdout, sys.stderr
    try:
        order: Order = json.loads(sys.stdin.readline())
        if order["driver"] == "espeak":
            _check_espeak_voice(order["voice"], _load_bundled_espeak())
        if order["driver"] == "espeak" and hasattr(os, "fork"):
            _render_in_forks(order, out)
        else:
            _render_in_turn(order, out)
    except Exception as error:  # noqa: BLE001  whatever pyttsx3 or its driver raises is told to the parent
        _tell(out, {"error": f"{error}"})
        return 1
    return 0


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    # eSpeak NG's threads may outlive the interpreter's shut-down and abort it: leave without it.
    os._exit(code)
