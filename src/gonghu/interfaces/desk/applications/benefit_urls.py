"""Addresses of what children are given."""

from django.urls import path

from gonghu.interfaces.desk.applications import (
    batches,
    ending,
    grants,
    of_child,
    receipts,
    school_rounds,
    school_students,
)

urlpatterns = [
    path("", grants.benefits, name="benefits"),
    path("export", grants.export, name="export-benefits"),
    path("endings", ending.endings, name="endings"),
    path("endings/export", ending.export, name="export-endings"),
    path("endings/<uuid:key>/<slug:act>", ending.decide, name="decide-ending"),
    path("batches", batches.batches, name="benefit-batches"),
    path("batches/export", batches.export, name="export-batches"),
    path("batches/new", batches.new_batch, name="new-benefit-batch"),
    path("batches/<uuid:key>/", batches.batch, name="benefit-batch"),
    path("batches/<uuid:key>/signed", receipts.sign, name="sign-for-batch"),
    path("batches/<uuid:key>/signed/<uuid:other>", receipts.signed, name="batch-signed"),
    path("batches/<uuid:key>/sheet", receipts.sheet, name="signing-sheet"),
    path("batches/<uuid:key>/<slug:act>", batches.decide, name="decide-benefit-batch"),
    path("school", school_rounds.school_rounds, name="school-rounds"),
    path("school/export", school_rounds.export_all, name="export-school-rounds"),
    path("school/new", school_rounds.new_school_round, name="new-school-round"),
    path("school/<uuid:key>/", school_rounds.school_round, name="school-round"),
    path("school/<uuid:key>/export", school_rounds.export, name="export-school-round"),
    path("school/<uuid:key>/<slug:act>", school_rounds.act_on_round, name="act-on-school-round"),
    path("school/students/<uuid:key>/", school_students.student, name="school-student"),
    path("school/students/<uuid:key>/<slug:act>", school_students.act_on_student, name="act-on-school-student"),
    path("of/<uuid:key>/", of_child.of_child, name="child-benefits"),
    path("other/<uuid:key>/end", of_child.end_other, name="end-other-benefit"),
    path("<uuid:key>/", grants.benefit, name="benefit"),
    path("<uuid:key>/end", ending.end, name="end-benefit"),
]
