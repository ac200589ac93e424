"""Addresses of reviews and of days to come."""

from django.urls import path

from gonghu.interfaces.desk.reviews import dates, many, one, progress, views

urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("export", views.export, name="export-reviews"),
    path("still", many.still_all, name="still-all"),
    path("progress", progress.progress, name="review-progress"),
    path("progress/export", progress.export, name="export-review-progress"),
    path("dates", dates.dates, name="dates"),
    path("dates/export", dates.export, name="export-dates"),
    path("<uuid:key>/", one.review_child, name="review-child"),
    path("<uuid:key>/<uuid:other>/undo", one.undo_review, name="undo-review"),
]
