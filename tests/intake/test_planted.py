"""Mistakes as people make them in a workbook are found where they stand, with what to do.

Each is planted by itself in a faultless workbook. Rows are counted as a spreadsheet does: row 1
holds the headings, 2 to 4 what is explained, so that the first row of data is 5.
"""

import shutil
from datetime import date

import pytest
from openpyxl import load_workbook

from senco.cli.doubts import ask_doubts
from senco.cohort.loading import load_contract
from senco.disclosure.incoming import find_people
from senco.intake.importing import import_files
from senco.workspace.paths import Project
from tests.cohorts import INFO, make_tables, write_book
from tests.conftest import ROOT

NAME = "planted"


def put(sheet, row, column, value):
    """One cell otherwise; the first row of data is 1."""

    def change(tables, info):
        tables[sheet][row][tables[sheet][0].index(column)] = value

    return change


def add(sheet, *cells):
    return lambda tables, info: tables[sheet].append(list(cells))


def say(key, value):
    return lambda tables, info: info.update({key: value})


def shorten(tables, info):
    """P1's line has its last point alone, and no event of theirs is placed on it."""
    del tables["worklines"][1:3]
    for event in tables["events"][1:3]:
        event[2] = None


def turn(tables, info):
    """P1's grid has four constructs, of which the last is the wrong way round."""
    for key in ("warm", "open", "early"):
        tables["grid_constructs"].append(["P1", key, f"not {key}", key, "right", "elicited"])
        ratings = (6, 1) if key == "early" else (4, 7)
        tables["grids"] += [["P1", key, "me", ratings[0]], ["P1", key, "best", ratings[1]]]
        tables["grids"].append(["P1", key, "other", 7 if key == "early" else 2])
        tables["construct_assignments"] += [
            ["P1", key, coder, "self-care", None] for coder in ("ann", "ben")
        ]
    tables["elements"].append(["P1", "other", "Somebody else", "other"])
    tables["grids"].append(["P1", "calm", "other", 2])


#: What is changed; the sheet, row and column that are named; and what is told of it.
PLANTED = {
    "a ranking of nobody": (put("rankings", 1, "participant", "P9"),
                            "rankings, row 5, column participant", "'P9'"),
    "somebody twice": (add((
        "participants"
    ), "P2", "SENCO", "three to five", "less than 10", "own words"),
                       "participants, row 8, column participant", (
                           "repeats another (the same as in row 6)"
                       )),
    "a name": (put("participants", 1, "participant", "Anna Smith"),
               "participants, row 5, column participant", "'Anna Smith'"),
    "another role": (put("participants", 1, "role", "Manager"),
                     "participants, row 5, column role", "'Manager'"),
    "years in words": (put("participants", 1, "role_years", "a while"),
                       "participants, row 5, column role_years", "'a while'"),
    "an unclear agreement": (put("participants", 1, "agreed", "maybe"),
                             "participants, row 5, column agreed", "'maybe'"),
    "no such day": (put("worklines", 1, "date", "31/02/2017"),
                    "worklines, row 5, column date", "'31/02/2017'"),
    "off the chart": (put("worklines", 1, "level", 9), "worklines, row 5, column level", "'9'"),
    "a level in words": (put("worklines", 1, "level", "high"),
                         "worklines, row 5, column level", "'high'"),
    "a place twice": (put("worklines", 2, "position", 0),
                      "worklines, row 6, column participant, position", "repeats another"),
    "time runs back": (put("worklines", 3, "date", date(2010, 9, 1)),
                       "worklines, row 7, column date", "2010-09-01, before an earlier place"),
    "one point": (shorten, "worklines, row 5, column participant", "a line of 'P1' with one point"),
    "an influence that is none": (put("events", 1, "influence", "relations"),
                                  "events, row 5, column influence", "'relations'"),
    "two critical events": (put("events", 1, "critical", "yes"),
                            "events, row 5 (and 6), column critical", "2 critical events of 'P1'"),
    "perhaps critical": (put("events", 1, "critical", "perhaps"),
                         "events, row 5, column critical", "'perhaps'"),
    "an event's key twice": (put("events", 2, "event", "e1a"),
                             "events, row 6, column event", "repeats another"),
    "beyond the line": (put("events", 1, "position", 3), "events, row 5, column position", "'3'"),
    "a passage of no event": (put("segments", 1, "event", "e9"),
                              "segments, row 5, column event", "'e9'"),
    "somebody else's event": (put("segments", 1, "event", "e2b"),
                              "segments, row 5, column event", "'e2b', an event of P2"),
    "it ends before it starts": (put("segments", 1, "start", 95),
                                 "segments, row 5, column end", "'90'"),
    "no gist": (put("segments", 1, "gist", None), "segments, row 5, column gist", "nothing"),
    "consent in words": (put("segments", 1, "consent", "ask"),
                         "segments, row 5, column consent", "'ask'"),
    "words without consent": (put("segments", 1, "quotation", "It took a year and a half."),
                              "segments, row 5, column quotation", "a quotation without consent"),
    "a label for a key": (put("codings", 1, "code", "Joint work"),
                          "codings, row 5, column code", "'Joint work'"),
    "a coding of nothing": (put("codings", 1, "segment", "s9"),
                            "codings, row 5, column segment", "'s9'"),
    "a coding twice": (add("codings", "s1", "joint-work", "ann"),
                       "codings, row 11, column segment, code, coder", "repeats another"),
    "its own parent": (put("codes", 2, "parent", "joint-work"),
                       "codes, row 6, column parent", "'joint-work', which is part of itself"),
    "a parent misspelt": (put((
        "codes"
    ), 2, "parent", "wrok"), "codes, row 6, column parent", "'wrok'"),
    "two selves": (put("elements", 2, "part", "self"), "elements, row 5 (and 6), column part",
                   "2 elements of 'P1' with the part 'self'"),
    "no ideal": (put("elements", 2, "part", "other"), "elements, row 5, column part",
                 "no element of 'P1' with the part 'ideal'"),
    "off the scale": (put("grids", 1, "rating", 9), "grids, row 5, column rating", "'9'"),
    "a rating in words": (put((
        "grids"
    ), 1, "rating", "often"), "grids, row 5, column rating", "'often'"),
    "a rating of an unknown element": (put("grids", 1, "element", "boss"),
                               "grids, row 5, column participant, element", "'P1, boss'"),
    "a rating twice": (add("grids", "P1", "calm", "me", 3),
                       "grids, row 11, column participant, grid_construct, element", (
                           "repeats another"
                       )),
    "a pole that is none": (put("grid_constructs", 1, "preferred_pole", "top"),
                            "grid_constructs, row 5, column preferred_pole", "'top'"),
    "a pole left out": (put("grid_constructs", 1, "left_pole", None),
                        "grid_constructs, row 5, column left_pole", "nothing"),
    "poles swapped": (turn, "grids", "'not early – early' in the grid of 'P1'"),
    "sorted to nothing": (put("construct_assignments", 1, "construct", "work life"),
                          "construct_assignments, row 5, column construct", "'work life'"),
    "a label twice": (put("constructs", 2, "label", "training"),
                      "constructs, row 6, column label", "'training' a second time"),
    "the same as nothing": (put("constructs", 1, "same_as", "cpd"),
                            "constructs, row 5, column same_as", "'cpd'"),
    "rank nought": (put("rankings", 1, "rank", 0), "rankings, row 5, column rank", "'0'"),
    "a rank too high": (put("rankings", 1, "rank", 12), "rankings, row 5, column rank",
                        "a ranking of 'P1' with the rank 12; no 2"),
    "a rank twice": (put("rankings", 1, "rank", 3), "rankings, row 5, column rank",
                     "a ranking of 'P1' with 3 more than once; no 2"),
    "a rank in words": (put((
        "rankings"
    ), 1, "rank", "first"), "rankings, row 5, column rank", "'first'"),
    "an item misspelt": (put("rankings", 1, "construct", "trainng"),
                         "rankings, row 5, column construct", "'trainng'"),
    "an address": (put("segments", 1, "gist", "Write to anna@acorns.example about it."),
                   "segments, row 5, column gist", "what looks like an e-mail address"),
    "a telephone": (put("events", 1, "gist", "Ring 01632 960123 first."),
                    "events, row 5, column gist", "what looks like a UK telephone number"),
    "no title": (say("title", None), "cohort, row 2, column title", "nothing"),
    "a scale upside down": (say("worklines minimum", 7), "cohort, row 8, column worklines",
                            "'minimum 7, maximum 5'"),
    "half a scale": (say("grids minimum", None), "cohort, row 10, column grids minimum", "nothing"),
    "a column that is none": (say("disclosure quasi_identifiers", "role, age"),
                              "cohort, row 12, column disclosure quasi_identifiers", "'age'"),
    "three in words": (say((
        "disclosure k"
    ), "three"), "cohort, row 13, column disclosure k", "'three'"),
}  # fmt: skip


def edit(sheet, cell, value):
    return lambda book: setattr(book[sheet][cell], "value", value)


#: The same for what is wrong with a sheet and not with a value.
SHEETS = {
    "a formula": (edit("rankings", "C5", "=1+1"), "rankings, row 5, column rank", "the formula"),
    "merged cells": (lambda book: book["rankings"].merge_cells("C5:D5"),
                     "rankings, row 5", "the merged cells C5:D5"),
    "a hidden sheet": (lambda book: setattr(book["grids"], "sheet_state", "hidden"),
                       "grids", "a hidden sheet"),
    "a heading misspelt": (edit("rankings", "C1", "rnak"),
                           "rankings, row 1, column 3", "the heading 'rnak'"),
    "a heading gone": (edit("segments", "F1", None),
                       "segments, row 1, column 6", "column 6 without a heading"),
}  # fmt: skip


def bring_in(root, change=None, alter=None):
    """Import a workbook; what is told of it, errors first, and the repairs."""
    shutil.copytree(ROOT / "data", root / "data")
    project, tables, info = Project(root), make_tables(), dict(INFO)
    if change:
        change(tables, info)
    path = write_book(root / f"{NAME}.xlsx", project, tables, info)
    if alter:
        book = load_workbook(path)
        alter(book)
        book.save(path)
    intake = import_files(NAME, [path], project)
    told = list(intake.findings)
    if intake.written:
        told += find_people(intake.tables, load_contract(project))
        told += ask_doubts(NAME, intake.written, project)
    return told, intake


def check_told(told, place, found):
    """One thing is told of, with its place and what to do."""
    texts = [str(finding) for finding in told]
    first = texts[0].removeprefix("warning: ")
    assert place in first.partition(": found ")[0], texts
    assert found in first, texts
    assert told[0].remedy, texts
    assert len([one for one in told if one.severity == told[0].severity]) == 1, texts


@pytest.mark.parametrize("what", PLANTED)
def test_a_mistake_is_found_where_it_stands_with_what_to_do(tmp_path, what):
    change, place, found = PLANTED[what]
    check_told(bring_in(tmp_path, change)[0], place, found)


@pytest.mark.parametrize("what", SHEETS)
def test_a_sheet_that_cannot_be_read_as_it_stands_is_named(tmp_path, what):
    alter, place, found = SHEETS[what]
    told, intake = bring_in(tmp_path, alter=alter)
    assert place in told[0].place and found in str(told[0]) and told[0].remedy
    assert not intake.written


def alone(tables, info):
    """Only people, constructs and rankings."""
    for name in [name for name in tables if name not in ("participants", "constructs", "rankings")]:
        del tables[name]


def spread(book):
    """Ranks across, a row a participant and a column a construct."""
    sheet = book["rankings"]
    sheet.delete_rows(1, sheet.max_row)
    keys = [row[0] for row in make_tables()["constructs"][1:]]
    ranks = {(who, key): rank for who, key, rank in make_tables()["rankings"][1:]}
    sheet.append(["participant", *keys])
    for who in dict.fromkeys(who for who, _ in ranks):
        sheet.append([who, *(ranks[who, key] for key in keys)])


@pytest.mark.parametrize(("change", "alter"), [(None, None), (alone, None), (None, spread)])
def test_a_faultless_workbook_raises_no_alarm(tmp_path, change, alter):
    told, intake = bring_in(tmp_path, change, alter)
    assert [str(one) for one in told] == [] and intake.repairs == [] and intake.written
