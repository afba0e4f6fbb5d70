"""Analysis of mixed-methods studies of SENCOs: the library behind the book.

The layers, from the top, each importing only from those below it:

command line (`cli`), book (`book`, `site`), execution (`execution`), presentation
(`figures`, `tables`, `results`), measures (`rankings`, `networks`, `audit` ...), data
(`intake`, `cohort`, `schema`), ground (`errors`, `model`).
"""

from importlib.metadata import version

__version__ = version("senco")
