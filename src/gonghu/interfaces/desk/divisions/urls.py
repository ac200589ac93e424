"""Addresses of the pages of the divisions."""

from django.urls import path

from gonghu.domain.divisions.terms import ChangeKind
from gonghu.interfaces.desk.divisions import changing, views

urlpatterns = [
    path("", views.divisions, name="divisions"),
    path("changes", changing.changes, name="division-changes"),
    path("<str:code>/", views.division, name="division"),
    path("<str:code>/rename", changing.change, {"kind": ChangeKind.RENAMED}, name="rename-division"),
    path("<str:code>/move", changing.change, {"kind": ChangeKind.MOVED}, name="move-division"),
    path("<str:code>/split", changing.change, {"kind": ChangeKind.SPLIT}, name="split-division"),
    path("<str:code>/merge", changing.change, {"kind": ChangeKind.MERGED}, name="merge-divisions"),
    path("<str:code>/create", changing.change, {"kind": ChangeKind.CREATED}, name="create-division"),
    path("<str:code>/abolish", changing.change, {"kind": ChangeKind.ABOLISHED}, name="abolish-division"),
    path("<str:code>/take-back", changing.take_back, name="take-back-change"),
]
