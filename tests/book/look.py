"""What looks at a page of a built book in a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread

#: What axe-core looks for, by WCAG 2.2 AA and its own best practices.
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The rules that look at colours, which take it most of its time.
COLOURS = ["color-contrast", "link-in-text-block"]
SCHEMES = ("light", "dark")
_AXE = """([kinds, only, without, known]) => axe.run(
  kinds ? {include: kinds.flatMap((kind) => senco_kinds.get(kind))}
    : {include: [document.documentElement], exclude: known},
  {runOnly: only, resultTypes: ["violations"],
   rules: Object.fromEntries(without.map((rule) => [rule, {enabled: false}]))},
).then((found) => found.violations.flatMap((one) => one.nodes.map(
  (node) => [one.id, node.html])))"""
#: The menu beside a page, which is made once and turned for each: what is the same in all.
_MENU_PLACE = ".bd-sidebar-primary"
_MENU = """place => {
  const menu = document.querySelector(place)?.cloneNode(true);
  for (const one of menu?.querySelectorAll("*") ?? []) {
    for (const own of ["href", "aria-current"]) one.removeAttribute(own);
    one.classList.remove("current", "active");
  }
  return menu?.outerHTML;
}"""
#: Colours that are turning into others are neither.
_SETTLED = """() => !document.getAnimations().some(
  (one) => one instanceof CSSTransition && one.playState === "running")"""
#: What an open page shows of texts, and of fields in forms, by kind: of one kind are those of
#: the same type in the same colours, within the same painted, moved or cut-off elements.
_KINDS = """() => {
  const around = new Map([[null, ""]]), kinds = window.senco_kinds = new Map();
  const look = (one) => {
    if (!around.has(one)) {
      const style = getComputedStyle(one);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.position,
        style.overflow, style.clipPath, style.filter, style.mixBlendMode].join();
      const plain = "rgba(0, 0, 0, 0),none,1,static,visible,none,none,normal";
      around.set(one, look(one.parentElement) + (own === plain ? "" : `>${own}`));
    }
    return around.get(one);
  };
  const type = (one) => {
    const style = getComputedStyle(one);
    return [one.localName, style.color, style.fill, style.fontSize, style.fontWeight,
      style.textShadow, style.textDecorationLine].join();
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const shown = [...document.querySelectorAll("input, select, textarea, button")];
  while (texts.nextNode()) {
    if (texts.currentNode.data.trim()) shown.push(texts.currentNode.parentElement);
  }
  for (const one of new Set(shown)) {
    const box = one.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || box.right < 0 || box.bottom < 0) continue;
    if (!one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    const kind = `${type(one)} in ${type(one.parentElement)} on ${look(one)}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one].slice(0, 3));
  }
  return [...kinds.keys()];
}"""


#: The results of a search, the first shown first, as the page of the search asks for them.
FIND = """words => Search._performSearch(...Search._parseQuery(words)).reverse()
  .map(([page, title, anchor]) => [`${page}.html${anchor}`, title])"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_):
        """Say nothing: a page that is left does not take what it asked for."""


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a built book, at the address that is given."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def add_axe(tab):
    """Put axe-core into an open page."""
    tab.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))


def find_barriers(tab, scheme, seen=None):
    """What axe-core finds wrong: the rule, and the element, of each.

    By night the same elements stand in other colours: only rules on colours are asked. These
    look at three texts of a kind, and at none of a kind that was seen before, except where
    something is placed over something else; test_look.py shows that nothing is lost by it.
    Nor does any rule look again at a menu that was seen before with the same parts open.
    """
    seen = set() if seen is None else seen
    tab.wait_for_function(_SETTLED)
    found = []
    if scheme == "light":
        menu = tab.evaluate(_MENU, _MENU_PLACE)
        known = [_MENU_PLACE] if menu in seen else []
        seen.update([menu] if menu else [])
        found = tab.evaluate(_AXE, [None, _LEVELS, COLOURS, known])
    kinds = [one for one in tab.evaluate(_KINDS) if one not in seen or "absolute" in one]
    seen.update(kinds)
    return [*found, *(tab.evaluate(_AXE, [kinds, COLOURS, [], []]) if kinds else [])]
