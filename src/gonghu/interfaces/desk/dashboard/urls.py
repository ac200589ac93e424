"""Addresses of the dashboard."""

from django.urls import path

from gonghu.interfaces.desk.dashboard import views

urlpatterns = [
    path("dashboard", views.dashboard, name="dashboard"),
    path("dashboard/export", views.export, name="export-dashboard"),
]
