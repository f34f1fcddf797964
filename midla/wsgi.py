"""The door through which a WSGI server calls MIDLA."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "midla.settings")
application = get_wsgi_application()
