"""A private PulseAudio server with two null sinks: one is a program's speaker, the other's monitor its microphone.

What is played to a null sink comes out of its monitor to the sample, so that tests hear exactly what a person would.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from ctypes.util import find_library
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000
SPEAKER = "spk"
MICROPHONE = "virtmic"

_ASOUNDRC = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"

_FRAME_BYTES = 4
_START_SECONDS = 10.0
_RUN_SECONDS = 120.0
_TESTS = Path(__file__).parents[1]


def what_is_missing() -> str | None:
    """Return which packages the server needs and lacks, or None."""
    plugins = [*Path("/usr/lib").glob("*/alsa-lib/*pcm_pulse.so"), *Path("/usr/lib").glob("alsa-lib/*pcm_pulse.so")]
    needs = {
        "pulseaudio": shutil.which("pulseaudio"),
        "pulseaudio-utils": shutil.which("parec"),
        "libportaudio2": find_library("portaudio"),
        "libasound2-plugins": plugins,
    }
    missing = [package for package, found in needs.items() if not found]
    return f"not installed: {', '.join(missing)}" if missing else None


def _command(module: str, args: tuple[object, ...]) -> list[str]:
    return [sys.executable, "-m", module, *(str(arg) for arg in args)]


class Recording:
    """What a sink plays from now until `stop`."""

    def __init__(self, file: Path, process: subprocess.Popen[bytes]) -> None:
        self._file = file
        self._process = process

    @property
    def frames(self) -> int:
        """How many frames were recorded so far."""
        return self._file.stat().st_size // _FRAME_BYTES

    def stop(self) -> NDArray[np.float32]:
        """Return what was played: float32, shape (frames,), the left channel at 48 kHz, to the sample."""
        self._process.terminate()
        self._process.wait(timeout=5)
        raw = np.frombuffer(self._file.read_bytes(), dtype="<i2")
        return (raw[: len(raw) // 2 * 2].reshape(-1, 2)[:, 0] / 32768).astype(np.float32)


class NullSinks:
    """The server; starts on entering the context and dies on leaving it."""

    def __init__(self) -> None:
        # Not pytest's folder: a socket's path has at most 107 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="repcue-pulse-"))
        runtime = self.folder / "run"
        runtime.mkdir(mode=0o700)
        self.socket = runtime / "native"
        (self.folder / ".asoundrc").write_text(_ASOUNDRC)
        self.env = {
            **os.environ,
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_RUNTIME_DIR": str(runtime),
            "PULSE_RUNTIME_PATH": str(runtime / "pulse"),
            "PULSE_SERVER": f"unix:{self.socket}",
            "PULSE_SINK": SPEAKER,
            "PULSE_SOURCE": f"{MICROPHONE}.monitor",
        }
        """Environment of a program that shall use these devices; the caller's own, but for sound and HOME."""
        self._recordings = 0
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.revive()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in [*self._children, self._server]:
            child.kill()
            child.wait(timeout=5)
        shutil.rmtree(self.folder, ignore_errors=True)

    def play_to_microphone(self, sound: Path) -> subprocess.Popen[bytes]:
        """Begin to play a WAV into the microphone, and return the player: `wait()` for its end."""
        return self._start("paplay", f"--device={MICROPHONE}", "--latency-msec=50", str(sound))

    def start_recording(self, sink: str = SPEAKER) -> Recording:
        """Begin to record what the program plays."""
        self._recordings += 1
        file = self.folder / f"recording-{self._recordings}.raw"
        shape = ("--raw", f"--rate={SAMPLE_RATE}", "--channels=2", "--format=s16le", "--latency-msec=20")
        with file.open("wb") as output:
            return Recording(file, self._start("parec", f"--device={sink}.monitor", *shape, output=output.fileno()))

    def record_speaker(self, seconds: float) -> NDArray[np.float32]:
        """Return what the program plays in the next seconds: float32, shape (frames,), 48 kHz."""
        recording = self.start_recording()
        time.sleep(seconds)
        return recording.stop()

    def run(self, module: str, *args: object, **env: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m MODULE` to its end with these devices; it must exit with 0."""
        done = subprocess.run(
            _command(module, args),
            env=self.env | env,
            cwd=_TESTS,
            capture_output=True,
            text=True,
            timeout=_RUN_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    def start(self, module: str, *args: object, **env: str) -> subprocess.Popen[str]:
        """Start `python -m MODULE` with these devices, with pipes for its output and errors."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            _command(module, args), env=self.env | env, cwd=_TESTS, stdout=pipe, stderr=pipe, text=True
        )

    def kill(self) -> None:
        """End the server as a crash would."""
        self._server.kill()
        self._server.wait(timeout=5)

    def revive(self) -> None:
        """Start the server; after `kill` again, at the same address."""
        self._server = self._start_server()
        self._wait_until_it_answers()

    def _start_server(self) -> subprocess.Popen[bytes]:
        # Without `norewinds` an idle null sink renders two seconds ahead, and what is played to it comes that late.
        modules = [
            f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}",
            f"module-null-sink sink_name={SPEAKER} rate={SAMPLE_RATE} norewinds=1",
            f"module-null-sink sink_name={MICROPHONE} rate={SAMPLE_RATE} norewinds=1",
        ]
        loads = [part for module in modules for part in ("-L", module)]
        options = ["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-target=stderr"]
        env = {key: value for key, value in self.env.items() if key not in ("PULSE_SERVER", "PULSE_SINK")}
        with (self.folder / "server.log").open("wb") as log:
            return subprocess.Popen(["pulseaudio", *options, *loads], env=env, stderr=log)

    def _wait_until_it_answers(self) -> None:
        set_default = ["pactl", "set-default-source", f"{MICROPHONE}.monitor"]
        deadline = time.monotonic() + _START_SECONDS
        while subprocess.run(set_default, env=self.env, capture_output=True, check=False).returncode:
            if time.monotonic() > deadline or self._server.poll() is not None:
                raise RuntimeError((self.folder / "server.log").read_text())
            time.sleep(0.02)

    def _start(self, *command: str, output: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(command, env=self.env, stdout=output, stderr=subprocess.DEVNULL)
        self._children.append(child)
        return child
