"""What sentences say, in English, Albanian and Bosnian/Croatian/Montenegrin/Serbian.

Rules over lexicons kept as data. Everything works on a Latin view of the text (``Latinised``), so
that Cyrillic documents need no rules of their own, and reports spans of the text as received.
"""
