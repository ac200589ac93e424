"""Addresses of the findings."""

from django.urls import path

from gonghu.interfaces.desk.findings import bulk, views
from gonghu.interfaces.desk.findings.one import finding, verify

urlpatterns = [
    path("", views.findings, name="findings"),
    path("export", views.export, name="export-findings"),
    path("tasks", bulk.to_tasks, name="findings-to-tasks"),
    path("<uuid:key>/", finding, name="finding"),
    path("<uuid:key>/verify", verify, name="verify-finding"),
]
