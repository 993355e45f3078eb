"""The side of the page: where files are dropped, what waits, what goes on, what the case has."""

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children, Component, wild
from dashboards.components.signs import badge
from dashboards.components.telling import teller, telling_line, tells
from dashboards.pages import intake_ids as ids
from dashboards.taking_in.files import Counted
from dashboards.taking_in.waiting import LARGEST_FILE, Waiting
from dashboards.taking_in.work import Job, Result
from dashboards.texts import Texts, grouped
from workbench.access import Masking


def drop_zone(texts: Texts) -> Component:
    """Where files are dropped, or chosen by keyboard."""
    return html.Div(
        [
            html.P(texts.say("intake", "drop"), className="plain"),
            dmc.Button(
                texts.say("intake", "choose"), size="xs", variant="light", **wild(data_choose="")
            ),
            html.P(texts.say("intake", "limit", gigabytes=LARGEST_FILE >> 30), className="hint"),
            html.P(className="upload-status", role="status"),
        ],
        className="drop",
        **wild(
            data_drop=ids.TOLD,
            data_sending=texts.say("intake", "sending", name="%name", percent="%percent"),
            data_failed=texts.say("intake", "not_sent", name="%name"),
        ),
    )


def waiting_lines(texts: Texts, masking: Masking, waiting: Sequence[Waiting]) -> Children:
    """The files that are not in the case yet, and the way in."""
    if not waiting:
        return [html.P(texts.say("intake", "none_waits"), className="hint")]
    ready = [w for w in waiting if w.trial or not w.looked_at]
    again = sum(w.retries is not None for w in ready)
    return [
        *(_waiting(texts, masking, one) for one in waiting),
        html.Div(
            teller(
                _take_all(texts, len(ready) - again, again), ids.TOLD, "take", key="a",
                variant="filled", size="xs", alters=True,
            ),
            className="actions",
        )
        if ready
        else None,
    ]  # fmt: skip


def _take_all(texts: Texts, new: int, again: int) -> str:
    """What taking in all that waits means."""
    if not again:
        return texts.say("intake", "take_all", n=grouped(new))
    if not new:
        return texts.say("intake", "try_again")
    return texts.say("intake", "take_and_again", n=grouped(new), again=grouped(again))


def _waiting(texts: Texts, masking: Masking, one: Waiting) -> Component:
    name = masking.text(one.name)
    return html.Div(
        [
            telling_line(
                [
                    html.Span(name, className="name", title=name),
                    _state(texts, one),
                ],
                ids.TOLD,
                "waiting",
                number=one.number,
            ),
            html.Button(
                "×",
                className="only",
                type="button",
                title=texts.say("intake", "aside"),
                **wild(aria_label=texts.say("intake", "aside_named", name=name)),
                **tells(ids.TOLD, "aside", number=one.number),
            ),
        ],
        className="waiting-file",
    )  # fmt: skip


def _state(texts: Texts, one: Waiting) -> Component:
    if not one.looked_at:
        return badge(texts.say("intake", "looking"))
    if one.trial is None:
        return badge(texts.say("intake", "unclear"), "orange")
    return badge(texts.term("source_kind", one.trial.added.source.kind), "teal")


# ------------------------------------------------------------- what goes on


def job_lines(texts: Texts, masking: Masking, job: Job | None) -> Children:
    """How far taking in has come, and what came of it."""
    if job is None:
        return []
    lines: Children = [html.H3(texts.say("intake", "job"))]
    if not job.finished:
        lines += [
            dmc.Progress(
                value=100 * job.share, size="sm", color="teal", animated=True,
                **{"aria-label": texts.say("intake", "job")},
            ),
            html.P(f"{texts.said(masking.text(job.step))} · {job.share:.0%}", className="hint"),
            teller(texts.say("intake", "cancel"), ids.TOLD, "cancel"),
        ]  # fmt: skip
    if job.failed:
        lines.append(html.P(masking.text(job.failed), className="refused"))
    lines += [_result(texts, masking, result) for result in job.results]
    if job.finished and not job.failed:
        said = "resolved" if job.resolved else "done"
        lines.append(html.P(texts.say("intake", said), className="hint"))
    return lines


def _result(texts: Texts, masking: Masking, result: Result) -> Component:
    if result.added is None:
        problem = texts.said(masking.text(result.error or ""))
        return html.P(f"{masking.text(result.name)}: {problem}", className="refused")
    name = masking.text(result.added.source.file_name)
    if result.added.already_known:
        return html.P(texts.say("intake", "known", name=name), className="hint")
    parts = result.added.reconciliation
    sums = {
        name: grouped(sum(getattr(p, name) for p in parts))
        for name in ("rows_in", "accepted", "rejected", "duplicate")
    }
    return telling_line(
        [
            html.Span(
                [
                    html.Span(name, className="name", title=name),
                    html.Span(texts.say("intake", "equation", **sums), className="hint"),
                ],
                className="name stacked",
            )
        ],
        ids.TOLD,
        "source",
        source=result.added.source.source_id,
    )


# ------------------------------------------------------------- what the case has


def file_lines(texts: Texts, files: Sequence[Counted]) -> Children:
    """Every file with its rows."""
    return [_file(texts, one) for one in files] or [
        html.P(texts.say("intake", "no_files"), className="hint")
    ]


def _file(texts: Texts, one: Counted) -> Component:
    source = one.source
    rows = texts.count(
        "sentence" if one.is_reviewed and not source.template else "row", one.rows_in
    )
    marks: Children = [html.Span(rows, className="hint")]
    if one.rejected:
        marks.append(badge(texts.say("intake", "rejected", n=grouped(one.rejected)), "orange"))
    return telling_line(
        [
            html.Span(
                [
                    html.Span(source.file_name, className="name", title=source.file_name),
                    html.Span(texts.term("source_kind", source.kind), className="hint"),
                ],
                className="name stacked",
            ),
            html.Span(marks, className="about"),
        ],
        ids.TOLD,
        "document" if one.is_reviewed else "source",
        source=source.source_id,
    )
