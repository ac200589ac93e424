"""What the doctor looks at on a site that runs (运行检查): disk, files of keys, clock, background, calendars."""

import shutil
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from gonghu.domain.campaigns.holidays import calendars
from gonghu.domain.visits.plans import plans
from gonghu.foundation.audit.models import AuditEntry
from gonghu.foundation.jobs.standing import standing
from gonghu.foundation.printing import FontMissing, typefaces

_LEAST_FREE: Final = 2 * 1024**3
_SKEW: Final = timedelta(seconds=30)
_TOO_LONG: Final = 15 * 60
_RUNS_OUT: Final = timedelta(days=60)
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def troubles(at: datetime) -> list[str]:
    """List what is wrong with a site whose database is there, each with what to do."""
    return [*_files(settings.GONGHU_HOME), *_clock(at), *_background(at), *_fonts(), *_calendars(at)]


def _files(home: Path) -> list[str]:
    found = []
    free = shutil.disk_usage(home).free
    if free < _LEAST_FREE:
        found.append(f"磁盘只剩 {free / 1024**3:.1f} GB：请清理或扩容，写满后网站会停止")
    if home.stat().st_mode & _OTHERS:
        found.append(f"文件夹 {home} 别的用户也能进：请运行 chmod 700 {home}")
    secret = home / "secret_key"
    if secret.exists() and secret.stat().st_mode & _OTHERS:
        found.append(f"签名密钥 {secret} 别的用户也能读：请运行 chmod 600 {secret}")
    if (home / "demonstration.json").exists() and not settings.GONGHU_DEMO:
        found.append("这个站点做过演示，演示账号还在：正式使用请换一个 GONGHU_HOME，从 gonghu init 开始")
    return found


def _clock(at: datetime) -> list[str]:
    """Compare the clock of this machine with that of the database, and with the last thing that was recorded."""
    found = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (there,) = cursor.fetchone() or (at,)
        if abs(there - timezone.now()) > _SKEW:
            found.append("本机与数据库服务器的时钟相差超过 30 秒：请让两台机器都用同一个时间服务（NTP）")
    last = AuditEntry.objects.aggregate(at=Max("at"))["at"]
    if last and last > at + _SKEW:
        found.append(f"本机时钟（{timezone.localtime(at):%Y-%m-%d %H:%M}）早于最近的审计记录：请校准时钟")
    return found


def _background(at: datetime) -> list[str]:
    now = standing(at=at)
    found = []
    if now.ever_worked and not now.workers:
        found.append("后台处理没有在运行，比对等作业会一直排队：请启动 gonghu worker（或 gonghu serve）")
    if now.ever_worked and not now.clocks:
        found.append("时钟没有在运行，每天的例行作业不会提交：请启动 gonghu beat（或 gonghu serve）")
    if now.waiting_seconds > _TOO_LONG:
        found.append(f"有作业等了 {now.waiting_seconds / 60:,.0f} 分钟还没有开始：请多启动一个 gonghu worker")
    if now.failed_recently:
        found.append(f"最近一天有 {now.failed_recently} 项后台作业没有完成：请在网站上查看原因")
    return found


def _fonts() -> list[str]:
    try:
        typefaces()
    except FontMissing as missing:
        return [str(missing)]
    return []


def _calendars(at: datetime) -> list[str]:
    """Tell of visits over holidays, and of holidays, that nobody has written the next days of."""
    soon = timezone.localdate(at) + _RUNS_OUT
    campaigns = {(each.area.prefix or "CN", each.campaigns_until) for each in plans()}
    holidays = {(each.area.prefix or "CN", each.until) for each in calendars()}
    return [
        f"{what}的日期（{place}）只写到 {until or '——'}：请在 packs/{folder} 里补上以后的"
        for what, folder, known in (("专项走访", "visits", campaigns), ("假期", "holidays", holidays))
        for place, until in sorted(known, key=str)
        if until is None or until < soon
    ]
