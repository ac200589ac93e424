"""Django settings of the tests: those of a deployment, models that only tests need, and a key that nobody keeps."""

import secrets

from gonghu.config import settings as deployed

globals().update({name: value for name, value in vars(deployed).items() if name.isupper()})

INSTALLED_APPS = [*deployed.INSTALLED_APPS, "tests.foundation.letters", "tests.domain.access.dossiers"]
SECRET_KEY = secrets.token_urlsafe()
