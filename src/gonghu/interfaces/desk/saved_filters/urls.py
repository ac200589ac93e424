"""Addresses of the kept filters."""

from django.urls import path

from gonghu.interfaces.desk.saved_filters import views

urlpatterns = [
    path("<slug:page>/keep", views.keep, name="keep-filter"),
    path("<slug:page>/<uuid:key>/drop", views.drop, name="drop-filter"),
]
