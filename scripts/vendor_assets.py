#!/usr/bin/env python3
"""Fetch the front-end files that the program carries, and write down what they are.

Run from the project folder with npm on PATH. Each package is packed at the version named below, the files
used are copied under midla/ui/static/vendor/, and VENDORED.json records name, version, licence and hashes.
The sprite icons.svg holds the icons that midla/ui/icons.py names.
"""

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "midla" / "ui" / "static" / "vendor"
sys.path.insert(0, str(ROOT))

from midla.ui.icons import ICONS  # noqa: E402  the path to the project is only known here


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files are carried, and in which folder."""

    name: str
    version: str
    folder: str
    files: tuple[str, ...]


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "bootstrap",
        ("dist/css/bootstrap.min.css", "dist/js/bootstrap.bundle.min.js", "LICENSE"),
    ),
    Package(
        "@fontsource-variable/figtree",
        "5.3.0",
        "figtree",
        (
            "files/figtree-latin-wght-normal.woff2",
            "files/figtree-latin-ext-wght-normal.woff2",
            "LICENSE",
        ),
    ),
    Package("htmx.org", "2.0.11", "htmx", ("dist/htmx.min.js", "LICENSE")),
    Package("tom-select", "2.6.2", "tom-select", ("dist/js/tom-select.popular.min.js", "LICENSE")),
    Package("bootstrap-icons", "1.13.1", "bootstrap-icons", ("LICENSE",)),
)


def pack(package: Package, folder: Path) -> bytes:
    """Return the package's archive, fetched by npm."""
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return (folder / packed.stdout.split()[-1]).read_bytes()


def content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    """Return what one file of an archive holds."""
    opened = tar.extractfile(member)
    return opened.read() if opened else b""


def members(archive: bytes) -> dict[str, bytes]:
    """Return the archive's files by their path inside the package."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {member.name.removeprefix("package/"): content(tar, member) for member in tar if member.isfile()}


def without_source_map(content: bytes) -> bytes:
    """Drop the pointer to a source map: the maps are not carried, and the file storage would look for them."""
    return re.sub(rb"\n?(//|/\*)# sourceMappingURL=.*", b"", content)


def write(path: Path, content: bytes) -> dict[str, str]:
    """Write one carried file and return how VENDORED.json names it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"file": str(path.relative_to(VENDOR)), "sha256": hashlib.sha256(content).hexdigest()}


def carry(package: Package, archive: bytes) -> dict:
    """Copy the files of one package and return its record."""
    inside = members(archive)
    written = [
        write(VENDOR / package.folder / Path(name).name, without_source_map(inside[name])) for name in package.files
    ]
    if package.name == "bootstrap-icons":
        written.append(write(VENDOR / "icons.svg", sprite(inside)))
    return {
        "name": package.name,
        "version": package.version,
        "licence": json.loads(inside["package.json"])["license"],
        "archive_sha512": hashlib.sha512(archive).hexdigest(),
        "files": written,
    }


def sprite(inside: dict[str, bytes]) -> bytes:
    """Gather the icons used into one file, a symbol each."""
    symbols = [symbol(name, inside[f"icons/{name}.svg"].decode()) for name in sorted(ICONS)]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"]).encode()


def symbol(name: str, drawing: str) -> str:
    """Turn one drawing into a symbol of the sprite."""
    shapes = re.sub(r"</?svg[^>]*>", "", drawing)
    joined = re.sub(r"\s*\n\s*", "", shapes)
    return f'<symbol id="{name}" viewBox="0 0 16 16">{joined}</symbol>'


def main() -> None:
    """Fetch everything anew: what is no longer listed goes."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        records = [carry(package, pack(package, Path(folder))) for package in PACKAGES]
    write(VENDOR / "VENDORED.json", (json.dumps(records, indent=2) + "\n").encode())


if __name__ == "__main__":
    main()
