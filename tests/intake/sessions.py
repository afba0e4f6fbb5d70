"""Sessions as the pages save them: one that is worked by hand, and many with a known truth."""

import copy
import json
import random

from senco.intake.formats.sessions import FORMAT, VERSION, digest_session

#: Stands for a key that is taken away.
GONE = object()
#: Typed by hand; what follows in the tests is read off here.
HAND = {
    "id": "3f2a000000000001", "revision": 2, "study": "A study", "setup": "00000000000000aa",
    "cohort": "", "participant": "P1", "day": "2026-11-29",
    "consent": {"agreed": "own answers", "reuse": True, "day": "2026-11-28"},
    "about": {"role": "SENCO", "role_years": "three to five", "experience_years": "",
              "setting": ""},
    "workline": {
        "scale": {"minimum": -5, "maximum": 5},
        "points": [[0, 1], [0.25, -2.5], [0.8125, 3.125], [1, 3]],
        "gaps": [[0.3, 0.4]],
        "events": [
            {"position": 0.25, "words": "A letter came.", "critical": False},
            {"position": 0.75, "words": "The plan was granted.", "critical": True},
        ],
        "notes": "Drawn twice.",
    },
    "grid": {
        "scale": {"minimum": 1, "maximum": 5}, "seed": 4294967295,
        "elements": [
            {"key": "e1", "label": "How I work now", "part": "self"},
            {"key": "e2", "label": "How I would like to work", "part": "ideal"},
            {"key": "e3", "label": "One that went badly", "part": "other"},
        ],
        "constructs": [
            {"key": "c1", "left": "calm", "right": "hurried", "preferred": "left",
             "kind": "elicited", "method": "triad", "shown": ["e1", "e2", "e3"],
             "alike": ["e1", "e2"], "begun": None},
            {"key": "c2", "left": "heard", "right": "overlooked", "preferred": None,
             "kind": "elicited", "method": "ladder up", "shown": [], "alike": [], "begun": "c1"},
            {"key": "overall", "left": "effective", "right": "not effective", "preferred": "left",
             "kind": "overall", "method": "supplied", "shown": [], "alike": [], "begun": None},
        ],
        "ratings": {
            "c1": {"e1": 2, "e2": 1, "e3": 5},
            "c2": {"e1": 3, "e2": 1, "e3": None},
            "overall": {"e1": 2.5, "e2": 1, "e3": 4},
        },
        "notes": "",
    },
    "ranking": {
        "seed": 7,
        "cards": [
            {"key": "training", "label": "Training"}, {"key": "funding", "label": "Funding"},
            {"key": "child-first", "label": "The child first"},
            {"key": "work-life", "label": "Work and life"},
        ],
        "ties": True,
        "places": [["child-first"], ["training", "funding"]],
        "left_out": ["work-life"], "unplaced": [], "notes": "",
    },
}  # fmt: skip


def make(**changes):
    """The session typed by hand, with other values at its first level."""
    return copy.deepcopy(HAND) | changes


def change(session, path, value):
    """A session with another value at one place."""
    changed = copy.deepcopy(session)
    place = changed
    for key in path[:-1]:
        place = place[key]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return changed


def write_text(session, **head):
    """The text of a file, as `JSON.stringify(saved, null, 1)` writes it."""
    saved = {"format": FORMAT, "version": VERSION, "sha256": digest_session(session),
             "session": session} | head  # fmt: skip
    return json.dumps(saved, indent=1, ensure_ascii=False) + "\n"


def save(folder, session, name=None):
    """A file under the name that the page gives it."""
    folder.mkdir(exist_ok=True)
    who, code, number = session["participant"], session["id"][:4], session["revision"]
    path = folder / (name or f"{who}-{code}-{number}.json")
    path.write_text(write_text(session), encoding="utf-8")
    return path


def tidy_number(value):
    """A number as the pages have it: whole where it is."""
    return int(value) if float(value).is_integer() else value


def draw(seed, who):
    """A whole session of somebody, with what its tables must hold; by a seed."""
    chance = random.Random(seed)
    session = make(participant=who, id=f"{seed:016x}", revision=chance.randint(1, 9))
    places = sorted(chance.sample(range(10_001), chance.randint(2, 40)))
    points = [[tidy_number(x / 10_000), tidy_number(chance.randint(-5000, 5000) / 1000)]
              for x in places]  # fmt: skip
    events = sorted(chance.sample(places, min(2, len(places))))
    session["workline"] |= {
        "points": points, "gaps": [],
        "events": [{"position": tidy_number(x / 10_000), "words": f"Event {n}.", "critical": n == 1}
                   for n, x in enumerate(events)],
    }  # fmt: skip
    grid = session["grid"]
    for row in grid["ratings"].values():
        for element in row:
            row[element] = chance.choice([1, 2, 3, 4, 5, None])
    grid["ratings"]["c1"]["e1"] = 3
    keys = [card["key"] for card in session["ranking"]["cards"]]
    chance.shuffle(keys)
    ranking, places = session["ranking"], []
    ranking["left_out"] = [keys.pop()] if chance.random() < 0.5 else []
    for key in keys:
        if places and chance.random() < 0.3:
            places[-1].append(key)
        else:
            places.append([key])
    ranking["places"] = places
    return session
