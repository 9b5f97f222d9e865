from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.display.big_digits import SIZES, big_text, big_width, is_drawable, largest_size, wrapped_big_text
from repcue.display.faces import LARGE, SMALL

quick = settings(deadline=None, derandomize=True, max_examples=100)


def test_every_glyph_of_a_face_is_a_rectangle_of_its_height() -> None:
    for face, height in ((SMALL, 5), (LARGE, 7)):
        for character, glyph in face.items():
            assert len(glyph) == height, character
            assert len({len(row) for row in glyph}) == 1, character
            assert set("".join(glyph)) <= {"#", "."}, character


def test_both_faces_draw_the_same_characters() -> None:
    assert set(SMALL) == set(LARGE)


def test_no_two_letters_or_digits_but_o_and_zero_look_the_same() -> None:
    for face in (SMALL, LARGE):
        drawn = [glyph for character, glyph in face.items() if character.isalnum() and character != "O"]
        assert len(set(drawn)) == len(drawn)


def test_sizes_go_from_three_rows_up_to_more_than_a_large_terminal_spares() -> None:
    assert [size.rows for size in SIZES] == sorted(size.rows for size in SIZES)
    assert SIZES[0].rows == 3
    assert SIZES[-1].rows >= 50


@quick
@given(text=st.text(alphabet=sorted(SMALL), min_size=1, max_size=12), size=st.sampled_from(SIZES))
def test_a_drawing_has_the_rows_and_columns_it_says(text: str, size: object) -> None:
    from repcue.display.big_digits import Size

    assert isinstance(size, Size)
    rows = big_text(text, size)
    assert len(rows) == size.rows
    assert {len(row) for row in rows} == {big_width(text, size)}


@quick
@given(columns=st.integers(0, 200), rows=st.integers(0, 60))
def test_the_largest_size_fits_and_the_next_does_not(columns: int, rows: int) -> None:
    size = largest_size("12/15", columns, rows)
    larger = SIZES if size is None else SIZES[SIZES.index(size) + 1 :]
    assert size is None or (size.rows <= rows and big_width("12/15", size) <= columns)
    assert all(each.rows > rows or big_width("12/15", each) > columns for each in larger)


def test_a_cue_breaks_into_two_lines_when_that_makes_it_larger() -> None:
    one_line = wrapped_big_text("bend the bar inwards", 80, 9, at_most_lines=1)
    two_lines = wrapped_big_text("bend the bar inwards", 80, 9)
    assert len(one_line) == 3
    assert len(two_lines) == 9


def test_words_that_no_face_draws_are_left_to_plain_text() -> None:
    assert not is_drawable("벤치")
    assert wrapped_big_text("벤치", 80, 20) == ()
