"""One repetition as ticks at exact frames: a tempo, the metronome, the mixer, and nothing else.

python examples/10_hello_tick.py             print where each tick falls
python examples/10_hello_tick.py tick.wav    write it, too
"""

import sys
from fractions import Fraction
from pathlib import Path

import numpy as np

from repcue.core.messages import Group, Play, PlayClass
from repcue.core.metronome import rep_spans, ticks_of
from repcue.core.mixer import Mixer
from repcue.core.sounds import sounds
from repcue.core.tempo import parse_tempo
from repcue.core.units import frames_from_seconds
from repcue.edges.audio_files import WavWriter

SAMPLE_RATE = 48_000


def main() -> None:
    """Lay a repetition out, mix it, and look at the sound."""
    tempo = parse_tempo("3-1-X-0")
    spans = rep_spans(tempo, "eccentric", rep_number=1, start=Fraction(1), explosive_seconds=1.0)
    mixer, clips = Mixer(SAMPLE_RATE), sounds(SAMPLE_RATE)
    ticks = [tick for span in spans for tick in ticks_of(span)]
    for number, tick in enumerate(ticks):
        frame = frames_from_seconds(tick.at, SAMPLE_RATE)
        clip = clips.tick(tick.phase, is_accent=tick.is_accent)
        mixer.post(Play(number, clip, PlayClass.TICK, Group.PACE, due_frame=frame, anchor_frame=frame))

    sound = np.zeros(7 * SAMPLE_RATE, dtype=np.float32)
    mixer.render_into(sound)

    for tick, played in zip(ticks, mixer.take_played(), strict=True):
        assert played.started_frame == played.play.due_frame
        assert sound[played.started_frame] != 0
        sys.stdout.write(f"frame {played.started_frame:>6}  {tick.phase:<10}  second {tick.second_number}\n")
    if sys.argv[1:]:
        with WavWriter(Path(sys.argv[1]), SAMPLE_RATE) as wav:
            wav.write(sound)


if __name__ == "__main__":
    main()
