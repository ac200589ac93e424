"""Addresses of the pages of the audit."""

from django.urls import path

from gonghu.interfaces.desk.audit import views

urlpatterns = [
    path("", views.audit, name="audit"),
    path("verify", views.verify, name="verify-audit"),
]
