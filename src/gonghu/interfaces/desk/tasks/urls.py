"""Addresses of the pages of tasks."""

from django.urls import path

from gonghu.interfaces.desk.tasks import ageing, bulk, limits, one, orders, undoing, views

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("export", views.export, name="export-tasks"),
    path("assign", bulk.assign, name="assign-tasks"),
    path("undo", undoing.undo, name="undo-assignment"),
    path("ageing", ageing.ageing_page, name="ageing"),
    path("ageing/export", ageing.export, name="export-ageing"),
    path("limits", limits.limits, name="limits"),
    path("orders/", orders.orders, name="orders"),
    path("orders/export", orders.export, name="export-orders"),
    path("orders/draft", bulk.order, name="draft-order"),
    path("orders/<uuid:key>/", orders.order, name="order"),
    path("orders/<uuid:key>/<slug:act>", orders.act_on, name="act-on-order"),
    path("<uuid:key>/", one.task, name="task"),
    path("<uuid:key>/<slug:act>", one.act_on, name="act-on-task"),
]
