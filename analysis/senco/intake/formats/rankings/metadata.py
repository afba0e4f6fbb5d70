"""Columns that survey programs write of themselves: when, how long, from where, and who."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from senco.intake.formats.rankings.layouts import PEOPLE_HEADINGS
from senco.intake.formats.sheet import simplify

#: What a column holds: names of rankers that the researcher gave; the number of a response;
#: what identifies people; anything else of the program; or what was asked ("").
Kind = Literal["", "ranker", "id", "person", "other"]

#: No other column is headed so.
_IDS = ("responseid", "respondentid", "submissionid", "responsenumber", "responsenr", "uuid",
        "metainstanceid", "instanceid", "antwortid", "idderantwort")  # fmt: skip
_PEOPLE = (
    *("email", "emailaddress", "emailadresse", "adresseemail", "adresseelectronique"),
    *("correoelectronico", "direcciondecorreoelectronico", "indirizzoemail", "mailadresse"),
    *("firstname", "lastname", "fullname", "surname", "vorname", "nachname", "prenom"),
    *("ipaddress", "ipaddr", "ip", "recipientemail", "recipientfirstname", "recipientlastname"),
    *("locationlatitude", "locationlongitude", "latitude", "longitude", "geolocation"),
    *("username", "phonenumber", "phone", "telephone", "deviceid", "simserial", "subscriberid"),
    *("externalreference", "externaldatareference", "externaldata"),
)
_OTHERS = (
    *("startdate", "enddate", "recordeddate", "starttime", "endtime", "completiontime"),
    *("timestamp", "zeitstempel", "horodateur", "marcatemporal", "informazionicronologiche"),
    *("startzeit", "fertigstellungszeit", "heurededebut", "heuredefin", "horadeinicio"),
    *("horadefinalizacion", "submitdate", "datesubmitted", "datestamp", "datelastaction"),
    *("datestarted", "lastpage", "startlanguage", "refurl", "referrerurl", "interviewtime"),
    *("durationinseconds", "responsetype", "distributionchannel", "userlanguage", "collectorid"),
    *("datecreated", "datemodified", "customdata", "submissiontime", "submittedby"),
    *("submissiondate", "validationstatus", "formhubuuid", "lastmodifiedtime", "totaltime"),
    *("abgabedatum", "datumabgeschickt", "recaptchascore", "qrecaptchascore", "responseset"),
)
#: Ordinary words, which count only beside others of a program.
_WEAK: dict[str, Kind] = {
    **dict.fromkeys(("name", "nom", "nombre", "location", "address", "instancename"), "person"),
    **dict.fromkeys(("id", "key", "index", "parentindex", "recordid", "caseid", "no"), "id"),
    **dict.fromkeys(
        ("start", "end", "status", "progress", "finished", "duration", "seed", "token", "version",
         "language", "today", "tags", "notes", "score", "points", "feedback", "totalpoints",
         "quizfeedback"),
        "other",
    ),
}  # fmt: skip
_STRONG: dict[str, Kind] = {
    **dict.fromkeys(_IDS, "id"),
    **dict.fromkeys(_PEOPLE, "person"),
    **dict.fromkeys(_OTHERS, "other"),
}
_NUMBERED = re.compile(r"(?:customdata|grouptime|q\w{0,9}time|questiontime|externaldata)\d{0,9}")
_ASKED = re.compile(
    r"e-?mail|\b(?:first|last|full|your|family)[ _-]?name\b|\bsurname\b|\bpost ?code\b|\bphone\b"
    r"|\blatitude\b|\blongitude\b|\bip[ _-]address\b",
    re.IGNORECASE,
)
_SHOWN_ORDER = re.compile(r"_DO(?:_\d{1,4})?$|^Display Order\b|\d_TEXT$|\d_GROUP$")
_DATE = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[T ,].{0,40})?"
)
_E_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{1,60}")


def judge_heading(heading: str) -> tuple[Kind, bool]:
    """Return what a column holds by its heading, and whether that is certain.

    Parameters
    ----------
    heading : str
        As it stands.

    Returns
    -------
    kind : {"", "ranker", "id", "person", "other"}
        "" for a column that a program does not write of itself.
    certain : bool
        False for ordinary words, such as Name or Status.

    Examples
    --------
    >>> [judge_heading(text) for text in ("Start Date", "_id", "Email", "Status", "Funding")]
    [('other', True), ('id', False), ('person', True), ('other', False), ('', False)]
    """
    word = simplify(heading)
    if word in _STRONG:
        return _STRONG[word], True
    if _NUMBERED.fullmatch(word) or _SHOWN_ORDER.search(heading):
        return "other", True
    if _ASKED.search(heading):
        return "person", False
    if heading.casefold() in PEOPLE_HEADINGS or word in ("participantid", "participantcode"):
        return "ranker", False
    return _WEAK.get(word, ""), False


def judge_cells(texts: Iterable[str]) -> tuple[Kind, bool]:
    """Return what a column holds by its cells, as far as they show it.

    Parameters
    ----------
    texts : iterable of str
        The cells.

    Returns
    -------
    kind : {"", "person", "other"}
        People's addresses, or dates.
    certain : bool
        Whether it is one of them.
    """
    filled = [text for text in texts if text]
    if filled and all(_E_MAIL.fullmatch(text) for text in filled):
        return "person", True
    if filled and all(_DATE.fullmatch(text) for text in filled):
        return "other", True
    return "", False


def identifies(texts: Sequence[str]) -> bool:
    """Return whether any of these names is an address of e-mail or of a machine.

    Parameters
    ----------
    texts : sequence of str
        Names of rankers.

    Returns
    -------
    bool
        Such names are never copied.

    Examples
    --------
    >>> identifies(["R_1a", "ann@example.org"])
    True
    """
    return any(re.search(r"\S@\S|\d{1,3}(?:\.\d{1,3}){3}", text) for text in texts)
