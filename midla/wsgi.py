"""The door through which a WSGI server calls MIDLA."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "midla.settings")
application = get_wsgi_application()

# What is loaded by now stays: unfrozen, the collector would walk through all of it again and again, a fifth of the time
# that an export takes.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
