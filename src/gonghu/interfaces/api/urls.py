"""Addresses of other programs (接口网址): OpenRosa, and the part of ODK Central that pyodk needs."""

from django.urls import include, path

from gonghu.interfaces.api import central, openrosa

app_name = "api"

OPENROSA = [
    path("formList", openrosa.form_list, name="form-list"),
    path("forms/<str:form>/<str:version>.xml", openrosa.form, name="form"),
    path("forms/<str:form>/<str:version>/manifest", openrosa.manifest, name="manifest"),
    path("submission", openrosa.submission, name="submission"),
]

_PROJECT = f"v1/projects/{central.PROJECT}/"
_FORM = f"{_PROJECT}forms/<str:form>"

urlpatterns = [
    path("openrosa/", include(OPENROSA)),
    # Where ODK Collect finds them when it is set up for an app user of Central.
    path(f"v1/key/<str:token>/projects/{central.PROJECT}/", include((OPENROSA, "keyed"))),
    path("v1/sessions", central.sessions, name="sessions"),
    path("v1/users/current", central.current_user, name="current-user"),
    path("v1/projects", central.projects, name="projects"),
    path(f"v1/projects/{central.PROJECT}", central.project, name="project"),
    path(f"{_PROJECT}forms", central.forms, name="forms"),
    path(f"{_FORM}.xml", central.form_xml, name="form-xml"),
    path(f"{_FORM}/submissions", central.submissions, name="submissions"),
    path(f"{_FORM}/submissions/<str:instance>", central.submission, name="one-submission"),
    path(f"{_FORM}/submissions/<str:instance>/attachments", central.attachments, name="attachments"),
    path(f"{_FORM}/submissions/<str:instance>/attachments/<str:name>", central.attachment, name="attachment"),
    path(_FORM, central.form, name="one-form"),
]
