"""Every committed file says who may use it and how, as REUSE describes."""

import re
import tomllib

import pytest

from tests.committed import ask_git, has_commits
from tests.conftest import ROOT

ANNOTATIONS = tomllib.loads((ROOT / "REUSE.toml").read_text("utf-8"))["annotations"]


def make_pattern(glob):
    """REUSE's own signs: ** is anything, * anything within one folder."""
    parts = re.split(r"(\*\*|\*)", glob)
    signs = {"**": ".*", "*": "[^/]*"}
    return re.compile("".join(signs.get(part) or re.escape(part) for part in parts))


def list_globs(annotation):
    paths = annotation["path"]
    return [paths] if isinstance(paths, str) else paths


PATTERNS = [
    (make_pattern(glob), one["SPDX-License-Identifier"])
    for one in ANNOTATIONS
    for glob in list_globs(one)
]


def find_licence(name):
    """The licence of the last pattern that fits."""
    return next((licence for pattern, licence in PATTERNS[::-1] if pattern.fullmatch(name)), None)


@pytest.fixture(scope="module")
def committed():
    if not has_commits(ROOT):
        pytest.skip("no clone: what is committed is not known")
    return ask_git(ROOT, "ls-files", "-z").decode().split("\0")[:-1]


def test_every_file_has_a_licence_and_every_licence_its_text_and_its_files(committed):
    found = {find_licence(name) for name in committed if not name.startswith("LICENSES/")}
    assert None not in found
    used = {word for licence in found for word in licence.split(" AND ")}
    assert used == {path.stem for path in (ROOT / "LICENSES").iterdir()}


def test_every_pattern_fits_a_file(committed):
    globs = [glob for one in ANNOTATIONS for glob in list_globs(one)]
    assert not [glob for glob in globs if not any(map(make_pattern(glob).fullmatch, committed))]


@pytest.mark.parametrize(
    ("name", "licence"),
    [
        ("analysis/senco/errors.py", "MIT"),
        ("book/findings/exo.md", "CC-BY-4.0"),
        ("analysis/notebooks/40_grids.ipynb", "CC-BY-4.0 AND MIT"),
        ("book/_static/senco.js", "MIT"),
        ("book/_static/mathjax/tex-chtml.js", "Apache-2.0"),
        ("book/_static/fonts/literata-600.woff2", "OFL-1.1"),
        ("analysis/senco/disclosure/words/ordinary.txt", "LicenseRef-SCOWL"),
        ("data/cohorts/worked-example/rankings.csv", "CC-BY-4.0"),
    ],
)
def test_prose_code_and_what_is_others_have_the_licences_that_the_readme_states(name, licence):
    assert (ROOT / name).is_file() and find_licence(name) == licence


def test_texts_that_stand_twice_are_the_same():
    for here, there in (
        ("LICENSES/MIT.txt", "LICENSE"),
        ("LICENSES/Apache-2.0.txt", "book/_static/mathjax/LICENSE"),
        ("LICENSES/LicenseRef-SCOWL.txt", "analysis/senco/disclosure/words/ordinary-LICENSE.txt"),
    ):
        assert (ROOT / here).read_bytes() == (ROOT / there).read_bytes()
