"""Asks for known weaknesses of the locked packages; says so and passes where nobody can be asked.

Fails only on a weakness that a newer version mends: about any other, nothing can be done here.
"""

import json
import subprocess
import sys

COMMAND = [sys.executable, "-m", "pip_audit", "--requirement", "requirements.txt", "--disable-pip", "--no-deps"]
OPTIONS = ["--format", "json", "--progress-spinner", "off", "--timeout", "5"]
PATIENCE_IN_SECONDS = 60


def report() -> list[dict] | None:
    """What is known of each package, or nothing where the service cannot be reached."""
    try:
        answer = subprocess.run([*COMMAND, *OPTIONS], capture_output=True, text=True, timeout=PATIENCE_IN_SECONDS)
        return json.loads(answer.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None


def mendable(packages: list[dict]) -> list[str]:
    """One line for each weakness that a newer version mends."""
    return [
        f"{package['name']} {package['version']}: {weakness['id']}, mended in {', '.join(weakness['fix_versions'])}"
        for package in packages
        for weakness in package.get("vulns", [])
        if weakness["fix_versions"]
    ]


def main() -> int:
    packages = report()
    if packages is None:
        print("skipped: the service that knows of weaknesses cannot be reached")
        return 0
    lines = mendable(packages)
    print("\n".join(lines) or f"{len(packages)} packages, no known weakness that can be mended")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
