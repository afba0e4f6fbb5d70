"""Exports of survey programs, made with a known truth: the same rankings as each would write them.

A maker takes a random generator and the truth, and returns the file's text, its ending and what
the reader has to be told. What varies from seed to seed: separators, rows of headings, columns of
the program's own and their order, labels, blanks, capitals, and the encoding.
"""

import csv
import io
import json
import random
from dataclasses import dataclass

import numpy as np
import pandas as pd

LABELS = ("Funding", "Training", "Time", "Räume für alle", "Work-life balance", "Équipe", "Ethos",
          "Language", "Phone calls", "Status of the role", "Start of term", "Name of the class",
          "Parents/carers", "Children's voice", "Notes")  # fmt: skip
COMMAS = ("Staff, all of them", "Plans, reviews", "Money, time and space")
PEOPLE = (("Ann Achieng", "ann.achieng@example.org"), ("Bo Berg", "bo@example.com"),
          ("Cy Cole", "cy.cole@example.net"), ("Di Dunn", "di@example.org"),
          ("Ed Eke", "ed@example.org"), ("Flo Fay", "flo@example.org"),
          ("Gus Gill", "gus@example.org"), ("Hal Hey", "hal@example.org"),
          ("Ivy Ip", "ivy@example.org"))  # fmt: skip
PRIVATE = ("192.0.2.", *(word for name, mail in PEOPLE for word in (*name.split(), mail)))
ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th")
WORDS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh")


@dataclass(frozen=True)
class Truth:
    """What people ranked: items, and each person's order of some or all of them."""

    items: tuple[str, ...]
    orders: tuple[tuple[int, ...], ...]

    @property
    def ranks(self):
        ranks = np.full((len(self.orders), len(self.items)), np.nan)
        for row, order in enumerate(self.orders):
            ranks[row, list(order)] = range(1, len(order) + 1)
        return ranks

    def table(self):
        return pd.DataFrame(self.ranks, columns=list(self.items))


def draw(rng, whole=None, commas=False):
    """Six to nine people's rankings of three to six items; some rank only their first few."""
    size = rng.randint(3, 6)
    items = rng.sample([*LABELS, *(COMMAS if commas else ())], size)
    orders = [rng.sample(range(size), size) for _ in range(rng.randint(6, 9))]
    if not (rng.random() < 0.5 if whole is None else whole):
        orders = [order[: rng.randint(2, size)] for order in orders]
        orders[0] = rng.sample(range(size), size)
    return Truth(tuple(items), tuple(map(tuple, orders)))


def write(rows, rng, sign=None):
    stream = io.StringIO()
    quoting = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    sign = sign or rng.choice([",", ",", ";", "\t"])
    csv.writer(stream, delimiter=sign, quoting=quoting).writerows(rows)
    return stream.getvalue()


def when(rng):
    return f"2026-05-{rng.randint(1, 28):02d} {rng.randint(8, 17):02d}:{rng.randint(10, 59)}:00"


def cells(truth, rng, blanks=("",)):
    """The ranks as text, a row for each person."""
    blank = rng.choice(blanks)
    return [[blank if np.isnan(rank) else f"{rank:g}" for rank in row] for row in truth.ranks]


def placed(truth, names=None):
    """The items in the order of their places, a row for each person."""
    names = names or truth.items
    size = len(truth.items)
    return [[*(names[n] for n in order), *[""] * (size - len(order))] for order in truth.orders]


def beside(rng, columns, own):
    """Put a program's own columns before the others, some of them after."""
    cut = rng.randint(1, len(own))
    return [[*head[:cut], *row, *head[cut:]] for head, row in
            zip(zip(*own, strict=True), columns, strict=True)]  # fmt: skip


def qualtrics(rng):
    truth = draw(rng)
    count, n = len(truth.orders), rng.randint(2, 40)
    asked = rng.choice(["Put these in order", "Rank these - 1 is the most important", "Order:"])
    group = [f"Q{n}_{k + 1}" for k in range(len(truth.items))]
    labels = [f"{asked} - {item}" for item in truth.items]
    marks = [json.dumps({"ImportId": f"QID{n}_{k + 1}"}) for k in range(len(truth.items))]
    own = [("StartDate", "Start Date", '{"ImportId":"startDate","timeZone":"Europe/London"}',
            *(when(rng) for _ in range(count))),
           ("Status", "Response Type", '{"ImportId":"status"}', *["IP Address"] * count),
           ("IPAddress", "IP Address", '{"ImportId":"ipAddress"}', *["192.0.2.7"] * count),
           ("Progress", "Progress", '{"ImportId":"progress"}', *["100"] * count),
           ("Finished", "Finished", '{"ImportId":"finished"}', *["True"] * count),
           ("ResponseId", "Response ID", '{"ImportId":"_recordId"}',
            *(f"R_{k}x{rng.randint(100, 999)}" for k in range(count))),
           ("RecipientEmail", "Recipient Email", '{"ImportId":"recipientEmail"}',
            *(mail for _, mail in PEOPLE[:count])),
           (f"Q{n}_DO", f"Display Order: Q{n}", f'{{"ImportId":"QID{n}_DO"}}',
            *["|".join(truth.items)] * count)]  # fmt: skip
    if rng.random() < 0.5:
        own.append(("Q99_1", "Rate - this", '{"ImportId":"QID99_1"}', *["5"] * count))
        own.append(("Q99_2", "Rate - that", '{"ImportId":"QID99_2"}', *["4"] * count))
    rows = beside(rng, [group, labels, marks, *cells(truth, rng)], own)
    return truth, write(rows, rng, rng.choice([",", "\t"])), {}


def qualtrics_legacy(rng):
    truth = draw(rng)
    count = len(truth.orders)
    own = [("V1", "ResponseID", *(f"R_{k}" for k in range(count))),
           ("V4", "Name", *(name for name, _ in PEOPLE[:count])),
           ("V6", "IPAddress", *["192.0.2.7"] * count),
           ("V8", "StartDate", *(when(rng) for _ in range(count))),
           ("V10", "Finished", *["1"] * count)]  # fmt: skip
    group = [f"Q7_{k + 1}" for k in range(len(truth.items))]
    labels = [f"Please rank-{item}" if rng.random() < 0 else f"Please rank - {item}"
              for item in truth.items]  # fmt: skip
    return truth, write(beside(rng, [group, labels, *cells(truth, rng)], own), rng), {}


def _lime(rng, count, text):
    own = [(("Response ID", "id")[text], *range(1, count + 1)),
           (("Date submitted", "submitdate")[text], *(when(rng) for _ in range(count))),
           (("Last page", "lastpage")[text], *["2"] * count),
           (("Start language", "startlanguage")[text], *["en"] * count),
           (("Seed", "seed")[text], *(rng.randint(10**6, 10**9) for _ in range(count))),
           (("IP address", "ipaddr")[text], *["192.0.2.7"] * count)]  # fmt: skip
    return rng.sample(own[1:], rng.randint(1, 5)) + own[:1]


def lime_codes(rng):
    """A ranking by codes, with the codebook beside it."""
    truth = draw(rng)
    codes = [f"AO{k + 1:02d}" for k in range(len(truth.items))]
    head = [f"prio[{k + 1}]" for k in range(len(truth.items))]
    rows = beside(rng, [head, *placed(truth, codes)], _lime(rng, len(truth.orders), True))
    book = write([["code", "label"], *zip(codes, truth.items, strict=True)], rng)
    return truth, write(rows, rng), {"labels": book}


def lime_text(rng):
    truth = draw(rng)
    noun = rng.choice(["Rank {}", "Ranking {}", "rank {}"])
    asked = rng.choice(["What comes first?", "Put in order, please [1 = most]"])
    code = rng.choice(["", "prio[{n}]. "])
    head = [code.format(n=k) + f"{asked} [{noun.format(k)}]" for k in
            range(1, len(truth.items) + 1)]  # fmt: skip
    rows = beside(rng, [head, *placed(truth)], _lime(rng, len(truth.orders), False))
    return truth, write(rows, rng), {}


def lime_array(rng):
    """A field of numbers by items, as a substitute for a ranking, with an array beside it."""
    truth = draw(rng)
    head = [f"What comes first? [{item}]" for item in truth.items]
    own = _lime(rng, len(truth.orders), False)
    own += [(f"Rate it [{item}]", *["4"] * len(truth.orders)) for item in ("Play", "Rest")]
    return truth, write(beside(rng, [head, *cells(truth, rng, ("", "N/A"))], own), rng), {}


def ms_forms(rng):
    truth = draw(rng, whole=True, commas=True)
    count = len(truth.orders)
    own = [("ID", *range(1, count + 1)), ("Start time", *(when(rng) for _ in range(count))),
           ("Completion time", *(when(rng) for _ in range(count))),
           ("Email", *rng.choice([["anonymous"] * count, [mail for _, mail in PEOPLE[:count]]])),
           ("Name", *rng.choice([[""] * count, [name for name, _ in PEOPLE[:count]]]))]  # fmt: skip
    if rng.random() < 0.5:
        own.append(("Which do you use?", *(f"{truth.items[k % 2]};" for k in range(count))))
    asked = rng.choice(["Put these in order, the most important first", "Rank", "Was zuerst?"])
    end = rng.choice([";", ";", ""])
    lists = [[";".join(row) + end] for row in placed(truth)]
    return truth, write(beside(rng, [[asked], *lists], own), rng, ","), {}


def _google(rng, count):
    own = [(rng.choice(["Timestamp", "Zeitstempel", "Horodateur"]),
            *(f"2026/05/{rng.randint(1, 28)} 9:{rng.randint(10, 59)}:00 am GMT+1"
              for _ in range(count)))]  # fmt: skip
    if rng.random() < 0.6:
        own.append(("Email Address", *(mail for _, mail in PEOPLE[:count])))
    if rng.random() < 0.4:
        own.append(("Anything else?", *rng.choices(["", "No, thanks", "It was long"], k=count)))
    return own


def google_grid(rng):
    truth = draw(rng)
    says = rng.choice([ORDINALS, WORDS, [f"{k} (most)" if k == 1 else str(k) for k in range(1, 8)],
                       [f"{word} choice" for word in ORDINALS], [f"Rank {k}" for k in range(1, 8)],
                       [str(k) for k in range(1, 8)]])  # fmt: skip
    body = [[says[int(rank) - 1] if rank else "" for rank in row] for row in cells(truth, rng)]
    head = [f"What comes first? [{item}]" for item in truth.items]
    return truth, write(beside(rng, [head, *body], _google(rng, len(body))), rng, ","), {}


def google_turned(rng):
    truth = draw(rng, commas=True)
    says = rng.choice([ORDINALS, WORDS, [f"{word} choice" for word in ORDINALS],
                       [f"Priority {k}" for k in range(1, 8)]])  # fmt: skip
    head = [f"What comes first? [{says[k]}]" for k in range(len(truth.items))]
    own = _google(rng, len(truth.orders))
    return truth, write(beside(rng, [head, *placed(truth)], own), rng, ","), {}


def list_with_commas(rng):
    """Typed or ticked in order; some labels hold commas, and may be given."""
    truth = draw(rng, whole=True, commas=True)
    lists = [[", ".join(row)] for row in placed(truth)]
    told = rng.random() < 0.5
    book = {"labels": write([[item] for item in truth.items], rng, ",")} if told else {}
    own = _google(rng, len(truth.orders))
    return truth, write(beside(rng, [["Order of importance"], *lists], own), rng, ","), book


def surveymonkey(rng):
    truth = draw(rng)
    count, size = len(truth.orders), len(truth.items)
    own = [("Respondent ID", "", *(118 + k for k in range(count))),
           ("Collector ID", "", *["401"] * count),
           ("Start Date", "", *["05/04/2026"] * count)]  # fmt: skip
    if rng.random() < 0.6:
        own.append(("IP Address", "", *["192.0.2.7"] * count))
        own.append(("Email Address", "", *(mail for _, mail in PEOPLE[:count])))
        own.append(("First Name", "", *(name.split()[0] for name, _ in PEOPLE[:count])))
        own.append(("Custom Data 1", "", *[""] * count))
    block = [["Rank these, 1 = most important", *[""] * (size - 1)], [*truth.items],
             *cells(truth, rng, ("", "N/A"))]  # fmt: skip
    rows = [[*head, *row] for head, row in zip(zip(*own, strict=True), block, strict=True)]
    if rng.random() < 0.5:
        last = ["Anything else?", "Open-Ended Response", *["A, b; c"] * count]
        rows = [[*row, cell] for row, cell in zip(rows, last, strict=True)]
    return truth, write(rows, rng), {}


def _kobo(rng, count):
    own = [("start", *(when(rng) for _ in range(count))),
           ("end", *(when(rng) for _ in range(count))),
           ("_id", *(1000 + k for k in range(count))), ("_uuid", *(f"u{k}" for k in range(count))),
           ("_submission_time", *(when(rng) for _ in range(count))), ("_index", *range(count)),
           ("username", *["ann"] * count)]  # fmt: skip
    return own[:3] + rng.sample(own[3:], rng.randint(0, 4))


def _names(truth):
    return ["".join(c if c.isalnum() else "_" for c in item.lower()) for item in truth.items]


def kobo_list(rng):
    truth = draw(rng)
    names = _names(truth)
    lists = [[" ".join(filter(None, row))] for row in placed(truth, names)]
    own = _kobo(rng, len(truth.orders))
    if rng.random() < 0.5:  # boxes that were ticked, with a column for each
        own += [("uses", *["a b"] * len(lists)), ("uses/a", *["1"] * len(lists)),
                ("uses/b", *["1"] * len(lists))]  # fmt: skip
    rows = beside(rng, [[rng.choice(["rank_these", "main/priority_order"])], *lists], own)
    if rng.random() < 0.5:
        choices = [["l", *pair] for pair in zip(names, truth.items, strict=True)]
        book = write([["list_name", "name", "label"], *choices], rng)
        return truth, write(rows, rng, rng.choice(";,")), {"labels": book}
    return Truth(tuple(names), truth.orders), write(rows, rng, rng.choice(";,")), {}


def kobo_choices(rng):
    truth = draw(rng)
    truth = Truth(tuple(_names(truth)), truth.orders)
    start = rng.choice(["main/ranks/_{}_choice", "ranks_{}_choice", "{} choice"])
    head = [start.format(ORDINALS[k]) for k in range(len(truth.items))]
    rows = beside(rng, [head, *placed(truth)], _kobo(rng, len(truth.orders)))
    return truth, write(rows, rng, rng.choice(";,")), {}


def people_in_rows(rng):
    truth = draw(rng)
    heading = rng.choice(["participant", "Respondent", "ID", "Rater"])
    rows = [[heading, *truth.items]]
    blanks = ("", "NR", "nr", "-", "–", "n/a", "0")
    body = cells(truth, rng, blanks)
    if rng.random() < 0.3:
        body = [[ORDINALS[int(c) - 1] if c.isdigit() and c != "0" else c for c in row]
                for row in body]  # fmt: skip
    rows += [[f"P{k}", *row] for k, row in enumerate(body, 1)]
    return truth, write(rows, rng), {}


def items_in_rows(rng):
    truth = draw(rng)
    heading = rng.choice(["Item", "Construct", "Statement", "Options", ""])
    people = [f"P{k + 1}" for k in range(len(truth.orders))]
    turned = zip(*cells(truth, rng, ("", "-", "0")), strict=True)
    body = [[item, *row] for item, row in zip(truth.items, turned, strict=True)]
    return truth, write([[heading, *people], *body], rng), {}


def places_in_columns(rng):
    truth = draw(rng, commas=True)
    says = rng.choice([ORDINALS, WORDS, [f"Rank {k}" for k in range(1, 8)],
                       [f"{k}. choice" for k in range(1, 8)]])  # fmt: skip
    rows = [["Participant", *says[: len(truth.items)]]]
    rows += [[f"P{k}", *row] for k, row in enumerate(placed(truth), 1)]
    return truth, write(rows, rng), {}


def long_table(rng):
    truth = draw(rng)
    rows = [(f"P{k}", item, rank) for k, line in enumerate(cells(truth, rng, ("", "NR", "0")), 1)
            for item, rank in zip(truth.items, line, strict=True)]  # fmt: skip
    head = ["participant", rng.choice(["item", "Construct", "option"]),
            rng.choice(["rank", "Priority"])]  # fmt: skip
    return truth, write([head, *rows], rng), {}


def arrows(rng):
    """Orders that somebody typed, the first at the left."""
    truth = draw(rng, whole=True)
    sign = rng.choice([" > ", ">", " | ", "; "])
    rows = [["participant", "Order of priority"]]
    rows += [[f"P{k}", sign.join(row)] for k, row in enumerate(placed(truth), 1)]
    return truth, write(rows, rng, ","), {}


MAKERS = {
    maker.__name__: maker
    for maker in (
        qualtrics, qualtrics_legacy, lime_codes, lime_text, lime_array, ms_forms, google_grid,
        google_turned, list_with_commas, surveymonkey, kobo_list, kobo_choices, people_in_rows,
        items_in_rows, places_in_columns, long_table, arrows,
    )
}  # fmt: skip


def make(name, seed):
    """A file as bytes, its truth, and what the reader has to be told."""
    rng = random.Random(f"{name} {seed}")
    truth, text, told = MAKERS[name](rng)
    encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    return truth, text.encode(encoding, "replace"), told
