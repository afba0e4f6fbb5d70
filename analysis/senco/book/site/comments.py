"""Comments by readers, where a book offers them: kept elsewhere, loaded when they are asked for."""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

#: The setting of `_config.yml` that names the service; none by default.
SETTING = "senco_comments"


class Service(NamedTuple):
    """Where comments are kept.

    Parameters
    ----------
    name : str
        As readers know it.
    script : str
        What is loaded from there.
    terms : str
        What it says about its readers' data.
    """

    name: str
    script: str
    terms: str


#: The services that can be named (https://web.hypothes.is/help/embedding-hypothesis-in-websites-and-platforms).
SERVICES = {
    "hypothesis": Service(
        "Hypothesis", "https://hypothes.is/embed.js", "https://web.hypothes.is/privacy/"
    )
}


def check_comments(app: Sphinx, config: Config) -> None:
    """Refuse a service that is not known, and bring the script of one that is.

    Parameters
    ----------
    app : Sphinx
        The application.
    config : Config
        With the setting.

    Raises
    ------
    ConfigError
        Where the setting names another service.
    """
    named = config[SETTING]
    if not named:
        return
    if named not in SERVICES:
        allowed = ", ".join(SERVICES)
        raise ConfigError(
            f"_config.yml sets {SETTING} to {named!r}; allowed: {allowed}. Leave the line out "
            "for a book without comments."
        )
    app.add_js_file("comments.js", defer="defer")


def offer_comments(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put at a page's foot where comments are kept, and how to load them.

    Parameters
    ----------
    app : Sphinx
        The application.
    pagename, templatename : str
        Name of the page, and of what it is made with.
    context : dict
        Changed in place.
    doctree : docutils.nodes.document or None
        The page; one without a text of its own has nothing to comment on.
    """
    service = SERVICES.get(app.config[SETTING])
    if service is None or doctree is None or app.builder.name != "html":
        return
    told = context["told"]
    where = escape(
        told(
            f"Comments on this page are kept by {service.name}, an outside service, and everybody "
            f"can read them. Until you ask for them, nothing is loaded from there, and "
            f"{service.name} does not learn that you are here. Write nothing about a person."
        )
    )
    terms = escape(told(f"What {service.name} does with your data"))
    button = escape(told("Load the comments"))
    # what only a script can do is not shown without one
    context["theme_extra_footer"] = context.get("theme_extra_footer", "") + (
        f'<div class="senco-comments" data-script="{service.script}" hidden><p>{where} '
        f'<a href="{service.terms}">{terms}</a></p><p><button type="button">{button}</button></p>'
        "</div>"
    )
