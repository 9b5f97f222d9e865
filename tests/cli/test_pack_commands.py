"""`repcue pack`: what a trainer and who gets the pack see."""

import csv
import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from cli.running import run
from repcue.cli.pack_authoring import asked
from repcue.edges.home import shipped_folder
from repcue.edges.pack_files import check_pack
from repcue.packs.new_pack import Beginnings

SMALLEST = (Path(__file__).parents[1] / "packs" / "good" / "smallest.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_folder: Path) -> Path:
    """A user's folder of its own: installed packs are seen by nobody else."""
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path / "home"))
    legs = own_folder / "legs"
    legs.mkdir()
    (legs / "pack.yaml").write_text(SMALLEST, encoding="utf-8")
    return tmp_path / "home"


def test_a_pack_is_built_installed_listed_and_removed(own_home: Path) -> None:
    built = run("pack", "build", "legs")
    assert built.code == 0
    assert ": Legs 1.0.0, 1 file, " in built.out
    assert built.out.splitlines()[-1] == "Whoever has it types: repcue pack install legs-1.0.0.repcue"
    installed = run("pack", "install", "legs-1.0.0.repcue")
    assert installed.code == 0
    lines = installed.out.splitlines()
    assert lines[0].startswith("Legs 1.0.0 by ")
    assert lines[1].startswith("Licence: ")
    assert lines[2] == "1 exercise, 2 cues"
    assert lines[-2] == f"Installed in {own_home.as_posix()}/packs/legs."
    assert lines[-1] == "Use it: repcue start --pack legs"
    listed = json.loads(run("pack", "list", "--json").out)
    assert [each["installed"] for each in listed if each["name"] == "legs"] == [True]
    assert any(line.startswith("legs 1.0.0: ") and "(yours)" in line for line in run("pack", "list").out.splitlines())
    assert "legs 1.0.0: Legs, 1 exercise, CC0-1.0. (yours)" in run("pack", "list").out.splitlines()
    removed = run("pack", "remove", "legs")
    assert removed.out == f"Removed legs; nothing is left of it in {own_home.as_posix()}/packs.\n"


def test_a_pack_that_is_linked_is_listed_so_and_stays_when_its_link_is_removed(own_home: Path) -> None:
    (own_home / "packs").mkdir(parents=True)
    link = own_home / "packs" / "legs"
    link.symlink_to(Path("legs").resolve(), target_is_directory=True)
    assert "legs 1.0.0: Legs, 1 exercise, CC0-1.0. (yours, linked from legs)" in run("pack", "list").out.splitlines()
    listed = {each["name"]: each["linked_to"] for each in json.loads(run("pack", "list", "--json").out)}
    assert listed == {"essentials": None, "home-basics": None, "legs": str(Path("legs").resolve())}
    assert run("pack", "remove", "legs").out == "Removed the link legs; the folder itself stays in legs.\n"
    assert Path("legs/pack.yaml").is_file()
    link.symlink_to(Path("nowhere"))
    assert run("pack", "remove", "legs").out == "Removed the link legs; it led nowhere.\n"
    assert not link.is_symlink()


def test_a_dry_run_says_what_it_would_do(own_home: Path) -> None:
    run("pack", "build", "legs")
    tried = run("pack", "install", "legs-1.0.0.repcue", "--dry-run")
    assert tried.out.splitlines()[-1] == f"Nothing was changed; it would go to {own_home.as_posix()}/packs/legs."
    assert not (own_home / "packs" / "legs").exists()


@pytest.mark.parametrize("named", ["legs", "legs/pack.yaml", "./legs"])
def test_a_pack_that_is_not_built_is_told_how_it_is_built_or_used(named: str) -> None:
    done = run("pack", "install", named)
    assert (done.code, done.sentence) == (
        1,
        f"{named.removeprefix('./')!r} is a pack that is not built; install takes one .repcue file, and "
        "`repcue pack build legs` makes it. On this computer it can be used as it is: repcue start --pack ./legs",
    )


def test_a_folder_without_a_pack_cannot_be_installed() -> None:
    Path("empty").mkdir()
    done = run("pack", "install", "empty")
    assert (done.code, done.sentence) == (
        1,
        "'empty' is a folder without a pack.yaml; install takes one .repcue file, "
        "which `repcue pack build FOLDER` makes of a pack's folder.",
    )


def test_what_is_unusual_in_a_pack_is_told_when_it_is_installed() -> None:
    unusual = SMALLEST.replace("    cues:", "    tempo: 9-1-9-0\n    cues:")
    Path("legs/pack.yaml").write_text(unusual, encoding="utf-8")
    run("pack", "build", "legs")
    installed = run("pack", "install", "legs-1.0.0.repcue")
    assert installed.code == 0
    (at,) = [line for line in installed.out.splitlines() if "warning: " in line]
    assert at.startswith("legs-1.0.0.repcue/pack.yaml:12:12: exercises[0].tempo: warning: Tempo '9-1-9-0' takes 19 ")
    assert ".coming-" not in installed.out


def test_a_folder_without_a_pack_is_told() -> None:
    Path("empty").mkdir()
    done = run("pack", "build", "empty")
    assert done.code == 1
    assert done.sentence == "There is no pack in 'empty': no pack.yaml there."


def test_an_update_says_what_changes(own_home: Path) -> None:
    run("pack", "build", "legs")
    run("pack", "install", "legs-1.0.0.repcue")
    Path("legs/pack.yaml").write_text(SMALLEST.replace("1.0.0", "1.0.1").replace("title: Legs", "title: Thighs"))
    run("pack", "build", "legs")
    lines = run("pack", "install", "legs-1.0.1.repcue").out.splitlines()
    assert "In place of version 1.0.0:" in lines
    assert "  The title changes from 'Legs' to 'Thighs'." in lines


def test_a_new_pack_is_written_with_comments_and_has_no_mistakes() -> None:
    made = run("pack", "new", "my pack!", "--yes")
    assert made.out.splitlines() == [
        "my pack!/pack.yaml: a pack with one exercise. Open it in an editor and change what you like.",
        "Then: repcue check 'my pack!'",
    ]
    text = Path("my pack!/pack.yaml").read_text(encoding="utf-8")
    assert "id: my-pack\n" in text
    assert text.count("#") > 8
    assert text.count("        key: ") == text.count("        rep: ") == 2
    assert "        key: floor\n" in text
    assert run("check", "my pack!").out == "1 checked, no problems.\n"


@pytest.mark.parametrize(
    ("folder", "name", "instead"),
    [
        ("con", "con", "con-pack"),
        ("AUX", "AUX", "aux-pack"),
        ("x/nul.d", "nul.d", "nul-d-pack"),
        ("legs.", "legs.", "legs-pack"),
    ],
)
def test_a_folder_that_not_every_computer_can_have_gets_no_pack(folder: str, name: str, instead: str) -> None:
    for command in (("new", folder, "--yes"), ("from-csv", "no.csv", folder)):
        done = run("pack", *command)
        told = f"{name!r} cannot be a file's name on every computer; call the folder otherwise, like {instead!r}."
        assert (done.code, done.sentence) == (1, told)
    assert not Path(folder).exists()


def test_commands_that_are_printed_can_be_typed_as_they_stand() -> None:
    made = run("pack", "new", "Mein Pack", "--yes")
    assert made.out.splitlines()[-1] == 'Then: repcue check "Mein Pack"'
    unbuilt = run("pack", "install", "Mein Pack").sentence
    assert '`repcue pack build "Mein Pack"` makes it.' in unbuilt
    assert unbuilt.endswith(' repcue start --pack "./Mein Pack"')
    built = run("pack", "build", "Mein Pack", "--out", "Mein Pack.repcue")
    assert built.out.splitlines()[-1] == 'Whoever has it types: repcue pack install "Mein Pack.repcue"'
    Path("Mein Pack/pack.yaml").write_text("format: 2\n", encoding="utf-8")
    assert run("pack", "record", "Mein Pack", "row").sentence == (
        'The pack has mistakes; `repcue check "Mein Pack"` tells them.'
    )


def test_a_name_that_is_like_an_option_is_printed_as_a_path() -> None:
    assert run("pack", "new", "--yes", "--", "-legs").out.splitlines()[-1] == "Then: repcue check ./-legs"


def test_a_new_pack_never_takes_the_place_of_something() -> None:
    done = run("pack", "new", "legs", "--yes")
    assert done.code == 1
    assert done.sentence == "'legs' exists and is not empty; name a folder that is new."


def test_a_folder_with_an_umlaut_names_a_pack_as_it_is_written_without() -> None:
    assert run("pack", "new", "Über-Zug", "--yes").code == 0
    assert "id: ueber-zug\n" in Path("Über-Zug/pack.yaml").read_text(encoding="utf-8")
    text = SMALLEST.replace("id: legs", "id: Über-Zug")
    Path("legs/pack.yaml").write_text(text, encoding="utf-8")
    told = run("pack", "build", "legs").sentence
    assert "'Über-Zug' is no id." in told
    assert "Did you mean 'ueber-zug'?" in told


def test_a_sheet_that_is_not_utf_8_is_told_how_excel_calls_that() -> None:
    Path("mine.csv").write_text("id,name\nrow,Überzug\n", encoding="latin-1")
    assert run("pack", "from-csv", "mine.csv", "mine").sentence == (
        "mine.csv:2:5: the file is no UTF-8 text.\n"
        "    Save the sheet with the encoding UTF-8; in Excel the kind of file is called CSV UTF-8.\n\n"
        "1 problem in 1 sheet."
    )


def test_a_cue_without_a_key_is_told() -> None:
    told = run("check", "legs").out
    assert told.count(" has no key: ") == 2
    assert "exercises[0].cues[1].rep: warning: 'Push the floor away' has no key: no word of it for heavy and" in told
    assert "    Write its most important word under key.\n" in told
    file = Path("legs/pack.yaml")
    file.write_text(SMALLEST.replace("away}", "away, key: Floor}").replace("Push with your quads", "Quads"), "utf-8")
    assert " has no key" not in run("check", "legs").out


def test_a_folder_that_cannot_name_a_pack_is_told() -> None:
    done = run("pack", "new", "ногa", "--yes")
    assert done.sentence == ("'ногa' cannot be a pack's name; name the folder with letters a to z, digits and hyphens.")


def test_answers_are_asked_again_until_they_will_do() -> None:
    given = iter(
        ["", "Ann", "", "Zercher", "Zercher 2", "zercher", "", "Push with everything that you have got now", "", ""]
    )
    begun = Beginnings(id="x", title="X", author="me", licence="CC0-1.0", created="2026-01-02")
    out = io.StringIO()
    with redirect_stdout(out):
        answers = asked(begun, lambda question: next(given))
    assert (answers.title, answers.author, answers.exercise, answers.alias) == ("X", "Ann", "Zercher", "zercher")
    assert answers.internal == begun.internal
    told = [line for line in out.getvalue().splitlines() if line.startswith("  ")]
    assert told[0].startswith("  'Zercher 2' is no alias. Use lower-case words")
    assert told[1].startswith("  'Push with everything that you have got now' has 8 words. Use at most 6")


def test_a_sheet_becomes_the_same_pack_again() -> None:
    essentials = shipped_folder("cue_packs") / "essentials"
    assert run("pack", "to-csv", essentials, "--out", "all.csv").code == 0
    made = run("pack", "from-csv", "all.csv", "again", "--author", "Ann", "--licence", "CC0-1.0", "--title", "Again")
    assert made.code == 0, made.err
    before, after = (check_pack(folder / "pack.yaml")[0] for folder in (essentials, Path("again")))
    assert before is not None
    assert after is not None
    assert (after.id, after.title, after.author, after.licence) == ("again", "Again", "Ann", "CC0-1.0")
    for one, other in zip(before.exercises, after.exercises, strict=True):
        kept = set(type(one).model_fields) - {"cues"}
        assert one.model_dump(include=kept) == other.model_dump(include=kept)
        assert {cue.rep for cue in one.cues} == {cue.rep for cue in other.cues}


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--title", "legs " * 17, "this has 85 characters, which is too long.\n    Use at most 80."),
        ("--author", "", "the text is empty.\n    Write something, or leave it out where it may be."),
        (
            "--author",
            "A\u202eB",
            "'A\\u202eB' has the invisible sign U+202E.\n    Delete it; copied text often brings some along.",
        ),
        (
            "--licence",
            " ",
            "no licence is named.\n    Write what others may do with it: CC-BY-4.0 (name the author), "
            "CC0-1.0 (anything), or LicenseRef-personal (for you and your clients).",
        ),
    ],
)
def test_what_is_wrong_with_an_option_is_told_of_it_and_not_of_the_sheet(option: str, value: str, told: str) -> None:
    run("pack", "to-csv", "legs", "--out", "legs.csv")
    done = run("pack", "from-csv", "legs.csv", "other", option, value)
    assert (done.code, done.sentence) == (1, f"{option}: {told}\n\n1 problem.")
    assert not Path("other").exists()


def test_an_unknown_licence_is_told_of_its_option_and_the_pack_is_made() -> None:
    run("pack", "to-csv", "legs", "--out", "legs.csv")
    done = run("pack", "from-csv", "legs.csv", "other", "--licence", "CC BY 4")
    assert (done.code, done.out) == (
        0,
        "--licence: warning: 'CC BY 4' is no licence that is known.\n"
        "    Use an SPDX identifier, or LicenseRef- and a word for terms of your own. Did you mean 'CC-BY-4.0'?\n\n"
        "1 warning.\n\n"
        "other/pack.yaml: 1 exercise.\n",
    )


def test_mistakes_in_sheet_and_options_are_told_at_once() -> None:
    run("pack", "to-csv", "legs", "--out", "legs.csv")
    sheet = Path("legs.csv")
    sheet.write_text(sheet.read_text(encoding="utf-8-sig").replace("3-1-1-0", "3-one"), encoding="utf-8")
    done = run("pack", "from-csv", "legs.csv", "x" * 70, "--title", "legs " * 17)
    told = [line.partition(": ")[0] for line in done.sentence.splitlines() if not line.startswith(" ") and ": " in line]
    assert told == ["--title", "FOLDER", "legs.csv:2:11"]
    assert done.sentence.endswith("3 problems in 1 sheet.")


def test_a_sheet_shows_what_an_exercise_is_done_with_also_where_nothing_was_written() -> None:
    assert run("pack", "to-csv", "legs").code == 0
    (row,) = csv.DictReader(Path("legs.csv").read_text(encoding="utf-8-sig").splitlines())
    usual = {"mechanic": "compound", "starts": "eccentric", "tempo": "3-1-1-0", "sets": "3", "reps": "10"}
    assert {title: row[title] for title in (*usual, "rest seconds", "level")} == (
        usual | {"rest seconds": "120", "level": ""}
    )
    assert run("pack", "from-csv", "legs.csv", "again").code == 0
    before, after = (check_pack(Path(folder, "pack.yaml"))[0] for folder in ("legs", "again"))
    assert before is not None
    assert after is not None
    assert after.exercises == before.exercises


def test_a_sheet_that_is_piped_stands_alone_on_standard_output() -> None:
    done = run("pack", "to-csv", "home-basics", "--out", "-")
    assert done.code == 0
    assert len(list(csv.DictReader(io.StringIO(done.out)))) == 12
    assert done.out.startswith("id,")
    assert not Path("-").exists()


def test_a_spreadsheet_programs_own_file_is_told_as_one() -> None:
    Path("legs.csv").write_bytes(b"PK\x03\x04\x14\x00")
    assert run("pack", "from-csv", "legs.csv", "mine").sentence == (
        "'legs.csv' is a spreadsheet program's own file and no CSV; open it there. "
        "Save the sheet with the encoding UTF-8; in Excel the kind of file is called CSV UTF-8."
    )


def test_a_sheet_is_made_of_a_pack_by_its_name_too() -> None:
    assert run("pack", "to-csv", "home-basics").out.splitlines()[0] == "home-basics.csv: 12 exercises."
    assert run("pack", "to-csv", "home-basic").sentence.startswith(
        "Unknown pack 'home-basic'. Did you mean 'home-basics'?"
    )
    assert run("pack", "to-csv", "legs/old").sentence == (
        "There is no pack 'legs/old': legs/old/pack.yaml does not exist. Check the path."
    )


CUE_COLUMNS = "Cues that name the muscle stand in 'internal rep', those about the bar or the floor in 'external rep'."


def refused_sheet(text: str) -> str:
    """What is said of a sheet with mistakes."""
    Path("mine.csv").write_text(text, encoding="utf-8", newline="")
    done = run("pack", "from-csv", "mine.csv", "mine")
    assert done.code == 1
    assert not Path("mine").exists()
    return done.sentence


def errors_in(report: str) -> list[str]:
    return [line for line in report.splitlines() if line.startswith("mine.csv") and "warning" not in line]


def test_a_row_without_cues_is_told_which_columns_it_needs() -> None:
    assert refused_sheet("id,name,aliases,primary muscles,internal rep\nrow,Row,row,lats,\n").splitlines()[:2] == [
        "mine.csv:2:1: internal rep / external rep: this row has no cue.",
        f"    {CUE_COLUMNS}",
    ]


def test_columns_that_are_missing_are_told_once_at_the_titles() -> None:
    assert refused_sheet("id,name\nrow,Row\ncurl,Curl\n") == (
        "mine.csv:1:1: the column 'aliases' is missing.\n"
        "    Add it: what one says to pick it, like bench press.\n\n"
        "mine.csv:1:1: the column 'primary muscles' is missing.\n"
        "    Add it: those that work most, like chest.\n\n"
        "mine.csv:1:1: there is no column for cues.\n"
        f"    Add one. {CUE_COLUMNS}\n\n"
        "3 problems in 1 sheet."
    )


def test_a_cue_without_its_words_is_told_though_the_sheet_has_no_column_for_them() -> None:
    told = refused_sheet("id,name,aliases,primary muscles,internal phase\nrow,Row,row,lats,concentric\n")
    assert told.splitlines()[0] == "mine.csv:2:1: internal rep: key 'rep' is missing."


def test_columns_without_a_title_hide_nothing() -> None:
    titles = "id;name;primary muscles;internal rep;external rep;;\n"
    row = "row;Row;lats;Squeeze your lats;Pull the handle"
    assert refused_sheet(f"{titles}{row};;\n").splitlines()[0] == "mine.csv:1:1: the column 'aliases' is missing."
    assert "mine.csv:2:7: this cell has no title above it." in refused_sheet(f"{titles}{row};;lost\n").splitlines()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", ["sep=;", '"sep=;"', "SEP=; "])
def test_the_line_that_tells_excel_the_separator_is_no_row(separator: str, end: str) -> None:
    rows = (
        separator,
        "id;name;aliases;primary muscles;internal rep;colour",
        "row;Row, seated;row;lats;Squeeze your lats;red",
        "curl;Curl;row;biceps;Squeeze your biceps;",
    )
    assert errors_in(refused_sheet(end.join(rows))) == [
        "mine.csv:2:6: 'colour' is no column.",
        "mine.csv:4:3: aliases (column C): alias 'row' is already that of exercise 'row' in line 3.",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_are_counted_as_the_file_has_them_with_line_breaks_in_cells(end: str) -> None:
    lines = (
        'id,name,aliases,primary muscles,"internal',
        'rep"',
        'row,Row,row,lats,"Squeeze',
        'your lats"',
        "",
        "curl,Curl,row,biceps,Squeeze your biceps",
    )
    assert errors_in(refused_sheet(end.join(lines))) == [
        "mine.csv:6:3: aliases (column C): alias 'row' is already that of exercise 'row' in line 3.",
    ]


def test_mistakes_in_a_sheet_are_told_at_their_cells_and_nothing_is_written() -> None:
    sheet = (
        "id;name;aliases;primary muscles;internal rep;external rep;tempo\n"
        'row;Row;"row, cable row";lats;Pull with your lats;Pull the handle to the wall;3-1-1-0\n'
        "curl;Curl;Curl 2;biceps;Squeeze your biceps;Lift the bar to the ceiling;3-1\n"
    )
    Path("mine.csv").write_text(sheet, encoding="utf-8-sig")
    done = run("pack", "from-csv", "mine.csv", "mine")
    assert done.code == 1
    lines = done.sentence.splitlines()
    assert lines[0] == "mine.csv:3:3: aliases (column C): 'Curl 2' is no alias."
    assert any(line.startswith("mine.csv:3:7: tempo (column G): ") for line in lines)
    assert lines[-1] == "2 problems in 1 sheet."
    assert not Path("mine").exists()


def test_a_column_that_nobody_knows_is_told_with_what_was_meant() -> None:
    Path("mine.csv").write_text("id,name,aliases,primary muscle\nrow,Row,row,lats\n", encoding="utf-8")
    assert run("pack", "from-csv", "mine.csv", "mine").sentence == (
        "mine.csv:1:1: there is no column for cues.\n"
        f"    Add one. {CUE_COLUMNS}\n"
        "\n"
        "mine.csv:1:4: 'primary muscle' is no column.\n"
        "    Columns are called as `repcue pack to-csv` writes them. Did you mean 'primary muscles'?\n"
        "\n"
        "2 problems in 1 sheet."
    )


def test_an_empty_sheet_is_told() -> None:
    Path("mine.csv").write_text("id,name\n", encoding="utf-8")
    assert run("pack", "from-csv", "mine.csv", "mine").sentence.splitlines()[0] == (
        "mine.csv:1:1: there is no exercise in the sheet."
    )


def test_everything_in_a_sheet_is_told_at_once_at_its_cell() -> None:
    sheet = (
        "id,name,aliases,primary muscles,tempos,colour,internal rep,external rep,name,pronunciations\n"
        "box-squat,Box squat,box squat,quadriceps,4-0-1-0,red,Push with your quads,Push the floor,,box = B AA K S\n"
        'box-squat,Step up,"step up\nto the box",glutes,3-1,red,Lift with your glutes,Push the bench,,box = B AA\n'
        "lunge,Lunge,box squat,glutes,3-0-1-0,red,Lift with your glutes,Push it away from you all now,,,extra\n"
        ",Nameless,,glutes,3-0-1-0,red,,,,\n"
    )
    Path("mine.csv").write_text(sheet, encoding="utf-8")
    done = run("pack", "from-csv", "mine.csv", "mine")
    assert done.code == 1
    assert [line for line in done.sentence.splitlines() if line.startswith("mine.csv")] == [
        "mine.csv:1:5: 'tempos' is no column.",
        "mine.csv:1:6: 'colour' is no column.",
        "mine.csv:1:9: the column 'name' comes twice.",
        "mine.csv:3:1: id (column A): exercise id 'box-squat' is already in line 2.",
        "mine.csv:3:5: tempo (column E): Tempo '3-1' has two parts; write four, like 3-1-1-0 "
        "(lower, pause, lift, pause; X means as fast as possible).",
        "mine.csv:3:10: pronunciations (column J): 'box' has another pronunciation in line 2.",
        "mine.csv:5:3: aliases (column C): alias 'box squat' is already that of exercise 'box-squat' in line 2.",
        "mine.csv:5:8: external rep (column H): 'Push it away from you all now' has 7 words.",
        "mine.csv:5:11: this cell has no title above it.",
        "mine.csv:6:1: id (column A): '' is no id.",
        "mine.csv:6:1: internal rep / external rep: this row has no cue.",
        "mine.csv:6:3: aliases (column C): this is empty; it needs items.",
    ]
    assert done.sentence.endswith("12 problems in 1 sheet.")
    assert not Path("mine").exists()


def test_a_sheet_that_is_no_csv_is_told() -> None:
    Path("mine.csv").write_text('id,name\n"row,Row\n', encoding="utf-8")
    done = run("pack", "from-csv", "mine.csv", "mine")
    assert done.sentence == "'mine.csv' is no CSV (unexpected end of data); save the spreadsheet as CSV again."


def test_no_cell_of_a_stranger_is_a_formula() -> None:
    Path("legs/pack.yaml").write_text(SMALLEST.replace("name: Back squat", 'name: "=1+1"'), encoding="utf-8")
    run("pack", "to-csv", "legs")
    assert "'=1+1" in Path("legs.csv").read_text(encoding="utf-8-sig")
    run("pack", "from-csv", "legs.csv", "other")
    assert 'name: "=1+1"' in Path("other/pack.yaml").read_text(encoding="utf-8")


def test_the_schema_is_printed_or_written() -> None:
    printed = json.loads(run("pack", "schema").out)
    assert printed["properties"]["exercises"]["minItems"] == 1
    assert run("pack", "schema", "--out", "pack.schema.json").out == "pack.schema.json: the JSON Schema of pack.yaml.\n"
    assert json.loads(Path("pack.schema.json").read_text(encoding="utf-8")) == printed
