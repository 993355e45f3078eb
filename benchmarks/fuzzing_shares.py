"""Which share of the inputs each target of fuzzing gets: more, the less one of them takes."""

DOCUMENTS = (".pdf", ".docx", ".rtf", ".odt", ".fodt", ".html", ".eml", ".mht", ".txt")
TABLES = (".csv", ".txt", ".xlsx", ".ods", ".html", ".xml", ".vcf", ".json", ".zip", ".docx")
SHARES = {
    **dict.fromkeys((f"document {suffix}" for suffix in DOCUMENTS), 0.015),
    **dict.fromkeys((f"table {suffix}" for suffix in TABLES), 0.012),
    **dict.fromkeys((f"add {suffix}" for suffix in sorted({*DOCUMENTS, *TABLES})), 0.002),
    "template": 0.05,
    "pack": 0.01,
    "telling": 0.008,
    "finding": 0.05,
    "value": 0.35,
    "comparison": 0.24,
}
