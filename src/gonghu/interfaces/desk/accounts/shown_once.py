"""What is made for the owner of an account and shown once (只显示一次): a password, a card, an invitation."""

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gonghu.domain.access.models import Account
from gonghu.domain.access.operations.accounts import FirstPassword
from gonghu.domain.access.operations.cards import NewCard
from gonghu.domain.access.operations.wechat import NewInvitation
from gonghu.interfaces.desk.admission import DeskRequest

Made = FirstPassword | NewCard | NewInvitation


def shown_once(
    request: DeskRequest, account: Account, made: Made, *, back: str, on_paper: bool = False
) -> HttpResponse:
    """Show what was made for an account; ``back`` is where its page leads on."""
    if isinstance(made, FirstPassword):
        return render(request, "desk/accounts/first_password.html", {"first": made})
    told = {"account": account, "back": back, "made": made}
    if isinstance(made, NewInvitation):
        return render(request, "desk/accounts/wechat.html", {**told, "picture": _picture(made.code)})
    address = request.build_absolute_uri(reverse("desk:card", args=[made.token]))
    return render(request, "desk/accounts/card.html", {**told, "picture": _picture(address), "on_paper": on_paper})


def _picture(text: str) -> str:
    # Short texts would become a Micro QR code, which WeChat and most cameras do not read.
    return str(segno.make_qr(text, error="m").svg_data_uri(scale=5, border=4, light="#fff"))
