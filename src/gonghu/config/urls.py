"""Addresses of the site (网址): the desk, the field app, families, other programs, and what watches over the site."""

from django.urls import include, path

from gonghu.interfaces.desk import health, metrics

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("", include("gonghu.interfaces.api.urls")),
    path("field/", include("gonghu.interfaces.field.urls")),
    path("family/", include("gonghu.interfaces.portal.urls")),
    path("", include("gonghu.interfaces.desk.urls")),
]

handler400 = "gonghu.config.refusals.bad_request"
handler403 = "gonghu.config.refusals.permission_denied"
handler404 = "gonghu.config.refusals.page_not_found"
handler500 = "gonghu.config.refusals.server_error"
