"""The theme's style sheet, as the site has it."""

from __future__ import annotations

import re

#: The sheet of the theme that names the font of its icons.
THEME_SHEET = "pydata-sphinx-theme.css"


def leave_out_icons(sheet: str) -> str:
    """Return the theme's style sheet without the font of its icons, which the site draws itself.

    Parameters
    ----------
    sheet : str
        As the theme brings it.

    Returns
    -------
    str
        The rest of it, as it was.

    Examples
    --------
    >>> leave_out_icons('a{top:0}@font-face{font-family:"Font Awesome 6";src:url(a)}b{top:1px}')
    'a{top:0}b{top:1px}'
    """
    return re.sub(r"@font-face\{[^}]*Font Awesome[^}]*\}", "", sheet)
