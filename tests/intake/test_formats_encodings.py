"""Text of another machine: its letters are judged by their neighbours, and doubt is told."""

import pytest

from senco.errors import DataError
from senco.intake.formats.delimited import decode_text
from senco.intake.formats.encodings import choose_encoding, describe_encoding

#: Poles of a grid as people of several countries wrote them, for this test.
WORDS = {
    "German": ("1;Ich früher;Großmutter;5\nhöflich;2;4;grüblerisch\n", "cp1252 mac_roman cp850"),
    "Spanish": ("1;mi niñez;José;5\ntranquilo;2;4;¿común?\n", "cp1252 mac_roman cp850"),
    "French": ("1;ma mère;le père;7\ndéterminé;2;4;l’été, çà\n", "cp1252 mac_roman"),
    "Swedish": ("1;jag;på väg;5\nlångsam;2;4;nära mötet\n", "cp1252 mac_roman cp850"),
    "Polish": ("1;moja żona;Łukasz;5\nspokojny;2;4;pośpieszny\n", "cp1250"),
    "Russian": ("1;Я;мой идеал;5\nспокойный;2;4;шумный\n", "cp1251"),
    "Greek": ("1;εγώ;η μητέρα;5\nήρεμος;2;4;βιαστικός\n", "cp1253"),
    "English": ("1;me;Jo’s head;5\ndoesn’t “mind”;2;4;fusses – always\n", "cp1252 mac_roman"),
}


@pytest.mark.parametrize(
    ("text", "written"),
    [(text, one) for text, many in WORDS.values() for one in many.split()],
)
def test_letters_come_out_as_they_were_written(text, written):
    content = text.encode(written)
    read, encoding = decode_text(content, "f.csv")
    assert read == text
    assert describe_encoding(content, read, encoding).startswith("The text was read as ")


def test_which_letters_were_read_is_told_and_no_word_of_them():
    content = "Müller;Jürgen\n".encode("cp1252")
    text, encoding = decode_text(content, "f.csv")
    assert describe_encoding(content, text, encoding) == (
        "The text was read as Windows-1252, with the letters ü."
    )
    assert describe_encoding(text.encode(), text, "utf-8") == ""


def test_bytes_that_fit_two_encodings_are_told_with_both():
    """Czech: ř and ě of Windows-1250 are ø and ì of Windows-1252, both letters of a language."""
    content = "ředitel;čeká\n".encode("cp1250")
    text, encoding = decode_text(content, "f.csv")
    said = describe_encoding(content, text, encoding)
    assert encoding == "cp1252"
    assert "fit" in said and "Windows-1250 (Central Europe), with other letters" in said
    assert decode_text(content, "f.csv", ("cp1250",))[0] == "ředitel;čeká\n"


def test_lines_that_end_as_on_an_old_mac_speak_for_its_letters():
    assert choose_encoding("a;é\rb;2\r".encode("mac_roman"))[0][0] == "mac_roman"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x01",
        bytes(range(256)),
        b"name\n\xe9\x02\n",
        "füllt".encode() + "füllt".encode("cp1252"),
    ],
)
def test_what_is_binary_or_mixed_is_refused(content):
    with pytest.raises(DataError):
        decode_text(content, "f.csv")


@pytest.mark.parametrize("name", ["hex", "rot13", "undefined", "no-such", "utf-8\0", ""])
def test_an_encoding_that_is_none_is_refused_by_its_name(name):
    with pytest.raises(DataError, match=r"the encoding '.*'; allowed: a known one"):
        decode_text(b"a", "f.csv", (name,))
