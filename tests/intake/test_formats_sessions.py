"""A file that a page saved is read whole, and whatever else it is given for one is refused."""

import json

import pytest
from jsonschema import Draft202012Validator

from senco.intake.formats import sessions
from senco.intake.formats.sessions import (
    digest_session,
    load_session,
    name_file,
    parsing,
    read_session,
)
from senco.intake.formats.sessions.reading import name_place
from tests.conftest import ROOT
from tests.intake.sessions import GONE, HAND, change, draw, make, save, tidy_number, write_text

NAME = "P1-3f2a-2.json"


def read(session, label=NAME, **head):
    return read_session(write_text(session, **head).encode(), label)


def find(content, label=NAME):
    """What is found in a file that holds no session, in a sentence each."""
    content = content.encode() if isinstance(content, str) else content
    file, findings = read_session(content, label)
    assert file is None
    return [str(finding) for finding in findings]


def test_the_session_typed_by_hand_is_read_as_it_was_typed():
    file, findings = read(make())
    assert findings == [] and file.label == NAME
    assert file.session.participant == "P1" and file.session.consent.reuse is True
    assert file.session.workline.points == ((0, 1), (0.25, -2.5), (0.8125, 3.125), (1, 3))
    assert file.session.grid.ratings["c2"] == {"e1": 3, "e2": 1, "e3": None}
    assert file.session.ranking.places == (("child-first",), ("training", "funding"))


@pytest.mark.parametrize("seed", range(20))
def test_sessions_with_a_known_truth_are_read(seed):
    drawn = draw(seed, f"Q-{seed}")
    file, findings = read(drawn, f"Q-{seed}-0000-1.json")
    assert findings == []
    assert [[*point] for point in file.session.workline.points] == drawn["workline"]["points"]


def test_the_check_sum_is_of_the_text_that_javascript_makes():
    """By node 20: JSON.stringify of the same values, keys sorted, and SHA-256 of that."""
    session = json.loads('{"b":[0.1,100,0.0001,-2.5,0,0.3333,4294967295],"a":"é\\n\\u2028\\"😀"}')
    assert digest_session(session) == DIGEST


DIGEST = "d73c2f2c96932ebdb1d1e7fbf352288eaebf711baaa2e8584c87ee3856cad675"


@pytest.mark.parametrize(
    "number",
    ["1e-7", "0.30000000000000004", "-0", "-0.0", "1E2", "100.0", "0.10", "1e400", "NaN",
     "Infinity", "-Infinity", "0.00001", "12345678901", "9" * 5000, "0." + "1" * 5000],
)  # fmt: skip
def test_a_number_that_the_pages_do_not_write_is_refused(number):
    """For these JavaScript and Python write other texts, or the rounding was left out."""
    text = write_text(make()).replace("0.8125", number)
    (found,) = find(text)
    assert f"found the number '{number[:20]}'; allowed: numbers as the pages write" in found


@pytest.mark.parametrize("number", ["0.1", "0.0001", "-2.5", "0", "100", "-10", "3.125", "0.3333"])
def test_a_number_that_the_pages_write_is_the_same_text_in_both_languages(number):
    assert json.dumps(parsing.parse_session(number.encode())) == number


#: What is changed, and how the one finding about it begins and goes on.
MISTAKES = [
    (("participant",), "Jane Doe", "participant: found 'Jane Doe'"),
    (("participant",), GONE, ": found no 'participant'"),
    (("name",), "Jane", ": found the unknown key 'name'"),
    (("id",), "3F2A", "id: found '3F2A'"),
    (("revision",), 0, "revision: found '0'; allowed: greater than or equal to 1"),
    (("revision",), "2", "revision: found '2'; allowed: a valid integer"),
    (("day",), "2026-02-30", "day: found '2026-02-30'"),
    (("consent", "agreed"), "all", "consent, agreed: found 'all'; allowed: 'group results'"),
    (("consent", "reuse"), 1, "consent, reuse: found '1'"),
    (("about",), [], "about: found '0 entries'"),
    (("workline", "scale", "maximum"), -5, "work-line: found a scale from -5 to -5"),
    (("workline", "points", 2), [0.25, 3], "work-line, point 3: found the position 0.25 after 0.2"),
    (("workline", "points", 2), [0.2, 3], "work-line, point 3: found the position 0.2 after 0.25"),
    (("workline", "points", 1), [0.25, 5.5], "work-line, point 2: found the level 5.5; allowed: a"),
    (("workline", "points", 3), [1.5, 3], "work-line, point 4, position: found '1.5'"),
    (("workline", "points", 3), [1], "work-line, point 4, level: found nothing"),
    (("workline", "points", 3, 1), "high", "work-line, point 4, level: found 'high'"),
    (("workline", "gaps", 0), [0.4, 0.3], "work-line, gap 1: found 0.4 to 0.3"),
    (("workline", "events", 0, "critical"), True, "work-line, event 2: found 2 critical events"),
    (("workline", "events", 1, "position"), 0.2, "work-line, event 2: found the position 0.2 aft"),
    (("workline", "events", 1, "words"), " \u00a0", "work-line, event 2: found no words"),
    (("workline", "events", 1, "words"), "w" * 301, "work-line, event 2, words: found a text of"),
    (("workline", "points", 3), [0.9, 3], None),
    (("workline", "points", 0), [0.3, 3], "work-line, point 2: found the position 0.25 after 0.3"),
    (("grid", "elements", 1, "key"), "e1", "repertory grid, element 'e1': found the key 2 times"),
    (("grid", "elements", 2, "label"), "how i work NOW", "repertory grid, element 3: found the l"),
    (("grid", "elements", 2, "part"), "self", "repertory grid: found 2 elements of the part 'sel"),
    (("grid", "constructs", 1, "left"), "\u200b", "repertory grid, construct 'c2': found a pole"),
    (("grid", "constructs", 0, "shown"), ["e1", "e2", "e9"], "repertory grid, construct 'c1': fo"),
    (("grid", "constructs", 0, "shown"), ["e1", "e2"], "repertory grid, construct 'c1': found 2"),
    (("grid", "constructs", 0, "alike"), ["e1", "e9"], "repertory grid, construct 'c1': found el"),
    (("grid", "constructs", 1, "begun"), "c9", "repertory grid, construct 'c2': found a ladder s"),
    (("grid", "constructs", 0, "kind"), "overall", "repertory grid: found 2 overall constructs"),
    (("grid", "ratings", "c1", "e2"), 9, "repertory grid, rating of 'e2' on 'c1': found 9; allow"),
    (("grid", "ratings", "c1", "e9"), 1, "repertory grid, rating of 'e9' on 'c1': found a rating"),
    (("grid", "ratings", "c9"), {"e1": 1}, "repertory grid, ratings on 'c9': found ratings on an"),
    (("grid", "ratings", "c1", "e2"), "1", "repertory grid, rating of 'e2' on 'c1': found '1'; a"),
    (("grid", "seed"), -1, "repertory grid, seed: found '-1'"),
    (("ranking", "cards", 1, "label"), "Training ", "ranking, card 2: found the label of another"),
    (("ranking", "places", 0), ["funding"], "ranking, card 'child-first': found no place for it"),
    (("ranking", "places", 0), ["child-first", "x"], "ranking, card 'x': found a card that is no"),
    (("ranking", "places", 0), [], "ranking, place 1: found '0 entries'"),
    (("ranking", "left_out"), [], "ranking, card 'work-life': found no place for it"),
    (("ranking", "unplaced"), ["work-life"], "ranking, card 'work-life': found it 2 times"),
    (("ranking", "ties"), False, "ranking, place 2: found several cards"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "told"), MISTAKES)
def test_each_mistake_is_found_where_it_is(path, value, told):
    file, findings = read(change(HAND, path, value))
    if told is None:
        assert file and not findings
        return
    texts = [str(finding) for finding in findings]
    assert any(f"{NAME}, {told}".replace(", :", ":") in text for text in texts), texts
    assert len(texts) == 1 or path[-1] in ("places", 0), texts


def test_an_event_off_the_line_is_found():
    (finding,) = read(change(HAND, ("workline", "points", 0), [0.26, 1]))[1][:1]
    assert "point 2" in str(finding)
    drawn = change(HAND, ("workline", "points"), [[0.5, 1], [1, 2]])
    (finding,) = read(drawn)[1]
    assert "event 1: found the position 0.25, off the line; allowed: a place on the" in str(finding)


def test_of_very_many_mistakes_twenty_are_told():
    """499 places that are no greater, 500 levels beyond the scale, 2 events off the line."""
    points = [[0.5, 9]] * 500
    findings = read(change(HAND, ("workline", "points"), points))[1]
    assert len(findings) == 21 and findings[-1].found == "981 more such things"


# what was changed, damaged or is of another kind


@pytest.mark.parametrize("part", ["0.8125", "A letter came.", '"e1": 2', "3f2a000000000001"])
def test_a_file_in_which_anything_was_changed_is_refused_by_its_check_sum(part):
    other = part.replace("2", "3").replace("came", "cane")
    (found,) = find(write_text(make()).replace(part, other, 1))
    assert found == (
        f"{NAME}: found a checksum that does not match its content: it was changed by hand, or "
        "damaged; allowed: the file as it was saved. Use the file as the page saved it, or "
        "save the session again."
    )


@pytest.mark.parametrize("sha256", ["", None, 1, "0" * 64, ["a"], digest_session(HAND).upper()])
def test_no_other_check_sum_will_do(sha256):
    (found,) = find(write_text(make(), sha256=sha256))
    assert "found a checksum that does not" in found


def test_the_order_of_keys_and_the_spaces_between_them_do_not_matter():
    turned = dict(reversed(list(make().items())))
    assert digest_session(turned) == digest_session(HAND)
    text = json.dumps(json.loads(write_text(turned)))
    assert read_session(text.encode(), NAME)[0].session == read(make())[0].session


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ({"version": 2}, "version 2 of a saved session, which is newer than this program"),
        ({"version": 0}, "no version, or an unknown one"),
        ({"version": True}, "no version, or an unknown one"),
        ({"version": "1"}, "no version, or an unknown one"),
        ({"format": "other"}, "JSON that is not a saved session"),
        ({"format": ["senco-session"]}, "JSON that is not a saved session"),
        ({"more": 1}, "the unknown key 'more'"),
    ],
)
def test_another_format_or_version_is_told(head, told):
    (found,) = find(write_text(make(), **head))
    assert f"{NAME}: found {told}" in found


def nest(n):
    return "[" * n + "]" * n


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "invalid JSON from line 1 on"),
        ("{", "invalid JSON from line 1 on"),
        (write_text(make())[:-40], "invalid JSON from line 1"),
        ("[]", "JSON that is not a saved session"),
        ("null", "JSON that is not a saved session"),
        (nest(12), "lists more than 10 within one another"),
        (nest(200_000), "lists nested too deeply"),
        ('{"a":' * 100_000, "lists nested too deeply"),
        ("[" + "0," * 60_000 + "0]", "more than 50,000 values"),
        ('{"a": 1, "a": 1}', "the key 'a' twice in one place"),
        (write_text(make()).replace('"c1": {', '"c1": {}, "c1": {', 1), "the key 'c1' twice"),
        ('["\\ud800"]', "a text with an invisible character"),
        ('["\\u0000"]', "a text with an invisible character"),
        ('{"\\u202ea": 1}', "a text with an invisible character"),
        (b"\xff\xfe\x00", "bytes that are not UTF-8"),
        (write_text(make()).encode("utf-16"), "bytes that are not UTF-8"),
        (write_text(make()).encode("utf-16-le"), "invalid JSON from line 1 on"),
        (write_text(make()).replace("A letter", "A\tletter"), "invalid JSON from line"),
    ],
)
def test_what_no_page_wrote_is_refused(content, told):
    (found,) = find(content)
    assert told in found


def test_a_text_that_cannot_be_seen_is_told_with_its_place():
    changed = change(HAND, ("workline", "events", 0, "words"), "A \u202eletter.")
    (found,) = find(write_text(changed))
    assert f"{NAME}, work-line, event 1, words: found a text with an invisible" in found


def test_a_mark_of_the_byte_order_changes_nothing():
    assert read_session(write_text(make()).encode("utf-8-sig"), NAME)[1] == []


def test_ten_megabytes_of_points_are_refused_before_they_are_read(tmp_path, monkeypatch):
    def never(*_):
        raise AssertionError("it was read")

    monkeypatch.setattr(sessions.reading, "parse_session", never)
    path = tmp_path / NAME
    path.write_bytes(b"[0,0]," * (10 * 2**20 // 6))
    file, (finding,) = load_session(path, NAME)
    assert file is None and str(finding).startswith(f"{NAME}: found 10,485,756 bytes; allowed: at")
    monkeypatch.setattr(parsing, "MAXIMUM_BYTES", 8)
    with pytest.raises(parsing.RefusedError, match="9 bytes"):
        parsing.parse_session(b"[0,0,0,0]")


def test_a_file_that_cannot_be_opened_is_told(tmp_path):
    assert "cannot be opened" in load_session(tmp_path / "none.json", NAME)[1][0].found


def test_the_largest_session_of_the_model_passes_the_bounds():
    """A grid of 60 elements and 100 constructs, 500 points, 60 events, 150 cards."""
    grid = make()["grid"]
    elements = [{"key": f"e{n}", "label": f"{n:0120}", "part": "other"} for n in range(60)]
    keys = [one["key"] for one in elements]
    said = {"method": "full context", "begun": None, "alike": keys, "shown": keys}
    one = grid["constructs"][1] | said
    constructs = [one | {"key": f"c{n}", "left": "l" * 200, "right": "é" * 200} for n in range(100)]
    ratings = {c["key"]: {e["key"]: 1.125 for e in elements} for c in constructs}
    cards = [{"key": f"k{n}", "label": f"{n:0160}"} for n in range(150)]
    session = make(
        grid=grid | {"elements": elements, "constructs": constructs, "ratings": ratings},
        ranking=make()["ranking"] | {"cards": cards, "places": [[c["key"]] for c in cards],
                                     "left_out": []},
    )  # fmt: skip
    session["workline"] |= {
        "points": [[tidy_number(n / 1000), 1.125] for n in range(500)], "gaps": [],
        "events": [{"position": 0.25, "words": "é" * 300, "critical": False}] * 60,
    }  # fmt: skip
    assert read(session)[1] == []
    assert len(write_text(session).encode()) < parsing.MAXIMUM_BYTES / 2


# words


def test_a_files_name_is_told_only_where_a_page_gave_it(tmp_path):
    assert name_file(tmp_path / "EY-12-00ff-3 (1).json", "x") == "EY-12-00ff-3 (1).json"
    for name in ("Jane Doe.json", "P1-Jane-2.json", "P1.json", "P1-3f2a-2.json.json"):
        assert name_file(tmp_path / name, "JSON file 1 of 1") == "JSON file 1 of 1"
    label = read(make(), "JSON file 1 of 1")[0].label
    assert label == "JSON file 1 of 1 (P1, session 3f2a)"


@pytest.mark.parametrize(
    ("loc", "words"),
    [((), ""), (("session", "day"), "day"), (("session", "workline", "scale", "minimum"),
      "work-line, scale, minimum"), (("session", "grid", "ratings", "c1"),
      "repertory grid, ratings on 'c1'"), (("session", "ranking", "left_out", 2),
      "ranking, left_out, number 3")],
)  # fmt: skip
def test_a_place_is_told_in_words(loc, words):
    assert name_place(loc) == words


def test_the_schema_takes_the_session_typed_by_hand_and_no_other_key():
    text = sessions.write_schema()
    assert (ROOT / "data" / "session.schema.json").read_text(encoding="utf-8") == text
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    saved = json.loads(write_text(HAND))
    assert not list(validator.iter_errors(saved))
    [wrong] = validator.iter_errors({**saved, "session": {**HAND, "name": "x"}})
    assert "'name' was unexpected" in wrong.message


def test_a_file_is_saved_under_the_name_that_the_page_gives_it(tmp_path):
    assert save(tmp_path, make()).name == NAME
    assert load_session(tmp_path / NAME, NAME)[1] == []
