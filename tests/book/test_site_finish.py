"""What the theme wrote, changed once the site is whole."""

from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from senco.book.site.finish import finish_site

SCRIPT = '<script src="_static/scripts/fontawesome.js"></script>\n'
KNOWN = '<div role="list" class="citation-list">'
#: As a later version of the theme may write it.
OTHER = '<div class="citation-list" role="list">'


@pytest.fixture()
def site(tmp_path):
    """Return what is told of a site of two pages, whose first has a list of references."""

    def make(first):
        (tmp_path / "one.html").write_text(SCRIPT + first, encoding="utf-8")
        (tmp_path / "two.html").write_text(SCRIPT, encoding="utf-8")
        return SimpleNamespace(
            builder=SimpleNamespace(name="html"),
            outdir=str(tmp_path),
            env=SimpleNamespace(found_docs={"one", "two"}),
        )

    return make


def test_what_the_theme_writes_as_it_always_did_is_changed(site, tmp_path):
    finish_site(site(KNOWN), None)
    assert (tmp_path / "one.html").read_text("utf-8") == '<div class="citation-list">'
    assert (tmp_path / "two.html").read_text("utf-8") == ""


def test_a_theme_that_writes_it_another_way_stops_the_build_and_is_told_of(site):
    with pytest.raises(ExtensionError, match="no longer writes the list of references"):
        finish_site(site(OTHER), None)


def test_where_few_pages_were_written_anew_nothing_is_missed(site, tmp_path):
    app = site(OTHER)
    (tmp_path / "two.html").unlink()
    finish_site(app, None)
    assert (tmp_path / "one.html").read_text("utf-8") == OTHER
