"""What a column of a seizure form holds."""

from enum import StrEnum


class FormField(StrEnum):
    """Meaning of a column; ``headers.toml`` lists how clerks name each."""

    ORDINAL = "ordinal"
    EXHIBIT_NUMBER = "exhibit_number"
    DESCRIPTION = "description"
    ITEM_KIND = "item_kind"
    QUANTITY = "quantity"
    MOMENT = "moment"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    FOUND_AT = "found_at"
    SEIZED_BY = "seized_by"
    CUSTODY = "custody"
    NOTE = "note"

    SEIZED_FROM = "seized_from"
    GIVEN_NAME = "given_name"
    SURNAME = "surname"
    FATHER_NAME = "father_name"
    ALIAS = "alias"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    BIRTH = "birth"
    SEX = "sex"
    NATIONALITY = "nationality"
    ADDRESS = "address"
    STATUS = "status"
    PERSON_DOCUMENT = "person_document"
    PERSONAL_NUMBER = "personal_number"
    DOCUMENT_NUMBER = "document_number"  # the person's or the seized one: its neighbours tell

    PHONE = "phone"
    IMEI = "imei"
    SIM = "sim"
    IMSI = "imsi"
    ICCID = "iccid"
    PLATE = "plate"
    VIN = "vin"
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


ABOUT_PERSON = frozenset(
    (
        FormField.SEIZED_FROM,
        FormField.GIVEN_NAME,
        FormField.SURNAME,
        FormField.FATHER_NAME,
        FormField.ALIAS,
        FormField.BIRTH_DATE,
        FormField.BIRTH_PLACE,
        FormField.BIRTH,
        FormField.SEX,
        FormField.NATIONALITY,
        FormField.ADDRESS,
        FormField.STATUS,
        FormField.PERSON_DOCUMENT,
        FormField.PERSONAL_NUMBER,
    )
)
PEOPLE = (
    FormField.SEIZED_FROM,
    FormField.PRESENT,
    FormField.OCCUPANTS,
    FormField.DRIVER,
    FormField.OWNER,
    FormField.WITNESSES,
)
ITEMS = (
    FormField.PHONE,
    FormField.IMEI,
    FormField.SIM,
    FormField.IMSI,
    FormField.ICCID,
    FormField.PLATE,
    FormField.VIN,
    FormField.SEIZED_DOCUMENT,
    FormField.ACCOUNT,
    FormField.AMOUNT,
)
