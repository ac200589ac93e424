"""
Test databases are migrated in a fraction of the time: what is added to one model changes no other model.

Django draws a model and all that are related to it anew whenever something is added, as an altered field may ask for.
Here accounts and children are related to nearly every table, so a hundred new tables are drawn five thousand times.
Four fifths of the time go, and the tables are the same to the letter. `gonghu init` migrates as Django does, and is
tested too.
"""

from typing import Any

import pytest
from django.db.migrations.state import ModelState, ProjectState


def draw_only_what_changes() -> None:
    """Let a state draw a new model, or one with a new index or constraint, and no other."""
    patch = pytest.MonkeyPatch()
    patch.setattr(ProjectState, "add_model", _add_model)
    patch.setattr(ProjectState, "_append_option", _append_option)


def _add_model(self: Any, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    _draw(self, key)


def _append_option(self: Any, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    model_state = self.models[app_label, model_name]
    model_state.options[option_name] = [*model_state.options[option_name], obj]
    _draw(self, (app_label, model_name))


def _draw(state: Any, key: tuple[str, str]) -> None:
    if "apps" in state.__dict__:  # drawn already
        with state.apps.bulk_update():
            state.apps.unregister_model(*key)
            state.apps.render_multiple([state.models[key].clone()])
