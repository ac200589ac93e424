"""Addresses of the runs."""

from django.urls import path

from gonghu.interfaces.desk.runs import one, views

urlpatterns = [
    path("", views.runs, name="runs"),
    path("export", views.export, name="export-runs"),
    path("schedule", views.schedule, name="schedule-runs"),
    path("<uuid:key>/", one.run, name="run"),
    path("<uuid:key>/progress", one.progress, name="run-progress"),
    path("<uuid:key>/cancel", one.cancel, name="cancel-run"),
    path("<uuid:key>/again", one.again, name="run-again"),
    path("<uuid:key>/undo", one.undo, name="undo-run"),
]
