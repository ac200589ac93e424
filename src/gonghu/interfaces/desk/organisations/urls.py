"""Addresses of the pages of the organisations."""

from django.urls import path

from gonghu.interfaces.desk.organisations import one, views

urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("coverage", views.coverage, name="coverage"),
    path("new", views.found, name="found-organisation"),
    path("<uuid:key>/", one.organisation, name="organisation"),
    path("<uuid:key>/phone", one.change_phone, name="change-phone"),
    path("<uuid:key>/state", one.advance, name="advance-station"),
]
