"""The bar on the left is kept in the process, for each language, each page and whoever is let in to the same pages."""

from uuid import UUID

from django.test import RequestFactory
from django.utils.translation import override

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import NOTHING, Reach, Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.interfaces.desk.navigation import navigation_for


def officer(scope: Scope) -> Officer:
    return Officer(account=UUID(int=1), post=None, label="张伟", district="120112", scope=scope)


def test_a_bar_that_was_kept_is_shown_to_nobody_else_on_no_other_page_in_no_other_language() -> None:
    everything = officer(Scope((Reach(Area(""), frozenset(Permission)),)))
    for _ in range(2):
        for by, leads_to_children in ((everything, True), (officer(NOTHING), False), (None, False)):
            told = navigation_for(RequestFactory().get("/"), by)
            assert ('href="/children/"' in told.bar) is leads_to_children
            assert ("<kbd>c</kbd>" in told.keys) is leads_to_children
        opened = navigation_for(RequestFactory().get("/children/new"), everything)
        assert [entry.address for entry in opened.entries if entry.is_current] == ["/children/"]
        beside = navigation_for(RequestFactory().get("/visits/coverage"), everything)
        assert [entry.address for entry in beside.entries if entry.is_current] == ["/visits/due"]
        assert opened.bar.count('aria-current="page"') == 1
        assert "儿童" in opened.bar
        with override("en"):
            assert "儿童" not in navigation_for(RequestFactory().get("/children/new"), everything).bar
    assert "张伟" not in opened.bar + opened.keys
