"""Small files of every kind that is read from outside, each of them whole.

They are what `fuzz_readers.py` changes; each is made by the library that usually makes it,
or written as the format's own description has it.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

import nbformat
import openpyxl
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import NameObject, StreamObject

Files = dict[str, bytes]

TALK = "There is no time. Nobody covers for me, and the plan came late again this year."
RANKINGS: Files = {
    "wide.csv": b"participant,play,rest,work\nS1,1,2,3\nS2,2,3,1\nS3,3,1,2\n",
    "long.csv": b"participant,construct,rank\nS1,play,1\nS1,rest,2\nS2,play,2\nS2,rest,1\n",
    "items.csv": b"item,S1,S2,S3\nplay,1,2,1\nrest,2,1,2\nwork,3,3,3\n",
    "marked.csv": "\ufeffparticipant;play;rest\r\nS1;1;2\r\nS2;2;1\r\n".encode(),
    "stated.csv": b"sep=;\nparticipant;play;rest\nS1;1,5;1,5\nS2;2;1\n",
    "wide16.csv": "participant\tplay\trest\nS1\t1\t2\nS2\t2\t1\n".encode("utf-16"),
}
_STAMP = "2026-05-04 09:01:00"
SURVEYS: Files = {
    "qualtrics.csv": (
        "StartDate,Finished,ResponseId,Q3_1,Q3_2\n"
        "Start Date,Finished,Response ID,Order - play,Order - rest\n"
        '"{""ImportId"":""startDate""}","{""ImportId"":""finished""}",'
        '"{""ImportId"":""_recordId""}","{""ImportId"":""QID3_1""}","{""ImportId"":""QID3_2""}"\n'
        f"{_STAMP},1,R_1,1,2\n{_STAMP},0,R_2,2,1\n"
    ).encode(),
    "limesurvey.csv": (
        "id,submitdate,ipaddr,Q1[1],Q1[2]\n"
        f"1,{_STAMP},192.0.2.1,A1,A2\n2,{_STAMP},192.0.2.1,A2,A1\n"
    ).encode(),
    "forms.csv": (
        'ID,Start time,Email,"Order, please"\n'
        f"1,{_STAMP},a@example.org,play;rest;work;\n2,{_STAMP},b@example.org,rest;work;play;\n"
    ).encode(),
    "google.csv": (
        f"Timestamp,So? [play],So? [rest],Say\n{_STAMP},1st,2nd,a\n{_STAMP},2nd,1st,b\n"
    ).encode("utf-16"),
    "monkey.csv": (
        b"Respondent ID,Start Date,Rank these,\n,,play,rest\n1,05/04/2026,1,2\n2,05/04/2026,2,1\n"
    ),
    "kobo.csv": (
        f"start;main/rank_it;_id;_uuid\n{_STAMP};play rest work;1;u\n{_STAMP};rest work play;2;v\n"
    ).encode(),
    "typed.csv": b"participant,order\nS1,play > rest = work\nS2,rest > work > play\n",
    "noughts.csv": b"participant,play,rest,work\nS1,1,0,0\nS2,0,2,1\n",
}
_PREFLIB = (
    "# TITLE: a\n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 3\n# NUMBER UNIQUE ORDERS: 2\n"
    "# ALTERNATIVE NAME 1: play\n# ALTERNATIVE NAME 2: rest\n# ALTERNATIVE NAME 3: work\n"
)
PREFLIB: Files = {
    "a.soc": f"{_PREFLIB}2: 1,2,3\n1: 3,1,2\n".encode(),
    "a.soi": f"{_PREFLIB}2: 1,2\n1: 3\n".encode(),
    "a.toc": f"{_PREFLIB}2: 1,{{2,3}}\n1: 3,1,2\n".encode(),
    "a.toi": f"{_PREFLIB}2: {{2,3}}\n1: 3,1,2\n".encode(),
    "old.soc": b"3\n1,play\n2,rest\n3,work\n3,3,2\n2,1,2,3\n1,3,1,2\n",
}
LABELS: Files = {
    "labels.csv": b"code,label\nA1,play\nA2,rest\n",
    "choices.csv": b"list_name,name,label::English (en)\na,A1,play\na,A2,rest\n",
    "list.csv": b'play\n"rest, too"\n',
}
WORKLINES: Files = {
    "worklines.csv": b"year,P1,P2\n2010,1,-2\n2011,,0.5\n2012,3,2\n",
    "worklines-rows.csv": b"participant;2010;2011-01\nP1;1,5;2\nP2;0;-1\n".replace(b"-01", b""),
    "worklines-long.csv": b"who,when,mood\nP1,2010-01-01,1\nP1,2011-06-01,2\nP2,2010-05-01,0\n",
    "worklines-pairs.csv": b"P1,,P2,\nX,Y,X,Y\n2010,1,2010,2\n2012,-1,,\n",
    "P1.csv": b"0.01, 2.5\n0.5, -1\n0.99, 3\n",
    "P2.csv": b"x,Curve1\n2010.1,2.5\n2012.5,-1\n",
}
CODINGS: Files = {
    "long.csv": b"segment,code,coder\ns1,time,ann\ns1,time,ben\ns2,cover,ann\ns2,time,ben\n",
    "places.csv": b"fid,code_name,owner,pos0,pos1\n1,time,ann,0,9\n1,time,ben,2,9\n",
    "columns.csv": b"unit,rater1,rater2\nu1,time,time\nu2,time,cover\n",
    "bare.csv": b"1,0\n1,1\n0,0\n",
    "quoted.csv": b'segment,code,coder\n"s,1","time\nand cover",ann\n"s,1",time,ben\n',
}
TIES: Files = {
    "wide.csv": b"participant,law,team\nP1,2,0\nP2,1,1\n",
    "long.csv": b"participant,influence,statements\nP1,law,2\nP2,team,1\n",
}
IMPLICATIONS: Files = {
    "marks.csv": b",calm,kind,fair\ncalm,,x,r\nkind,0.5,,-\nfair,,yes,\n",
    "ratings.csv": b"1,first,second,ideal,5\ncalm,2,2,1,hurried\nkind,1,4,1,cold\n",
}
CHOICES: Files = {
    "pairs.csv": b"first,second,kept\ncalm,kind,kind\nkind,fair,=\ncalm,fair,calm\n",
    "square.csv": b",calm,kind\ncalm,,1\nkind,0,\n",
}
GRIDS: Files = {
    "wide.csv": b"1,me,Ann,Bob,5\ncalm,2,5,1,hurried\nnew,1,4,3,old\n",
    "long.csv": b"participant,left_pole,right_pole,element,rating\nS1,calm,hurried,me,2\n"
    b"S1,calm,hurried,Ann,5\nS1,new,old,me,1\nS1,new,old,Ann,4\n",
    "openrepgrid.txt": b"Anything.\nELEMENTS\nme\nAnn\nEND ELEMENTS\nPREFERRED\nleft\nnone\n"
    b"END PREFERRED\nCONSTRUCTS\ncalm : hurried\nnew : old\nEND CONSTRUCTS\nRATINGS\n2\t5\n1 NA\n"
    b"END RATINGS\nRANGE\n1 5\nEND RANGE\n",
    "gridstat.dat": b"A title\n2 3\ncalm - hurried\nnew/old\nme\nAnn\nBob\n2 5 1\n1 4 3\n",
    "gridcor.dat": b"  2   3   5\nA title\n251\n143\nme\nAnn\nBob\ncalm\nnew\nhurried\nold\n",
    "webgrid.rgrid": b"\tGrid\t2#\t2\t9\tS1\tnote\t3\t2019-04-02\t03:28:16\thost\tRep Plus V1.1"
    b"\tRepGrid\rC0\tR\t1\t0\t1\t1\t5\t\tcalm\thurried\t\rC1\tR\t1\t0\t1\t1\t5\t\tnew\told\t\r"
    b"E0\t1\t0\t2\t4\tme\t\rE1\t1\t0\t0\t?\tAnn\t\r_Name\tS1\r",
    "rep-four.txt": b"\tGrid\t2\t2\t9\tS1\t\t1\t2\t3\tlocal\tRep IV 2.00\tRepGrid\n"
    b"C0\tR\t100\t0\t1\t1\t5\tcalm\thurried\t\nC1\tR\t100\t0\t1\t1\t5\tnew\told\t\n"
    b"E0\t100\t0\t1\t1\t4\t3\t5\tme\t\nE1\t100\t0\t1\t1\t4\t1\t2\tAnn\t\n",
    "headed.csv": b"Rated from 1 to 5\n\nNo,Left pole (1),me,Ann,Right pole (5)\n"
    b"1,calm,2,5,hurried\n2,new,?,4,old\n\n1-7,me,Ann,Bob,\ncalm,2,5,1,hurried\nnew,1,4,3,old\n",
    "pairs.csv": "Construct;me;früh\ncalm – hurried;2;5\nnew – old;1;4\n\nScale: 1-5\n".encode(
        "cp1252"
    ),
    "turned.csv": b"Left pole (1),calm,new\nRight pole (7),hurried,old\nme,2,1\nAnn,5,4\n",
    "ratings.csv": b"element,construct,rating,rmin,rmax\nme,calm - hurried,2,1,5\n"
    b"Ann,calm - hurried,5,1,5\n",
    "repgrid.txt": b"Name\tS1\nRange\t1\t5\nGrid\tme\tAnn\ncalm\thurried\t2\t5\n"
    b"new\told\t1\t?\n\nRange\t-3\t3\nGrid\n\t\t-3\t3\n",
    "basic.txt": b"2,2,1,5\nheads\n25\n1,?\ncalm\nhurried\nnew\nold\nme\nAnn\n",
    "gridsuite.xml": b'<?xml version="1.0"?><grid><elements><element id="1">me</element><element '
    b'id="2">Ann</element></elements><constructs><construct id="1"><pole1>calm</pole1><pole2>'
    b'hurried</pole2></construct></constructs><ratings min="1" max="5"><rating con_id="1" '
    b'ele_id="1">2</rating><rating con_id="1" ele_id="2">5</rating></ratings></grid>',
    "scivesco.scires": b'<InterviewDataRoot><Interview Id="1"><InterviewSettingData><RatingType '
    b'Default="Bipolar"/><Elements><ElementsCollection Count="1"><Element Id="e1"><Name>me</Name>'
    b"</Element></ElementsCollection></Elements></InterviewSettingData>"
    b"<InterviewResultTurnsCollection><InterviewResultTurn><Pole1>calm</Pole1><Pole2>hurried"
    b'</Pole2><RatingPole1><Rating ElementId="e1" Value="0.25"/></RatingPole1><RatingPole2><Rating '
    b'ElementId="e1" Value="0.75"/></RatingPole2></InterviewResultTurn>'
    b"</InterviewResultTurnsCollection></Interview></InterviewDataRoot>",
}
HIGHLIGHTS: Files = {
    "highlights.csv": b"id,document,tag,content\n1,talk one,time,no time\n1,talk one,time.cover,no "
    b'time\n2,talk two,,"a, b"\n',
}
TAGS: Files = {"tags.csv": b"tag,description\ntime,Too little\ntime.cover,Nobody covers\n"}
PASSAGES: Files = {
    "maxqda.csv": b"Document name,Code,Beginning,End,Segment,Created by\n"
    b'talk,Time > Cover,1,1,no time,Jo\ntalk,Help,1,1,no time,Bo\nS2,Help,2,3,"a, b",Jo\n',
    "atlas.csv": b'ID,Document,Quotation Content,Codes\n1:1,talk,no time,"Time\nHelp"\n1:2,S2,a,\n',
    "nvivo.csv": b"Coding,,\nFile Name,Code,Coded Text\n"
    b"Files\\\\talk,Codes\\\\Time\\Cover,no time\n",
    "qualcoder.csv": b"fid,code_name,owner,pos0,pos1,seltext\n"
    b"1,Time,jo,4,11,no time\n2,Help,bo,0,1,a\n",
}
CODEBOOKS: Files = {
    "maxqda.csv": b"Code,Memo\nTime,Too little\nTime > Cover,Nobody covers\n",
    "parents.csv": b"code,parent,definition\nCover,Time,Nobody covers\nTime,,Too little\n",
    "nvivo.csv": b"Name,Description,Files,References\nCodes\\\\Time\\Cover,Nobody covers,1,1\n",
}
PEOPLE: Files = {
    "people.csv": b"name,participant\nJo Doe,P1\nAnn Other,P2\n",
    "people;.csv": "\ufeffparticipant;name\r\nP1;Zo\u00eb Doe\r\n".encode(),
}
NAMES: Files = {"names.txt": "# people\nJane Doe\nJos\u00e9 O\u2019Hara\n\nLittle Stars\n".encode()}
COHORT = b"""title: "Three SENCOs, 2026"
provenance: collected
summary: Three SENCOs who took part in a trial.
source: Made for a trial.
licence: Not to be shared.
worklines:
  minimum: -5
  maximum: 5
grids: {minimum: 1, maximum: 7}
parameters:
  50_rankings:
    shown: 8
"""
ALLOWED = b"""- kind: a UK postcode
  reason: The funder's own, as printed on every report.
  text: B15 2TT
- {kind: a maker's name in a file, reason: The designer agreed to be named, file: logo.svg}
"""
SIGNATURE = b"""cohort: mutant
name: Jo Bloggs
role: principal investigator
date: 2026-11-24
statement: I have read what is published and answer for it.
digest: """ + b"0a" * 32 + b"""
files: 3
bytes: 1234
names_searched: 2
accepted:
- kind: a UK postcode
  reason: The funder's own.
told: [k = 3]
"""  # fmt: skip


REGISTRY = f"""cohorts:
- cohort: their-county
  address: https://zenodo.org/api/records/1234567/files/their-county.zip/content
  sha256: {"0123456789abcdef" * 4}
  title: "Six coordinators, 2027"
  licence: CC BY 4.0
  provenance: collected
  criteria: ''
  verified: 2026-11-24
- cohort: a-file
  address: theirs.zip
  sha256: {"fedcba9876543210" * 4}
  title: Made up
  licence: CC0
  provenance: synthetic
  criteria: {"a" * 64}
  verified: '2026-11-25'
""".encode()

_RECORD = {
    "id": "4d0ns-ntd89", "is_published": False, "is_draft": True, "revision_id": 4,
    "metadata": {"title": "Three people", "creators": [{"person_or_org": {"name": "Rings"}}]},
    "pids": {"doi": {"identifier": "10.5281/zenodo.1234567", "provider": "datacite"}},
    "errors": [{"field": "metadata.title", "messages": ["Shorter than minimum length 3."]}],
    "links": {"self": "https://zenodo.org/api/records/4d0ns-ntd89/draft"},
}  # fmt: skip
_ENTRY = {
    "key": "my-county.zip", "status": "completed", "size": 89364.0, "metadata": None,
    "checksum": "md5:6ef4267f0e710357c895627e931f16cd", "links": {},
}  # fmt: skip
#: As InvenioRDM answers.
ANSWERS = {
    name: json.dumps(content).encode()
    for name, content in {
        "record.json": _RECORD,
        "entries.json": {"enabled": True, "entries": [_ENTRY, {**_ENTRY, "status": "pending"}]},
        "entry.json": _ENTRY,
        "refusal.json": {"status": 400, "message": "A validation error occurred.",
                         "errors": _RECORD["errors"]},
    }.items()
}  # fmt: skip


def make_book(rows: Iterable[Iterable[object]], change: Callable | None = None) -> bytes:
    """A workbook of one sheet."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book)
    book.save(stream)
    return stream.getvalue()


def to_book(text: bytes) -> bytes:
    """The same table as a workbook, with numbers as numbers."""
    rows = csv.reader(io.StringIO(text.decode(), newline=""))
    return make_book([int(c) if c.isdigit() else c or None for c in row] for row in rows)


def pack(members: dict[str, str | bytes]) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


# -- projects of other programs -------------------------------------------------------------------

_CODES = (
    '<Code guid="c1" name="Time" isCodable="true"><Description>Too little</Description>'
    '<Code guid="c2" name="Cover" isCodable="true"/></Code>'
)


def make_codebook() -> bytes:
    """A REFI-QDA codebook."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" '
        f'origin="trial"><Codes>{_CODES}</Codes></CodeBook>'
    ).encode()


def make_project(inside: bool = False, who: str = "P1") -> bytes:
    """A REFI-QDA project of one text with two passages, a case and a variable."""
    passages = "".join(
        f'<PlainTextSelection guid="s{n}" name="{phrase}" startPosition="{TALK.index(phrase)}" '
        f'endPosition="{TALK.index(phrase) + len(phrase)}"><Coding guid="k{n}" creatingUser="u1">'
        f'<CodeRef targetGUID="c{n}"/></Coding></PlainTextSelection>'
        for n, phrase in enumerate(("no time", "Nobody covers for me"), start=1)
    )
    path = "" if inside else ' plainTextPath="internal://t1.txt"'
    text = f"<PlainTextContent>{escape(TALK)}</PlainTextContent>" if inside else ""
    xml = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p" '
        'origin="NVivo" creatingUserGUID="u1"><Users><User guid="u1" name="Jo"/></Users>'
        f"<CodeBook><Codes>{_CODES}</Codes></CodeBook>"
        '<Variables><Variable guid="v1" name="role" typeOfVariable="Text"/></Variables>'
        '<Cases><Case guid="a1" name="'
        + who
        + '"><VariableValue><VariableRef targetGUID="v1"/><TextValue>'
        'SENCO</TextValue></VariableValue><SourceRef targetGUID="t1"/></Case></Cases><Sources>'
        f'<TextSource guid="t1" name="{who} talk"{path}>{text}{passages}</TextSource></Sources>'
        "</Project>"
    )
    return pack({"project.qde": xml} | ({} if inside else {"sources/t1.txt": TALK}))


def make_layers() -> bytes:
    """A project of a PDF file's text layer and a transcript, with turns of two speakers."""
    spans = (("s1", 0, 17), ("s2", 18, 40), ("s3", 9, 16))
    passages = "".join(
        f'<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}">'
        + '<Coding guid="k1"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection>'
        * (guid == "s3")
        + "</PlainTextSelection>" * (guid != "s3")
        for guid, start, end in spans
    )
    content = f"<PlainTextContent>{escape(TALK)}</PlainTextContent>"
    xml = (
        '<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="MAXQDA"><Users><User guid="u1"/>'
        f"</Users><CodeBook><Codes>{_CODES}</Codes></CodeBook><Cases>"
        '<Case guid="a1" name="P1"><SelectionRef targetGUID="s1"/></Case>'
        '<Case guid="a2" name="P2"><SelectionRef targetGUID="s2"/></Case></Cases><Sources>'
        '<PDFSource guid="p1" name="talk.pdf">'
        '<PDFSelection guid="f1" name="Nobody covers" page="0">'
        '<Coding guid="k2"><CodeRef targetGUID="c2"/></Coding></PDFSelection>'
        f'<Representation guid="r1">{content}{passages}</Representation></PDFSource>'
        f'<AudioSource guid="d1" name="P3.mp3"><Transcript guid="r2">{content}'
        '<SyncPoint guid="y1" timeStamp="0" position="9"/>'
        '<SyncPoint guid="y2" timeStamp="9" position="16"/>'
        '<TranscriptSelection guid="s4" fromSyncPoint="y1" toSyncPoint="y2"><Coding guid="k3">'
        '<CodeRef targetGUID="c1"/></Coding></TranscriptSelection></Transcript>'
        '<AudioSelection guid="s5" begin="0" end="9"/></AudioSource></Sources></Project>'
    )
    return pack({"project.qde": xml})


def make_databases() -> Files:
    """Projects of Taguette and QualCoder."""
    taguette = (
        "CREATE TABLE documents (id, name, contents); CREATE TABLE tags (id, path, description);"
        "CREATE TABLE highlights (id, document_id, start_offset, end_offset, snippet);"
        "CREATE TABLE highlight_tags (highlight_id, tag_id);"
        f"INSERT INTO documents VALUES (1, 'P1', '<p>{TALK}</p>');"
        "INSERT INTO tags VALUES (1, 'time.cover', 'Nobody covers');"
        "INSERT INTO highlights VALUES (1, 1, 9, 16, 'no time');"
        "INSERT INTO highlight_tags VALUES (1, 1);"
    )
    qualcoder = (
        "CREATE TABLE source (id, name, fulltext); CREATE TABLE code_cat (catid, name, supercatid);"
        "CREATE TABLE code_name (cid, name, memo, catid); CREATE TABLE cases (caseid, name);"
        "CREATE TABLE code_text (cid, fid, seltext, pos0, pos1, owner);"
        "CREATE TABLE case_text (caseid, fid, pos0, pos1);"
        f"INSERT INTO source VALUES (1, 'talk', '{TALK}');"
        "INSERT INTO code_cat VALUES (1, 'time', NULL);"
        "INSERT INTO code_name VALUES (1, 'cover', 'Nobody covers', 1);"
        "INSERT INTO code_text VALUES (1, 1, 'no time', 9, 16, 'jo');"
        "INSERT INTO cases VALUES (1, 'P1'); INSERT INTO case_text VALUES (1, 1, 0, 40);"
    )
    return {"t.sqlite3": _make_database(taguette), "data.qda": _make_database(qualcoder)}


def _make_database(script: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript("PRAGMA page_size = 1024;" + script)
    content = connection.serialize()
    connection.close()
    return content


# -- transcripts ----------------------------------------------------------------------------------

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def make_docx() -> bytes:
    """A document as Word packs it, with something struck out and a note."""
    body = f"<w:p><w:r><w:t>{TALK}</w:t></w:r><w:del><w:r><w:delText>No.</w:delText></w:r></w:del>"
    return pack(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:p></w:body></w:document>",
            "word/comments.xml": f"<w:comments {_WORD}><w:comment><w:p><w:r><w:t>So I think."
            "</w:t></w:r></w:p></w:comment></w:comments>",
            "docProps/core.xml": '<c:p xmlns:c="c" xmlns:dc="d"><dc:creator>openpyxl</dc:creator>'
            "</c:p>",
        }
    )


def make_odt() -> bytes:
    """An OpenDocument text with a note."""
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": '<o:d xmlns:o="o" xmlns:text="t"><text:p>No<text:s/>time.<text:note>'
            f"<text:p>She laughs.</text:p></text:note></text:p><text:p>{TALK}</text:p></o:d>",
        }
    )


RTF = rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\*\generator x;}\f0 No \'93time\'94, "
RTF += rb"\u8211? she said.\par {\b Nobody} covers\line for me.}"


def make_speech() -> Files:
    """Transcripts of every kind."""
    return {
        "talk.txt": TALK.encode(),
        "talk.md": f"**Jo:** {TALK}\n\n[laughs] Yes.\n".encode(),
        "talk.vtt": f"WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Jo>{TALK}\n".encode(),
        "talk.srt": f"1\n00:00:01,000 --> 00:00:04,000\n{{\\an8}}{TALK}\n".encode(),
        "talk.csv": f'time,speaker,said\n00:01,Jo,"{TALK}"\n'.encode(),
        "talk.docx": make_docx(),
        "talk.odt": make_odt(),
        "talk.rtf": RTF,
    }


# -- what a book holds ----------------------------------------------------------------------------


def _draw(kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (5, 5), "red").save(stream, kind, **options)
    return stream.getvalue()


def make_pictures() -> Files:
    """Pictures that say something of themselves."""
    exif = Image.Exif()
    exif[0x010E] = "two shelves"
    exif.get_ifd(0x8825)[1] = "N"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>two shelves</a></x:xmpmeta>"
    fields = PngImagePlugin.PngInfo()
    fields.add_itxt("Description", "two shelves", zip=True)
    return {
        "a.png": _draw("PNG", pnginfo=fields, exif=exif),
        "a.jpg": _draw("JPEG", exif=exif, xmp=xmp, comment=b"two shelves"),
        "a.webp": _draw("WEBP", exif=exif, xmp=xmp),
        "a.gif": _draw("GIF", comment=b"two shelves"),
        "a.ico": _draw("ICO"),
        "a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><title>Two shelves</title><metadata>'
        b"<a>b</a></metadata><text x='1' y='2'>A&amp;b</text></svg>",
    }


def make_pdf() -> bytes:
    """A PDF with a text, a note, an attachment and bookmarks."""
    writer, stream = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(200, 200)
    content = StreamObject()
    content.set_data(b"BT /F1 12 Tf 10 100 Td (two shelves) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata({"/Title": "Two shelves", "/Author": "unknown"})
    writer.add_outline_item(title="Two shelves", page_number=0)
    writer.add_attachment("a.txt", b"two shelves")
    writer.add_annotation(0, FreeText(text="two shelves", rect=(1, 1, 50, 50)))
    writer.write(stream)
    return stream.getvalue()


def make_notebook() -> bytes:
    """A notebook with a text, code, and a picture among its outputs."""
    import base64

    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Two shelves", id="a"),
            nbformat.v4.new_code_cell(
                "print('two')\nshow()",
                id="b",
                outputs=[
                    nbformat.v4.new_output("stream", text="two\nshelves\n"),
                    nbformat.v4.new_output(
                        "display_data", {"image/png": base64.b64encode(_draw("PNG")).decode()}
                    ),
                ],
            ),
        ]
    )
    return nbformat.writes(made).encode()


def _dress(book: openpyxl.Workbook) -> None:
    book.active["A1"].comment = Comment("two shelves", "openpyxl")
    book.create_sheet("more").append(["a", 1])
    book["more"].sheet_state = "hidden"
    book.active["D9"] = "=1+1"


def make_published() -> Files:
    """Files of the kinds that a book or a deposit holds."""
    page = b"<html><head><style>a{content:'\\41 b'}</style></head><body><p>Two &amp; a shelf"
    page += b" <b>a</b>nd</p><script>var a = '\\u0041\\x42';</script></body></html>"
    return {
        **make_pictures(),
        "a.pdf": make_pdf(),
        "a.ipynb": make_notebook(),
        "a.html": page,
        "a.css": b"p:after{content:'\\000041 bc'}",
        "a.js": b"var a = String.fromCharCode(65, 66); var b = 'a\\u{42}';",
        "a.json": json.dumps({"a": ["two", {"b": 1.5, "c": None}], "d": "\u00e9"}).encode(),
        "a.csv": b"gist,level\n\"two\nshelves\",1\n",
        "a.xlsx": make_book([["a", "b"], [1, 2.5]], _dress),
        "a.docx": make_docx(),
        "a.zip": pack({"b/a.txt": TALK, "c.zip": pack({"a.txt": TALK})}),
        "a.txt.gz": gzip.compress(TALK.encode(), mtime=0),
        "a.md": b"# Two shelves\n\n<!-- a note -->\n[a](b.html)\n",
    }  # fmt: skip


MADE: Files = {
    "results/table.csv": b"construct,mean,n\nplay,1.25,8\nrest,2.5e-3,8\n",
    "results/values.json": b'{"n": 8, "w": 0.30000000000000004, "list": [1, 2.5, null, "a"]}',
    "results/figure.svg": b'<svg>\n<path id="m0123456789" d="M 1.5 2"/><text>8 people</text></svg>',
    "page.ipynb": make_notebook(),
    "page.md": b"# A page\n\n8 people, W = 0.31.\n",
}


#: A session as the instruments save it, without its check sum.
SESSION: dict[str, object] = {
    "id": "3f2a000000000001", "revision": 2, "study": "A study", "setup": "00000000000000aa",
    "cohort": "", "participant": "P1", "day": "2026-11-29",
    "consent": {"agreed": "own answers", "reuse": True, "day": "2026-11-28"},
    "about": {"role": "SENCO", "role_years": "", "experience_years": "", "setting": ""},
    "workline": {
        "scale": {"minimum": -5, "maximum": 5}, "points": [[0, 1], [0.25, -2.5], [1, 3]],
        "gaps": [], "notes": "",
        "events": [{"position": 0.25, "words": "A letter came.", "critical": True}],
    },
    "grid": {
        "scale": {"minimum": 1, "maximum": 5}, "seed": 7, "notes": "",
        "elements": [
            {"key": f"e{n}", "label": f"Way {n}", "part": "self" if n == 1 else "other"}
            for n in (1, 2, 3)
        ],
        "constructs": [
            {"key": "c1", "left": "calm", "right": "hurried", "preferred": "left",
             "kind": "elicited", "method": "triad", "shown": ["e1", "e2", "e3"],
             "alike": ["e1", "e2"], "begun": None},
        ],
        "ratings": {"c1": {"e1": 2, "e2": 1, "e3": 5}},
    },
    "ranking": {
        "seed": 7, "ties": True, "left_out": [], "unplaced": [], "notes": "",
        "cards": [{"key": "training", "label": "Training"}, {"key": "funding", "label": "Funds"}],
        "places": [["training"], ["funding"]],
    },
}  # fmt: skip


def make_scans() -> dict[str, bytes]:
    """A small scan of a work-line's chart in each format that is read."""
    import cv2
    import numpy as np
    from PIL import Image

    page = np.full((240, 400, 3), 250, np.uint8)
    cv2.rectangle(page, (30, 30), (370, 210), (60, 60, 60), 1)
    cv2.polylines(page, [np.int32([(30, 120), (150, 60), (260, 190), (370, 90)])], False,
                  (90, 40, 30), 2)  # fmt: skip
    found = {}
    for ending in ("png", "jpg", "tiff", "pdf"):
        stream = io.BytesIO()
        Image.fromarray(page).save(stream, {"jpg": "JPEG"}.get(ending, ending.upper()))
        found[f"scan.{ending}"] = stream.getvalue()
    return found
