"""Sentences in another language, found by the English in which they are worded."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

#: What is put into a sentence: ``{name}`` any text, ``{name:d}`` a number. Not a role.
PLACE = re.compile(r"\{(?P<name>[a-z]\w*)(?P<number>:d)?\}(?!`)")
#: Where one sentence ends and the next begins.
BETWEEN = re.compile(r"(?:(?<=[.?!])|(?<=[.?!][)’”\"*])|(?<=[.?!]\*\*))(\s+)")
#: What a line of Markdown begins with before its text.
LINE = re.compile(r"(?P<marks>[ \t]*(?:(?:#{1,6}|[-*+>]|\d{1,9}[.)])[ \t]+)*)(?P<text>.*)")


@dataclass(frozen=True)
class Entry:
    """A text in English and in another language.

    Parameters
    ----------
    english, translated : str
        Sentences, with places such as ``{n:d}`` for what is put in.
    context : str
        Where it is meant, such as ``"table"`` for headings and cells; "" for anywhere.
    """

    english: str
    translated: str
    context: str = ""

    @property
    def weight(self) -> int:
        """How many letters stand between what is put in."""
        return len(PLACE.sub("", self.english))

    def compile(self) -> re.Pattern[str]:
        """What its English is recognised by once something has been put in."""
        pattern, end, known = "", 0, set()
        for place in PLACE.finditer(self.english):
            pattern += re.escape(self.english[end : place.start()])
            name, end = place["name"], place.end()
            anything = r"[-−+]?\d[\d.,]*(?: ?%)?" if place["number"] else ".+?"
            pattern += f"(?P={name})" if name in known else f"(?P<{name}>{anything})"
            known.add(name)
        return re.compile(pattern + re.escape(self.english[end:]), re.DOTALL)


class Catalogue:
    """What translates texts into one language.

    Parameters
    ----------
    entries : iterable of Entry
        None for a language in which everything stays as it is.

    Examples
    --------
    >>> spanish = Catalogue([Entry("{n:d} people took part.", "Participaron {n} personas.")])
    >>> spanish.translate("11 people took part.")
    'Participaron 11 personas.'
    >>> spanish.translate("Nobody took part.")
    'Nobody took part.'
    """

    def __init__(self, entries: Iterable[Entry]):
        self.entries = tuple(entries)
        self._exact = {(one.context, one.english): one.translated for one in self.entries}
        worded = (one for one in self.entries if PLACE.search(one.english))
        heaviest = sorted(worded, key=lambda one: -one.weight)  # sorted() is stable
        self._patterns = [(one.compile(), one) for one in heaviest]

    def __bool__(self) -> bool:
        return bool(self.entries)

    @classmethod
    def parse(cls, content: bytes) -> Catalogue:
        """Read a catalogue in gettext's PO format.

        Parameters
        ----------
        content : bytes
            The file's; entries without a translation and fuzzy ones are left out.

        Returns
        -------
        Catalogue
            In the order of the file.
        """
        from babel.messages.pofile import read_po  # not needed by pages in English

        messages = [one for one in read_po(io.BytesIO(content)) if one.id and not one.fuzzy]
        return cls(
            Entry(str(one.id), str(one.string), one.context or "") for one in messages if one.string
        )

    def translate(self, text: str, *contexts: str) -> str:
        """Return a text in this language, as far as it is known.

        A text is looked for whole, then sentence by sentence. Of several entries that its
        English could be, the one counts of which most letters are fixed; what was put in is
        translated in its turn.

        Parameters
        ----------
        text : str
            English, with what is put in.
        *contexts : str
            Where it stands; entries for that place come before those for any.

        Returns
        -------
        str
            The text itself where no entry has it.
        """
        if not self or not text:
            return text
        found = self._find_exact(text, contexts)
        if found is not None:
            return found
        parts = BETWEEN.split(text)  # sentences, and the spaces between them
        found = self._find_worded(text, contexts, whole=len(parts) > 1)
        if found is None and len(parts) > 1:
            told = [self.translate(part, *contexts) for part in parts]
            found = "".join(told) if told != parts else self._find_worded(text, contexts)
        if found is None and text.endswith(".") and len(parts) == 1:  # a note made a sentence
            return f"{self.translate(text[:-1], *contexts)}."
        return text if found is None else found

    def name(self, text: str, context: str) -> str:
        """Return a word or a name in this language, such as a heading of a table.

        Parameters
        ----------
        text : str
            English, or something out of the data.
        context : str
            The context of its entry.

        Returns
        -------
        str
            The text itself where no entry of this context is exactly that.
        """
        return self._exact.get((context, text), text)

    def translate_markdown(self, text: str, *contexts: str) -> str:
        """Return Markdown in this language, line by line.

        Parameters
        ----------
        text : str
            A cell of a notebook, or a page, of which each paragraph is a line.
        *contexts : str
            As in `translate`.

        Returns
        -------
        str
            With the marks of headings and lists as they were.
        """
        if not self:
            return text
        lines = [LINE.fullmatch(line) for line in text.split("\n")]
        return "\n".join(
            line["marks"] + self.translate(line["text"], *contexts) for line in lines if line
        )

    def _find_exact(self, text: str, contexts: tuple[str, ...]) -> str | None:
        found = (self._exact.get((context, text)) for context in (*contexts, ""))
        return next((one for one in found if one is not None), None)

    def _find_worded(self, text: str, contexts: tuple[str, ...], whole: bool = False) -> str | None:
        """The translation of a text into which something was put; whole, of several sentences."""
        for pattern, entry in self._patterns:
            if entry.context and entry.context not in contexts:
                continue
            if whole and not BETWEEN.search(entry.english):
                continue
            found = pattern.fullmatch(text)
            if found:
                put = {key: self.translate(told) for key, told in found.groupdict().items()}
                return PLACE.sub(lambda place: put[place["name"]], entry.translated)  # noqa: B023
        return None


#: By which every text stays as it is.
IN_ENGLISH = Catalogue(())
