"""Addresses of the demonstration."""

from django.urls import path

from gonghu.interfaces.desk.demonstration import views

urlpatterns = [
    path("demonstration", views.demonstration, name="demonstration"),
    path("demonstration/<slug:name>", views.enter, name="enter-demonstration"),
]
