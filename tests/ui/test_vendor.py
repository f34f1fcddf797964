"""The files of others that the program carries are those it says they are."""

import hashlib
import json
from pathlib import Path

from django.conf import settings

VENDOR = Path(settings.BASE_DIR, "midla/ui/static/vendor")
PACKAGES = json.loads((VENDOR / "VENDORED.json").read_text())


def test_every_vendored_file_has_the_recorded_hash():
    recorded = {file["file"]: file["sha256"] for package in PACKAGES for file in package["files"]}
    present = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDORED.json"
    }
    assert present == recorded


def test_every_vendored_package_states_version_and_licence():
    assert [package["name"] for package in PACKAGES if not (package["version"] and package["licence"])] == []
