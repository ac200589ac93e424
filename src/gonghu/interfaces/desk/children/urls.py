"""Addresses of the children's files."""

from django.urls import path

from gonghu.interfaces.desk.children import one, purpose, views

urlpatterns = [
    path("", views.children, name="children"),
    path("export", views.export, name="export-children"),
    path("<uuid:key>/", one.child, name="child"),
    path("purpose", purpose.purpose, name="purpose"),
]
