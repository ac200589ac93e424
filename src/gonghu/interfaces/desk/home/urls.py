"""Addresses of the first page."""

from django.urls import path

from gonghu.interfaces.desk.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("posts/<uuid:post>/act", views.act_as, name="act-as"),
]
