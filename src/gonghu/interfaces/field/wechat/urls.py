"""Addresses of the mini-program (小程序网址)."""

from django.urls import path

from gonghu.interfaces.field.wechat import views

urlpatterns = [
    path("bind", views.bind, name="wechat-bind"),
    path("enter", views.enter, name="wechat-enter"),
    path("leave", views.leave, name="wechat-leave"),
    path("open", views.open_field, name="wechat-open"),
]
