"""Addresses of the applications."""

from django.urls import path

from gonghu.interfaces.desk.applications import acting, elsewhere, new, one, views

urlpatterns = [
    path("", views.applications, name="applications"),
    path("export", views.export, name="export-applications"),
    path("elsewhere/export", elsewhere.export, name="export-elsewhere"),
    path("elsewhere", elsewhere.elsewhere, name="applications-elsewhere"),
    path("elsewhere/new", elsewhere.new_elsewhere, name="new-application-elsewhere"),
    path("elsewhere/<uuid:key>/receive", elsewhere.receive_elsewhere, name="receive-elsewhere"),
    path("new/<uuid:key>/", new.new_application, name="new-application"),
    path("<uuid:key>/", one.application, name="application"),
    path("<uuid:key>/papers", acting.papers, name="application-papers"),
    path("<uuid:key>/check", acting.check_page, name="check-application"),
    path("<uuid:key>/pass/<slug:act>", acting.simple, name="pass-application"),
    path("<uuid:key>/<slug:act>", acting.decide, name="decide-application"),
]
