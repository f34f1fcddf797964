"""What is installed is known to the letter, has its reason, and names no registry."""

import os
import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-pdf.txt")
SOURCES = ("requirements.in", "requirements-dev.in", "requirements-pdf.in")
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "registry." + "yarnpkg")
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".hypothesis"}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(name):
    text = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def wanted(name: str) -> list[str]:
    """The packages that a source of a lock asks for."""
    lines = (ROOT / name).read_text().splitlines()
    return [re.split(r"[\[<>=;# ]", line)[0] for line in lines if re.match(r"[a-z]", line)]


@pytest.mark.parametrize("name", SOURCES)
def test_every_package_has_its_reason(name):
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    assert [package for package in wanted(name) if f"`{package}`" not in reasons] == []


@pytest.mark.parametrize(("source", "lock"), list(zip(SOURCES, LOCKS, strict=True)))
def test_every_package_asked_for_is_locked(source, lock):
    text = (ROOT / lock).read_text() + (ROOT / "requirements.txt").read_text()
    assert [package for package in wanted(source) if not re.search(rf"^{package}(\[.*\])?==", text, re.MULTILINE)] == []


def committed() -> list[Path]:
    """The project's files, but what is installed or written while it runs."""
    paths: list[Path] = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in NOT_OURS and not name.endswith("_cache")]
        paths += [Path(folder) / name for name in names]
    return paths


def test_no_file_names_a_registry():
    named = [path for path in committed() if any(host in text_of(path) for host in REGISTRIES)]
    assert [str(path.relative_to(ROOT)) for path in named] == []


def text_of(path: Path) -> str:
    """A file's text; of a picture, whatever can be read as text."""
    return path.read_text(encoding="utf-8", errors="ignore")
