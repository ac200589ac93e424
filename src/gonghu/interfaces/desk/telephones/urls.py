"""Addresses of the telephones."""

from django.urls import path

from gonghu.interfaces.desk.telephones import cards, views

urlpatterns = [
    path("", views.telephones, name="telephones"),
    path("cards", cards.cards, name="login-cards"),
    path("cards/<uuid:key>/<slug:act>", cards.act_on, name="act-on-card"),
    path("export", views.export, name="export-telephones"),
    path("rescue", views.rescue, name="rescue-telephone"),
    path("<uuid:key>/<slug:act>", views.act_on, name="act-on-telephone"),
]
