"""What points to a person is found in data and site, masked, and stops the public book."""

import hashlib

import grimp
import nbformat
import pytest

from senco import disclosure
from senco.disclosure import scanning, search
from senco.disclosure.release.own import list_made, list_own_prose
from senco.errors import SencoError
from tests.disclosure.places import run, write_document

#: Each identifier with the kind that it is found as; none of them is anybody's.
PLANTED = [
    ("write to jane.doe@nursery.example.org please", "an e-mail address", "jane.doe"),
    ("jane.doe [at] nursery.example.org", "an e-mail address", "jane.doe"),
    ("ring 07700 900123 after six", "a UK telephone number", "900123"),
    ("ring +44 7700 900123", "a UK telephone number", "900123"),
    ("(01632) 960 123", "a UK telephone number", "960 123"),
    ("020 7946 0123", "a UK telephone number", "7946"),
    ("lives at B15 2TT now", "a UK postcode", "2TT"),
    ("lives at cv4 7al now", "a UK postcode", "7al"),
    ("NHS 943 476 5919", "an NHS number", "476"),
    ("the setting, URN: 123456, says", "a URN", "123456"),
    ("Ofsted EY123456", "a URN", "EY123456"),
    ("pupil H801200001001", "a UPN", "H801200001001"),
    ("QQ 12 34 56 C and AB123456C", "a National Insurance number", "AB123456C"),
    ("born on 12 March 1985", "a date of birth", "March"),
    ("dob: 01/02/2014", "a date of birth", "01/02"),
    ("saved in C:\\Users\\jdoe\\thesis", "a home folder", "jdoe"),
    ("saved in /Users/jdoe/thesis", "a home folder", "jdoe"),
    ("Ms José O’Hara said", "a private name (entry 1 of the list)", "Hara"),
    ("at LITTLE  STARS' door", "a private name (entry 2 of the list)", "STARS"),
]
NAMES = ["Jose O'Hara", "Little Stars"]


def scan(*folders, **options):
    """The findings alone, each once."""
    return list(dict.fromkeys(hit.finding for hit in disclosure.search(*folders, **options)))


@pytest.mark.parametrize(("names", "held"), [([], 1), (NAMES, 3)])
def test_texts_are_held_one_file_at_a_time_unless_a_list_asks_how_words_are_written(
    tmp_path, monkeypatch, names, held
):
    """So that a site of a hundred cohorts does not fill the memory."""
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text("ring 07700 900123", encoding="utf-8")
    read, most, read_one = [], [], scanning._read

    def read_and_count(*given, **options):
        read.append(read_one(*given, **options))
        most.append(sum(bool(file.pieces) for file in read))
        return read[-1]

    monkeypatch.setattr(scanning, "_read", read_and_count)
    assert len(scan([tmp_path], names, root=tmp_path)) == 3
    assert max(most) == held


def test_a_text_counts_as_searched_as_long_as_nothing_changes_that_searches():
    """Where another module of the package is edited, a built site is not searched again."""
    graph = grimp.build_graph("senco", cache_dir=None)
    used = graph.find_upstream_modules("senco.disclosure", as_package=True) - {"senco"}
    parts = {name.split(".")[1] for name in used} | {"disclosure"}
    assert parts == {part.removesuffix(".py") for part in scanning.SEARCHING}


def test_two_processes_find_what_one_finds(tmp_path, monkeypatch):
    for number in range(9):
        page = tmp_path / f"page-{number}.html"
        page.write_text(f"<p>Ask ann{number}@example.org</p>\n", "utf-8")
    (tmp_path / "ann@example.org.txt").write_text("nothing", "utf-8")
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    shared, share, told = [], scanning.map_beside, []
    monkeypatch.setattr(
        scanning, "map_beside", lambda *given: shared.append(given) or share(*given)
    )
    for many in (1, 1000):
        monkeypatch.setattr(scanning, "_MANY", many)
        clean = set()
        told.append((scanning.search([tmp_path], root=tmp_path, clean=clean), clean))
    assert len(shared) == 1
    assert told[0] == told[1] and len(told[0][0]) == 10 and len(told[0][1]) == 0


@pytest.mark.parametrize("ending", ["csv", "html", "svg", "json", "ipynb", "md"])
@pytest.mark.parametrize(("text", "kind", "secret"), PLANTED)
def test_a_planted_identifier_is_found_and_never_shown(tmp_path, text, kind, secret, ending):
    path = tmp_path / f"page.{ending}"
    stored = text.replace("\\", "\\\\") if ending in ("json", "ipynb") else text
    path.write_text(f"first line\n{stored}\n", encoding="utf-8")
    found = scan([tmp_path], NAMES, root=tmp_path)
    assert any(f.found.startswith(f"{kind}, •") and f.row == 2 for f in found), found
    assert all(secret not in str(finding) for finding in found)


@pytest.mark.parametrize(
    "text",
    [
        "a mean rank of 19.86 over 8 people, lines 270-271; 325",
        "0.1234567890 and 1234567890 and 12,943,476,591",
        "943 476 5918",
        "H801200001002",
        "year 2017-06-30 of the meeting",
        "the 0-25 code of practice, section 9.2",
        "sha256 0c2a79434765919aa",
        '<path d="M 01632 960123 L 07700 900123"/>',
    ],
)
def test_a_number_that_is_no_identifier_is_let_through(tmp_path, text):
    (tmp_path / "page.svg").write_text(text, encoding="utf-8")
    assert scan([tmp_path], NAMES, root=tmp_path) == []


def test_the_projects_own_data_and_pages_are_clear(project):
    root = project.root
    assert scan([root / "data", root / "book"], root=root, made=list_made(project)) == []


def test_an_address_cut_up_by_markup_is_found(tmp_path):
    (tmp_path / "page.html").write_text("<p>jane<b>@</b>nursery.exam<i>ple</i>.org</p>", "utf-8")
    (tmp_path / "entities.html").write_text("<p>jane&#64;nursery.example.org</p>", "utf-8")
    files = {finding.file for finding in scan([tmp_path], root=tmp_path)}
    assert files == {"page.html", "entities.html"}


@pytest.mark.parametrize(
    "tag",
    [
        "<title>With {}</title>",
        '<meta name="description" content="First comes {}, &quot;so&quot;."/>',
        '<meta property="og:title" content="What {} said"/>',
        '<meta name="citation_title" content="{}"/>',
        '<script type="application/ld+json">{{"name":"{} \\u003cb\\u003e"}}</script>',
    ],
)
def test_a_name_that_stands_in_the_head_of_a_page_alone_is_found(tmp_path, tag):
    page = tmp_path / "page.html"
    page.write_text(f"<head>{tag.format('José O’Hara')}</head><p>x</p>", encoding="utf-8")
    found = scan([tmp_path], NAMES, root=tmp_path)
    assert {f.found.startswith("a private name") for f in found} == {True}
    page.write_text(f"<head>{tag.format('nobody')}</head><p>x</p>", encoding="utf-8")
    assert scan([tmp_path], NAMES, root=tmp_path) == []


def test_a_name_in_the_search_index_is_found_word_by_word(tmp_path):
    (tmp_path / "searchindex.js").write_text(
        '{"terms":{"littl":1,"jose":2,"o":3,"hara":4}}', "utf-8"
    )
    found = scan([tmp_path], NAMES, root=tmp_path)
    assert [f.found for f in found] == ["a private name (entry 1 of the list), word by word"]


def test_a_file_that_is_never_published_is_named_unless_it_is_listed(tmp_path):
    for name in ("interview.qdpx", "talk.MP3", "kit.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    found = scan([tmp_path], root=tmp_path, listed=["kit.xlsx"])
    assert [f.file for f in found] == ["interview.qdpx", "talk.MP3"]


def test_a_document_that_was_made_from_the_book_may_be_published_and_is_searched(tmp_path):
    """As long as it is the same byte for byte; a name in it is found whatever its digest."""
    made = write_document(run("A form"))[1]
    (tmp_path / "form.docx").write_bytes(made)
    known = {hashlib.sha256(made).hexdigest()}
    assert search([tmp_path], root=tmp_path, made=known) == []
    assert [hit.kind for hit in search([tmp_path], root=tmp_path)] == [
        "a file that is never published"
    ]
    filled = write_document(run("A form: P. O'Hara"))[1]
    (tmp_path / "form.docx").write_bytes(filled)
    assert [hit.kind for hit in search([tmp_path], root=tmp_path, made=known)] == [
        "a file that is never published"
    ]
    known.add(hashlib.sha256(filled).hexdigest())
    (hit,) = search([tmp_path], ["P. O'Hara"], root=tmp_path, made=known)
    assert hit.kind == "a private name"


def test_the_documents_of_kit_and_pack_have_nothing_in_them_that_points_at_a_person(project):
    """Those that are committed, with the digests that lie beside them."""
    own = list_own_prose(project)
    made = list_made(project)
    names = ["May", "Kelly", "Una Nobody"]
    folders = [project.kit_files, project.root / "book" / "pack" / "files"]
    hits = search(folders, names, root=project.root, own=own, made=made)
    assert len(made) == sum(len(list(folder.iterdir())) - 1 for folder in folders)
    assert [hit for hit in hits if hit.finding.severity == "error"] == []


def test_a_name_in_a_files_name_is_masked_there_too(tmp_path):
    (tmp_path / "little-stars.csv").write_text("call 07700 900123\n", "utf-8")
    found = scan([tmp_path], NAMES, root=tmp_path)
    assert {f.file for f in found} == {"••••.csv"} and len(found) == 2


def test_the_private_list_may_not_lie_in_the_project(tmp_path):
    inside = tmp_path / "project" / "names.txt"
    inside.parent.mkdir()
    inside.write_text("# people\nJane Doe\n\n", encoding="utf-8")
    with pytest.raises(SencoError, match="keep it somewhere else"):
        disclosure.load_names(inside, inside.parent)
    assert disclosure.load_names(inside, tmp_path / "other") == ["Jane Doe"]
    with pytest.raises(SencoError, match="cannot be read"):
        disclosure.load_names(tmp_path / "nowhere.txt", inside.parent)


def test_the_list_can_be_named_in_the_environment(tmp_path, monkeypatch):
    path = tmp_path / "names.txt"
    path.write_text("Jane Doe\n", encoding="utf-8")
    assert disclosure.load_names(None, tmp_path / "project") == []
    monkeypatch.setenv(disclosure.NAMES_VARIABLE, str(path))
    assert disclosure.load_names(None, tmp_path / "project") == ["Jane Doe"]


def test_coordinates_of_a_notebooks_drawing_are_no_number_of_a_person_and_its_words_are(tmp_path):
    """243 596 2185 and 943 476 5919 are NHS numbers by their check digit."""
    drawing = '<svg>\n <path d="M 243.596 2185 \nL 243.596 2185 \nL 243.596 2185" id="a"/>\n'
    for name, words in (("bare", ""), ("named", "943 476 5919")):
        output = nbformat.v4.new_output(
            "display_data", {"image/svg+xml": f"{drawing}<text>{words}</text></svg>"}
        )
        page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[output])])
        nbformat.write(page, tmp_path / f"{name}.ipynb")
    hits = search([tmp_path], root=tmp_path)
    assert [(hit.file, hit.kind) for hit in hits] == [("named.ipynb", "an NHS number")]


def tell_row(*cells, gap=" "):
    told = [f'<td class="number">{cell}</td>' for cell in cells]
    return f"<tr>{gap.join(told)}</tr>"


@pytest.mark.parametrize("gap", [" ", "", "\n"])
def test_two_counts_in_cells_of_their_own_are_no_number_of_a_person(tmp_path, gap):
    """By hand, of 144000 and 8000: 10 + 36 + 32 + 32 = 110 = 10 x 11, and the last digit is 0."""
    row = tell_row("Work-lines", 144000, 8000, gap=gap)
    output = nbformat.v4.new_output("display_data", {"text/html": f"{row}<b>x</b>y"})
    page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[output])])
    nbformat.write(page, tmp_path / "page.ipynb")
    (tmp_path / "page.html").write_text(f"<p>a<b>b</b>c {row}</p>", encoding="utf-8")
    (tmp_path / "page.tsv").write_text("table\trows\tn\nlines\t144000\t8000\n", encoding="utf-8")
    assert search([tmp_path], root=tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        tell_row("943 476 5919"),
        tell_row("943476 5919"),
        tell_row("of 943476 5919 ", 7),
        tell_row("9434765919", 8000),
        tell_row("943", "476", "5919", gap=""),
        tell_row("<b>943476</b>5919"),
        "<p>943476<span>5919</span></p>",
        "<p>943476 5919</p>",
    ],
)
def test_a_number_of_a_person_is_found_in_a_cell_and_in_pieces(tmp_path, text):
    """943 476 5919 is an NHS number by its check digit."""
    (tmp_path / "page.html").write_text(f"<p>a<b>b</b>c</p> {text}", encoding="utf-8")
    (tmp_path / "page.tsv").write_text("who\tnumber\na\t943476 5919\n", encoding="utf-8")
    found = {(hit.file, hit.kind) for hit in search([tmp_path], root=tmp_path)}
    assert found == {("page.html", "an NHS number"), ("page.tsv", "an NHS number")}
