"""Addresses of the pages of the ledger."""

from django.urls import path

from gonghu.interfaces.desk.ledger import budgets, gaps, helps, money, month, told, trace, views

urlpatterns = [
    path("ledger/", views.journals, name="ledger"),
    path("ledger/export", views.export, name="export-ledger"),
    path("ledger/month", month.month_page, name="finance-report"),
    path("ledger/month/export", month.export, name="export-finance-report"),
    path("ledger/<uuid:key>/", views.journal, name="journal"),
    path("budgets/", budgets.budgets, name="budgets"),
    path("budgets/export", budgets.export, name="export-budgets"),
    path("budgets/change", budgets.change, name="change-budget"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/export", gaps.export, name="export-gaps"),
    path("gaps/told", told.told, name="money-told"),
    path("gaps/told/export", told.export, name="export-money-told"),
    path("help/", helps.helps, name="helps"),
    path("help/export", helps.export, name="export-helps"),
    path("help/<uuid:key>/take-back", helps.take_back, name="take-back-help"),
    path("children/<uuid:key>/help", helps.new_help, name="new-help"),
    path("children/<uuid:key>/money", money.money, name="child-money"),
    path("payments/<uuid:key>/trace", trace.trace, name="payment-trace"),
]
