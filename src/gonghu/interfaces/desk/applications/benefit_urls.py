"""Addresses of what children are given."""

from django.urls import path

from gonghu.interfaces.desk.applications import batches, ending, grants, of_child

urlpatterns = [
    path("", grants.benefits, name="benefits"),
    path("export", grants.export, name="export-benefits"),
    path("endings", ending.endings, name="endings"),
    path("endings/<uuid:key>/<slug:act>", ending.decide, name="decide-ending"),
    path("batches", batches.batches, name="benefit-batches"),
    path("batches/new", batches.new_batch, name="new-benefit-batch"),
    path("batches/<uuid:key>/", batches.batch, name="benefit-batch"),
    path("batches/<uuid:key>/<slug:act>", batches.decide, name="decide-benefit-batch"),
    path("of/<uuid:key>/", of_child.of_child, name="child-benefits"),
    path("other/<uuid:key>/end", of_child.end_other, name="end-other-benefit"),
    path("<uuid:key>/", grants.benefit, name="benefit"),
    path("<uuid:key>/end", ending.end, name="end-benefit"),
]
