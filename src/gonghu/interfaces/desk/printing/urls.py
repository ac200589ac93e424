"""Addresses of the printed forms and slips of applications."""

from django.urls import path

from gonghu.interfaces.desk.printing import views

urlpatterns = [
    path("<uuid:key>/forms", views.forms, name="application-forms"),
    path("<uuid:key>/forms/<str:form>", views.form_file, name="print-form"),
    path("<uuid:key>/slip", views.slip, name="issue-slip"),
    path("elsewhere/<uuid:key>/slip", views.slip_elsewhere, name="issue-slip-elsewhere"),
    path("<uuid:key>/slip/withdraw", views.withdraw, name="withdraw-slip"),
]
