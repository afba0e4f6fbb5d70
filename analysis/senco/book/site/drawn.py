"""What one cell shows, laid out one by one: figures with names and captions, tables with files."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from docutils import nodes

Render = Callable[[Any, Any, list[Any]], None]


def render_each(render: Render) -> Render:
    """Have what lays out a cell's outputs take them one by one.

    MyST-NB asks the cell alone what its figures are called, and gives all of them one name.

    Parameters
    ----------
    render : callable
        MyST-NB's own, of a renderer, a token and the outputs.

    Returns
    -------
    callable
        The same; where an output says of itself what it is, that counts for it. The figure of
        a panel has its name, and a table that is shown in part that of its file.
    """
    if getattr(render, "takes_each", False):
        return render

    @wraps(render)
    def render_own(self: Any, token: Any, outputs: list[Any]) -> None:
        cell = token.meta["metadata"]
        for output in outputs:
            own = output.get("metadata", {}).get("mystnb", {})
            token.meta["metadata"] = {**cell, "mystnb": own} if own else cell
            drawn = len(self.current_node)
            render(self, token, [output])
            for node in self.current_node[drawn:]:
                if "panel" in own and isinstance(node, nodes.figure):
                    node["panel"] = own["panel"]
                if "file" in own:
                    node["file"] = own["file"]
        token.meta["metadata"] = cell

    render_own.takes_each = True  # type: ignore[attr-defined]
    return render_own
