"""Authority over HTTP: one visible table, and no surprise."""

from __future__ import annotations

from tests.access import PAGE, page, world_maker


def test_the_table_of_access_is_as_it_was() -> None:
    """Every route, requested as everybody, answers as docs/access.md says.

    Where a change is meant, `python -m tests.access` writes the page anew: look at its difference before you commit it.
    """
    with world_maker() as make:
        assert page(make) == PAGE.read_text()
