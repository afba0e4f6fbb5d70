"""English sentences are found whatever was put into them, and nothing else is changed."""

import pytest

from senco.locale.catalogue import IN_ENGLISH, Catalogue, Entry

#: By hand.
SPANISH = Catalogue(
    [
        Entry("{n:d} people took part.", "Participaron {n} personas."),
        Entry("{who} took part.", "Participó {who}."),
        Entry("{first} and {last} (tied)", "{first} y {last} (empate)"),
        Entry("{first}, and {last} (tied)", "{first}, y {last} (empate)"),
        Entry("Each is one of {n:d}: {marks}. Source: rankings.", "De {n}: {marks}. Fuente: R."),
        Entry("a stroke is one person", "cada trazo, una persona"),
        Entry("Every {thing} is known.", "Se conocen todas las {thing}; {thing}."),
        Entry("**Who is *not* here.**", "**Quién *no* está.**"),
        Entry(
            "See {table}`contents`, {study}`many`.", "Véase la {table}`contents`, {study}`many`."
        ),
        Entry("rank", "rango", "figure"),
        Entry("It is private.", "Es privado."),
        Entry("It is private.", "Es público.", "published"),
        Entry("nothing is defined", "nada está definido"),
    ]
)


def test_a_sentence_is_found_with_the_number_that_was_put_in():
    assert SPANISH.translate("11 people took part.") == "Participaron 11 personas."
    assert SPANISH.translate("1,200 people took part.") == "Participaron 1,200 personas."


def test_an_unknown_sentence_stays_and_its_neighbours_do_not():
    assert SPANISH.translate("Nobody came.") == "Nobody came."
    told = SPANISH.translate("11 people took part.  Nobody came. It is private.")
    assert told == "Participaron 11 personas.  Nobody came. Es privado."


def test_of_two_patterns_the_one_with_more_fixed_letters_counts():
    """Anything took part, and so did a number of people; a comma stands where a label has "and"."""
    assert SPANISH.translate("Somebody took part.") == "Participó Somebody."
    assert SPANISH.translate("Salt and pepper, and sugar (tied)") == (
        "Salt and pepper, y sugar (empate)"
    )


def test_what_was_put_in_is_translated_in_its_turn():
    told = SPANISH.translate("Each is one of 3: a stroke is one person. Source: rankings.")
    assert told == "De 3: cada trazo, una persona. Fuente: R."


def test_what_was_put_in_may_hold_sentences_signs_and_braces():
    """A name with a full stop in it is no end of a sentence where the whole is known."""
    assert SPANISH.translate("Each is one of 2: No. <b>1</b>. Source: rankings.") == (
        r"De 2: No. <b>1</b>. Fuente: R."
    )
    assert SPANISH.translate(r"Every {n} \1 is known.") == r"Se conocen todas las {n} \1; {n} \1."


def test_a_pattern_fits_a_whole_text_or_not_at_all():
    assert SPANISH.translate("So 11 people took part") == "So 11 people took part"
    assert SPANISH.translate("Say: a stroke is one person") == "Say: a stroke is one person"


@pytest.mark.parametrize(
    ("english", "translated"),
    [
        ("## It is private.", "## Es privado."),
        ("- **Who is *not* here.** It is private.", "- **Quién *no* está.** Es privado."),
        ("  3. It is private.\n\nIt is private.\n", "  3. Es privado.\n\nEs privado.\n"),
        ("> *What* <i>else</i>?", "> *What* <i>else</i>?"),
        ("See {table}`contents`, {study}`many`.", "Véase la {table}`contents`, {study}`many`."),
        ("See {table}`others`, {study}`many`.", "See {table}`others`, {study}`many`."),
    ],
)
def test_marks_and_roles_of_markdown_survive(english, translated):
    assert SPANISH.translate_markdown(english) == translated


def test_an_entry_for_a_place_counts_there_alone_and_before_others():
    assert SPANISH.translate("rank") == "rank" == SPANISH.name("rank", "table")
    assert SPANISH.translate("rank", "figure") == "rango" == SPANISH.name("rank", "figure")
    assert SPANISH.translate("It is private.", "published") == "Es público."
    assert SPANISH.translate("It is private.", "collected") == "Es privado."


def test_a_note_that_was_made_a_sentence_keeps_its_full_stop():
    assert SPANISH.translate("nothing is defined. It is private.") == (
        "nada está definido. Es privado."
    )


def test_without_entries_every_text_stays_as_it_is():
    text = "# It is private.\n\n{glue:text}`n:d` {n} people\\"
    assert IN_ENGLISH.translate(text) == text == IN_ENGLISH.translate_markdown(text)


def test_the_po_format_is_read_and_what_is_not_settled_left_out():
    content = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "One."\nmsgstr "Uno."\n\nmsgctxt "table"\nmsgid "One."\nmsgstr "Una."\n\n'
        '#, fuzzy\nmsgid "Two."\nmsgstr "¿Dos?"\n\nmsgid "Three."\nmsgstr ""\n'
    )
    read = Catalogue.parse(content.encode())
    assert read.entries == (Entry("One.", "Uno."), Entry("One.", "Una.", "table"))
