"""Play ticks, say "listening", and keep what the microphone hears.

Arguments: seconds, the microphone's sample rate (0 for its own), an .npz file for the samples and their times.
"""

import json
import sys

import numpy as np

from device.programs.sounds import Ticks, say
from repcue.core.messages import AudioBlock
from repcue.edges.devices import Direction, find_device, list_devices, own_rate
from repcue.edges.microphone import DeviceMicrophone
from repcue.edges.speaker import DeviceSpeaker


def main(seconds: float, sample_rate: int, out: str) -> None:
    devices = list_devices()
    output = find_device(devices, None, Direction.SPEAKER)
    ticks = Ticks()
    speaker = DeviceSpeaker(ticks.render_into, output, own_rate(output, Direction.SPEAKER))
    source = find_device(devices, None, Direction.MICROPHONE)
    rate = sample_rate or own_rate(source, Direction.MICROPHONE)
    microphone = DeviceMicrophone(source, rate, lambda: ticks.frames, speaker.sample_rate)
    say("listening")
    blocks: list[AudioBlock] = []
    loudest = -120.0
    while len(blocks) < seconds * 100 and (block := microphone.read(2.0)):
        blocks.append(block)
        loudest = max(loudest, microphone.level_dbfs)
    microphone.close()
    microphone.close()
    speaker.close()
    np.savez(out, samples=np.stack([b.samples for b in blocks]), times=[b.started_at_seconds for b in blocks])
    counted = {
        "sample_rate": microphone.sample_rate,
        "latency_seconds": microphone.latency_seconds,
        "overflows": microphone.overflows,
        "underflows": speaker.underflows,
        "failure": repr(microphone.failure),
        "loudest_dbfs": loudest,
        "is_digital_silence": microphone.is_digital_silence,
    }
    say(json.dumps(counted))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
