"""The one filter grammar: the same options wherever people are chosen.

Values of one option are alternatives; every option given must fit.
"""

from collections.abc import Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from vault_tool.cli.offers import complete_person, complete_place, complete_tag
from vault_tool.cli.options import Body
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.engine.query import Filter
    from vault_tool.model import Card, Standing
    from vault_tool.roster import Roster


def _choice(name: str, field: str, metavar: str, said: str, complete: Any = None) -> Any:
    return click.option(
        name, field, multiple=True, metavar=metavar, help=said, shell_complete=complete
    )


_OPTIONS = (
    click.argument("text", metavar="[TEXT]", nargs=-1),
    _choice("--tag", "tags", "TAG", "With this tag, or one below it.", complete_tag),
    _choice("--where", "where", "'KEY>=VALUE'", "By any property: weight>=3, company~comune."),
    _choice("--in", "in_place", "PLACE", "Living there.", complete_place),
    _choice("--met-at", "met_at", "PLACE", "Met there."),
    _choice("--met-how", "met_how", "TEXT", "Met that way."),
    _choice("--through", "through", "NAME", "Introduced by them.", complete_person),
    _choice("--knows", "knows", "TEXT", "Knowing that person or that subject."),
    _choice("--needs", "needs", "TEXT", "Looking for that."),
    _choice("--offers", "offers", "TEXT", "Able to help with that."),
    _choice("--speaks", "language", "LANGUAGE", "Written to in that language."),
    click.option("--not-since", metavar="6m", help="Without a talk for that long."),
    click.option("--due", is_flag=True, help="Whose rhythm has come round."),
)

_FIELDS = (
    *("text", "tags", "where", "in_place", "met_at", "met_how", "through", "knows", "needs"),
    *("offers", "language", "not_since", "due"),
)
_NOTHING = ((), None, False)


def filtered(body: Body) -> Body:
    """Give a command the options that choose people: it is called with `chosen`, None for all."""

    @wraps(body)
    def with_filter(*args: Any, **options: Any) -> int | None:
        given = {name: options.pop(name) for name in _FIELDS}
        chosen = None if all(each in _NOTHING for each in given.values()) else _filter(given)
        return body(*args, chosen=chosen, **options)

    for option in reversed(_OPTIONS):
        with_filter = option(with_filter)
    return with_filter


def standings_of(desk: "Desk") -> "Roster":
    """Return everybody's standings; asked for again, what did not change is the same object."""
    from vault_tool.index.read import standings

    token = desk.index.lists.token if desk.index.lists else None
    return desk.memory.latest("people", token, lambda before: standings(desk.index, before))


def people_meant(desk: "Desk", chosen: "Filter | None") -> "Sequence[Standing]":
    """Return the standings of whom the filter chooses; without a filter, of everybody."""
    everybody = standings_of(desk)
    if chosen is None:
        return everybody
    paths = {card.path for card in cards_meant(desk, chosen, everybody)}
    return [standing for standing in everybody if standing.path in paths]


def cards_meant(
    desk: "Desk", chosen: "Filter | None", everybody: "Sequence[Standing] | None" = None
) -> "list[Card]":
    """Return the cards of whom the filter chooses, by name, whatever their status."""
    from vault_tool.engine.query import Filter, select
    from vault_tool.index.read import cards

    known = standings_of(desk) if everybody is None else everybody
    return select(cards(desk.index), known, chosen or Filter(), desk.settings, desk.today)


def _filter(given: Mapping[str, Any]) -> "Filter":
    from vault_tool.engine.conditions import parse_conditions
    from vault_tool.engine.query import Filter

    fields = dict(given)
    fields["where"] = tuple(parse_conditions(each) for each in given["where"])
    fields["text"] = " ".join(given["text"]) or None
    if given["not_since"] is not None:
        fields["not_since"] = _span(given["not_since"])
    return Filter(**fields)


def _span(typed: str) -> Any:
    from vault_tool.dates import parse_duration

    span = parse_duration(typed)
    if span is None:
        raise UsageError(
            f'--not-since: "{typed}" is no length of time', "Write it as 6m, 3 weeks or 90."
        )
    return span
