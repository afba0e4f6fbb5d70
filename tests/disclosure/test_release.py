"""Only what a named person signed for is published, to the byte."""

import json
import shutil
from datetime import date

import pytest
import yaml
from typer.testing import CliRunner

from senco import cli
from senco.book.assembly import build_book, site_of
from senco.disclosure.release import (
    BOOK,
    Review,
    check_data,
    check_passages,
    check_signature,
    digest_of,
    list_files,
    load_signature,
    read_day,
    review,
    sign,
    write_list,
)
from senco.errors import BuildError, SencoError
from senco.workspace.paths import Project
from tests.conftest import ROOT

NAME = "mine"
PAGES = {"index.html": "<p>The plan came.</p>", "book/a.html": "<p>It took a year.</p>"}
INFO = {"title": "Ours", "provenance": "collected", "summary": "Two.", "source": "For the tests.",
        "licence": "None.", "disclosure": {"quasi_identifiers": ["role"], "k": 2}}  # fmt: skip


def write_site(folder, pages=PAGES):
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture
def project(tmp_path, monkeypatch):
    project = Project(tmp_path / "copy")
    for path in ("data/datapackage.json", "data/study.yml", "_toc.yml"):
        (project.root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, project.root / path)
    for name in ("ey-pvi-2017", "worked-example", "counter-example"):
        shutil.copytree(ROOT / "data" / "cohorts" / name, project.cohort(name))
    folder = project.cohort(NAME)
    folder.mkdir()
    (folder / "cohort.yml").write_text(yaml.safe_dump(INFO), encoding="utf-8")
    (folder / "participants.csv").write_text(
        "participant,role,agreed\nP1,SENCO,own words\nP2,SENCO,own answers\n", encoding="utf-8"
    )
    write_site(site_of(project, NAME))
    project_pages = dict(PAGES)

    def make(site, earlier):
        write_site(site.new / "_build" / "html", project_pages)
        return type("Run", (), {"returncode": 0})()

    monkeypatch.setattr("senco.book.assembly._run_sphinx", make)
    for name in ("_write_toc", "write_config"):
        monkeypatch.setattr(f"senco.book.assembly.{name}", lambda *words: None)
    project_pages_of[project.root] = project_pages
    return project


project_pages_of = {}


def sign_it(project, names=("Zebedee Quark",), **words):
    site = site_of(project, NAME)
    found = review([NAME], [site, project.cohort(NAME)], project, names)
    given = {"signer": "Ada Reader", "role": "researcher", "day": date(2026, 11, 24)}
    return sign(NAME, site, project, found, names_searched=len(names), **{**given, **words})


def publish(project):
    return build_book(project, NAME, ["Zebedee Quark"], public=True)


def test_what_nobody_signed_is_not_published_and_the_words_say_what_to_do(project):
    with pytest.raises(BuildError, match=r"nobody has signed.*senco release mine --names FILE"):
        publish(project)
    assert not site_of(project, NAME, public=True).exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [({"role": " r "}, "--role has 1 character; allowed: 2 to 200"),
     ({"signer": "A" * 201}, "--sign has 201 characters; allowed: 2 to 200")],
)  # fmt: skip
def test_a_name_or_a_role_that_is_too_short_or_too_long_is_refused_in_words(project, given, told):
    with pytest.raises(SencoError, match=told):
        sign_it(project, **given)
    assert not (project.cohort(NAME) / BOOK.signature).exists()


def test_what_was_signed_is_published_as_it_was_signed(project):
    signature = sign_it(project)
    assert signature.digest == digest_of(list_files(site_of(project, NAME)))
    assert publish(project) == site_of(project, NAME, public=True) / "index.html"
    assert list_files(site_of(project, NAME, public=True)) == list_files(site_of(project, NAME))
    text = (project.cohort(NAME) / BOOK.signature).read_text(encoding="utf-8")
    kept = yaml.safe_load(text)
    assert (kept["name"], kept["role"], kept["date"]) == ("Ada Reader", "researcher", "2026-11-24")
    assert (
        kept["files"] == 2
        and kept["names_searched"] == 1
        and "read every page" in kept["statement"]
    )


@pytest.mark.parametrize("file", sorted(PAGES))
def test_a_signed_site_with_one_byte_changed_is_not_published(project, file):
    sign_it(project)
    publish(project)
    pages = project_pages_of[project.root]
    pages[file] = pages[file].replace("a", "e", 1) if "a" in pages[file] else pages[file][:-1]
    with pytest.raises(BuildError, match="not what Ada Reader signed on 2026-11-24") as raised:
        publish(project)
    assert f"changed: {file}" in str(raised.value)
    published = list_files(site_of(project, NAME, public=True))
    assert published == list_files(site_of(project, NAME)), "the signed site stays"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda pages: pages.update({"b.csv": "x"}), "new: b.csv"),
        (lambda pages: pages.pop("book/a.html"), "gone: book/a.html"),
        (lambda pages: pages.update({"c.html": pages.pop("book/a.html")}), "gone: book/a.html"),
    ],
)
def test_a_file_more_or_less_or_elsewhere_voids_the_signature(project, change, told):
    sign_it(project)
    change(project_pages_of[project.root])
    with pytest.raises(BuildError, match=told):
        publish(project)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("digest: ", "digest: 0", "signature is damaged"),
        ("name: Ada Reader\n", "", "signature is damaged"),
        (f"cohort: {NAME}", "cohort: other", "for another cohort"),
    ],
)
def test_a_signature_that_was_edited_does_not_hold(project, old, new, told):
    sign_it(project)
    path = project.cohort(NAME) / BOOK.signature
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BuildError, match=told):
        publish(project)


def test_a_list_that_was_changed_with_the_site_does_not_help(project):
    sign_it(project)
    pages = project_pages_of[project.root]
    pages["index.html"] += "!"
    changed = write_site(project.root / "elsewhere", pages)
    (project.cohort(NAME) / "release.sha256").write_text(write_list(list_files(changed)), "utf-8")
    with pytest.raises(BuildError, match="list of what was signed"):
        publish(project)


def test_a_signature_lies_outside_of_what_it_signs(project):
    before = digest_of(list_files(site_of(project, NAME)))
    sign_it(project)
    assert digest_of(list_files(site_of(project, NAME))) == before
    sign_it(project, day=date(2026, 11, 25))
    assert publish(project).is_file()


def test_the_digest_is_the_sha256_of_lines_that_sha256sum_reads(tmp_path):
    """Worked with sha256sum: the empty file, and 'a' without a line end."""
    (tmp_path / "b").write_bytes(b"")
    (tmp_path / "a.txt").write_bytes(b"a")
    assert write_list(list_files(tmp_path)) == (
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.txt\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n"
    )


def test_nobody_can_sign_over_a_finding_or_without_a_private_list_or_a_name(project):
    with pytest.raises(SencoError, match="no private list was given"):
        sign_it(project, names=())
    with pytest.raises(SencoError, match="a name and a role"):
        sign_it(project, signer=" ")
    with pytest.raises(SencoError, match="give the date"):
        read_day("yesterday")
    (site_of(project, NAME) / "index.html").write_text("ring 07700 900123", encoding="utf-8")
    with pytest.raises(SencoError, match="the gate found 1 place that may"):
        sign_it(project)
    assert not (project.cohort(NAME) / BOOK.signature).exists()


def test_an_accepted_finding_goes_into_the_signature_with_its_reason(project):
    (site_of(project, NAME) / "index.html").write_text("ring 07700 900123", encoding="utf-8")
    (project.cohort(NAME) / "allowed.yml").write_text(
        "- {kind: a UK telephone number, text: 07700 900123, reason: The public help line.}\n",
        encoding="utf-8",
    )
    signature = sign_it(project)
    assert [accepted.reason for accepted in signature.accepted] == ["The public help line."]
    assert "900123" not in (project.cohort(NAME) / BOOK.signature).read_text(encoding="utf-8")


def test_the_gate_stands_before_the_signature_in_a_public_build(project):
    sign_it(project)
    (project.cohort(NAME) / "participants.csv").write_text(
        "participant,role,agreed\nP1,SENCO,own words\nP2,SENCO,\n", encoding="utf-8"
    )
    with pytest.raises(BuildError, match="P2, no consent recorded"):
        publish(project)


def test_a_folder_can_be_compared_with_what_was_signed(project, tmp_path):
    sign_it(project)
    copy = write_site(tmp_path / "uploaded")
    assert check_signature(NAME, list_files(copy), project).name == "Ada Reader"
    (copy / "index.html").write_text("other", encoding="utf-8")
    with pytest.raises(BuildError, match=r"changed: index.html"):
        check_signature(NAME, list_files(copy), project)


def test_data_that_changed_after_a_signature_are_told_of(project):
    signature = sign_it(project)
    check_data(signature, project)
    (project.cohort(NAME) / "notes.txt").write_text("no table", encoding="utf-8")
    check_data(signature, project)
    table = project.cohort(NAME) / "participants.csv"
    table.write_text("participant,role,agreed\nP1,SENCO,own words\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"data have changed since.*senco build mine"):
        check_data(signature, project)
    # a signature of before this was noted says nothing of the data
    check_data(signature.model_copy(update={"data": ""}), project)


def test_a_link_in_a_site_is_refused(tmp_path):
    (tmp_path / "a").symlink_to("/etc/hostname")
    with pytest.raises(SencoError, match="There is a link"):
        list_files(tmp_path)


def test_a_synthetic_cohort_needs_no_signature(project):
    (project.cohort(NAME) / "cohort.yml").write_text(
        yaml.safe_dump({**INFO, "provenance": "synthetic"}), encoding="utf-8"
    )
    assert publish(project).is_file()


def test_findings_of_a_review_without_errors_are_kept_as_told():
    assert Review((), ()).findings == ()


# passages that a person has to look at

TWINS = "The twins opposite the fire station waited a year."


def write_gists(project, *gists):
    rows = "".join(f"s{n},P1,{gist}\n" for n, gist in enumerate(gists, 1))
    path = project.cohort(NAME) / "segments.csv"
    path.write_text(f"segment,participant,gist\n{rows}", encoding="utf-8")


def test_the_reading_of_listed_passages_is_recorded_in_the_signature(project):
    write_gists(project, TWINS, "It took a year.", "The only male SENCO left.")
    with pytest.raises(
        SencoError, match=r"2 passages are listed for you to look at.*--read NUMBER"
    ):
        sign_it(project)
    with pytest.raises(SencoError, match=r"--read 3, but the list has 2"):
        sign_it(project, passages_read=3)
    assert not (project.cohort(NAME) / BOOK.signature).exists()
    signature = sign_it(project, passages_read=1)
    assert (signature.passages_listed, signature.passages_read) == (2, 1)
    text = (project.cohort(NAME) / BOOK.signature).read_text(encoding="utf-8")
    kept = yaml.safe_load(text)
    assert kept["passages"] == signature.passages and len(kept["passages"]) == 64
    assert "twins" not in text and "fire" not in text, "the signature does not hold the words"


def test_where_nothing_is_listed_nobody_has_to_say_that_they_read_it(project):
    signature = sign_it(project)
    assert (signature.passages_listed, signature.passages_read) == (0, 0)
    check_passages(signature, project)


@pytest.mark.parametrize("gists", [[TWINS, TWINS.replace("fire", "bus")], [], [TWINS + " More."]])
def test_another_list_of_passages_makes_the_signature_stale(project, gists):
    write_gists(project, TWINS)
    sign_it(project, passages_read=1)
    publish(project)
    write_gists(project, *gists or ["It took a year."])
    with pytest.raises(
        BuildError, match=r"the passages to look at .* are not those.*Ada Reader.*\(1\)"
    ):
        publish(project)


def test_another_rule_makes_the_signature_stale_too(project, monkeypatch):
    write_gists(project, TWINS)
    signature = sign_it(project, passages_read=1)
    monkeypatch.setattr("senco.disclosure.stories.passages.WINDOW", 3)
    with pytest.raises(BuildError, match="the passages to look at"):
        check_passages(signature, project)


def test_a_signature_of_before_there_was_a_list_still_holds(project):
    write_gists(project, TWINS)
    sign_it(project, passages_read=1)
    path = project.cohort(NAME) / BOOK.signature
    kept = yaml.safe_load(path.read_text(encoding="utf-8"))
    old = {key: value for key, value in kept.items() if not key.startswith("passages")}
    path.write_text(yaml.safe_dump(old), encoding="utf-8")
    assert publish(project).is_file()
    signature = load_signature(NAME, project)
    assert (signature.passages, signature.passages_listed, signature.passages_read) == ("", 0, 0)


# other collected cohorts on the same pages

OTHER = "theirs"


def add_other(project, agreed="own words", gist=""):
    """A second collected cohort, beside which the first one's pages are laid."""
    folder = project.cohort(OTHER)
    folder.mkdir()
    info = {**INFO, "summary": gist or INFO["summary"]}
    (folder / "cohort.yml").write_text(yaml.safe_dump(info), encoding="utf-8")
    (folder / "participants.csv").write_text(
        f"participant,role,agreed\nQ1,SENCO,{agreed}\nQ2,SENCO,{agreed}\n", encoding="utf-8"
    )
    own = {**INFO, "parameters": {"80_comparison": {"others": OTHER}}}
    (project.cohort(NAME) / "cohort.yml").write_text(yaml.safe_dump(own), encoding="utf-8")


def sign_other(project):
    site = write_site(site_of(project, OTHER))
    found = review([OTHER], [site, project.cohort(OTHER)], project)
    day = date(2026, 11, 24)
    sign(
        OTHER,
        site,
        project,
        found,
        signer="Bo Reader",
        role="researcher",
        day=day,
        names_searched=1,
    )


def find(project, names=()):
    """What is found that stops, of the first cohort's pages alone."""
    found = review([NAME], [site_of(project, NAME)], project, names)
    return [str(finding) for finding in found.findings if finding.severity == "error"]


def test_another_collected_cohort_on_the_pages_has_to_be_signed_for_too(project):
    assert find(project) == []
    add_other(project)
    told = "".join(find(project))
    assert "the collected cohort 'theirs' on these pages, for which nobody has signed" in told
    assert "senco release theirs --names FILE" in told and "`others`" in told
    with pytest.raises(SencoError, match="Not signed: the gate found 1"):
        sign_it(project)
    sign_other(project)
    assert find(project) == []
    sign_it(project)
    publish(project)


@pytest.mark.parametrize("agreed", ["", "group results"])
def test_the_people_of_another_cohort_have_to_agree_too(project, agreed):
    add_other(project)
    sign_other(project)
    people = project.cohort(OTHER) / "participants.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(text.replace("own words", agreed), encoding="utf-8")
    told = find(project)
    assert len(told) == 2 and all("data/cohorts/theirs/participants.csv" in one for one in told)
    with pytest.raises(SencoError, match="Not signed: the gate found 2"):
        sign_it(project)


def test_the_texts_of_another_cohort_are_searched_too(project):
    add_other(project, gist="Zebedee Quark said so")
    sign_other(project)
    told = "".join(find(project, ["Zebedee Quark"]))
    assert "data/cohorts/theirs/cohort.yml" in told and "a private name" in told


def test_a_withdrawn_consent_elsewhere_stops_what_was_signed_before(project):
    add_other(project)
    sign_other(project)
    sign_it(project)
    people = project.cohort(OTHER) / "participants.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(text.replace("Q2,SENCO,own words", "Q2,SENCO,"), encoding="utf-8")
    with pytest.raises(BuildError, match="Q2, no consent recorded"):
        publish(project)


def test_no_entry_of_an_allow_list_stands_for_a_missing_signature(project):
    add_other(project)
    entry = [{"kind": "a cohort without a signature", "file": "*", "reason": "It is all right."}]
    (project.cohort(NAME) / "allowed.yml").write_text(yaml.safe_dump(entry), encoding="utf-8")
    with pytest.raises(SencoError, match="an unknown kind"):
        find(project)


# what is said before anybody signs


def write_results(folder, ranks):
    """Pooled results, and the rows that they are of, as a build writes them."""
    shades = "".join(f"{who},{rank}\n" for who, rank in ranks.items())
    mean = sum(ranks.values()) / len(ranks)
    for name, text in (
        ("ranks", f"item,n,mean\ncalm,{len(ranks)},{mean:.2f}\n"),
        ("shades", f"participant,calm\n{shades}"),
    ):
        path = folder / "50_rankings" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def told(project, monkeypatch):
    """What `senco disclose` prints, by its words."""
    monkeypatch.setenv("SENCO_ROOT", str(project.root))
    write_gists(project, TWINS)
    write_results(project.pages(NAME) / "results", {"P1": 1, "P2": 2})

    def run(*words):
        done = CliRunner().invoke(cli.app, ["disclose", NAME, *map(str, words)])
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    return run


def test_the_command_says_where_to_look_and_who_is_known_by_a_difference(project, told, tmp_path):
    """P3 ranked 6: 3 x 3.00 - 2 x 1.50."""
    earlier = tmp_path / "published"
    write_results(earlier / "book" / "cohorts" / NAME / "results", {"P1": 1, "P2": 2, "P3": 6})
    said = told("--since", earlier)
    assert "data/cohorts/mine/segments.csv, row 2, column gist: found kinship" in said
    assert "Look here: 1 passage" in said and "twins" not in said
    assert "Compared with the earlier release: gone P3; new none; other answers none." in said
    assert "50_rankings/ranks.csv, row 2, column mean: found means in both releases" in said
    assert "by P3" in said and "to within 0.025, in 1 row" in said
    assert "n = 2" in said and "only among these 2 participants" in said


def test_without_an_earlier_release_nothing_is_compared(told):
    said = told()
    assert "earlier release" not in said and "Look here" in said


def test_a_list_for_programs_holds_the_passages_too(told):
    findings = json.loads(told("--json"))
    (passage,) = (one for one in findings if one["column"] == "gist")
    assert (passage["row"], passage["severity"]) == (2, "warning")


def test_an_earlier_release_that_is_not_there_is_said(project, told, tmp_path):
    with pytest.raises(SencoError, match="no results to compare in that folder"):
        review([NAME], [], project, since=tmp_path / "missing")
    shutil.rmtree(project.pages(NAME))
    with pytest.raises(SencoError, match="senco build mine"):
        review([NAME], [], project, since=tmp_path)
