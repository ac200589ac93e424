"""Addresses of the pages of visits."""

from django.urls import path

from gonghu.interfaces.desk.visits import (
    complaints,
    conflicts,
    coverage,
    due,
    exceptions,
    harm,
    one,
    photos,
    problems,
    promises,
    submissions,
    views,
)

urlpatterns = [
    path("", views.visits, name="visits"),
    path("export", views.export, name="export-visits"),
    path("due", due.due, name="visits-due"),
    path("due/export", due.export, name="export-visits-due"),
    path("coverage", coverage.coverage_page, name="visit-coverage"),
    path("coverage/export", coverage.export, name="export-visit-coverage"),
    path("exceptions/", exceptions.exceptions, name="visit-exceptions"),
    path("exceptions/new/<uuid:key>", exceptions.new, name="except-child"),
    path("exceptions/<uuid:key>/end", exceptions.end, name="end-visit-exception"),
    path("problems/", problems.problems, name="problems"),
    path("problems/export", problems.export, name="export-problems"),
    path("problems/<uuid:key>/", problems.problem, name="problem"),
    path("problems/<uuid:key>/<slug:act>", problems.act_on, name="act-on-problem"),
    path("follow-up/<uuid:key>", promises.follow_up, name="plan-follow-up"),
    path("wishes/<uuid:key>/", promises.wish, name="wish"),
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/<uuid:key>/", submissions.submission, name="submission"),
    path("submissions/<uuid:key>/unmask", submissions.unmask, name="unmask-submission"),
    path("submissions/<uuid:key>/<slug:act>", submissions.act_on, name="act-on-submission"),
    path("conflicts/", conflicts.conflicts, name="card-conflicts"),
    path("conflicts/<uuid:key>/", conflicts.conflict, name="card-conflict"),
    path("harm/", harm.harm_reports, name="harm-reports"),
    path("harm/<uuid:key>/", harm.harm_report_page, name="harm-report"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/<uuid:key>/", complaints.complaint, name="complaint"),
    path("photos/<uuid:key>", photos.photo, name="visit-photo"),
    path("<uuid:key>/", one.visit, name="visit"),
    path("<uuid:key>/unmask", one.unmask, name="unmask-visit"),
]
