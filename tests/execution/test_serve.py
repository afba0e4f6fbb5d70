"""The book is shown on this machine alone, and built again when something is saved."""

import http.client
import json
import shutil
import socket
from pathlib import Path
from threading import Event, Thread
from urllib.request import urlopen

import pytest

from senco.errors import SencoError
from senco.execution.serve import NEWS, SCRIPT, News, Watched, add_script, serve, watch
from senco.workspace.paths import Project
from tests.browsers import open_browser
from tests.conftest import HANG_SECONDS, ROOT


@pytest.fixture
def project(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "book" / "cohorts" / "x").mkdir(parents=True)
    (tmp_path / "book" / "index.md").write_text("# Book\n", encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("root: book/index\n", encoding="utf-8")
    return Project(tmp_path)


def test_what_is_saved_is_seen_by_its_content_and_what_a_build_makes_is_not(project):
    take_digests = Watched(project).take_digests
    before = take_digests()
    assert "book/index.md" in before and "_toc.yml" in before
    (project.root / "book" / "cohorts" / "x" / "50_rankings.md").write_text("made", "utf-8")
    (project.root / "data" / "~$workbook.xlsx").write_bytes(b"lock")
    (project.root / "book" / "index.md").touch()
    assert take_digests() == before
    (project.root / "book" / "index.md").write_text("# Bookk\n", encoding="utf-8")
    assert take_digests() != before


class Looks:
    """Stands for the event that ends a watch: what happens between two looks, one after another."""

    def __init__(self, *happenings):
        self.happenings = list(happenings)

    def wait(self, seconds):
        if not self.happenings:
            return True
        self.happenings.pop(0)()
        return False


def test_a_save_calls_for_a_build_once_with_the_path(project):
    seen = []
    page = project.root / "book" / "index.md"

    def save():
        assert not seen  # nothing was saved before
        page.write_text("# New\n", encoding="utf-8")

    nothing = [lambda: None] * 3
    watch(project, seen.append, Looks(lambda: None, save, *nothing))
    assert seen == [["book/index.md"]]


def test_quick_saves_are_built_once_and_one_during_a_build_is_built_after_it(project):
    seen = []

    def save(name):
        (project.root / "book" / name).write_text(f"# {len(seen)}\n", encoding="utf-8")

    def build(changed):
        seen.append(changed)
        if len(seen) == 1:
            save("late.md")

    looks = [lambda: save("a.md"), lambda: save("b.md"), lambda: save("c.md"), *[lambda: None] * 4]
    watch(project, build, Looks(*looks))
    assert seen == [["book/a.md", "book/b.md", "book/c.md"], ["book/late.md"]]


def test_a_file_that_was_not_touched_is_not_read_again(project, monkeypatch):
    watched = Watched(project)
    before = watched.take_digests()
    page = project.root / "book" / "index.md"
    page.write_text("# Bo0k\n", encoding="utf-8")
    read = []
    whole = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or whole(path))
    after = watched.take_digests()
    assert read == [page] and after.keys() == before.keys() and after != before


def test_the_site_is_shown_at_an_address_of_this_machine(project, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<p>the book</p>", encoding="utf-8")
    got = []

    def ready(address):
        with urlopen(address) as answer:
            got.append((address, answer.read(), answer.headers["Cache-Control"]))
        raise KeyboardInterrupt  # as Ctrl+C does

    serve(project, site, lambda changed: None, 0, ready)
    address, body, cache = got[0]
    assert address.startswith("http://127.0.0.1:") and cache == "no-store"
    assert body == b"<p>the book</p>"
    assert (site / "index.html").read_bytes() == body


def test_a_port_that_is_taken_is_answered_with_another(project, tmp_path):
    def ready(address):
        port = int(address.rstrip("/").rpartition(":")[2])
        with pytest.raises(SencoError, match=r"cannot be used.*Try: --port"):
            serve(project, tmp_path, lambda changed: None, port, lambda _: None)
        raise KeyboardInterrupt

    serve(project, tmp_path, lambda changed: None, 0, ready)


@pytest.fixture
def ask(project, tmp_path):
    """Show a site with a private file beside it, and ask for something in it."""
    site = tmp_path / "site"
    (site / "folder").mkdir(parents=True)
    (site / "pages").mkdir()
    (site / "index.html").write_text("<p>the book</p>", encoding="utf-8")
    (site / "pages" / "index.html").write_text("<p>pages</p>", encoding="utf-8")
    (site / "folder" / "a name.txt").write_text("a file", encoding="utf-8")
    (tmp_path / "private.txt").write_text("Zebedee Quark", encoding="utf-8")

    def ask(path, host="localhost:{port}", method="GET"):
        got = []

        def ready(address):
            port = int(address.rstrip("/").rpartition(":")[2])
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANG_SECONDS)
            connection.putrequest(method, path, skip_host=True)
            if host is not None:
                connection.putheader("Host", host.format(port=port))
            connection.endheaders()
            answer = connection.getresponse()
            got.append((answer.status, answer.read().decode()))
            connection.close()
            raise KeyboardInterrupt

        serve(project, site, lambda changed: None, 0, ready)
        return got[0]

    ask.site = site
    return ask


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
def test_this_machine_is_answered_by_its_own_names(ask, name):
    assert ask("/", name + ":{port}") == (200, "<p>the book</p>")


@pytest.mark.parametrize(
    "host",
    ["evil.example:{port}", "localhost", "localhost:1", "localhost.evil.example:{port}",
     "127.0.0.1.nip.io:{port}", "evil.example", "", None, "localhost:{port}@evil.example",
     "0.0.0.0:{port}", "[::]:{port}"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_name_that_somebody_else_pointed_here_is_not_answered(ask, host, method):
    status, body = ask("/", host, method)
    assert status == 421 and "the book" not in body


def test_no_folder_is_listed_and_its_page_is_shown(ask):
    assert ask("/folder/")[0] == ask("/folder")[0] == 404
    assert ask("/pages/") == (200, "<p>pages</p>")
    assert ask("/folder/a%20name.txt?v=1") == (200, "a file")
    assert ask("/nothing.html")[0] == 404


def test_no_link_is_followed_wherever_it_leads(ask):
    try:
        (ask.site / "out.txt").symlink_to(ask.site.parent / "private.txt")
        (ask.site / "up").symlink_to(ask.site.parent)
        (ask.site / "linked").mkdir()
        (ask.site / "linked" / "index.html").symlink_to(ask.site.parent / "private.txt")
    except OSError:
        pytest.skip("this system makes no links")
    for path in ("/out.txt", "/up/private.txt", "/up/", "/linked/", "/linked/index.html"):
        status, body = ask(path)
        assert status == 404 and "Zebedee" not in body


@pytest.mark.parametrize(
    "path",
    ["/%00", "/a%00.html", "/../private.txt", "/%2e%2e/private.txt",
     "/folder/..%2f..%2fprivate.txt", "/%ff", "/%0a", "/%E2%80%AE", "/a\\..\\b", "/c:/x",
     "http://evil.example/", "*"],
)  # fmt: skip
def test_a_path_that_can_be_none_is_refused_without_a_trace(ask, path, capfd):
    status, body = ask(path)
    assert status == 400 and "Traceback" not in body and "Zebedee" not in body
    assert capfd.readouterr() == ("", "")


def test_a_browser_that_hangs_up_leaves_no_trace(project, tmp_path, capfd):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_bytes(b"x" * 2**22)

    def ready(address):
        port = int(address.rstrip("/").rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=HANG_SECONDS) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            one.sendall(f"GET / HTTP/1.0\r\nHost: localhost:{port}\r\n\r\n".encode())
            one.recv(10)
        with urlopen(address) as answer:
            answer.read()
        raise KeyboardInterrupt

    serve(project, tmp_path / "site", lambda changed: None, 0, ready)
    assert capfd.readouterr() == ("", "")


def test_the_makefile_shows_the_book_by_the_projects_own_command():
    assert "http.server" not in (ROOT / "Makefile").read_text(encoding="utf-8")


POLICY = b'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'


def test_only_a_page_that_is_shown_has_the_script_and_none_with_a_policy_of_its_own(ask):
    page = b"<html><body><p>text</p></body></html>"
    (ask.site / "page.html").write_bytes(page)
    (ask.site / "policy.html").write_bytes(POLICY + page)
    status, shown = ask("/page.html")
    assert status == 200 and f'src="{SCRIPT}" data-site="' in shown
    assert (ask.site / "page.html").read_bytes() == page
    assert ask("/policy.html") == (200, (POLICY + page).decode())
    assert add_script(page, "x-1").replace(
        f'<script defer src="{SCRIPT}" data-site="x-1"></script>'.encode(), b""
    ) == page  # fmt: skip
    assert "EventSource" in ask(SCRIPT)[1]


@pytest.mark.parametrize("path", [NEWS, SCRIPT])
def test_news_and_script_are_for_this_machine_alone(ask, path):
    status, body = ask(path, "evil.example:{port}")
    assert status == 421 and "EventSource" not in body and "site" not in body


def test_news_names_each_site_once_and_says_what_is_wrong_until_it_is_right():
    news = News()
    first = news.site
    told, said = news.wait(-1, 0)
    assert json.loads(said) == {"site": first, "problem": ""}
    assert news.wait(told, 0) == (told, "")
    news.tell("A word is wrong.")
    told, said = news.wait(told, 0)
    assert json.loads(said) == {"site": first, "problem": "A word is wrong."}
    news.tell()
    said = json.loads(news.wait(told, 0)[1])
    assert said["site"] != first and said["problem"] == ""
    assert News().site != first, "another time of serving has other names"


TALL = "<html><body><details><summary>More</summary><p>folded</p></details>{}</body></html>"


@pytest.mark.browser
def test_a_page_loads_itself_again_where_it_was_and_says_what_is_wrong(project, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    source = project.root / "book" / "index.md"

    def write(word):
        (site / "index.html").write_text(
            TALL.format(f"<p>{word}</p>" * 300), encoding="utf-8", newline="\n"
        )

    def rebuild(changed):
        if "book/stop.md" in changed:
            raise KeyboardInterrupt
        text = source.read_text(encoding="utf-8")
        if "wrong" in text:
            return f"book/index.md: {text} <b>is wrong</b>"
        write(text)
        return None

    write("old")
    started, address = Event(), []

    def ready(at):
        address.append(at)
        started.set()

    serving = Thread(target=serve, args=(project, site, rebuild, 0, ready))
    serving.start()
    try:
        assert started.wait(HANG_SECONDS)
        with open_browser() as browser:
            page = browser.new_page()
            page.goto(address[0])
            page.evaluate("document.querySelector('details').open = true; scrollTo(0, 1234)")
            source.write_text("new", encoding="utf-8")
            page.wait_for_function("document.querySelector('details ~ p').innerText === 'new'")
            page.wait_for_function("scrollY === 1234")
            assert page.evaluate("document.querySelector('details').open")
            source.write_text("wrong", encoding="utf-8")
            box = page.get_by_role("alert")
            box.wait_for()
            assert "<b>is wrong</b>" in box.inner_text(), "as text, not as HTML"
            assert page.evaluate("scrollY") == 1234
            assert page.locator("details ~ p").first.inner_text() == "new"
            for word in ("third", "fourth", "fifth"):
                source.write_text(word, encoding="utf-8")
            page.wait_for_function("document.querySelector('details ~ p').innerText === 'fifth'")
            box.wait_for(state="detached")
            page.wait_for_function("scrollY === 1234")
    finally:
        (project.root / "book" / "stop.md").write_text("stop", encoding="utf-8")
        serving.join(HANG_SECONDS)
    assert not serving.is_alive(), "an open page does not keep it from ending"
