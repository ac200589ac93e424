"""Addresses of the pages of the workforce."""

from django.urls import path

from gonghu.interfaces.desk.workforce import appointing, hand_overs, register, views

urlpatterns = [
    path("", views.workforce, name="workforce"),
    path("export", views.export, name="export-workforce"),
    path("vacancies", views.vacant, name="vacancies"),
    path("vacancies/export", views.export_vacant, name="export-vacancies"),
    path("people", appointing.people, name="people"),
    path("appoint", appointing.appoint, name="appoint"),
    path("posts/<uuid:key>/hand-over", appointing.hand_over, name="hand-over"),
    path("hand-overs/", hand_overs.hand_overs, name="hand-overs"),
    path("hand-overs/export", hand_overs.export, name="export-hand-overs"),
    path("register/", register.register, name="register"),
    path("register/new", register.enter, name="enter-worker"),
    path("register/export", register.export, name="export-register"),
    path("register/<uuid:key>/", register.worker, name="worker"),
]
