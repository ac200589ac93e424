"""Addresses of the pages of the audit."""

from django.urls import path

from gonghu.interfaces.desk.audit import looks, views

urlpatterns = [
    path("", views.audit, name="audit"),
    path("export", views.export, name="export-audit"),
    path("looks", looks.looks, name="looks"),
    path("looks/export", looks.export, name="export-looks"),
    path("verify", views.verify, name="verify-audit"),
]
