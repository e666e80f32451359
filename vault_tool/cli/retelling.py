"""The questions of reports that look back: what there was, by week and in a year.

Public: `LOOKING_BACK`.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from vault_tool.cli.filtering import cards_meant, people_meant
from vault_tool.cli.practising import Question, Result

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.engine.query import Filter
    from vault_tool.model import Channel, Talk


def _activity(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    from vault_tool.engine.activity import WEEKS, activity
    from vault_tool.render.activity import activity as page

    weeks = WEEKS if within is None else max(-(-within // 7), 1)
    found = activity(people_meant(desk, chosen), channels(desk), desk.today, weeks)
    return page(found, desk.today, desk.unread)


def _year(desk: "Desk", chosen: "Filter | None", within: int | None) -> Result:
    """Look back on a calendar year, up to today where it is running, else on the last 12 months."""
    from datetime import date, timedelta

    from vault_tool.dates import Duration
    from vault_tool.engine.places import places
    from vault_tool.engine.year import year
    from vault_tool.render import practice

    if within is None:
        begins, ends = Duration(months=12).before(desk.today) + timedelta(1), desk.today
    else:
        begins, ends = date(within, 1, 1), min(date(within, 12, 31), desk.today)
    found = year(people_meant(desk, chosen), places(cards_meant(desk, None)), begins, ends)
    return practice.year(found, within, desk.today, desk.unread)


def channels(desk: "Desk") -> "Callable[[Talk], Channel | None]":
    """Return what tells by which channel a talk was, as the line it stands in says."""
    from vault_tool.index.read import notes

    known = {
        (note.path, each.line): each.channel
        for note in notes(desk.index)
        for each in note.interactions
        if each.channel
    }
    return lambda talk: known.get((talk.path, talk.line))


LOOKING_BACK: Mapping[str, Question] = {
    "activity": _activity,
    "year": _year,
}
