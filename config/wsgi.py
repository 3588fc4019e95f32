"""The web's entry for granian or any other WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# All that is loaded by now stays until the process ends. Looking through these 200,000 objects again and again for
# something to clear away took a fifth of the time of a page; what a request leaves behind is looked at as before.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
