"""Messages (EML) and saved pages (MHT): heads, body, attachments; nothing is dropped.

The text version of a message is read; an HTML version that says something else is kept apart. What
is attached is handed on as files of their own.
"""

import email
import email.message
import email.policy
from collections.abc import Iterator
from pathlib import Path

from ingest.documents import web
from ingest.documents.extracted import Attachment, DocumentUnreadableError, ExtractedText
from ingest.documents.writing import Writing
from workbench.vocabulary import AsideKind

Message = email.message.EmailMessage
_STYLES = ("css", "javascript", "x-javascript")
_SHOWN = ("From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")


def read(path: Path) -> ExtractedText:
    """Read a message. Raises DocumentUnreadableError."""
    message = _parsed(path)
    if not any(message[name] for name in ("From", "To", "Date", "Subject")):
        raise DocumentUnreadableError("is no message: it has neither sender, recipient nor date.")
    writing = Writing()
    _heads(message, writing)
    return _body(message, writing)


def read_page(path: Path) -> ExtractedText:
    """Read a page saved as MHT. Raises DocumentUnreadableError."""
    message = _parsed(path)
    if not any(part.get_content_maintype() == "text" for part in message.walk()):
        raise DocumentUnreadableError("holds no page. Save it again.")
    return _body(message, Writing())


def _parsed(path: Path) -> Message:
    with path.open("rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    assert isinstance(message, Message)
    return message


def _heads(message: Message, writing: Writing) -> None:
    for name in _SHOWN:
        for value in message.get_all(name, []):
            writing.write(f"{name}: {' '.join(str(value).split())}\n")
    others = [f"{name}: {value}" for name, value in message.items() if name.title() not in _SHOWN]
    writing.leave_out(AsideKind.HEADER, "\n".join(others))
    writing.end_line()


def _body(message: Message, writing: Writing) -> ExtractedText:
    attachments: list[Attachment] = []
    _part(message, writing, attachments)
    notes = [f"attachment {a.name} ({a.media_type}, {len(a.data):,} bytes)" for a in attachments]
    return writing.extracted(attachments=attachments, notes=notes)


def _part(part: Message, writing: Writing, attachments: list[Attachment]) -> None:
    """Write a part down, or what it is made of."""
    kind = part.get_content_type()
    if part.is_attachment() or kind == "message/rfc822" or _is_other_file(part):
        _attach(part, writing, attachments)
    elif kind == "multipart/alternative":
        _alternatives(list(_children(part)), writing, attachments)
    elif kind == "multipart/related":
        page, *others = _children(part)
        _part(page, writing, attachments)
        for other in others:
            _shown_in_page(other, writing, attachments)
    elif part.is_multipart():
        for child in _children(part):
            _part(child, writing, attachments)
    else:
        _text(part, writing)


def _shown_in_page(part: Message, writing: Writing, attachments: list[Attachment]) -> None:
    """What a page shows or is styled by; frames of saved pages are read after it."""
    if part.get_content_maintype() == "image" or part.get_content_subtype() in _STYLES:
        writing.leave_out(AsideKind.PICTURE, part.get_filename() or str(part["Content-Location"]))
    else:
        _part(part, writing, attachments)


def _children(part: Message) -> Iterator[Message]:
    return (child for child in part.iter_parts() if isinstance(child, Message))


def _is_other_file(part: Message) -> bool:
    return part.get_content_maintype() not in ("text", "multipart") or (
        part.get_filename() is not None and part.get_content_subtype() not in ("plain", "html")
    )


def _text(part: Message, writing: Writing) -> None:
    content = _content(part)
    if part.get_content_subtype() == "html":
        web.write(content, writing)
    else:
        writing.write(content)
    writing.end_filled_line()


def _content(part: Message) -> str:
    """The part's text; an unknown or wrong encoding must not lose it."""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        return data.decode("utf-8", "replace")


def _alternatives(versions: list[Message], writing: Writing, attachments: list[Attachment]) -> None:
    """The plain text where there is one; other versions if they say something else."""
    kept = next((v for v in versions if v.get_content_type() == "text/plain"), None)
    kept = kept or (versions[-1] if versions else None)
    if kept is None:
        return
    before = writing.position
    _part(kept, writing, attachments)
    said = _words(writing.since(before))
    for version in versions:
        if version is kept:
            continue
        other = Writing()
        found: list[Attachment] = []
        _part(version, other, found)
        attachments += found
        if _words(other.since(0)) != said:
            writing.leave_out(AsideKind.ALTERNATIVE, other.since(0))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def _attach(part: Message, writing: Writing, attachments: list[Attachment]) -> None:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = next(_children(part), None)
        data = inner.as_bytes() if inner is not None else b""
        name = part.get_filename() or f"message {len(attachments) + 1}.eml"
    else:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        name = part.get_filename() or f"attachment {len(attachments) + 1}"
    shown = part.get_content_disposition() == "inline" or part["Content-ID"] is not None
    if shown and part.get_content_maintype() == "image":
        writing.leave_out(AsideKind.PICTURE, f"{name} ({kind}, {len(data):,} bytes)")
        return
    writing.leave_out(AsideKind.ATTACHMENT, f"{name} ({kind}, {len(data):,} bytes)")
    attachments.append(Attachment(name, kind, data))
