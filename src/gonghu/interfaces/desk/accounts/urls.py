"""Addresses of the pages of accounts and posts."""

from django.urls import path

from gonghu.interfaces.desk.accounts import children, many, one, posts, roles, views

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("export", views.export, name="export-accounts"),
    path("new", views.open_account, name="open-account"),
    path("many", many.many, name="open-accounts"),
    path("roles", roles.roles, name="roles"),
    path("posts/", posts.posts, name="posts"),
    path("posts/export", posts.export, name="export-posts"),
    path("posts/new", posts.set_up, name="set-up-post"),
    path("posts/<uuid:key>/", posts.post, name="post"),
    path("posts/<uuid:key>/children", children.children_of, name="post-children"),
    path("posts/<uuid:key>/close", posts.close, name="close-post"),
    path("<uuid:key>/", one.account, name="account"),
    path("<uuid:key>/<slug:act>", one.act_on, name="act-on-account"),
]
