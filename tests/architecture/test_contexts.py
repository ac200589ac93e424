"""Contexts keep their order: keys point down, writes say who and when, reads say for whom."""

import ast
import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT / "src/gonghu/domain"
# Contexts whose records everybody may see, so that their queries take no scope.
PUBLIC = {
    "divisions": "names and codes of divisions are published by the state",
    "organisations": "who works where, when and on which telephone is published",
}
# Operations of somebody whom nobody knows yet.
OF_STRANGERS = {
    "access.sign_in", "access.sign_in_with_card", "access.give_code",
    "access.sign_in_with_telephone",
    "access.bind_wechat", "access.give_wechat_ticket", "access.sign_in_with_wechat", "access.leave_wechat",
    "slips.open_slip", "slips.look_again",
}  # fmt: skip


def order() -> list[set[str]]:
    """Return the contexts from top to bottom, as pyproject.toml has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each.get("containers") == ["gonghu.domain"])
    return [{name.strip(" ()") for name in layer.split("|")} for layer in layers]


def depth(model: type[models.Model]) -> int:
    """Return how far down a model lives; below all contexts is the foundation, and below that Django."""
    place = model._meta.app_config.name.split(".") if model._meta.app_config else []
    if place[:2] != ["gonghu", "domain"]:
        return len(order())
    return next(number for number, names in enumerate(order()) if place[2] in names)


def keys_between_apps() -> Iterator[tuple[str, models.ForeignKey[models.Model, models.Model], type[models.Model]]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and model.__module__.startswith("gonghu."):
                target = field.related_model
                if isinstance(target, type) and target._meta.app_label != model._meta.app_label:
                    yield f"{model._meta.label}.{field.name}", field, target


def test_a_key_to_another_context_points_down() -> None:
    up = [name for name, field, target in keys_between_apps() if depth(target) <= depth(field.model)]
    assert up == []


def test_a_key_to_another_context_leaves_no_name_behind_there() -> None:
    named = [name for name, field, _ in keys_between_apps() if not str(field.remote_field.related_name).endswith("+")]
    assert named == []


def public_functions(part: str) -> list[tuple[str, ast.FunctionDef]]:
    """Return what each context offers as operations or queries: the file, or what the folder's __init__ lists."""
    found = []
    for context in sorted(path for path in DOMAIN.iterdir() if path.is_dir()):
        files = [context / f"{part}.py"] if (context / f"{part}.py").exists() else sorted((context / part).glob("*.py"))
        functions = [node for path in files for node in tree(path).body if isinstance(node, ast.FunctionDef)]
        offered = listed(context / part / "__init__.py")
        found += [
            (f"{context.name}.{node.name}", node)
            for node in functions
            if (node.name in offered if offered else not node.name.startswith("_"))
        ]
    return found


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def listed(path: Path) -> set[str]:
    """Return the names in the __all__ of a file, none if there is no such file."""
    for node in tree(path).body if path.exists() else []:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def named(functions: list[tuple[str, ast.FunctionDef]]) -> list[object]:
    return [pytest.param(name, node, id=name) for name, node in functions]


def keywords(node: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in node.args.kwonlyargs}


@pytest.mark.parametrize(("name", "node"), named(public_functions("operations")))
def test_an_operation_takes_keywords_and_says_who_and_when(name: str, node: ast.FunctionDef) -> None:
    assert [argument.arg for argument in node.args.posonlyargs + node.args.args] == [], name
    assert "by" in keywords(node) or name in OF_STRANGERS, name
    assert {"at", "on"} & keywords(node), name


@pytest.mark.parametrize(("name", "node"), named(public_functions("queries")))
def test_a_query_takes_keywords_and_says_for_whom(name: str, node: ast.FunctionDef) -> None:
    assert [argument.arg for argument in node.args.posonlyargs + node.args.args] == [], name
    assert "scope" in keywords(node) or name.partition(".")[0] in PUBLIC, name


def test_every_public_context_is_a_context() -> None:
    assert PUBLIC.keys() <= set().union(*order())


def test_every_context_with_operations_or_queries_was_looked_at() -> None:
    parts = {name.partition(".")[0] for name, _ in public_functions("operations") + public_functions("queries")}
    assert {"divisions"} <= parts <= set().union(*order())


@pytest.mark.django_db
def test_models_and_migrations_say_the_same() -> None:
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said, verbosity=1)
    assert "No changes" in said.getvalue()
