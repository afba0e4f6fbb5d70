"""Analysis of mixed-methods studies by work-lines, grids and rankings: the library behind the book.

The packages, from the top, each importing only from those below it:

- `cli`: the commands
- `crate` and `withdrawal`: a cohort's deposit, and its removal
- `execution`: which pages are stale, and making them
- `book`: figures, tables and results, the site and the PDF
- `pages`, `planning` and `simulation`: what one page puts together, how many people a
  comparison takes, made cohorts
- `measures`: rankings, grids, networks and the others; values in, values out
- `disclosure`: the gate before anything is published
- `intake`: a cohort comes in, from files of many formats
- `cohort`: what a cohort is, its contract, validation and loading
- `workspace`: the project's folder
- `text`: words, Markdown, rounding
- `errors`: one family of errors
"""

from importlib.metadata import version

__version__ = version("senco")
