"""Runs Django's own deployment checks with the settings a server has; any word it says is a failure."""

import os
import subprocess
import sys
import tempfile

SERVER = {
    "DEBUG": "false",
    "MIDLA_HTTPS": "true",
    "ALLOWED_HOSTS": "midla.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://midla.example.org",
}
COMMAND = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **SERVER, "MIDLA_VAR": folder}
        answer = subprocess.run(COMMAND, env=environment, capture_output=True, text=True)
    if answer.returncode or "no issues" not in answer.stdout + answer.stderr:
        print(answer.stdout, answer.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
