"""Addresses of the takeovers."""

from django.urls import path

from gonghu.interfaces.desk.takeovers import acting, one, views

urlpatterns = [
    path("", views.takeovers, name="takeovers"),
    path("export", views.export, name="export-takeovers"),
    path("new", views.new, name="new-takeover"),
    path("template", views.template, name="takeover-template"),
    path("<uuid:key>/", one.takeover, name="takeover"),
    path("<uuid:key>/rejected", one.rejected, name="export-takeover-rejected"),
    path("<uuid:key>/columns", acting.columns, name="takeover-columns"),
    path("<uuid:key>/<slug:act>", acting.act, name="takeover-act"),
]
