"""Addresses of the pages of the divisions."""

from django.urls import path

from gonghu.interfaces.desk.divisions import views

urlpatterns = [
    path("", views.divisions, name="divisions"),
    path("<str:code>/", views.division, name="division"),
]
