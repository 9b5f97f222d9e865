"""Print the speaker that is found, or why there is none. Arguments: a number or a part of a name, if any."""

import sys

from device.programs.sounds import say
from repcue.core.errors import DeviceError
from repcue.edges.devices import Direction, find_device, list_devices, own_rate


def main(wanted: str | None) -> None:
    try:
        device = find_device(list_devices(), wanted, Direction.SPEAKER)
        say(f"{device.name} {device.host_api} {own_rate(device, Direction.SPEAKER)}")
    except DeviceError as error:
        say(str(error))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
