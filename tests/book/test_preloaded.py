"""The process that is forked for each site has at hand what a site is built with."""

import importlib.metadata
import json
import os
import sys

import pytest
from jupyter_book.config import get_final_config
from sphinx.application import builtin_extensions

from senco.book import running
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.usefixtures("ready"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it is forked on Linux alone"),
]


def ask(code):
    done = running.run_python(f"import json, sys; {code}", [], os.environ)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_extension_of_the_book_is_imported_beforehand():
    loaded = set(ask("print(json.dumps(sorted(sys.modules)))"))
    given = {"latex_individualpages": False}
    settings, _ = get_final_config(user_yaml=ROOT / "_config.yml", cli_config=given)
    wanted = {*builtin_extensions, *settings["extensions"]}
    ours = {name for name in wanted if name.startswith("senco")}
    assert ours and not wanted - ours - loaded
    assert not {name for name in loaded if name.startswith("senco")}, "ours are read anew each time"


@pytest.mark.parametrize("library", ["importlib.metadata", "importlib_metadata"])
def test_what_installed_packages_offer_is_told_as_they_offer_it_and_is_not_read_again(library):
    groups = ["sphinx.html_themes", "pybtex.backends", "pygments.lexers", "no.such.group"]
    told = ask(
        f"import {library} as offers; offers.distributions = None; ask = offers.entry_points; "
        f"print(json.dumps([[one.name for one in ask(group=name)] for name in {groups}]))"
    )
    found = [[one.name for one in importlib.metadata.entry_points(group=name)] for name in groups]
    assert told == found and found[0] and found[1] and not found[-1]
