"""Addresses of the pages of the clerical review."""

from django.urls import path

from gonghu.interfaces.desk.review import views

urlpatterns = [
    path("", views.review, name="review"),
    path("undo", views.undo, name="undo-answer"),
    path("<uuid:key>/", views.question, name="link-question"),
    path("<uuid:key>/answer", views.answer, name="answer-link"),
]
