"""Django settings; the command line needs none of them, the desk will."""

SECRET_KEY = ""  # set from the environment once there is a site to serve
INSTALLED_APPS: list[str] = []
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
