"""What a column, a label or a key of a seizure form holds."""

from enum import StrEnum


class FormField(StrEnum):
    """Meaning of a column; ``headers.toml`` lists how clerks name each."""

    ORDINAL = "ordinal"
    EXHIBIT_NUMBER = "exhibit_number"
    DESCRIPTION = "description"
    ITEM_KIND = "item_kind"
    QUANTITY = "quantity"
    UNIT = "unit"
    DENOMINATION = "denomination"
    SERIAL_NUMBER = "serial_number"
    MOMENT = "moment"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    FOUND_AT = "found_at"
    SEIZED_BY = "seized_by"
    NOTE = "note"

    CUSTODY = "custody"  # a chain of hand-overs, or one of them, in one cell
    HANDED_BY = "handed_by"
    RECEIVED_BY = "received_by"
    HANDED_AT = "handed_at"
    REASON = "reason"
    SEAL = "seal"

    SEIZED_FROM = "seized_from"
    GIVEN_NAME = "given_name"
    SURNAME = "surname"
    FATHER_NAME = "father_name"
    ALIAS = "alias"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    BIRTH = "birth"
    AGE = "age"
    SEX = "sex"
    NATIONALITY = "nationality"
    ADDRESS = "address"
    STATUS = "status"
    PERSON_DOCUMENT = "person_document"
    PERSONAL_NUMBER = "personal_number"
    DOCUMENT_NUMBER = "document_number"  # the person's or the seized one: its neighbours tell
    PERSON_PHONE = "person_phone"

    PHONE = "phone"
    IMEI = "imei"
    SIM = "sim"
    IMSI = "imsi"
    ICCID = "iccid"
    PLATE = "plate"
    VIN = "vin"
    HULL = "hull"
    MAKE = "make"
    MODEL = "model"
    COLOUR = "colour"
    SEIZED_DOCUMENT = "seized_document"
    ACCOUNT = "account"
    AMOUNT = "amount"
    CURRENCY = "currency"

    PRESENT = "present"
    OCCUPANTS = "occupants"
    DRIVER = "driver"
    OWNER = "owner"
    WITNESSES = "witnesses"


DESCRIBING_PERSON = (
    FormField.FATHER_NAME,
    FormField.ALIAS,
    FormField.BIRTH_DATE,
    FormField.BIRTH_PLACE,
    FormField.BIRTH,
    FormField.AGE,
    FormField.SEX,
    FormField.NATIONALITY,
    FormField.ADDRESS,
    FormField.STATUS,
)
"""What is said of a person beside the name."""

OWN_PAPERS = (FormField.PERSON_DOCUMENT, FormField.PERSONAL_NUMBER)
OF_PERSON = (*OWN_PAPERS, FormField.PERSON_PHONE)
"""Numbers that are a person's own, and no exhibits."""

NAMING_HOLDER = (FormField.SEIZED_FROM, FormField.GIVEN_NAME, FormField.SURNAME)
ABOUT_PERSON = frozenset((*NAMING_HOLDER, *DESCRIBING_PERSON, *OF_PERSON))
PEOPLE = (
    FormField.SEIZED_FROM,
    FormField.PRESENT,
    FormField.OCCUPANTS,
    FormField.DRIVER,
    FormField.OWNER,
    FormField.WITNESSES,
)
OFFICERS = (FormField.SEIZED_BY,)
ITEMS = (
    FormField.PHONE,
    FormField.IMEI,
    FormField.SIM,
    FormField.IMSI,
    FormField.ICCID,
    FormField.PLATE,
    FormField.VIN,
    FormField.HULL,
    FormField.SEIZED_DOCUMENT,
    FormField.ACCOUNT,
    FormField.AMOUNT,
)
NAMING_EXHIBIT = (
    FormField.DESCRIPTION,
    FormField.ITEM_KIND,
    FormField.MAKE,
    FormField.MODEL,
    FormField.SERIAL_NUMBER,
    *ITEMS,
)
"""Columns of which one at least is filled where a row names an exhibit."""

WHEN = (FormField.MOMENT, FormField.DATE, FormField.TIME)
HAND_OVER = (
    FormField.HANDED_BY,
    FormField.RECEIVED_BY,
    FormField.HANDED_AT,
    FormField.REASON,
    FormField.SEAL,
)
