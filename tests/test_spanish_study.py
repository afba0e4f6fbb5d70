"""A study in Spanish: its pages 10, 20 and 50, and a short one, hold no sentence of English."""

import json
import re

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

from senco.book.assembly import write_config
from senco.locale import load_catalogue
from senco.locale.catalogue import PLACE
from tests.sentences import read_table
from tests.test_foreign_study import Elsewhere

STUDY = """\
language: es
title: "Clases al aire libre: qué las sostiene"
source: el informe
participants:
  one: docente
  many: docentes
  with_article: un o una docente
  roles: [docente, dirección]
  role_years: [menos de dos años, de dos a nueve años, diez años o más]
instruments: [worklines, narratives, rankings]
reading: El estudio pregunta a qué distancia del aula está cada cosa.
contrast:
  column: role_years
  band: diez años o más
  label: diez años o más en la función
systems:
  - {id: school, label: Centro, definition: "Horario, claustro y patio."}
  - {id: class, label: Aula, definition: Alumnado y clases.}
influences:
  - {id: timetable, label: El horario, system: school, definition: Horas que pueden moverse.}
  - {id: colleagues, label: El claustro, system: school, definition: Quién acompaña.}
  - {id: weather, label: El tiempo, system: class, definition: Lluvia y calor.}
"""
PAGES = ("10_participants", "20_worklines", "50_rankings")
#: Words that stand in hardly any sentence of Spanish, and in most of English.
ENGLISH = re.compile(
    r"\b(?:the|of|and|or|is|are|was|were|with|from|which|who|what|where|this|that|for|by|not|"
    r"none|people|data|rank|table|figure|source|mean)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """As somebody begins one, with made-up people; no site is built."""
    root = tmp_path_factory.mktemp("spanish")
    (root / "clases.yml").write_text(STUDY, encoding="utf-8")
    Elsewhere(root).call("init", "clases", "--from", "clases.yml")
    begun = Elsewhere(root / "clases")
    begun.call("simulate", "--truth", "even", "--items", "12", "data/cohorts/prado",
               "--n", "11", "--seed", "5")  # fmt: skip
    begun.call("run", "prado", *(f"--stage={name}" for name in (*PAGES, "70_audit")))
    return begun


def read_page(study, name):
    """What a page tells its readers: prose, captions, alternative texts, tables, figures."""
    path = study.project.pages("prado") / f"{name}.ipynb"
    told = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"\{(?:term|cite)\}`([^`<]*)(?:<[^`]*>)?`", r"\1", cell.source)
            told.append(re.sub(r"\]\([^)]*\)", "]", prose))
            continue
        shown = cell.metadata.get("mystnb", {})
        told += [shown["figure"]["caption"], shown["image"]["alt"]] if shown else []
        for output in cell.outputs:
            for kind in ("text/html", "image/svg+xml"):
                html = "".join(output.get("data", {}).get(kind, ""))
                html = re.sub(
                    r"(?s)<metadata>.*</metadata>|<\?xml.*?<svg|<style.*?</style>", "", html
                )
                told.append(BeautifulSoup(html, "html.parser").get_text(" "))
    return re.sub(r"\s+", " ", "\n".join(told)).replace("Tells of", "")  # a gist, and so data


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_english_is_left(study, name):
    found = ENGLISH.search(text := read_page(study, name))
    assert not found, text[max(0, found.start() - 60) : found.end() + 60]


@pytest.mark.parametrize("name", PAGES)
def test_no_sentence_of_the_catalogue_or_the_table_of_sentences_is_left(study, name):
    text = read_page(study, name)
    english = [one.english for one in load_catalogue("es").entries if one.english != one.translated]
    rows = [r["sentence"] for r in read_table() if r["page"] == name or r["page"][:6] == "senco."]
    for sentence in (*english, *rows):
        pieces = re.split(r"\{[^}]*\}(?:`[^`]*`)?", PLACE.sub("{}", sentence))
        longest = max((piece.strip() for piece in pieces), key=len)
        assert len(longest.split()) < 3 or longest not in text, sentence


def test_what_was_put_into_sentences_is_there(study):
    """By hand: eleven people of the one role."""
    people, lines, ranked = (read_page(study, name) for name in PAGES)
    assert "**11 participantes**: 11 como docente." in people
    assert "líneas de trabajo, narraciones y ordenaciones" in people
    assert "Tabla 1. Las personas participantes (n = 11)" in people and "[Figura 1]" in people
    assert "Diez años o más en la función frente al resto: rangos medios" in ranked
    assert "rango: 1, la máxima prioridad; 12, la mínima" in ranked and "datos sintéticos" in ranked
    assert "9 of" not in lines and "del recorrido" in lines and "puntos por debajo" in lines
    assert "{glue" not in people + ranked and "{study" not in people + ranked


def test_a_page_without_its_tables_says_so_in_spanish(study):
    text = (study.project.pages("prado") / "90_missing.md").read_text(encoding="utf-8")
    assert text.startswith("# Lo que esta cohorte no contiene\n")
    assert "**¿Son coherentes entre sí las cifras publicadas?** Esta cohorte" in text
    assert "pregunta necesita: `reported` y `constructs`." in text
    assert not ENGLISH.search(re.sub(r"<p [^>]*>|`[^`]*`|(?m:^\(.*\)=$)", "", text))


def test_the_files_of_results_speak_english_and_the_page_depends_on_the_catalogue(study):
    """Programs read them: names of columns and values do not change with the language."""
    results = study.project.results("prado", "10_participants")
    assert (results / "contents.csv").read_text("utf-8").startswith("table,rows,participants\n")
    assert json.loads((results / "values.json").read_text("utf-8"))["roles_told"] == "11 as docente"
    inputs = json.loads((results / "run.json").read_text("utf-8"))["inputs"]
    assert "analysis/senco/locale/es.po" in inputs


def test_the_site_and_its_first_page_are_in_spanish(study, tmp_path):
    config = yaml.safe_load(write_config(study.project, tmp_path).read_text(encoding="utf-8"))
    options = config["sphinx"]["config"]
    assert options["language"] == "es" and options["nb_code_prompt_show"].startswith("El código")
    assert "## Por dónde empezar" in (study.root / "book" / "index.md").read_text(encoding="utf-8")
    toc = (study.root / "_toc.yml").read_text(encoding="utf-8")
    assert "caption: Para consultar" in toc


def test_a_language_without_a_catalogue_is_refused_with_those_there_are(tmp_path):
    (tmp_path / "x.yml").write_text(STUDY.replace("language: es", "language: eo"), "utf-8")
    done = Elsewhere(tmp_path).run("init", "clases", "--from", "x.yml")
    assert done.returncode == 1 and "one of: en, es" in done.stderr and "eo" in done.stderr
    assert "Traceback" not in done.stderr
