"""Whether everything is there that pages need (就绪检查)."""

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from gonghu.foundation.encryption import KeyringNotFound, KeyringOpenToOthers, KeyringUnreadable, current_keyring
from gonghu.foundation.pages.built_assets import AssetsNotBuilt, asset_address


def what_is_missing() -> dict[str, str]:
    """List the parts that are not ready, each with what to do about it."""
    wrong = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        plan = MigrationExecutor(connection)
        if plan.migration_plan(plan.loader.graph.leaf_nodes()):
            wrong["migrations"] = "数据库结构不是最新：请运行 gonghu init"
    except DatabaseError as problem:
        wrong["database"] = f"连接不上数据库：{problem}；请检查 GONGHU_DATABASE"
    try:
        current_keyring()
    except (KeyringNotFound, KeyringOpenToOthers, KeyringUnreadable) as problem:
        wrong["keyring"] = str(problem)
    try:
        asset_address("desk", "src/desk.ts")
    except AssetsNotBuilt as problem:
        wrong["assets"] = str(problem)
    home: Path = settings.GONGHU_HOME
    if not home.is_dir():
        wrong["home"] = f"没有文件夹 {home}：请运行 gonghu init，或用 GONGHU_HOME 指明"
    return wrong
