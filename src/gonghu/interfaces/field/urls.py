"""Addresses of the field app (走访端网址)."""

from django.urls import include, path

from gonghu.interfaces.field import area, blank_forms, conflicts, devices, me, records, shell

app_name = "field"

urlpatterns = [
    path("", shell.shell, name="shell"),
    path("sw.js", shell.service_worker, name="service-worker"),
    path("manifest.webmanifest", shell.web_manifest, name="manifest"),
    path("wechat/", include("gonghu.interfaces.field.wechat.urls")),
    path("api/me", me.me, name="me"),
    path("api/area", area.area, name="area"),
    path("api/forms/<str:form>/<str:version>", blank_forms.form, name="form"),
    path("api/records", records.records, name="records"),
    path("api/records/<uuid:key>/files/<str:name>", records.file_part, name="file-part"),
    path("api/conflicts/<uuid:key>", conflicts.choose, name="choose-value"),
    path("api/device", devices.register, name="device"),
    path("api/device/<uuid:device>/challenge", devices.challenge, name="challenge"),
    path("api/device/<uuid:device>/sign-in", devices.sign_in, name="device-sign-in"),
    path("api/device/<uuid:device>/unlock", devices.unlock, name="unlock"),
]
