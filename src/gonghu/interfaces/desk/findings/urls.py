"""Addresses of the findings."""

from django.urls import path

from gonghu.interfaces.desk.findings import bulk, one, views

urlpatterns = [
    path("", views.findings, name="findings"),
    path("export", views.export, name="export-findings"),
    path("tasks", bulk.to_tasks, name="findings-to-tasks"),
    path("<uuid:key>/", one.finding, name="finding"),
    path("<uuid:key>/verify", one.verify, name="verify-finding"),
]
