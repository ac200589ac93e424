"""The site as a WSGI application (网站)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gonghu.config.settings")

application = get_wsgi_application()
