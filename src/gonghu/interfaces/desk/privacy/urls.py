"""Addresses of the pages of privacy."""

from django.urls import path

from gonghu.interfaces.desk.privacy import over, purposes

urlpatterns = [
    path("", purposes.purposes, name="purposes"),
    path("export", purposes.export, name="export-purposes"),
    path("new", purposes.register, name="register-purpose"),
    path("<uuid:key>/", purposes.purpose, name="purpose-registered"),
    path("over", over.over, name="over"),
    path("over/export", over.export, name="export-over"),
    path("over/<uuid:key>/", over.decide, name="decide-over"),
]
