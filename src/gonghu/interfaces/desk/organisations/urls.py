"""Addresses of the pages of the organisations."""

from django.urls import path

from gonghu.interfaces.desk.organisations import acting, contracts, duty, one, views

urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("coverage", views.coverage, name="coverage"),
    path("export", views.export, name="export-organisations"),
    path("contracts", contracts.contracts, name="contracts"),
    path("contracts/export", contracts.export, name="export-contracts"),
    path("contracts/<uuid:key>/end", contracts.end, name="end-contract"),
    path("places/<uuid:key>/room", acting.new_room, name="new-room"),
    path("places/<uuid:key>/hours", acting.hours, name="opening-hours"),
    path("places/<uuid:key>/close", acting.end_place, name="close-place"),
    path("rooms/<uuid:key>", acting.room, name="change-room"),
    path("duty/<uuid:key>/take-off", duty.take_off, name="take-off-duty"),
    path("new", views.found, name="found-organisation"),
    path("<uuid:key>/", one.organisation, name="organisation"),
    path("<uuid:key>/phone", one.change_phone, name="change-phone"),
    path("<uuid:key>/duty", duty.roster, name="duty-roster"),
    path("<uuid:key>/duty/put", duty.put, name="put-on-duty"),
    path("<uuid:key>/duty/export", duty.export, name="export-duty-roster"),
    path("<uuid:key>/state", one.advance, name="advance-station"),
    path("<uuid:key>/parent", acting.parent, name="change-parent"),
    path("<uuid:key>/correct", acting.correct, name="correct-organisation"),
    path("<uuid:key>/close", acting.close, name="close-organisation"),
    path("<uuid:key>/places/new", acting.new_place, name="new-place"),
    path("<uuid:key>/contracts/new", contracts.sign, name="sign-contract"),
]
