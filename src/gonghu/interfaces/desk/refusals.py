"""Pages that say why something does not work and what to do next (错误页)."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from gonghu.foundation.pages.ways_back import page_of
from gonghu.interfaces.desk.emergency_hints import emergency_address


@dataclass(frozen=True, slots=True)
class Refusal:
    """What such a page says (错误说明)."""

    status: int
    title: str
    why: str
    next_step: str
    act: str
    address: str
    reference: str = ""
    other_act: str = ""
    other_address: str = ""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request cannot be read (400)."""
    del exception
    return _page(
        request,
        400,
        _("这个请求看不懂"),
        _("网址或提交的内容不完整，可能是复制网址时少了一截。"),
        _("回到工作台，从菜单重新进入。"),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say which permission is missing (403)."""
    missing = str(exception) if exception and str(exception) else _("相应")
    return _page(
        request,
        403,
        _("您的岗位不能打开这一页"),
        _("需要“%(permission)s”权限。") % {"permission": missing},
        _("如果工作需要，请联系管理账号的同事为您的岗位授权；如果您有多个岗位，请在首页切换。"),
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page, or none for this person (404); which of the two is not told."""
    del exception
    return _page(
        request,
        404,
        _("没有这一页，或不在您的工作范围内"),
        _("网址可能有误，内容可能已被移走，也可能属于别的地区。"),
        _("用菜单或搜索重新查找；如果确属您的工作，请联系上级授权。"),
        other=(_("出了急事：紧急查阅"), emergency_address(request)),
    )


def personal_detail(request: HttpRequest) -> HttpResponse:
    """Say that a citizen number stands where everybody who may read the audit would see it (422)."""
    return _page(
        request,
        422,
        _("这里不要写身份证号"),
        _("说明、意见、用途会记入审计，很多人看得到，所以没有提交，也没有保存。"),
        _("请返回，把身份证号删去或改写成姓名加村居，再提交；刚才写的内容还在。"),
        act=_("返回修改"),
        address=page_of(request),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something is broken (500)."""
    return _page(
        request,
        500,
        _("系统出了问题"),
        _("刚才的操作没有完成，没有保存任何内容。"),
        _("请稍等片刻再试一次；仍不行请联系技术人员。"),
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without its proof of origin (CSRF, 403), nearly always because the page was old."""
    del reason
    return _page(
        request,
        403,
        _("页面已过期，内容没有提交"),
        _("这一页打开得太久，或在别的窗口重新登录过。"),
        _("请返回并刷新页面后再提交。"),
        act=_("返回并刷新"),
        address=page_of(request),
    )


def _page(
    request: HttpRequest,
    status: int,
    title: str,
    why: str,
    next_step: str,
    *,
    act: str = "",
    address: str = "",
    other: tuple[str, str] = ("", ""),
) -> HttpResponse:
    refusal = Refusal(
        status,
        title,
        why,
        next_step,
        act or _("回到工作台"),
        address or reverse("desk:home"),
        getattr(request, "reference", "") if status == HTTPStatus.INTERNAL_SERVER_ERROR else "",
        *other,
    )
    # Without the request, so that no query is made: the database itself may be what is broken.
    return HttpResponse(render_to_string("desk/refusal.html", {"refusal": refusal}), status=status)
