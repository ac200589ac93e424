"""Addresses of the pages of the rosters."""

from django.urls import path

from gonghu.interfaces.desk.rosters import agreements, one, sheets, views

urlpatterns = [
    path("", views.deliveries, name="deliveries"),
    path("export", views.export, name="export-deliveries"),
    path("new", views.new_delivery, name="new-delivery"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/export", agreements.export, name="export-agreements"),
    path("agreements/new", agreements.enter, name="enter-agreement"),
    path("agreements/<uuid:key>/", agreements.agreement, name="agreement"),
    path("sheets/<uuid:key>/", sheets.sheet, name="roster-sheet"),
    path("sheets/<uuid:key>/returned", sheets.take_returned, name="take-returned"),
    path("<uuid:key>/", one.delivery, name="delivery"),
    path("<uuid:key>/progress", one.progress, name="delivery-progress"),
    path("<uuid:key>/try", one.start_trial, name="try-delivery"),
    path("<uuid:key>/stop", one.stop, name="stop-delivery"),
    path("<uuid:key>/confirm", one.confirm, name="confirm-delivery"),
    path("<uuid:key>/undo", one.undo, name="undo-delivery"),
]
