"""ODT, RTF, HTML, messages and plain text: right letters, right order, nothing dropped."""

from pathlib import Path

import pytest

from ingest.documents import DocumentUnreadableError, read_document
from tests.ingest.documents.building import odt

FOREIGN = (
    "شاهدت السيارة رقم 123. من او را ندیده‌ام. Ο μάρτυρας δεν τον γνωρίζει. Čekao sam. Чекао сам."
)


def kinds(file: Path) -> list[tuple[str, str | None]]:
    read = read_document(file)
    return [(str(a.kind), a.text or read.text[a.start : a.end].strip()) for a in read.asides]


# ------------------------------------------------------------------ ODT


def test_odt_is_read_with_tables_notes_and_spaces(tmp_path: Path) -> None:
    text = (
        "<text:p>Vidio<text:s text:c='2'/>sam<text:tab/>ga<text:note><text:note-body>"
        "<text:p>Napomena.</text:p></text:note-body></text:note>.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Ime</text:p></table:table-cell>"
        "<table:table-cell><text:p>Ana</text:p><text:p>Perić</text:p></table:table-cell>"
        "</table:table-row></table:table>"
        "<text:list><text:list-item><text:number>1.</text:number><text:p>Telefon</text:p>"
        "</text:list-item></text:list>"
    )
    styles = "<style:header><text:p>Broj 5</text:p></style:header>"
    file = odt(tmp_path / "a.odt", text, styles)
    assert read_document(file).text.split("\n") == [
        "Broj 5",
        "Vidio  sam\tga.",
        "Napomena.",
        "Ime\tAna Perić",
        "1. Telefon",
    ]
    assert kinds(file) == [("header", "Broj 5"), ("footnote", "Napomena.")]


def test_odt_keeps_deleted_remarked_and_hidden_text_apart(tmp_path: Path) -> None:
    text = (
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion>"
        "<text:p>Marka</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Vidio sam <text:change text:change-id='c1'/>Petra."
        "<office:annotation><dc:creator>Ivo</dc:creator><text:p>Kada?</text:p></office:annotation>"
        "<text:span text:style-name='T9'>tajno</text:span></text:p>"
    )
    hidden = (
        "<style:style style:name='T9'><style:text-properties text:display='none'/></style:style>"
    )
    file = odt(tmp_path / "a.odt", text, automatic=hidden)
    assert read_document(file).text == "Vidio sam Petra."
    assert kinds(file) == [("deleted", "Marka"), ("comment", "Kada?"), ("hidden", "tajno")]


# ------------------------------------------------------------------ RTF


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1250 \'8aibenik, Kosovo}", "Šibenik, Kosovo"),
        (rb"{\rtf1\ansi\ansicpg1252\uc1 \u381?eljko \u262?uk}", "Željko Ćuk"),
        (
            rb"{\rtf1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 On:\f1  \'c0\'ed\'e0}",
            "On: Ана",
        ),
        (rb"{\rtf1\uc2\u1040\'c0\'c0na{\uc0\u1041}x}", "АnaБx"),
        (rb"{\rtf1\u-10179?\u-8704?!}", "😀!"),
        (rb"{\rtf1 a\par b\line c\tab d\~e\_f\-g\emdash\{\}\\}", "a\nb\nc\td\u00a0e-fg—{}\\"),
        (rb"{\rtf1{\*\generator X;}{\info{\title T}}{\pict\bin3 }}}}ok}", "ok"),
        (rb"{\rtf1\trowd\intbl Ime\cell Ana\cell\row\pard Kraj}", "Ime\tAna\t\nKraj"),
    ],
)
def test_rtf_gives_the_letters_that_were_written(tmp_path: Path, source: bytes, text: str) -> None:
    (tmp_path / "a.rtf").write_bytes(source)
    assert read_document(tmp_path / "a.rtf").text == text


def test_rtf_keeps_deleted_and_hidden_text_and_comments_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.rtf"
    file.write_bytes(
        rb"{\rtf1\ansi{\header Broj 5\par}Vidio sam {\deleted Marka}{\revised Petra}."
        rb"{\*\atnauthor Ivo}{\*\annotation Kada?}{\v tajno}{\footnote Napomena.}\par Kraj.}"
    )
    assert read_document(file).text == "Broj 5\nVidio sam Petra.\nNapomena.\nKraj."
    assert kinds(file) == [
        ("header", "Broj 5"),
        ("deleted", "Marka"),
        ("inserted", "Petra"),
        ("comment", "Kada?"),
        ("hidden", "tajno"),
        ("footnote", "Napomena."),
    ]


# ------------------------------------------------------------------ HTML and MHT

PAGE = """<!DOCTYPE html><html><head><meta charset="windows-1250"><title>t</title>
<style>.x, p.y { display: none } @media print { .z { display:none } }</style></head><body>
<h1>Zapisnik</h1><script>document.write("ne")</script>
<p>Došao   sam
kući.<br>Sam.</p><p class="x">skriveno</p><p style="visibility:hidden">i ovo</p>
<p class="z">vidi</p>
<table><tr><td>Ime</td><td><p>Ana</p><p>Perić</p></td></tr><tr><td>Tel</td><td>067</td></tr></table>
<ol start="3"><li>Telefon</li><li>Novac</li></ol></body></html>"""


def test_a_page_is_read_as_it_shows_without_its_scripts(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(PAGE.encode("cp1250"))
    assert read_document(file).text.split("\n") == [
        "Zapisnik",
        "Došao sam kući.",
        "Sam.",
        "vidi",
        "Ime\tAna Perić",
        "Tel\t067",
        "3. Telefon",
        "4. Novac",
    ]
    assert kinds(file) == [("hidden", "skriveno"), ("hidden", "i ovo")]


def test_a_saved_page_is_read_from_its_archive(tmp_path: Path) -> None:
    file = tmp_path / "a.mht"
    file.write_text(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<p>Do=C5=A1ao sam.</p>\n--B\n"
        "Content-Type: image/png\nContent-Location: a.png\n\nx\n--B--\n",
        encoding="ascii",
    )
    assert read_document(file).text == "Došao sam."
    assert kinds(file) == [("picture", "a.png")]


# ------------------------------------------------------------------ messages

MAIL = """\
From: =?utf-8?B?QW5hIFBlcmnEhw==?= <ana@example.me>
To: ivo@example.me
Date: Tue, 12 Mar 2024 10:00:00 +0100
Subject: =?iso-8859-2?Q?Izjava_svjedoka_=A9ari=E6?=
Received: from 10.0.0.1
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=B

--B
Content-Type: text/plain; charset=iso-8859-2
Content-Transfer-Encoding: quoted-printable

Do=B9ao sam.
--B
Content-Type: text/html; charset=utf-8

<p>{html}</p>
--B--
"""


def test_a_message_gives_its_heads_and_body_and_keeps_the_rest_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_text(MAIL.replace("{html}", "Došao <b>sam</b>."), encoding="utf-8")
    assert read_document(file).text.split("\n") == [
        "From: Ana Perić <ana@example.me>",
        "To: ivo@example.me",
        "Date: Tue, 12 Mar 2024 10:00:00 +0100",
        "Subject: Izjava svjedoka Šarić",
        "",
        "Došao sam.",
    ]
    ((kind, heads),) = kinds(file)
    assert kind == "header" and "Received: from 10.0.0.1" in str(heads)


def test_another_version_of_a_message_that_says_something_else_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_text(MAIL.replace("{html}", "Nisam došao."), encoding="utf-8")
    assert ("alternative", "Nisam došao.") in kinds(file)
    assert any("other versions" in note for note in read_document(file).notes)


# ------------------------------------------------------------------ text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Сведок изјављује да га је чекао у Требињу код моста.", "cp1251"),
        ("Сведок изјављује да га је чекао у Требињу код моста.", "iso8859_5"),
        ("Сведок изјављује да га је чекао у Требињу код моста.", "cp855"),
        ("Ο μάρτυρας δήλωσε ότι δεν τον γνωρίζει.", "cp1253"),
        ("Čekao sam ga, šutio i žalio. Đorđe nije došao.", "cp852"),
        ("Čekao sam ga, šutio i žalio. Đorđe nije došao.", "cp1250"),
        (FOREIGN, "utf-16"),
        (FOREIGN, "utf-8-sig"),
    ],
)
def test_text_is_read_in_the_encodings_of_the_region(
    tmp_path: Path, text: str, encoding: str
) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert read_document(tmp_path / "a.txt").text == text


def test_foreign_passages_pass_unharmed_through_every_format(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(FOREIGN)
    document.save(str(tmp_path / "a.docx"))
    odt(tmp_path / "a.odt", f"<text:p>{FOREIGN}</text:p>")
    (tmp_path / "a.html").write_text(f"<meta charset=utf-8><p>{FOREIGN}", encoding="utf-8")
    numbers = "".join(
        c if c.isascii() else rf"\u{ord(c) - (ord(c) > 32767) * 65536}?" for c in FOREIGN
    )
    (tmp_path / "a.rtf").write_text(rf"{{\rtf1 {numbers}}}", encoding="ascii")
    for name in ("a.docx", "a.odt", "a.html", "a.rtf"):
        assert read_document(tmp_path / name).text == FOREIGN, name


def test_parted_letters_are_put_together_and_soft_hyphens_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("C\u030cekao sam te\u00adle\u00adfon.\f2", encoding="utf-8")
    read = read_document(tmp_path / "a.txt")
    assert read.text == "Čekao sam telefon.\n2"
    assert read.page_starts == (0, 19)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.odt", b"PK\x03\x04"),
        ("a.rtf", b"no rtf"),
        ("a.rtf", b"{" * 9000),
        ("a.eml", b"just words"),
        ("a.html", b""),
        ("a.html", b"<div>" * 4000 + b"x"),
        ("a.txt", bytes(range(256)) * 9),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(99)),
        ("a.xyz", b"text"),
    ],
)
def test_what_is_broken_is_refused_in_one_line_that_names_it(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentUnreadableError) as refused:
        read_document(tmp_path / name)
    assert str(refused.value).startswith(f"{name}: ") and "\n" not in str(refused.value)
