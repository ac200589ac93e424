"""Addresses of the pages of grants."""

from django.urls import path

from gonghu.interfaces.desk.grants import views

urlpatterns = [
    path("", views.grants, name="grants"),
    path("export", views.export, name="export-grants"),
    path("new", views.ask, name="ask-grant"),
    path("<uuid:key>/", views.grant, name="grant"),
    path("<uuid:key>/<slug:act>", views.decide, name="decide-grant"),
]
