"""Addresses of the pages of the questionnaires."""

from django.urls import path

from gonghu.interfaces.desk.questionnaires import keys, one, views

urlpatterns = [
    path("", views.questionnaires, name="questionnaires"),
    path("export", views.export, name="export-questionnaires"),
    path("new", views.upload, name="upload-form"),
    path("keys/", keys.keys, name="form-keys"),
    path("keys/<uuid:key>/end", keys.end, name="end-form-key"),
    path("<uuid:key>/", one.version, name="form-version"),
    path("<uuid:key>/publish", one.publish, name="publish-form"),
    path("<uuid:key>/withdraw", one.withdraw, name="withdraw-form"),
    path("<uuid:key>/drop", one.drop, name="drop-form"),
    path("<uuid:key>/source", one.source, name="form-source"),
]
