"""Controlled terms of the case, as stored.

Grading and handling codes follow the Europol Regulation (art. 29) and its "4x4" practice;
categories of persons follow Directive (EU) 2016/680, art. 6, with the smuggled migrant of the
UN Smuggling Protocol (art. 5) added.
"""

from enum import StrEnum


class SourceKind(StrEnum):
    """What a received file is."""

    CALL_RECORDS = "call_records"
    SEIZURE_REPORT = "seizure_report"
    WITNESS_STATEMENT = "witness_statement"
    REPORT = "report"
    CELL_SITES = "cell_sites"
    CONTACTS = "contacts"
    PHONE_EXTRACTION = "phone_extraction"


REVIEWED_SOURCES = (SourceKind.SEIZURE_REPORT, SourceKind.WITNESS_STATEMENT, SourceKind.REPORT)
"""Sources of which each mention and claim may be reviewed: what they say was read, not recorded."""


class MentionKind(StrEnum):
    """What a mention refers to."""

    PERSON = "person"
    PHONE = "phone"
    HANDSET = "handset"
    SIM = "sim"
    VEHICLE = "vehicle"
    VESSEL = "vessel"
    DOCUMENT = "document"
    ACCOUNT = "account"
    PLACE = "place"
    ORGANISATION = "organisation"


class PartyKind(StrEnum):
    """What stands in a party field of a communication."""

    E164 = "e164"
    SHORT_CODE = "short_code"
    ALPHANUMERIC = "alphanumeric"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


class AttributeName(StrEnum):
    """What a source says about a mention."""

    GIVEN_NAME = "given_name"
    SURNAME = "surname"
    ALIAS = "alias"
    FATHER_NAME = "father_name"
    BIRTH_DATE = "birth_date"  # ISO; 'YYYY' where only the year is given
    BIRTH_PLACE = "birth_place"
    AGE = "age"
    SEX = "sex"  # f | m
    NATIONALITY = "nationality"  # ISO 3166-1 alpha-2
    ADDRESS = "address"
    OCCUPATION = "occupation"
    ROLE = "role"  # vocabulary.NetworkRole, as this source sees it
    DOCUMENT_TYPE = "document_type"
    EXPIRY_DATE = "expiry_date"  # ISO; of a document, its last day
    MAKE = "make"
    MODEL = "model"
    COLOUR = "colour"
    VIN = "vin"
    PLATE = "plate"
    IMEI = "imei"
    IMSI = "imsi"
    ICCID = "iccid"


class ClaimKind(StrEnum):
    """A relation stated by a source; left does it to (or has it with) right."""

    CALLS = "calls"
    USES = "uses"  # person - phone, handset, sim
    OWNS = "owns"  # person - vehicle, phone ...
    HOLDS = "holds"  # person - document, account
    REGISTERED_TO = "registered_to"  # phone or vehicle - person
    INSERTED_IN = "inserted_in"  # sim or phone - handset
    DRIVES = "drives"  # person - vehicle
    TRAVELS_IN = "travels_in"  # person - vehicle
    TRAVELS_WITH = "travels_with"
    MEETS = "meets"
    PAYS = "pays"
    LODGES = "lodges"  # person - person or place
    RECRUITS = "recruits"
    TRANSPORTS = "transports"
    EMPLOYS = "employs"
    THREATENS = "threatens"
    INSTRUCTS = "instructs"
    SUPPLIES = "supplies"
    KNOWS = "knows"
    RELATED_TO = "related_to"  # family
    PRESENT_AT = "present_at"  # person - place
    LIVES_AT = "lives_at"
    SEIZED_FROM = "seized_from"  # phone, vehicle ... - person
    SEIZED_WITH = "seized_with"  # person - person, present at one seizure


class ClaimState(StrEnum):
    """What became of a claim, mention or indicator that was read, or was added by hand."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"  # as it was read, or added by hand
    CORRECTED = "corrected"  # stands as an analyst put it; what was read is kept beside it
    REFUSED = "refused"  # counts for nothing


class ReviewedKind(StrEnum):
    """What an analyst may have a word on in a document."""

    MENTION = "mention"
    CLAIM = "claim"
    INDICATOR = "indicator"


class ReviewDecision(StrEnum):
    """An analyst's word on something that was read, or that reading missed."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REFUSE = "refuse"
    ADD = "add"


class Service(StrEnum):
    """To whom a person in need of protection is referred."""

    CHILD_PROTECTION = "child_protection"
    SHELTER = "shelter"
    HEALTH = "health"
    ASYLUM = "asylum"
    ANTI_TRAFFICKING = "anti_trafficking"
    LEGAL_AID = "legal_aid"
    OTHER = "other"


class Consent(StrEnum):
    """Whether the person agreed to a referral; a child's guardian may for it."""

    GIVEN = "given"
    BY_GUARDIAN = "by_guardian"
    NOT_NEEDED = "not_needed"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


class ReferralState(StrEnum):
    """How far a referral has come."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class Nature(StrEnum):
    """Facts are kept apart from personal assessments (Directive (EU) 2016/680, art. 7)."""

    FACT = "fact"
    ASSESSMENT = "assessment"


class PersonCategory(StrEnum):
    """What a person is in the case, per source and period."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    POSSIBLE_VICTIM = "possible_victim"
    SMUGGLED_MIGRANT = "smuggled_migrant"
    WITNESS = "witness"
    CONTACT = "contact"
    OFFICIAL = "official"  # suspected or acting public official of the case
    PROFESSIONAL = "professional"  # the officer, interpreter, lawyer of the file itself
    OTHER = "other"


PROTECTED_CATEGORIES = (
    PersonCategory.VICTIM,
    PersonCategory.POSSIBLE_VICTIM,
    PersonCategory.SMUGGLED_MIGRANT,
)


class NetworkRole(StrEnum):
    """Roles in a smuggling network; always a claim of a source."""

    ORGANISER = "organiser"
    RECRUITER = "recruiter"
    DRIVER = "driver"
    GUIDE = "guide"
    SPOTTER = "spotter"
    SAFE_HOUSE_KEEPER = "safe_house_keeper"
    DOCUMENT_FORGER = "document_forger"
    MONEY_HANDLER = "money_handler"
    ENFORCER = "enforcer"
    CORRUPT_OFFICIAL = "corrupt_official"
    SUPPLIER = "supplier"
    SERVICE_PROVIDER = "service_provider"


class Decision(StrEnum):
    """An analyst's word on a pair of mentions."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class ApartReason(StrEnum):
    """Why two mentions that are alike are not held to be one."""

    ONE_EVENT = "one_event"  # a source relates them to each other
    ONE_LIST = "one_list"  # named one after the other in one sentence
    FACTS = "facts"  # one name in one source, but other dates of birth, or another sex
    PAPERS = "papers"  # two personal numbers, or two passports of one country at a time
    FOUND_WITH = "found_with"  # one was found with the document of the other, who has another name
    TALKED = "talked"  # their phones spoke to each other
    FAR_APART = "far_apart"  # in two places at once
    RIVALS = "rivals"  # one fits two who contradict each other about as well
    BRIDGE = "bridge"  # they alone would connect two groups, and not surely enough
    OTHERS = "others"  # others of the two groups are held apart


class HandlingCode(StrEnum):
    """Europol handling codes."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


class Action(StrEnum):
    """What the log records (Directive (EU) 2016/680, art. 25)."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"


class PageOrigin(StrEnum):
    """How the words of a document's page came to be known."""

    TEXT = "text"
    RECOGNISED = "recognised"  # read off a picture by Tesseract
    SCAN_LAYER = "scan_layer"  # a picture over which another program had laid its reading
    BLANK = "blank"


class AsideKind(StrEnum):
    """What a document holds beside its running text."""

    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    TEXT_BOX = "text_box"
    INSERTED = "inserted"  # by a tracked change nobody has accepted yet
    DELETED = "deleted"
    COMMENT = "comment"
    HIDDEN = "hidden"
    ATTACHMENT = "attachment"
    PICTURE = "picture"
    REPEATED = "repeated"  # a running head or foot after its first page
    ALTERNATIVE = "alternative"  # the same message again in another format, where it differs
