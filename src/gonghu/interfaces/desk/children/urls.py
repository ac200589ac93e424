"""Addresses of the children's files."""

from django.urls import path

from gonghu.interfaces.desk.children import editing, new, one, purpose, views

urlpatterns = [
    path("", views.children, name="children"),
    path("export", views.export, name="export-children"),
    path("new", new.new_child, name="new-child"),
    path("purpose", purpose.purpose, name="purpose"),
    path("<uuid:key>/", one.child, name="child"),
    path("<uuid:key>/unmask", one.unmask, name="unmask-child"),
    path("<uuid:key>/family", one.family, name="child-family"),
    path("<uuid:key>/edit/<slug:act>", editing.edit, name="edit-child"),
    path("<uuid:key>/sheet", one.sheet, name="child-sheet"),
]
