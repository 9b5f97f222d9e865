"""Speech models: which are known, which are installed, which one is used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from repcue.core.errors import ModelError, unknown
from repcue.edges.download import fetch
from repcue.edges.unpack import unpack
from repcue.edges.yaml_files import read_text, shown_path
from repcue.packs.report import report
from repcue.packs.shape import read_shape

CHOICE_FILE: Final = "model.txt"
"""In the user's home folder; holds the name or path that `repcue models use` was given."""

DEFAULT_LANGUAGE: Final = "en"


class KnownModel(BaseModel):
    """A model that can be fetched, as the manifest lists it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)
    engine: str
    language: str
    url: str
    size_bytes: int = Field(ge=1)
    """Of the zip file, in bytes."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    licence: str
    source: str


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    models: tuple[KnownModel, ...]


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that is there."""

    name: str
    folder: Path


def known_models(manifest: Path) -> tuple[KnownModel, ...]:
    """Return the models of a manifest.

    Raises:
        ModelError: the manifest is missing or broken; the message is the report.
    """
    text, problems = read_text(manifest, ModelError, what="list of models")
    found = None
    if text is not None:
        found, problems = read_shape(text, shown_path(manifest), _Manifest)
    if found is None:
        raise ModelError(report(problems, what="list of models"))
    return found.models


def installed_models(folders: Sequence[Path]) -> list[InstalledModel]:
    """Return the unpacked Vosk models inside some folders, in their order; the first of equal names wins.

    A model is known by its acoustic model: `am/final.mdl`, in older ones `final.mdl`.
    """
    inside = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    found = {path.name: InstalledModel(path.name, path) for path in reversed(inside) if is_model(path)}
    return [found[name] for name in dict.fromkeys(path.name for path in inside) if name in found]


def is_model(folder: Path) -> bool:
    """Return whether a folder holds an unpacked Vosk model."""
    return (folder / "am" / "final.mdl").is_file() or (folder / "final.mdl").is_file()


def model_in_use(wanted: str | None, *, folders: Sequence[Path], home: Path, engine: str) -> Path | None:
    """Return the folder of the model to hear with, or None where none is installed or none is needed.

    Args:
        wanted: a path or the name of an installed model; None takes what `models use` chose, else the first installed.
        folders: where models lie.
        home: the user's folder, which holds the choice.
        engine: `bundled` needs no model; a wanted one is then looked up all the same, so that a mistake is told. With
            `auto` a chosen model that has gone since is passed over.

    Raises:
        ModelError: the wanted model is not there, or the chosen one that the engine needs.
    """
    if wanted is not None:
        return _located(wanted, folders)
    if engine == "bundled":
        return None
    chosen = _chosen(home)
    if chosen is not None and (engine != "auto" or _is_there(chosen, folders)):
        return _located(chosen, folders)
    installed = installed_models(folders)
    return installed[0].folder if installed else None


def use_model(name: str, *, folders: Sequence[Path], home: Path) -> Path:
    """Remember which model to hear with from now on, and return its folder.

    Raises:
        ModelError: there is no such model, or the choice cannot be kept.
    """
    folder = _located(name, folders)
    named = {model.name for model in installed_models(folders)}
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / CHOICE_FILE).write_text((name if name in named else str(folder.resolve())) + "\n", encoding="utf-8")
    except OSError as error:
        raise ModelError(f"The choice cannot be kept in {str(home)!r} ({error.strerror}); make it writable.") from error
    return folder


def get_model(model: KnownModel, folder: Path, progress: Callable[[int, int], None]) -> Path:
    """Return the folder of a model, fetched and verified if it was not there; never half-installed.

    Args:
        model: from the manifest.
        folder: where models are put.
        progress: told how many of how many bytes are there.

    Raises:
        ModelError: the site cannot be reached, what came is not the model, or it cannot be written.
    """
    target = folder / model.name
    if is_model(target):
        return target
    by_hand = f"the bundled ear works without it. To add it by hand, unpack it into {str(target)!r}"
    archive = fetch(
        model.url, folder / f"{model.name}.zip", model.size_bytes, model.sha256, progress, otherwise=by_hand
    )
    unpack(archive, target, is_model)
    archive.unlink(missing_ok=True)
    return target


def find_known(name: str | None, known: Sequence[KnownModel]) -> KnownModel:
    """Return the known model with a name; without one the first for our language.

    Raises:
        ModelError: no model is called so.
    """
    if name is None:
        return next(model for model in known if model.language == DEFAULT_LANGUAGE)
    by_name = {model.name: model for model in known}
    if name not in by_name:
        raise ModelError(unknown("model", name, by_name))
    return by_name[name]


def _chosen(home: Path) -> str | None:
    try:
        return (home / CHOICE_FILE).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def _is_there(wanted: str, folders: Sequence[Path]) -> bool:
    return is_model(Path(wanted).expanduser()) or any(model.name == wanted for model in installed_models(folders))


def _located(wanted: str, folders: Sequence[Path]) -> Path:
    named = {model.name: model.folder for model in installed_models(folders)}
    if wanted in named:
        return named[wanted]
    path = Path(wanted).expanduser()
    if is_model(path):
        return path
    if path.is_dir():
        raise ModelError(f"The folder {wanted!r} holds no Vosk model: there is no am/final.mdl in it.")
    raise ModelError(f"{unknown('model', wanted, named)} Give a model's folder, or type `repcue models get`.")
