"""Addresses of the payrolls."""

from django.urls import path

from gonghu.interfaces.desk.payrolls import accounts, acting, one, stops, views

urlpatterns = [
    path("payrolls/", views.payrolls, name="payrolls"),
    path("payrolls/export", views.export, name="export-payrolls"),
    path("payrolls/new", views.new, name="new-payroll"),
    path("payrolls/stops/", stops.stops, name="stops"),
    path("payrolls/stops/export", stops.export, name="export-stops"),
    path("payrolls/stops/<uuid:key>/<slug:act>", stops.decide, name="decide-stop"),
    path("payrolls/files/<uuid:key>", acting.download, name="bank-file"),
    path("payrolls/<uuid:key>/", one.payroll, name="payroll"),
    path("payrolls/<uuid:key>/progress", one.progress, name="payroll-progress"),
    path("payrolls/<uuid:key>/export", one.export, name="export-payroll"),
    path("payrolls/<uuid:key>/file", acting.make_file, name="make-bank-file"),
    path("payrolls/<uuid:key>/answer", acting.answer, name="payroll-answer"),
    path("payrolls/<uuid:key>/payments/<uuid:other>/<slug:act>", acting.settle, name="settle-payment"),
    path("payrolls/<uuid:key>/<slug:act>", acting.act, name="payroll-act"),
    path("children/<uuid:key>/accounts", accounts.accounts, name="pay-accounts"),
    path("accounts-of-children/<uuid:key>/verify", accounts.verify, name="verify-pay-account"),
    path("accounts-of-children/<uuid:key>/unmask", accounts.unmask, name="unmask-pay-account"),
]
