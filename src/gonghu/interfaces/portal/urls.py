"""Addresses of the portal (公众端网址)."""

from django.urls import path

from gonghu.interfaces.portal import family

app_name = "portal"

urlpatterns = [
    path("", family.begin, name="family"),
    path("<str:code>/", family.case, name="case"),
    path("<str:code>/forget", family.forget, name="forget"),
]
