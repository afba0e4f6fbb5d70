"""Where selections stand is told by names, by word bounds and by the program."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from senco.intake.formats.offsets import Text, choose_reading, score_document
from senco.intake.formats.qda import load_project
from tests.intake.test_formats_qda import as_utf16, pack, project, selection, text_source

TEXT = "Then 😀 he came.\r\nThe money was late.\r\nNo one to ask."


def load(text, spans, origin, names=()):
    """Read selections that are named by nothing, unless names are given."""
    found = [*names, *[""] * (len(spans) - len(names))]
    inner = "".join(
        selection(n, *span, name) for n, (span, name) in enumerate(zip(spans, found, strict=False))
    )
    content = pack(project(text_source(1, inner), origin=origin), [text.encode()])
    return load_project(content, quotations=True)


def count(text, phrase, width):
    start = text.index(phrase)
    return width(text[:start]), width(text[:start]) + width(phrase)


@pytest.mark.parametrize("origin", ["NVivo for Windows 12.6", "MAXQDA 24", ""])
def test_passages_after_an_emoji_are_told_by_word_bounds_where_names_are_blank(origin):
    spans = [count(TEXT, phrase, as_utf16) for phrase in ("The money was late", "to ask")]
    assert spans == [(18, 36), (46, 52)]  # by hand: the emoji is two, each line end two
    found = load(TEXT, spans, origin)
    assert found.segments[["start", "end"]].to_numpy().tolist() == [[16, 34], [43, 49]]
    assert found.segments["quotation"].tolist() == ["The money was late", "to ask"]
    assert found.report.reading == "line ends as stored, an emoji as two (UTF-16)"
    # read as characters, each begins a letter late and ends after the full stop
    assert found.report.reason.startswith("4 of 4 ends of selections fall between words (2 under")


def test_the_program_decides_where_words_do_not():
    chinese = "一😀二三四五六七"  # no word bounds within
    for origin, passage, why in (
        ("NVivo for Windows 12.6", "三四", "NVivo counts UTF-16 units"),
        ("QualCoder-3.5", "四五", "QualCoder counts characters"),
    ):
        found = load(chinese, [(4, 6)], origin)
        assert found.segments["quotation"].tolist() == [passage]
        assert found.report.reason == why
        assert not any("Another way" in note for note in found.report.notes)


def test_two_ways_that_fit_equally_and_differ_are_told_with_the_segments():
    found = load("一😀二三四五六七", [(0, 1), (4, 6)], "Quirkos 2.5")
    told = [note for note in found.report.notes if note.startswith("Another way of counting")]
    assert len(told) == 1 and "look at d1-s2 before" in told[0] and "UTF-16" in told[0]


def test_a_selection_cut_within_a_word_does_not_outweigh_the_program():
    text = "😀 " + "word next " * 60
    spans = [(3 + 10 * n, 7 + 10 * n) for n in range(60)]  # "word", in UTF-16 units
    spans[5] = (spans[5][0] - 2, spans[5][1])  # begins with the last letter of the word before
    found = load(text, spans, "NVivo for Windows 12.6")
    assert set(found.segments["quotation"]) == {"word", "t word"}


def test_of_ends_that_all_fall_between_words_those_next_to_one_count():
    """By hand: 5 to 6 is "I" in UTF-16 units, and the space after it in characters."""
    found = load("😀 - I - we", [(5, 6)], "MAXQDA")
    assert found.segments["quotation"].tolist() == ["I"]
    assert found.report.reason == (
        "2 of 2 ends of selections are next to a word (1 under the next best way)"
    )


def test_names_count_for_more_than_word_bounds():
    text = "😀 abcdefgh ijkl"
    spans = [(2, 6), (6, 10)]  # in characters: "abcd" and "efgh"
    found = load(text, spans, "NVivo for Windows 12.6", ("abcd", "efgh"))
    assert found.segments["quotation"].tolist() == ["abcd", "efgh"]
    assert found.report.reason.startswith("2 of 2 names are where the offsets say")


def test_where_every_way_gives_the_same_it_is_said():
    found = load("One plain line.", [(4, 9)], "NVivo")
    assert found.report.reason == "every way of counting gives the same places"


WIDTHS = {
    "stored": len,
    "one": lambda part: len(part.replace("\r\n", "\n")),
    "utf-16": as_utf16,
    "utf-16, one": lambda part: as_utf16(part.replace("\r\n", "\n")),
}
WORDS = st.text("abcé", min_size=1, max_size=6)
BETWEEN = st.sampled_from([" ", "\r\n", " 😀 ", "\u00a0", ", ", ".\r\n😀😀\r\n", " \u202f– "])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, BETWEEN), min_size=2, max_size=25), st.sampled_from([*WIDTHS]),
       st.data())  # fmt: skip
def test_whatever_a_program_counts_the_passage_is_right_or_the_doubt_is_told(parts, kind, data):
    width, text = WIDTHS[kind], "".join(word + sign for word, sign in parts)
    starts = [len("".join(w + s for w, s in parts[:n])) for n in range(len(parts))]
    chosen = data.draw(st.lists(st.sampled_from(range(len(parts))), min_size=1, unique=True))
    meant = {}
    for n in chosen:
        word, start = parts[n][0], starts[n]
        meant[width(text[:start]), width(text[: start + len(word)])] = word
    found = load(text, list(meant), data.draw(st.sampled_from(["", "MAXQDA"])))
    told = [note for note in found.report.notes if note.startswith("Another way of counting")]
    for segment, passage, word in zip(
        found.segments["segment"], found.segments["quotation"], meant.values(), strict=True
    ):
        assert passage == word or (told and f"{segment}" in told[0]) or (told and "more" in told[0])


def as_bytes(text):
    return len(text.encode())


#: What a text may have that programs count in different ways, each with what stands for it.
KINDS = {
    "emoji": "😀",
    "joined emoji": "👩‍🏫",
    "line ends": "\r\n",
    "combining marks": "e\u0301",
    "accents": "é",
}
SAYINGS = ("Funding came late", "nobody to ask", "kind parents", "the forms", "a long wait")


def vary(kind, number):
    """A text of five sayings with what programs count otherwise around them."""
    sign = KINDS[kind]
    parts = [f"{sign * (1 + (number + n) % 3)} {said}." for n, said in enumerate(SAYINGS)]
    return ("\ufeff" if number % 2 else "") + f" {sign}\r\n".join(parts)


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("width", [len, as_utf16, as_bytes])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("names", ["whole", "cut", "absent"])
def test_variations_of_known_truth_are_read_as_they_were_meant(kind, width, number, names):
    """The passages are known: the texts are put together around them."""
    text = vary(kind, number).removeprefix("\ufeff")  # which `decode` takes off
    spans = [count(text, said, width) for said in SAYINGS]
    called = {"whole": SAYINGS, "cut": [one[:8] + "…" for one in SAYINGS], "absent": [""] * 5}
    stored = Text(text)
    score = score_document(stored, called[names], spans)
    choice = choose_reading([score], "a program")
    read = [stored.content[slice(*place)] for place in score.places[choice.reading]]
    assert read == list(SAYINGS) or choice.find_doubtful(score).any()
    if names == "whole":
        assert read == list(SAYINGS) and choice.matched == choice.checked == 5


def test_bytes_are_counted_where_nothing_else_fits():
    text = "Ça a été décidé. Personne n’a été là. Après, l’été."
    spans = [count(text, said, as_bytes) for said in ("décidé", "Personne", "l’été")]
    assert spans == [(12, 20), (22, 30), (56, 65)]  # by hand: é and Ç are two bytes, ’ is three
    for names in ((), ("décidé", "Personne", "l’été")):
        found = load(text, spans, "", names)
        assert found.segments["quotation"].tolist() == ["décidé", "Personne", "l’été"]
        assert "four (bytes of UTF-8)" in found.report.reading
