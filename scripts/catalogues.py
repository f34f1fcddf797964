"""The catalogues of translations: what they should hold and what they hold."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
# English is the language of the source; its catalogue would repeat it.
LANGUAGES = ("it", "es", "fr")
SOURCES = ("midla", "associations", "contacts", "templates")


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def collect(into: Path) -> None:
    """Copy the sources and catalogues into a folder and collect the strings there."""
    for name in SOURCES:
        shutil.copytree(ROOT / name, into / name, ignore=shutil.ignore_patterns("__pycache__", "static", "migrations"))
    if LOCALE.is_dir():
        shutil.copytree(LOCALE, into / "locale")
    for language in LANGUAGES:
        (into / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    languages = [option for language in LANGUAGES for option in ("--locale", language)]
    options = ["--no-location", "--no-wrap", "--no-obsolete", "--verbosity", "0"]
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", *languages, *options],
        cwd=into,
        check=True,
        env={key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
    )


def collected() -> dict[str, polib.POFile]:
    """For each language, the catalogue that the sources of today would give."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collect(folder)
        return {
            language: polib.pofile(str(folder / "locale" / language / "LC_MESSAGES" / "django.po"))
            for language in LANGUAGES
        }
