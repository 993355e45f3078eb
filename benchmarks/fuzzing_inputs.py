"""What fuzzing begins with: valid files of every form, and the ways in which they are spoilt."""

import io
import json
import random
import zipfile
from email.message import EmailMessage
from importlib.resources import files

import openpyxl
import typst

Samples = dict[str, tuple[bytes, ...]]
"""Valid files by suffix."""

STATEMENT = """ZAPISNIK O SASLUŠANJU SVJEDOKA
Svjedok: Nenad Bošković, rođen 4. 3. 1981. u Baru
Datum: 14. 5. 2024. u 10:30 časova
Dritan Gjoka je Arbena Leku zvao sa broja 069 714 882 i rekao da dođe u Podgoricu.
Vozio je kombi BR AB 417, VIN WVWZZZ1JZXW000001, IMEI 359999040000015.
Karim Sultani, star 14 godina, platio je 3.000 eura (IBAN ME25505000012345678951).
Përgjimi: Agron Hoxha takoi Dritan Gjokën në Shkodër më 18.06.2024, rreth orës 14.30.
Свједок је рекао да је возило прешло границу код Божаја у 42.4304, 19.2594.
"""
CALLS = (
    "A number;B number;Start;Duration (s);Type;Direction;IMEI;IMSI;CGI\n"
    "+38268000111;069714882;01.03.2024 10:00:00;12;call;outgoing;359999046946414;"
    "297990000000123;297-99-1100-20001\n"
    '+38268000111;INFO;"2024-03-01 10:05:11";;sms;incoming;;297990000000123;297/99/1100/20002\n'
)
COLUMNS_BY_PLACE = (
    "20240301100000,MOC,38268000111,38267000222,12,35999904694641,1100,20001\n"
    "20240301110000,MTC,38268000111,38267000333,0,35999904694641,1100,20001\n"
)
CELLS = (
    "CGI;LAT;LON;AZIMUTH;ADDRESS\n297-99-1100-20001;42,4304;19,2594;120;Podgorica\n"
    "297-99-1100-20002;42°26'10\"N;19°15'33\"E;0-120;Bar\n"
)
CONTACTS = 'Name;Phone 1;Phone 2;E-mail\nArben "Beni" Leka;+355 67 200 7675;;a@example.org\n'
SEIZED = "R. br.;Predmet;Marka;IMEI;Broj SIM;Oduzeto od\n1;Mobilni telefon;Samsung;359999046946414"
HANDOVER = (
    '<?xml version="1.0" encoding="UTF-8"?><RetainedDataMessage xmlns="urn:etsi:v1.20.1">'
    "<retainedDataPayload><responseMessage><responsePayload><ResponseRecord><recordNumber>1"
    "</recordNumber><recordPayload><telephonyRecord><telephonyServiceUsage><partyInformation>"
    "<TelephonyPartyInformation><partyRole><originating-Party/></partyRole><partyNumber>38268000111"
    "</partyNumber><iMEI>35999904694641</iMEI><communicationTime><startTime>20240301100000+0100"
    "</startTime><durationTime>12</durationTime></communicationTime></TelephonyPartyInformation>"
    "</partyInformation></telephonyServiceUsage></telephonyRecord></recordPayload></ResponseRecord>"
    "</responsePayload></responseMessage></retainedDataPayload></RetainedDataMessage>"
)
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Leka;Arben;;;\r\nFN:Arben Leka\r\n"
    "TEL;TYPE=CELL:+355672007675\r\nNOTE;ENCODING=QUOTED-PRINTABLE:=C5=A0ofer\r\nEND:VCARD\r\n"
)
FORM = {
    "case": "K 12/24",
    "date": "2024-05-14T10:30:00+02:00",
    "exhibits": [
        {"no": "A/1", "type": "mobile phone", "make": "Samsung", "imei": ["359999046946414"]},
        {"no": "A/2", "type": "vehicle", "plate": "BR AB 417", "taken_from": {"name": "N. N."}},
    ],
}
RTF = (
    r"{\rtf1\ansi\ansicpg1250\deff0{\fonttbl{\f0 Arial;}}\pard Svjedok Nenad Bo\'9akovi\'e6 je "
    r"rekao: \u1057?vjedok \b vidio\b0  vozilo {\*\revised BR AB 417}.\par\trowd\cellx900 1\cell "
    r"2\cell\row}"
)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT_SPACES = " ".join(f'xmlns:{n}="{OFFICE}{n}:1.0"' for n in ("office", "text", "table", "style"))


def samples() -> Samples:
    """Valid files by suffix, small enough to be spoilt everywhere."""
    page = f"<html><meta charset=utf-8><body><h1>A</h1><p>{STATEMENT}</p>{_table()}</body></html>"
    texts = {
        ".txt": (STATEMENT, CALLS, COLUMNS_BY_PLACE),
        ".csv": (CALLS, COLUMNS_BY_PLACE, CELLS, CONTACTS, SEIZED),
        ".html": (page, _table()),
        ".xml": (HANDOVER,),
        ".vcf": (CARD, CARD * 3),
        ".json": (json.dumps(FORM), json.dumps([FORM, FORM], indent=1)),
        ".rtf": (RTF,),
        ".fodt": (f"<office:document {TEXT_SPACES}>{_body()}</office:document>",),
    }
    found = {suffix: tuple(t.encode() for t in given) for suffix, given in texts.items()}
    found[".csv"] += (CALLS.encode("utf-16"), CONTACTS.encode("cp1250"))
    found |= {".eml": (_message(),), ".mht": (_message(),), ".xlsx": (_workbook(),)}
    found |= {".odt": (_open_document("text", _body()),), ".zip": (_archive(),)}
    found |= {".ods": (_open_document("spreadsheet", f"<office:body>{_sheet()}</office:body>"),)}
    found |= {".docx": (_word(_shipped(".docx")),), ".pdf": (_typeset(),)}
    return found


def _shipped(suffix: str) -> bytes:
    folder = files("sample_data").joinpath("files")
    return min((f.read_bytes() for f in folder.iterdir() if f.name.endswith(suffix)), key=len)


def _word(document: bytes) -> bytes:
    """Without its pictures, so that what is spoilt is mostly text."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            if name.endswith((".xml", ".rels")):
                new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
    return into.getvalue()


def _table() -> str:
    rows = ("".join(f"<td>{c}</td>" for c in line.split(";")) for line in CALLS.splitlines())
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _body() -> str:
    lines = "".join(f"<text:p>{line}</text:p>" for line in STATEMENT.splitlines())
    return f"<office:body><office:text>{lines}{_sheet_table()}</office:text></office:body>"


def _sheet() -> str:
    return f"<office:spreadsheet>{_sheet_table()}</office:spreadsheet>"


def _sheet_table() -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = ("".join(map(cell.format, line.split(";"))) for line in CALLS.splitlines())
    rows = (f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="A">{"".join(rows)}</table:table>'


def _open_document(kind: str, body: str) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}"
    content = f"<office:document-content {TEXT_SPACES}>{body}</office:document-content>"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OFFICE}manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>'
    )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("mimetype", mime)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return into.getvalue()


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for name, text in (("Calls", CALLS), ("Contacts", CONTACTS), ("Cells", CELLS)):
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(";"))
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _archive() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("calls.csv", CALLS)
        archive.writestr("more.csv", CALLS.replace("12;", "13;"))
    return into.getvalue()


def _message() -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "a@example.org", "b@example.org"
    message["Subject"], message["Date"] = "Izjava – Šarić", "Tue, 14 May 2024 10:30:00 +0200"
    message.set_content(STATEMENT)
    message.add_alternative(f"<p>{STATEMENT}</p>", subtype="html")
    message.add_attachment(CALLS.encode(), maintype="text", subtype="csv", filename="calls.csv")
    return message.as_bytes()


def _typeset() -> bytes:
    text = STATEMENT.replace("#", "").replace("*", "")
    return typst.compile(f"{text}\n#table(columns: 2, [1], [Samsung])".encode())


# ------------------------------------------------------------------ spoiling

TOKENS = (
    b"\0", b"\xff", b"\xff\xfe", b"\xed\xa0\x80", b"\n", b"\r", b'"', b"'", b";", b",", b"\t", b"<",
    b"</", b">", b"&lt;", b"&#0;", b"&x;", b"<!DOCTYPE x [<!ENTITY x 'y'>]>", b"<![CDATA[", b"{",
    b"}", b"[", b"]", b"\\", b"\\u0000", b"\\u-99999?", b"\\bin99999999 ", b"NaN", b"Infinity",
    b"-1", b"0", b"999999999999999999999999", b"1e309", b"-0.0", b"31.02.2024", b"0000-00-00",
    b"9999-12-31 23:59:60", b"24:00", b"%PDF-1.7", b"endobj", b"/Length 99999999", b"PK\x03\x04",
    b"=?utf-8?b?////?=", b"Content-Type: multipart/mixed; boundary=x\r\n", b"BEGIN:VCARD\n",
    b'rowspan="99999999"', b'colspan="99999999"', b'table:number-rows-repeated="99999999"',
    b'table:number-columns-repeated="99999999"', "\u202eš\u0301\u200f".encode(), "😀".encode(),
    "ИЈШ".encode(), "محمد".encode(), b"null", b"true", b"\x1a", b"\x0b\x0c\x85", b"+", b"%s{0}",
)  # fmt: skip


def spoilt(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A valid file with one to four things wrong; of a ZIP mostly within one of its members."""
    if zipfile.is_zipfile(io.BytesIO(data)) and rng.random() < 0.8:
        return _spoilt_member(rng, data)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        data = rng.choice(_WAYS)(rng, data, other)
    return data[: 1 << 20]


def _spoilt_member(rng: random.Random, data: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w") as new:
        names = old.namelist()
        chosen = rng.choice(names)
        for name in names:
            content = old.read(name)
            if name == chosen:
                content = spoilt(rng, content, old.read(rng.choice(names)))
            new.writestr(name, content)
    return into.getvalue()


def _span(rng: random.Random, data: bytes) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + int(rng.expovariate(1 / 20)) + 1)


def _flip(rng: random.Random, data: bytes, _: bytes) -> bytes:
    if not data:
        return data
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def _drop(rng: random.Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def _repeat(rng: random.Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + data[start:end] * rng.choice((2, 3, 50, 3000)) + data[end:]


def _insert(rng: random.Random, data: bytes, _: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(TOKENS) * rng.choice((1, 1, 1, 2, 2000)) + data[at:]


def _overwrite(rng: random.Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(rng, data)
    return data[:start] + rng.choice((rng.randbytes(end - start), rng.choice(TOKENS))) + data[end:]


def _cut(rng: random.Random, data: bytes, _: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _splice(rng: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def _exchange(rng: random.Random, data: bytes, _: bytes) -> bytes:
    a, b = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
    return data[b:] + data[a:b] + data[:a]


_WAYS = (_flip, _flip, _drop, _repeat, _insert, _insert, _overwrite, _cut, _splice, _exchange)
