"""Addresses of the site (网址): the desk, and what watches over the site."""

from django.urls import include, path

from gonghu.interfaces.desk import health, metrics

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("", include("gonghu.interfaces.desk.urls")),
]

handler400 = "gonghu.interfaces.desk.refusals.bad_request"
handler403 = "gonghu.interfaces.desk.refusals.permission_denied"
handler404 = "gonghu.interfaces.desk.refusals.page_not_found"
handler500 = "gonghu.interfaces.desk.refusals.server_error"
