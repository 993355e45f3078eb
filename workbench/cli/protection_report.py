"""What ``protect`` prints: whom to protect, with their signs and referrals."""

from typing import Any

import click

from ingest.language.indicators import catalogue
from workbench.access.referrals import Referral
from workbench.cli.output import print_json, print_table
from workbench.evidence.safeguarding import PersonInNeed, Safeguarding, Sign


def show_catalogue(*, as_json: bool) -> None:
    """Print the signs that are known."""
    listed = list(catalogue().values())
    if as_json:
        print_json(listed)
        return
    print_table(
        "Indicators",
        ["indicator", "says", "sensitive to", "only of", "weak alone"],
        [(i.code, i.text, ", ".join(i.sensitive), i.concerns, i.weak) for i in listed],
    )


def show_referral(made: Referral, *, as_json: bool) -> None:
    """Print one referral."""
    if as_json:
        print_json(_referral_json(made))
    else:
        click.echo(_referral_line(made))


def _referral_json(one: Referral) -> dict[str, Any]:
    return {
        "referral": one.referral_id,
        "person": one.pseudonym,
        "service": str(one.service),
        "recipient": one.recipient,
        "consent": str(one.consent),
        "state": str(one.state),
        "next_date": one.next_date,
        "indicators": list(one.indicators),
        "made_by": one.made_by,
        "made_at_utc": one.made_at_utc,
        "events": one.events,
    }


def _referral_line(one: Referral) -> str:
    last = one.events[-1]
    notes = [
        f"referral {one.referral_id}: {one.pseudonym} to {one.recipient} ({one.service})",
        str(one.state),
        f"{last.made_at_utc:%Y-%m-%d}",
        f"consent {one.consent}".replace("_", " "),
        last.note,
        f"look again {one.next_date}" if one.next_date else "",
    ]
    return " · ".join(note for note in notes if note)


def show_list(found: Safeguarding, *, as_json: bool) -> None:
    """Print whom to protect, those in most need first."""
    if as_json:
        print_json(
            {
                "persons": [_person_json(one) for one in found.persons],
                "of_nobody_named": found.of_nobody_named,
                "unresolved": found.unresolved,
                "surnames_hidden": found.surnames_hidden,
            }
        )
        return
    without = sum(one.waits for one in found.persons)
    click.secho(
        f"{len(found.persons):,} persons to protect, {without:,} without a referral", bold=True
    )
    for one in found.persons:
        _show_person(one)
    for hidden in found.surnames_hidden:
        click.echo(
            f"\n{hidden.name} ({hidden.entity}): surname hidden, it would name {hidden.of} "
            f"({hidden.because.replace('_', ' ')})"
        )
    for signs, of in (
        (found.unresolved, "persons without a pseudonym yet: workbench resolve"),
        (found.of_nobody_named, "nobody named for sure: workbench protect CASE concern"),
    ):
        if signs:
            click.secho(f"\n{len(signs):,} signs of {of}", bold=True)
        for sign in signs:
            _show_sign(sign)


def _person_json(one: PersonInNeed) -> dict[str, Any]:
    return {
        "person": one.pseudonym,
        "entity": one.entity,
        "reasons": list(one.reasons),
        "minor": one.minor,
        "unaccompanied": one.unaccompanied,
        "sex": one.sex,
        "indicators": one.signs,
        "referrals": [_referral_json(referral) for referral in one.referrals],
    }


def _show_person(one: PersonInNeed) -> None:
    child = "unaccompanied child" if one.unaccompanied else "child" if one.minor else ""
    notes = [one.entity, child, {"f": "female", "m": "male"}.get(one.sex or "", "")]
    notes += [", ".join(reason for reason in one.reasons if reason not in ("minor", "indicator"))]
    notes += ["no referral" if one.waits else ""]
    line = f"\n{one.pseudonym}: " + " · ".join(note for note in notes if note)
    click.secho(line, fg="red" if one.unaccompanied and one.waits else None)
    for sign in one.signs:
        _show_sign(sign)
    for referral in one.referrals:
        click.echo(f"    {_referral_line(referral)}")


def _show_sign(sign: Sign) -> None:
    sensitive = f" (sensitive to {' and '.join(sign.sensitive)})" if sign.sensitive else ""
    click.echo(f"    indicator {sign.indicator} {sign.state}: {sign.says}{sensitive}")
    click.echo(f"      {sign.place}: {sign.text}")
