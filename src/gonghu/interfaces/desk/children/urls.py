"""Addresses of the children's files."""

from django.urls import path

from gonghu.interfaces.desk.children import (
    consents,
    editing,
    facts,
    items,
    merging,
    named_persons,
    new,
    one,
    purpose,
    views,
)

urlpatterns = [
    path("", views.children, name="children"),
    path("export", views.export, name="export-children"),
    path("new", new.new_child, name="new-child"),
    path("purpose", purpose.purpose, name="purpose"),
    path("<uuid:key>/", one.child, name="child"),
    path("<uuid:key>/unmask", one.unmask, name="unmask-child"),
    path("<uuid:key>/family", one.family, name="child-family"),
    path("<uuid:key>/named-persons", named_persons.named_persons, name="child-named-persons"),
    path("<uuid:key>/edit/<slug:act>", editing.edit, name="edit-child"),
    path("<uuid:key>/facts/", facts.facts, name="child-facts"),
    path("<uuid:key>/facts/<uuid:other>", facts.fact, name="child-fact"),
    path("<uuid:key>/items/", items.items, name="child-items"),
    path("<uuid:key>/items/export", items.export, name="export-child-items"),
    path("<uuid:key>/items/<slug:name>", items.item, name="child-item"),
    path("<uuid:key>/merge", merging.merge, name="merge-child"),
    path("merges/<uuid:key>/split", merging.split, name="split-persons"),
    path("<uuid:key>/consents/", consents.consents, name="consents"),
    path("<uuid:key>/consents/new", consents.enter, name="enter-consent"),
    path("consents/<uuid:key>/withdraw", consents.withdraw, name="withdraw-consent"),
    path("<uuid:key>/sheet", one.sheet, name="child-sheet"),
]
