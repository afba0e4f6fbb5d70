"""The process from which tests have sites built, with the theme's own sheets parsed beforehand.

A site that is made from nothing parses the theme's style sheets, which takes a third of a small
one. The text is the same in each; what a sheet's text parses to depends on nothing else. Run as a
script in place of `senco.book.preloaded`, which does everything else.
"""

import importlib
import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "analysis" / "senco" / "book" / "preloaded.py"
#: Whose sheets every site has.
THEMES = ("pydata_sphinx_theme", "sphinx_book_theme")


def keep_sheets() -> None:
    """Have each of the theme's sheets parsed once; all other text is parsed as ever."""
    tinycss2 = importlib.import_module("tinycss2")
    parse = tinycss2.parse_stylesheet
    options = {"skip_comments": False, "skip_whitespace": False}  # as `senco.book.site.sheets`
    parsed = {}
    for name in THEMES:
        folder = Path(importlib.import_module(name).__file__).parent
        for path in sorted(folder.glob("theme/*/static/styles/*.css")):
            text = path.read_text(encoding="utf-8")
            parsed[text] = parse(text, **options)

    def parse_once(sheet, **given):
        known = parsed.get(sheet) if given == options and isinstance(sheet, str) else None
        return parse(sheet, **given) if known is None else known

    tinycss2.parse_stylesheet = parse_once


def main() -> None:
    """Do what the product's script does, once the sheets are parsed too."""
    spec = importlib.util.spec_from_file_location("preloaded", SCRIPT)
    preloaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(preloaded)
    prepare = preloaded.prepare

    def prepare_more():
        prepare()
        keep_sheets()

    preloaded.prepare = prepare_more
    given = preloaded.main()
    if given is not None:
        preloaded.become(given)
        exec(given["code"], {"__name__": "__main__"})


if __name__ == "__main__":
    main()
