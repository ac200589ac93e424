"""Addresses of the recognitions."""

from django.urls import path

from gonghu.interfaces.desk.recognitions import one, proposing, views

urlpatterns = [
    path("", views.recognitions, name="recognitions"),
    path("export", views.export, name="export-recognitions"),
    path("propose/<uuid:key>/", proposing.propose_page, name="propose-recognition"),
    path("propose/child/<uuid:key>/", proposing.propose_for_child, name="propose-for-child"),
    path("<uuid:key>/", one.recognition, name="recognition"),
    path("<uuid:key>/again", proposing.again, name="propose-again"),
    path("<uuid:key>/<slug:act>", one.decide, name="decide-recognition"),
]
