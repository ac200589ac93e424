"""Addresses of signing in and of the own account."""

from django.urls import path

from gonghu.interfaces.desk.signing_in import own_account, views

urlpatterns = [
    path("sign-in", views.sign_in_page, name="sign-in"),
    path("sign-in/code", views.give_code_page, name="give-code"),
    path("card/<str:token>", views.card_page, name="card"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("me/password", own_account.change_password_page, name="change-password"),
    path("me/second-factor", own_account.second_factor_page, name="second-factor"),
]
