"""Planning: how many people a comparison needs, before anybody is asked.

`questions` says what can be asked and checks it; `chances` how likely each verdict is, by
the rules that give the verdicts; `answers` how many people it takes, and where no number is
enough; `wording` puts it in words, `page` into the book.
"""

from senco.planning.answers import (
    Answer,
    answer_all,
    find_ceiling,
    find_left,
    find_people,
    find_room,
    find_utmost,
    tabulate_answers,
    tabulate_ceilings,
    tabulate_curves,
)
from senco.planning.questions import (
    AGREEMENT,
    DIFFERENCE,
    Beside,
    Question,
    ask,
    ask_beside,
    find_usual_length,
    list_reported,
)
from senco.planning.wording import (
    describe_ceilings,
    describe_question,
    format_answers,
    list_limits,
    write_ethics,
)

__all__ = [
    "AGREEMENT",
    "DIFFERENCE",
    "Answer",
    "Beside",
    "Question",
    "answer_all",
    "ask",
    "ask_beside",
    "describe_ceilings",
    "describe_question",
    "find_ceiling",
    "find_left",
    "find_people",
    "find_room",
    "find_usual_length",
    "find_utmost",
    "format_answers",
    "list_limits",
    "list_reported",
    "tabulate_answers",
    "tabulate_ceilings",
    "tabulate_curves",
    "write_ethics",
]
