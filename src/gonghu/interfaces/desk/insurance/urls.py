"""Addresses of insurance, referrals and the keying list."""

from django.urls import path

from gonghu.interfaces.desk.insurance import bills, keying, lines, premiums, referrals, rounds

urlpatterns = [
    path("insurance/", rounds.insurance, name="insurance"),
    path("insurance/export", rounds.export, name="export-insurance"),
    path("insurance/new", rounds.new_round, name="new-enrolment"),
    path("insurance/<uuid:key>/", rounds.enrolment, name="enrolment"),
    path("insurance/<uuid:key>/update", rounds.update, name="update-enrolment"),
    path("insurance/<uuid:key>/roster", premiums.roster, name="hand-over-roster"),
    path("insurance/<uuid:key>/sent/<uuid:other>", premiums.roster_again, name="roster-again"),
    path("insurance/<uuid:key>/answer", premiums.answer, name="take-answer"),
    path("insurance/<uuid:key>/invoice", premiums.invoice, name="enter-invoice"),
    path("insurance/<uuid:key>/invoice/<uuid:other>/withdraw", premiums.withdraw, name="withdraw-invoice"),
    path("insurance/<uuid:key>/settle", premiums.settle, name="settle-enrolment"),
    path("insurance/<uuid:key>/tasks", lines.gap_tasks, name="enrolment-tasks"),
    path("insurance/<uuid:key>/subsidy", rounds.subsidy, name="medical-subsidy"),
    path("insurance/<uuid:key>/lines", lines.lines, name="enrolment-lines"),
    path("insurance/<uuid:key>/lines/export", lines.export, name="export-enrolment-lines"),
    path("insurance/<uuid:key>/lines/<uuid:other>", lines.line, name="enrolment-line"),
    path("insurance/<uuid:key>/bills", bills.bills, name="medical-bills"),
    path("insurance/<uuid:key>/bills/read", bills.read_bills, name="read-medical-bills"),
    path("insurance/<uuid:key>/bills/tasks", bills.bill_tasks, name="medical-bill-tasks"),
    path("insurance/<uuid:key>/bills/export", bills.export, name="export-medical-bills"),
    path("insurance/<uuid:key>/bills/<uuid:other>", bills.bill, name="medical-bill"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/export", referrals.export, name="export-referrals"),
    path("referrals/child/<uuid:key>", referrals.refer, name="refer-child"),
    path("referrals/<uuid:key>/", referrals.referral, name="referral"),
    path("keying/", keying.keying, name="keying"),
    path("keying/update", keying.update, name="update-keying"),
    path("keying/done", keying.done, name="key-in"),
    path("keying/export", keying.export, name="export-keying"),
    path("keying/<uuid:key>/", keying.item, name="keying-item"),
]
