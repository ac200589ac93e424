"""The address of the search."""

from django.urls import path

from gonghu.interfaces.desk.search import views

urlpatterns = [path("search", views.search, name="search")]
