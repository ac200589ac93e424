"""Addresses of the telephones."""

from django.urls import path

from gonghu.interfaces.desk.telephones import views

urlpatterns = [
    path("", views.telephones, name="telephones"),
    path("rescue", views.rescue, name="rescue-telephone"),
    path("<uuid:key>/<slug:act>", views.act_on, name="act-on-telephone"),
]
