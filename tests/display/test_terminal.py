import io
from dataclasses import replace
from errno import EIO

import pytest
from rich.console import Console

from display.test_fold import view_at
from repcue.display.terminal import TerminalDisplay, can_draw
from repcue.display.view import View, with_level


class Utf8Text(io.StringIO):
    encoding = "utf-8"


def terminal(file: io.StringIO, width: int = 80, height: int = 24) -> Console:
    return Console(
        file=file, width=width, height=height, force_terminal=True, color_system="truecolor", legacy_windows=False
    )


def written_by(file: io.StringIO) -> str:
    written = file.getvalue()
    file.seek(0)
    file.truncate()
    return written


def test_leaving_gives_the_terminal_back_after_an_error() -> None:
    file = Utf8Text()
    with pytest.raises(KeyboardInterrupt), TerminalDisplay(terminal(file)) as display:
        display.show(View(), 0.0)
        raise KeyboardInterrupt
    written = file.getvalue()
    assert written.startswith("\x1b[?1049h")
    assert written.index("\x1b[?25l") < written.index("\x1b[?25h")
    assert "\x1b[?1049l" in written[-20:]


def test_closing_twice_writes_once_and_later_views_are_ignored() -> None:
    file = Utf8Text()
    display = TerminalDisplay(terminal(file))
    display.close()
    written_by(file)
    display.close()
    assert not display.show(View(), 1.0)
    assert file.getvalue() == ""


def test_a_terminal_that_is_gone_ends_drawing_and_nothing_else() -> None:
    class Gone(Utf8Text):
        is_gone = False

        def write(self, text: str) -> int:
            if self.is_gone:
                raise OSError(EIO, "Input/output error")
            return super().write(text)

    file = Gone()
    display = TerminalDisplay(terminal(file))
    file.is_gone = True
    assert not display.show(View(), 1.0)
    display.close()


def test_an_unchanged_view_writes_nothing() -> None:
    file = Utf8Text()
    with TerminalDisplay(terminal(file)) as display:
        assert display.show(View(exercise="Squat", state="ready"), 20.0)
        written_by(file)
        assert not display.show(View(exercise="Squat", state="ready"), 21.0)
        assert file.getvalue() == ""


def test_a_level_that_lights_the_same_cells_writes_nothing() -> None:
    file = Utf8Text()
    with TerminalDisplay(terminal(file)) as display:
        display.show(with_level(View(), -60.0), 20.0)
        assert not display.show(with_level(View(), -59.0), 21.0)
        assert display.show(with_level(View(), -20.0), 22.0)


def test_only_changed_lines_are_written() -> None:
    file = Utf8Text()
    view = view_at(13.6)
    with TerminalDisplay(terminal(file)) as display:
        display.show(view, 13.6)
        whole = written_by(file)
        display.show(view, 13.8)
        bar = written_by(file)
    assert whole.count("H") >= 24
    assert 0 < len(bar) < len(whole) / 8


def test_frames_come_at_most_fifteen_times_a_second() -> None:
    file = Utf8Text()
    view = view_at(13.6)
    with TerminalDisplay(terminal(file)) as display:
        drawn = [display.show(view, 13.0 + index / 100) for index in range(100)]
    assert 10 <= sum(drawn) <= 15


def test_another_size_writes_every_line_anew() -> None:
    file = Utf8Text()
    console = terminal(file)
    with TerminalDisplay(console) as display:
        display.show(View(), 20.0)
        written_by(file)
        console.size = (60, 20)
        assert display.show(View(), 20.2)
        assert all(f"\x1b[{row};1H" in file.getvalue() for row in range(1, 21))


def test_everything_is_written_anew_now_and_then() -> None:
    file = Utf8Text()
    with TerminalDisplay(terminal(file)) as display:
        display.show(View(), 20.0)
        assert display.show(View(), 31.0)


def test_alarms_flash_only_when_asked_for() -> None:
    view = View(alarm_at_seconds=20.0)
    for flashes in (False, True):
        file = Utf8Text()
        with TerminalDisplay(terminal(file), flashes_on_alarm=flashes) as display:
            display.show(view, 20.1)
            assert ("HELP IS CALLED FOR" not in written_by(file)) is flashes
            display.show(replace(view, underflows=1), 20.3)
            assert ("HELP IS CALLED FOR" in file.getvalue()) is flashes


def test_a_terminal_without_utf_8_gets_ascii() -> None:
    file = Utf8Text()
    file.encoding = "iso-8859-1"
    with TerminalDisplay(terminal(file)) as display:
        display.show(view_at(13.6), 13.6)
    assert file.getvalue().isascii()


def test_a_file_and_a_dumb_terminal_are_not_drawn_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not can_draw(Console(file=io.StringIO()))
    assert can_draw(terminal(Utf8Text()))
    monkeypatch.setenv("TERM", "dumb")
    assert not can_draw(terminal(Utf8Text()))
