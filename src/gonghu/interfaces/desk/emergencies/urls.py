"""Addresses of the pages of emergencies."""

from django.urls import path

from gonghu.interfaces.desk.emergencies import views

urlpatterns = [
    path("", views.emergencies, name="emergencies"),
    path("export", views.export, name="export-emergencies"),
    path("new", views.open_emergency, name="open-emergency"),
    path("<uuid:key>/", views.emergency, name="emergency"),
    path("<uuid:key>/<slug:act>", views.judge, name="judge-emergency"),
]
