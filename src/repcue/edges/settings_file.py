"""The user's `settings.yaml`."""

from pathlib import Path

from repcue.core.errors import SettingsError
from repcue.edges.home import home_folder
from repcue.edges.yaml_files import read_text, shown_path
from repcue.packs.report import report
from repcue.settings import Settings, load_settings


def settings_path() -> Path:
    """Return where the settings lie; there need not be any."""
    return home_folder() / "settings.yaml"


def read_settings(path: Path | None = None) -> Settings:
    """Return the user's settings; without a file, the defaults.

    Args:
        path: the file; None is the user's own.

    Raises:
        SettingsError: the file cannot be read or holds mistakes; the message is the report of all of them.
    """
    path = settings_path() if path is None else path
    if not path.exists():
        return Settings()
    text, problems = read_text(path, SettingsError, what="settings file")
    settings = None
    if text is not None:
        settings, problems = load_settings(text, shown_path(path))
    if settings is None:
        raise SettingsError(report(problems))
    return settings
