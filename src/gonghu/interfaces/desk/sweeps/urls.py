"""Addresses of the pages of sweeps."""

from django.urls import path

from gonghu.interfaces.desk.sweeps import views, village

urlpatterns = [
    path("", views.sweeps, name="sweeps"),
    path("export", views.export_all, name="export-sweeps"),
    path("new", views.new, name="new-sweep"),
    path("<uuid:key>/", views.sweep, name="sweep"),
    path("<uuid:key>/upload", views.upload, name="upload-sweep-list"),
    path("<uuid:key>/from-files", views.from_files, name="sweep-from-files"),
    path("<uuid:key>/export", views.export, name="export-sweep"),
    path("households/<uuid:key>", village.mark, name="mark-household"),
    path("<uuid:key>/<str:code>/", village.village, name="sweep-village"),
    path("<uuid:key>/<str:code>/add", village.add, name="add-household"),
    path("<uuid:key>/<str:code>/export", village.export, name="export-sweep-village"),
]
