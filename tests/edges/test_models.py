"""Models: known, installed, chosen, fetched over a real connection on the loopback, and never half-installed."""

import hashlib
import io
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from repcue.core.errors import ModelError
from repcue.edges.download import fetch
from repcue.edges.home import shipped_folder
from repcue.edges.models import (
    KnownModel,
    find_known,
    get_model,
    installed_models,
    is_model,
    known_models,
    model_in_use,
    use_model,
)
from repcue.edges.unpack import unpack

NAME = "tiny-model-1"
OTHERWISE = "the bundled ear works without it"


def zipped(*entries: tuple[str, bytes], link: str | None = None) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
        if link is not None:
            entry = zipfile.ZipInfo(link)
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, "/etc/passwd")
    return memory.getvalue()


MODEL_ZIP = zipped((f"{NAME}/am/final.mdl", b"acoustic" * 2000), (f"{NAME}/conf/model.conf", b"--x=1"))


@contextmanager
def site(
    content: bytes, *, cut_at: int | None = None, understands_ranges: bool = True
) -> Iterator[tuple[str, list[str]]]:
    """Serve one file on the loopback; yields its address and the ranges that were asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ranged = self.headers.get("Range", "")
            asked.append(ranged)
            first = int(re.sub(r"\D", "", ranged) or 0) if understands_ranges else 0
            body = content[first:cut_at]
            self.send_response(206 if first else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{NAME}.zip", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def known(url: str, content: bytes = MODEL_ZIP) -> KnownModel:
    return KnownModel(
        name=NAME,
        engine="vosk",
        language="en",
        url=url,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        licence="CC0-1.0",
        source="a test",
    )


def ignored(done: int, total: int) -> None:
    assert 0 <= done <= total


def a_model_in(folder: Path, name: str = NAME) -> Path:
    (folder / name / "am").mkdir(parents=True)
    (folder / name / "am" / "final.mdl").write_bytes(b"acoustic")
    return folder / name


def test_the_shipped_manifest_pins_the_small_english_model() -> None:
    (model,) = known_models(shipped_folder("models") / "manifest.yaml")
    assert model.name == "vosk-model-small-en-us-0.15"
    assert model.size_bytes == 41_205_931
    assert model.sha256 == "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498"
    assert find_known(None, [model]) is model


def test_an_unknown_name_is_told_with_what_there_is() -> None:
    with pytest.raises(ModelError) as told:
        find_known("tiny-modell-1", [known("http://127.0.0.1/x.zip")])
    assert str(told.value) == "Unknown model 'tiny-modell-1'. Did you mean 'tiny-model-1'? There are: tiny-model-1."


def test_a_model_is_fetched_verified_and_installed_and_then_found(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with site(MODEL_ZIP) as (url, _):
        folder = get_model(known(url), tmp_path, lambda done, total: told.append((done, total)))
    assert is_model(folder)
    assert [model.name for model in installed_models([tmp_path])] == [NAME]
    assert told[-1] == (len(MODEL_ZIP), len(MODEL_ZIP))
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME]


def test_an_installed_model_is_not_fetched_again(tmp_path: Path) -> None:
    folder = a_model_in(tmp_path)
    assert get_model(known("http://127.0.0.1:9/never.zip"), tmp_path, ignored) == folder


def test_a_broken_off_download_says_so_and_goes_on_from_there(tmp_path: Path) -> None:
    with site(MODEL_ZIP, cut_at=100) as (url, _), pytest.raises(ModelError) as told:
        get_model(known(url), tmp_path, ignored)
    assert str(told.value) == (
        f"Only 100 of {len(MODEL_ZIP)} bytes came from {url}; type the same command again to go on from there."
    )
    assert not (tmp_path / NAME).exists()
    with site(MODEL_ZIP) as (url, asked):
        get_model(known(url), tmp_path, ignored)
    assert asked == ["bytes=100-"]


def test_a_site_that_knows_no_ranges_sends_everything_again(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.zip.part").write_bytes(b"x" * 50)
    with site(MODEL_ZIP, understands_ranges=False) as (url, _):
        assert is_model(get_model(known(url), tmp_path, ignored))


def test_another_file_of_the_same_length_is_removed_and_not_installed(tmp_path: Path) -> None:
    other = bytes(len(MODEL_ZIP))
    with site(other) as (url, _), pytest.raises(ModelError) as told:
        get_model(known(url), tmp_path, ignored)
    assert str(told.value) == (
        f"What came from {url} is not the model: {len(other)} bytes with SHA-256 {hashlib.sha256(other).hexdigest()}, "
        f"expected {len(MODEL_ZIP)} with {hashlib.sha256(MODEL_ZIP).hexdigest()}. It was removed; try again later."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_longer_file_is_not_taken(tmp_path: Path) -> None:
    with site(MODEL_ZIP + bytes(400_000)) as (url, _), pytest.raises(ModelError, match="is not the model"):
        get_model(known(url), tmp_path, ignored)
    assert list(tmp_path.iterdir()) == []


def test_a_site_out_of_reach_is_one_sentence_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as told:
        fetch("http://127.0.0.1:9/x.zip", tmp_path / "x.zip", 10, "0" * 64, ignored, otherwise=OTHERWISE)
    assert str(told.value) == "127.0.0.1:9 could not be reached (Connection refused); the bundled ear works without it."


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(ModelError) as told:
        fetch("http://127.0.0.1:9/x.zip", blocked / "x.zip", 10, "0" * 64, ignored, otherwise=OTHERWISE)
    assert str(told.value).startswith(f"'{blocked / 'x.zip'}' cannot be written (")
    assert str(told.value).endswith("); the bundled ear works without it.")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no zip at all", "is no zip archive, or a damaged one; remove it and get it again."),
        (zipped((f"{NAME}/readme", b"")), "holds no model: one folder with am/final.mdl in it was expected."),
        (zipped(("../evil", b"")), "would write outside its folder ('../evil'); it was not unpacked."),
        (zipped(("/evil", b"")), "would write outside its folder ('/evil'); it was not unpacked."),
        (zipped(link=f"{NAME}/link"), f"would write outside its folder ('{NAME}/link'); it was not unpacked."),
    ],
)
def test_an_archive_that_is_no_model_leaves_nothing_behind(tmp_path: Path, content: bytes, says: str) -> None:
    archive = tmp_path / "x.zip"
    archive.write_bytes(content)
    with pytest.raises(ModelError) as told:
        unpack(archive, tmp_path / NAME, is_model)
    assert str(told.value) == f"'{archive}' {says}"
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


def test_the_model_in_use_is_the_wanted_one_then_the_chosen_one_then_the_first(tmp_path: Path) -> None:
    home, folders = tmp_path / "home", [tmp_path / "models"]
    first, second = a_model_in(folders[0], "a-model"), a_model_in(folders[0], "b-model")
    elsewhere = a_model_in(tmp_path / "elsewhere")
    assert model_in_use(None, folders=folders, home=home, engine="auto") == first
    assert use_model("b-model", folders=folders, home=home) == second
    assert model_in_use(None, folders=folders, home=home, engine="auto") == second
    assert model_in_use(str(elsewhere), folders=folders, home=home, engine="auto") == elsewhere
    assert model_in_use(None, folders=folders, home=home, engine="bundled") is None
    assert model_in_use(None, folders=[], home=tmp_path, engine="auto") is None


def test_a_chosen_model_that_has_gone_is_passed_over_unless_vosk_is_asked_for(tmp_path: Path) -> None:
    first, second = a_model_in(tmp_path, "a-model"), a_model_in(tmp_path, "b-model")
    use_model("b-model", folders=[tmp_path], home=tmp_path)
    (second / "am" / "final.mdl").unlink()
    assert model_in_use(None, folders=[tmp_path], home=tmp_path, engine="auto") == first
    with pytest.raises(ModelError, match="Unknown model 'b-model'"):
        model_in_use(None, folders=[tmp_path], home=tmp_path, engine="vosk")


def test_a_model_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    a_model_in(tmp_path, "a-model")
    with pytest.raises(ModelError) as told:
        model_in_use("a-modle", folders=[tmp_path], home=tmp_path, engine="auto")
    assert str(told.value) == (
        "Unknown model 'a-modle'. Did you mean 'a-model'? There are: a-model. "
        "Give a model's folder, or type `repcue models get`."
    )
    with pytest.raises(ModelError) as told:
        model_in_use(str(tmp_path), folders=[tmp_path], home=tmp_path, engine="auto")
    assert str(told.value) == f"The folder '{tmp_path}' holds no Vosk model: there is no am/final.mdl in it."


def test_a_broken_manifest_is_reported_with_its_place(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text("models:\n  - name: x\n    colour: red\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"manifest\.yaml:3:5: models\[0\]: unknown key 'colour'"):
        known_models(manifest)
