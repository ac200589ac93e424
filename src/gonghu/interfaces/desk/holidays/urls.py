"""Addresses of the pages of holidays."""

from django.urls import path

from gonghu.interfaces.desk.holidays import away, telling, views

urlpatterns = [
    path("", views.whereabouts, name="whereabouts"),
    path("export", views.export, name="export-whereabouts"),
    path("ask", telling.ask, name="ask-whereabouts"),
    path("<uuid:key>/tell", telling.tell, name="tell-whereabouts"),
    path("away", away.away, name="parents-away"),
    path("away/export", away.export, name="export-parents-away"),
]
