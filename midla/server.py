"""How gunicorn serves the site; read by `manage.py start`, or by hand: `gunicorn -c python:midla.server midla.wsgi`."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

# A part of an address as long as this is a key that opens something (a reset link, a calendar), never a name.
SECRET_PART = re.compile(r"[^/]{20,}")


class AccessLog(Logger):
    """One line a request, without who asked, without what was typed, without the keys that addresses carry."""

    def atoms(self, resp: Any, req: Any, environ: dict, request_time: timedelta) -> dict:
        """What the line may say; the path loses its secrets."""
        atoms = super().atoms(resp, req, environ, request_time)
        return {**atoms, "U": SECRET_PART.sub("…", atoms["U"] or "")}


bind = f"{os.environ.get('MIDLA_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# Loaded once and then forked: half the memory, and the first answer comes sooner.
preload_app = True
timeout = 60
graceful_timeout = 8
umask = 0o077
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
limit_request_line = 8190

# It would lie outside the project's folder, and two sites would share it.
control_socket_disable = True

accesslog = os.environ.get("MIDLA_ACCESS_LOG", "-")
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(b)s %(M)sms"
logger_class = AccessLog
loglevel = "warning"
