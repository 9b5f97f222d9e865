"""Packs that travel: the same bytes for the same pack, and nothing from a stranger that leaves its folder."""

import hashlib
import json
import os
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from repcue.core.errors import OutputError, PackError
from repcue.edges.audio_files import WavWriter
from repcue.edges.pack_archive import build, unpack
from repcue.packs.archive import MANIFEST, MOST_FILE_BYTES, name_refusal

SMALLEST = (Path(__file__).parent / "good" / "smallest.yaml").read_text(encoding="utf-8")
RECORDED = SMALLEST.replace("away}", "away, recording: clips/push.wav}")


@pytest.fixture
def legs(tmp_path: Path) -> Path:
    """A pack with a recording."""
    folder = tmp_path / "legs"
    (folder / "clips").mkdir(parents=True)
    (folder / "pack.yaml").write_text(RECORDED, encoding="utf-8")
    with WavWriter(folder / "clips" / "push.wav", 16_000) as wav:
        wav.write((0.3 * np.sin(np.arange(16_000) / 12)).astype(np.float32))
    (folder / "LICENSE").write_text("CC BY 4.0", encoding="utf-8")
    return folder


@pytest.fixture
def archive(legs: Path, tmp_path: Path) -> Path:
    """The pack as one file."""
    return build(legs, tmp_path / "legs.repcue").file


def refusal_of(file: Path, tmp_path: Path) -> str:
    into = tmp_path / "into"
    into.mkdir(exist_ok=True)
    with pytest.raises(PackError) as caught:
        unpack(file, into)
    return str(caught.value).replace(file.as_posix(), file.name)


def rebuilt(archive: Path, change: Callable[[dict[str, bytes]], object], **of_entry: int) -> Path:
    """Write an archive anew with other files, as a stranger might."""
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    change(files)
    other = archive.with_name("other.repcue")
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for key, value in of_entry.items():
                setattr(entry, key, value)
            written.writestr(entry, content)
    return other


def with_push(content: bytes) -> Callable[[dict[str, bytes]], object]:
    return lambda files: files.update({"clips/push.wav": content})


def test_the_same_pack_gives_the_same_bytes_whenever_it_is_built(legs: Path, archive: Path, tmp_path: Path) -> None:
    os.utime(legs / "pack.yaml", (1, 1_000_000_000))
    again = build(legs, tmp_path / "again.repcue").file
    assert again.read_bytes() == archive.read_bytes()


def test_an_archive_is_unpacked_as_it_was_built(legs: Path, archive: Path, tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    opened = unpack(archive, into)
    assert opened.pack.id == opened.manifest.id == "legs"
    assert (into / "clips" / "push.wav").read_bytes() == (legs / "clips" / "push.wav").read_bytes()
    assert sorted(opened.manifest.files) == ["LICENSE", "clips/push.wav", "pack.yaml"]


def test_what_an_editor_leaves_behind_stays_at_home(legs: Path, tmp_path: Path) -> None:
    (legs / ".pack.yaml.swp").write_bytes(b"x")
    (legs / ".git").mkdir()
    (legs / ".git" / "config").write_bytes(b"x")
    assert ".git/config" not in build(legs, tmp_path / "legs.repcue").manifest.files


def test_a_pack_with_a_file_that_no_pack_has_is_not_built(legs: Path, tmp_path: Path) -> None:
    (legs / "run.py").write_text("", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        build(legs, tmp_path / "legs.repcue")
    assert str(caught.value) == (
        "The pack cannot be built: 'run.py' is no file of a pack; allowed are pack.yaml, accepted.yaml, LICENSE and "
        ".wav, .flac, .ogg, .md, .txt, .csv. Delete it from the folder, or rename it."
    )
    assert not (tmp_path / "legs.repcue").exists()


def test_a_link_is_not_built(legs: Path, tmp_path: Path) -> None:
    (legs / "clips" / "other.wav").symlink_to("/etc/hostname")
    with pytest.raises(PackError) as caught:
        build(legs, tmp_path / "legs.repcue")
    assert str(caught.value) == (
        f"'{legs.as_posix()}/clips/other.wav' is a link; put the file itself into the pack, or delete the link."
    )


def test_a_pack_with_mistakes_is_not_built(legs: Path, tmp_path: Path) -> None:
    (legs / "pack.yaml").write_text(RECORDED.replace("internal", "inside"), encoding="utf-8")
    with pytest.raises(PackError, match=r"pack\.yaml:\d+:\d+: "):
        build(legs, tmp_path / "legs.repcue")


def test_a_place_that_cannot_be_written_is_told(legs: Path, tmp_path: Path) -> None:
    out = tmp_path / "no" / "legs.repcue"
    with pytest.raises(OutputError) as caught:
        build(legs, out)
    assert str(caught.value) == f"The archive {out.as_posix()!r} cannot be written (No such file or directory)."


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../x.wav", "'../x.wav' leads out of the pack's folder"),
        ("clips/../../x.wav", "'clips/../../x.wav' leads out of the pack's folder"),
        ("/etc/x.wav", "'/etc/x.wav' leads out of the pack's folder"),
        ("C:/x.wav", "'C:/x.wav' leads out of the pack's folder"),
        ("..\\x.wav", r"'..\\x.wav' leads out of the pack's folder"),
        ("a/b/c/d/e/f.wav", "'a/b/c/d/e/f.wav' is too long or too deep a path"),
        ("nul.wav", "'nul.wav' cannot be a file's name on every computer"),
        ("clips/.x.wav", "'clips/.x.wav' cannot be a file's name on every computer"),
        ("clips/\u202ex.wav", r"'clips/\u202ex.wav' has the invisible sign U+202E"),
        ("\u2066x.wav", r"'\u2066x.wav' has the invisible sign U+2066"),
        ("x\u200b.wav", r"'x\u200b.wav' has the invisible sign U+200B"),
        ("x\u2028.wav", r"'x\u2028.wav' has the invisible sign U+2028"),
        ("clips//x.wav", "'clips//x.wav' cannot be a file's name on every computer"),
        ("x .wav\x00.py", r"'x .wav\x00.py' cannot be a file's name on every computer"),
    ],
)
def test_a_name_that_is_no_file_of_a_pack_is_refused_before_anything_is_written(
    archive: Path, tmp_path: Path, name: str, why: str
) -> None:
    assert name_refusal(name) == why
    if "\x00" not in name:  # which Python's own zip writer cuts off
        other = rebuilt(archive, lambda files: files.update({name: b"x"}))
        assert refusal_of(other, tmp_path) == f"'other.repcue' is refused: {why}."
        assert not list((tmp_path / "into").rglob("*"))


def test_a_program_is_refused(archive: Path, tmp_path: Path) -> None:
    other = rebuilt(archive, lambda files: files.update({"clips/run.sh": b"x"}))
    assert refusal_of(other, tmp_path) == (
        "'other.repcue' is refused: 'clips/run.sh' is no file of a pack; allowed are pack.yaml, accepted.yaml, "
        "LICENSE and .wav, .flac, .ogg, .md, .txt, .csv."
    )


def test_a_link_in_an_archive_is_refused(archive: Path, tmp_path: Path) -> None:
    other = rebuilt(archive, lambda _: None, external_attr=0o120777 << 16)
    assert refusal_of(other, tmp_path) == (
        "'other.repcue' is refused: 'manifest.json' is a link; a pack holds files only."
    )


def test_names_that_differ_in_case_only_are_refused(archive: Path, tmp_path: Path) -> None:
    other = rebuilt(archive, lambda files: files.update({"clips/PUSH.wav": b"x"}))
    assert refusal_of(other, tmp_path) == (
        "'other.repcue' is refused: 'clips/push.wav' and 'clips/PUSH.wav' are the same file on some computers."
    )


@pytest.mark.parametrize(
    ("file", "below"), [("clips", "clips/x.wav"), ("LICENSE", "license/x.wav"), ("a/b.wav", "a/b.wav/c/d.wav")]
)
def test_a_file_and_a_folder_of_the_same_name_are_refused(archive: Path, tmp_path: Path, file: str, below: str) -> None:
    other = rebuilt(archive, lambda files: files.update({file: b"x", below: b"x"}))
    assert refusal_of(other, tmp_path) == f"'other.repcue' is refused: {file!r} is a file and a folder."
    assert not list((tmp_path / "into").rglob("*"))


def test_a_name_that_comes_twice_is_refused(archive: Path, tmp_path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(archive, "a") as opened:
        warnings.simplefilter("ignore")
        opened.writestr("pack.yaml", "x")
    assert refusal_of(archive, tmp_path) == (
        "'legs.repcue' is refused: 'pack.yaml' and 'pack.yaml' are the same file on some computers."
    )


def test_a_bomb_is_refused_before_it_is_unpacked(archive: Path, tmp_path: Path) -> None:
    other = rebuilt(archive, lambda files: files.update({"clips/bomb.wav": bytes(2 * MOST_FILE_BYTES)}))
    assert other.stat().st_size < 100_000
    assert refusal_of(other, tmp_path) == (
        "'other.repcue' is refused: 'clips/bomb.wav' would unpack to 67 MB; 34 MB are allowed."
    )


def test_zeros_that_were_packed_to_nothing_are_refused_and_a_pack_that_was_packed_is_not(
    archive: Path, tmp_path: Path
) -> None:
    other = rebuilt(archive, with_sum("README.md", bytes(31 * 1024**2)))
    assert refusal_of(other, tmp_path) == (
        "'other.repcue' is refused: 'README.md' would unpack to 33 MB, over 100 times what it takes in the archive."
    )
    assert not list((tmp_path / "into").rglob("*"))
    assert unpack(rebuilt(archive, with_sum("README.md", bytes(900_000))), tmp_path / "into").pack.id == "legs"


@pytest.mark.parametrize(("key", "pack"), [("title", "Legs"), ("author", "Ann"), ("licence", "CC0-1.0")])
def test_a_manifest_with_other_terms_than_the_pack_is_refused(
    archive: Path, tmp_path: Path, key: str, pack: str
) -> None:
    def change(files: dict[str, bytes]) -> None:
        files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), key: "CC-BY-4.0"}).encode()

    assert refusal_of(rebuilt(archive, change), tmp_path) == (
        f"'other.repcue' gives its {key} as 'CC-BY-4.0', and its pack gives {pack!r}; ask its author to build it again."
    )


def test_many_small_files_are_refused(archive: Path, tmp_path: Path) -> None:
    other = rebuilt(archive, lambda files: files.update({f"clips/{number}.txt": b"" for number in range(2000)}))
    assert refusal_of(other, tmp_path) == "'other.repcue' is refused: it holds 2,004 files; 2,000 are allowed."


def test_a_zip_with_a_huge_directory_is_refused_before_it_is_read(archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    at = content.rfind(b"PK\x05\x06")
    content[at + 12 : at + 16] = (3_000_000_000).to_bytes(4, "little")
    archive.write_bytes(content)
    assert refusal_of(archive, tmp_path) == (
        "'legs.repcue' is refused: it holds more files than the 2,000 that are allowed."
    )


def test_a_file_other_than_the_manifest_says_is_refused(archive: Path, tmp_path: Path) -> None:
    damaged = "'other.repcue' is damaged: 'clips/push.wav' is not what its manifest says; get it again from its author."
    for content in (b"RIFF" * 999 + b"RIFX", b"RIFF" * 1001, b""):
        other = rebuilt(archive, with_push(content))
        assert refusal_of(other, tmp_path) == damaged
        for path in sorted((tmp_path / "into").rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()


def test_a_file_that_the_manifest_does_not_name_is_refused(archive: Path, tmp_path: Path) -> None:
    other = rebuilt(archive, lambda files: files.update({"clips/more.wav": b"x"}))
    assert refusal_of(other, tmp_path) == "'other.repcue' is refused: 'clips/more.wav' is not in its manifest."


def test_a_file_that_is_missing_is_told(archive: Path, tmp_path: Path) -> None:
    other = rebuilt(archive, lambda files: files.pop("clips/push.wav"))
    assert refusal_of(other, tmp_path) == (
        "'other.repcue' is damaged: 'clips/push.wav' is missing; get it again from its author."
    )


def test_a_zip_without_manifest_is_no_pack(archive: Path, tmp_path: Path) -> None:
    other = rebuilt(archive, lambda files: files.pop(MANIFEST))
    assert refusal_of(other, tmp_path) == (
        "'other.repcue' is no pack archive: it has no manifest.json. `repcue pack build` makes one."
    )


def test_a_manifest_that_says_something_else_than_the_pack_is_refused(archive: Path, tmp_path: Path) -> None:
    def rename(files: dict[str, bytes]) -> None:
        files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), "id": "arms"}).encode()

    assert refusal_of(rebuilt(archive, rename), tmp_path) == (
        "'other.repcue' calls itself arms 1.0.0 and holds legs 1.0.0; ask its author to build it again."
    )


def test_a_manifest_with_odd_keys_is_refused(archive: Path, tmp_path: Path) -> None:
    other = rebuilt(archive, lambda files: files.update({MANIFEST: b'{"run": "rm -rf"}'}))
    told = refusal_of(other, tmp_path)
    assert told.startswith("'other.repcue' has a manifest that does not fit (format: Field required)")


def test_a_manifest_whose_format_is_no_number_is_refused(archive: Path, tmp_path: Path) -> None:
    def mark(files: dict[str, bytes]) -> None:
        files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), "format": True}).encode()

    told = refusal_of(rebuilt(archive, mark), tmp_path)
    assert told.startswith("'other.repcue' has a manifest that does not fit (format: Input should be a valid integer)")


def test_a_manifest_that_leads_out_is_refused(archive: Path, tmp_path: Path) -> None:
    def lead_out(files: dict[str, bytes]) -> None:
        manifest = json.loads(files[MANIFEST])
        manifest["files"]["../x.wav"] = manifest["files"].pop("clips/push.wav")
        files[MANIFEST] = json.dumps(manifest).encode()

    assert refusal_of(rebuilt(archive, lead_out), tmp_path) == (
        "'other.repcue' is refused: '../x.wav' leads out of the pack's folder."
    )


def test_an_encrypted_file_is_refused(archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    archive.write_bytes(content)
    assert refusal_of(archive, tmp_path) == "'legs.repcue' is refused: 'manifest.json' is encrypted."


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    file = tmp_path / "legs.repcue"
    damaged = "'legs.repcue' is no pack archive, or a damaged one; get it again from its author."
    for content in (b"", b"hello", b"PK\x05\x06", b"PK\x03\x04" + bytes(100)):
        file.write_bytes(content)
        assert refusal_of(file, tmp_path) == damaged


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "no.repcue", tmp_path) == "There is no archive 'no.repcue'. Check the path."


@pytest.mark.parametrize("use", ["recording: clips/push.wav", "recordings: {rep: clips/push.wav}"])
def test_a_recording_that_is_no_sound_is_refused(legs: Path, tmp_path: Path, use: str) -> None:
    (legs / "pack.yaml").write_text(RECORDED.replace("recording: clips/push.wav", use), encoding="utf-8")
    (legs / "clips" / "push.wav").write_bytes(b"RIFF" * 1000)
    assert refusal_of(build(legs, tmp_path / "legs.repcue").file, tmp_path) == (
        "'legs.repcue' is refused: the recording 'clips/push.wav' cannot be read as sound; "
        "ask its author to save it again."
    )


def test_a_recording_that_the_pack_does_not_use_may_be_anything(legs: Path, tmp_path: Path) -> None:
    (legs / "clips" / "other.wav").write_bytes(b"RIFF" * 1000)
    into = tmp_path / "into"
    into.mkdir()
    assert unpack(build(legs, tmp_path / "legs.repcue").file, into).pack.id == "legs"


def test_what_is_unusual_in_a_pack_is_told_at_its_place_in_the_archive(legs: Path, tmp_path: Path) -> None:
    (legs / "pack.yaml").write_text(RECORDED.replace("    cues:", "    tempo: 9-1-9-0\n    cues:"), encoding="utf-8")
    into = tmp_path / "into"
    into.mkdir()
    (warning,) = unpack(build(legs, tmp_path / "legs.repcue").file, into).warnings
    assert warning.startswith("legs.repcue/pack.yaml:12:12: exercises[0].tempo: warning: Tempo '9-1-9-0' takes 19 ")


def test_a_pack_with_mistakes_in_an_archive_is_told_with_its_report(archive: Path, tmp_path: Path) -> None:
    def break_pack(files: dict[str, bytes]) -> None:
        files["pack.yaml"] = files["pack.yaml"].replace(b"internal", b"inside")
        manifest = json.loads(files[MANIFEST])
        digest = hashlib.sha256(files["pack.yaml"]).hexdigest()
        manifest["files"]["pack.yaml"] = {"sha256": digest, "bytes": len(files["pack.yaml"])}
        files[MANIFEST] = json.dumps(manifest).encode()

    told = refusal_of(rebuilt(archive, break_pack), tmp_path)
    assert told.startswith("'other.repcue' holds a pack with mistakes; ask its author to mend them.\n\n")
    assert "\n\nother.repcue/pack.yaml:13:17: exercises[0].cues[0].focus: 'inside'" in told


def with_sum(name: str, content: bytes) -> Callable[[dict[str, bytes]], object]:
    """Return what puts a file into an archive and names it in the manifest, as a stranger might."""

    def put(files: dict[str, bytes]) -> None:
        files[name] = content
        manifest = json.loads(files[MANIFEST])
        manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        files[MANIFEST] = json.dumps(manifest).encode()

    return put


BROKEN_LIST = b"accepted: &a [*a]\n"


def test_a_broken_list_of_what_is_kept_is_refused_in_an_archive(archive: Path, tmp_path: Path) -> None:
    told = refusal_of(rebuilt(archive, with_sum("accepted.yaml", BROKEN_LIST)), tmp_path)
    assert told.startswith("'other.repcue' holds a pack with mistakes; ask its author to mend them.\n\n")
    assert "\n\nother.repcue/accepted.yaml:1:11: accepted: the anchor &a is not read.\n" in told


def test_a_pack_with_a_broken_list_of_what_is_kept_is_not_built(legs: Path, tmp_path: Path) -> None:
    (legs / "accepted.yaml").write_bytes(BROKEN_LIST)
    with pytest.raises(PackError, match=r"accepted\.yaml:1:11: accepted: the anchor &a is not read\."):
        build(legs, tmp_path / "legs.repcue")
