"""What the columns of contact lists, call logs and messages can mean, and what sheets are for."""

from enum import StrEnum


class Field(StrEnum):
    """A column, by the names used in lexicon and templates."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    MIDDLE_NAME = "middle_name"
    SURNAME = "surname"
    NICKNAME = "nickname"
    ORGANISATION = "organisation"
    PHONE = "phone"
    ENTRIES = "entries"
    FROM = "from"
    TO = "to"
    PARTY = "party"
    PARTICIPANTS = "participants"
    OWN = "own"
    START = "start"
    BEGUN = "begun"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    DIRECTION = "direction"
    TYPE = "type"
    TEXT = "text"
    APPLICATION = "application"
    DELETED = "deleted"
    STATUS = "status"
    ORDINAL = "ordinal"
    PERSONAL = "personal"
    IGNORED = "ignored"


NAMES = (Field.NAME, Field.GIVEN_NAME, Field.SURNAME, Field.NICKNAME)
"""Columns any of which names a contact."""
PARTIES = (Field.FROM, Field.TO, Field.PARTY, Field.PHONE, Field.PARTICIPANTS)
"""Columns that say who was at an end of a communication."""
MOMENTS = (Field.START, Field.BEGUN, Field.DATE, Field.TIME)


class Role(StrEnum):
    """What a sheet of a report holds."""

    CONTACTS = "contacts"
    CALLS = "calls"
    MESSAGES = "messages"
    DEVICE = "device"
