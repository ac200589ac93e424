"""The Django app of the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal (公众端)."""

    name = "gonghu.interfaces.portal"
    label = "portal"
    verbose_name = "公众端"
