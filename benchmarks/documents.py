"""How long taking in documents takes: ten-page statements in four languages and three formats.

    python benchmarks/documents.py [--documents 1000] [--pages 10] [--folder DIR]

Writes statements of varied invented text (Bosnian in both scripts, Albanian, English; PDF, DOCX and
TXT in turn; about 2,000 characters a page) to a temporary folder, with a broken file among each
hundred, and takes them in as `workbench add` does: read by all processors, stored by one. Says how
long reading and storing took, and how much of it is waited for by each.
"""

import argparse
import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import typst

from benchmarks import the_packages  # noqa: F401
from ingest import kinds
from ingest.intake import AddOptions
from ingest.many import add_all
from ingest.reading_documents import Task
from workbench.case import Case
from workbench.vocabulary import SourceKind

CHARACTERS_A_PAGE = 2_000
CHILDREN = resource.RUSAGE_CHILDREN
LETTERS = str.maketrans({
    "a": "а", "b": "б", "c": "ц", "č": "ч", "ć": "ћ", "d": "д", "đ": "ђ", "e": "е", "f": "ф",
    "g": "г", "h": "х", "i": "и", "j": "ј", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о",
    "p": "п", "r": "р", "s": "с", "š": "ш", "t": "т", "u": "у", "v": "в", "z": "з", "ž": "ж",
})  # fmt: skip
GIVEN = {
    "sh": "Marko Haris Adnan Petar Milan Amela Ana Dragana Senad Nikola Jasmina Vesna Goran",
    "sq": "Dritan Arben Besnik Agron Mira Teuta Luan Ilir Blerta Fatos Gjergj Valbona Sokol",
    "en": "Farid Yusuf Omar Leila Hassan Nadia Karim Samir Amina Tariq Rania Bilal Zahra",
}
SURNAMES = {
    "sh": "Vujović Hodžić Perić Delić Kovačević Marković Savić Begović Radović Jurić Ilić",
    "sq": "Gjoka Leka Hoxha Berisha Krasniqi Marku Shala Kola Dervishi Prifti Basha",
    "en": "Rahimi Haddad Azizi Khan Barakat Osman Nasser Amiri Saleh Yilmaz Demir",
}
TOWNS = {
    "sh": "Bar Podgorica Trebinje Foča Nikšić Ulcinj Sarajevo Zvornik Subotica Bijeljina",
    "sq": "Shkodër Lezhë Durrës Vlorë Tiranë Prizren Gjakovë Kukës Sarandë Pejë",
    "en": "Istanbul Durres Bar Shkoder Trieste Thessaloniki Skopje Belgrade Bihac Sarajevo",
}
SENTENCES = {
    "sh": """
Dana {date} godine oko {hour} časova zvao me je {a} sa broja {phone} i rekao da dođem u {town}.
Vozilom marke Škoda Octavia, oznaka {plate}, upravljao je {a}, kojeg poznajem od ranije.
{a} i {b} su se sastali u kafani kod mosta i razgovarali o cijeni puta do granice.
Platio sam mu {money} eura, a ostatak sam obećao kada stignemo.
Nikada nisam vidio tog čovjeka niti sam čuo za njega prije {date} godine.
Čuo sam od drugih da {b} drži kuću u kojoj ljudi spavaju dok čekaju prevoz.
U vozilu nas je bilo {count}, među njima dvoje djece, i niko nije imao vode.
Telefon marke Samsung, IMEI {imei}, dao mi je {b} i rekao da zovem samo na jedan broj.
Ne znam kako se zove vozač, bio je visok, star oko četrdeset godina, u crnoj jakni.
Na granici nas niko nije zaustavio, iako je bilo jasno da je kombi pun.
Poslije toga smo hodali kroz šumu nekoliko sati dok nismo došli do rijeke.
Njegov broj je {phone}, a ponekad je zvao i sa stranog broja {foreign}.
{a}, zvani „Zec“, rođen {date} godine u mjestu {town}, organizovao je cijelo putovanje.
Na posebno pitanje odgovaram da mi {b} nije prijetio, ali sam se bojao.
Vratio sam se kući autobusom i sve ispričao bratu, koji me je nagovorio da dođem u policiju.
""",
    "sq": """
Më datë {date}, rreth orës {hour}, më telefonoi {a} nga nr. {phone} që të shkoja në {town}.
Automjetin tip Audi me targë {plate} e drejtonte {a}, të cilin e njoh prej kohësh.
{a} dhe {b} u takuan në një lokal pranë urës dhe biseduan për çmimin e rrugës.
I dhashë {money} euro, ndërsa pjesën tjetër do ta paguaja kur të mbërrinim.
Nuk e kam parë kurrë atë person dhe as nuk kisha dëgjuar për të përpara.
Kam dëgjuar nga të tjerët se {b} mban një shtëpi ku njerëzit flenë derisa të vijë makina.
Në furgon ishim {count} veta, mes tyre dy fëmijë, dhe askush nuk kishte ujë.
Telefonin Samsung, IMEI {imei}, ma dha {b} dhe më tha të telefonoja vetëm një numër.
Nuk e di si quhet shoferi, ishte i gjatë, rreth dyzet vjeç, me xhaketë të zezë.
Në kufi nuk na ndaloi askush, megjithëse dukej qartë se furgoni ishte plot.
Pastaj ecëm nëpër pyll disa orë derisa arritëm te lumi.
Numri i tij është {phone}, por ndonjëherë telefononte edhe nga numri {foreign}.
{a}, i njohur si “Ujku”, i lindur më {date} në {town}, e organizoi të gjithë udhëtimin.
""",
    "en": """
On {date} at about {hour} I was called by {a} from the number {phone} and told to come to {town}.
The car, a grey Volkswagen with the plates {plate}, was driven by {a}, whom I knew from before.
{a} and {b} met in a bar near the bridge and talked about the price of the journey.
I paid him {money} euros and promised the rest when we would arrive.
I have never seen that man and had not heard of him before that day.
I heard from others that {b} keeps a house where people sleep until the van comes.
There were {count} of us in the van, two children among them, and nobody had water.
The Samsung phone, IMEI {imei}, was given to me by {b}, who told me to call one number only.
I do not know what the driver is called, he was tall, about forty, in a black jacket.
At the border nobody stopped us, although it was clear that the van was full.
After that we walked through the forest for several hours until we came to the river.
His number is {phone}, but sometimes he called from a foreign number, {foreign}.
{a}, known as the Captain, born on {date} in {town}, organised the whole journey.
""",
}
HEADS = {
    "sh": "ZAPISNIK O SASLUŠANJU SVJEDOKA",
    "sq": "PROCESVERBAL I PYETJES SË PERSONIT QË KA DIJENI",
    "en": "RECORD OF INTERVIEW OF A WITNESS",
}
LABELS = {"sh": "Ime i prezime", "sq": "Emri dhe mbiemri", "en": "Person interviewed"}
PLATES = ("PG AB", "BR CG", "UL KL")
PREFIXES = {"sh": "069", "sq": "068", "en": "+355 69"}


def statement(language: str, number: int, characters: int) -> list[str]:
    """Paragraphs of a statement, another one for every number."""
    draw = random.Random(f"{language}{number}")
    people = [
        f"{draw.choice(GIVEN[language].split())} {draw.choice(SURNAMES[language].split())}"
        for _ in range(9)
    ]
    templates = SENTENCES[language].strip().split("\n")
    paragraphs = [HEADS[language], f"{LABELS[language]}: {people[0]}"]
    while sum(map(len, paragraphs)) < characters:
        drawn = (draw.choice(templates) for _ in range(draw.randint(3, 8)))
        paragraphs.append(" ".join(_filled(template, language, people, draw) for template in drawn))
    return paragraphs


def _filled(template: str, language: str, people: list[str], draw: random.Random) -> str:
    a, b = draw.sample(people[1:], 2)
    return template.format(
        a=a,
        b=b,
        date=f"{draw.randint(1, 28)}.{draw.randint(1, 12)}.202{draw.randint(0, 4)}.",
        hour=f"{draw.randint(0, 23)}:{draw.randint(10, 59)}",
        phone=f"{PREFIXES[language]} {draw.randint(100, 999)} {draw.randint(1000, 9999)}",
        foreign=f"+90 532 {draw.randint(100, 999)} {draw.randint(10, 99)} {draw.randint(10, 99)}",
        town=draw.choice(TOWNS[language].split()),
        plate=f"{draw.choice(PLATES)}{draw.randint(100, 999)}",
        money=f"{draw.randint(1, 9)}.{draw.randint(0, 9)}00",
        count=draw.randint(4, 19),
        imei=f"35999901{draw.randint(1000000, 9999999)}",
    )


def cyrillic(text: str) -> str:
    for pair, letter in (("lj", "љ"), ("nj", "њ"), ("dž", "џ")):
        text = text.replace(pair, letter).replace(pair.capitalize(), letter.upper())
    capitals = {ord(chr(code).upper()): str(letter).upper() for code, letter in LETTERS.items()}
    return text.translate(LETTERS).translate(capitals)


def write(folder: Path, documents: int, pages: int) -> list[Path]:
    files = []
    for number in range(documents):
        language = ("sh", "sr", "sq", "en")[number % 4]
        paragraphs = statement(
            "sh" if language == "sr" else language, number, pages * CHARACTERS_A_PAGE
        )
        if language == "sr":
            paragraphs = [cyrillic(paragraph) for paragraph in paragraphs]
        suffix = (".pdf", ".docx", ".txt")[number // 4 % 3]
        file = folder / f"{number:05}_{language}{suffix}"
        file.write_bytes(_as(suffix, paragraphs))
        files.append(file)
        if number % 100 == 50:
            broken = folder / f"{number:05}_x{suffix}"
            broken.write_bytes(file.read_bytes()[:100] if suffix != ".txt" else b"\0\1\2")
            files.append(broken)
    return files


def _as(suffix: str, paragraphs: list[str]) -> bytes:
    if suffix == ".txt":
        return "\n\n".join(paragraphs).encode("utf-8")
    if suffix == ".docx":
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        written = io.BytesIO()
        document.save(written)
        return written.getvalue()
    text = '#set text(size: 14pt)\n#set page(numbering: "1")\n'
    text += "\n\n".join("".join(f"\\{c}" if c in "#*_@$<>`~" else c for c in p) for p in paragraphs)
    return bytes(typst.compile(text.encode("utf-8")))


def _processor_s(who: int = resource.RUSAGE_SELF) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def reading_alone(files: list[Path]) -> Iterator[str]:
    """Processor time of one process that reads a few documents, by format and language."""
    for file in files[:1] + files[:24]:  # the first one loads the lexicons
        begun = _processor_s()
        found = kinds.read_document(Task(file, file.name, SourceKind.WITNESS_STATEMENT))
        assert found
        used, text = _processor_s() - begun, len(found.extracted.text)
        yield f"  {file.name:16} {text:7,} characters  {used:5.2f} s"


def measure(folder: Path, documents: int, pages: int) -> None:
    begun = time.perf_counter()
    files = write(folder, documents, pages)
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{len(files):,} files, {size:,.0f} MB, written in {time.perf_counter() - begun:.0f} s")
    for line in list(reading_alone([file for file in files if "_x" not in file.name]))[1:]:
        print(line)
    begun, own, others = time.perf_counter(), _processor_s(), _processor_s(CHILDREN)
    shown = begun

    def progress(step: str, share: float) -> None:
        nonlocal shown
        if time.perf_counter() - shown > 20:
            shown = time.perf_counter()
            print(f"  {share:4.0%} {step}", flush=True)

    with Case.create(folder / "case", title="benchmark", country="ME") as case:
        outcomes = list(add_all(case, files, AddOptions(), progress))
        counted = case.db.execute(
            "SELECT (SELECT count(*) FROM passage), (SELECT count(*) FROM mention)"
        ).fetchone()
    seconds = time.perf_counter() - begun
    refused = sum(outcome.error is not None for outcome in outcomes)
    print(
        f"taken in {len(outcomes) - refused:,}, refused {refused}: {seconds:.0f} s by the clock, "
        f"{len(outcomes) / seconds:.1f} a second; processors: storing "
        f"{_processor_s() - own:.0f} s, reading {_processor_s(CHILDREN) - others:.0f} s; "
        f"passages and mentions: {counted}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    arguments.add_argument("--documents", type=int, default=1_000)
    arguments.add_argument("--pages", type=int, default=10)
    arguments.add_argument("--folder", type=Path, help="where there is room for it")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        measure(Path(folder), given.documents, given.pages)


if __name__ == "__main__":
    main()
