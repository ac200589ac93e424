"""Addresses of the dashboard."""

from django.urls import path

from gonghu.interfaces.desk.dashboard import months, views

urlpatterns = [
    path("dashboard", views.dashboard, name="dashboard"),
    path("dashboard/export", views.export, name="export-dashboard"),
    path("dashboard/months", months.months, name="months"),
    path("dashboard/months/export", months.export, name="export-months"),
]
