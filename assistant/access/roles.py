"""Who may do what: the roles, the clearance for exempt papers, and ``may``."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Literal, get_args

from assistant.settings import Clearance, Settings

Role = Literal["reader", "officer", "evaluator", "admin"]
Action = Literal["ask", "change papers", "see evaluation", "manage users"]

ROLES: tuple[Role, ...] = get_args(Role)
CLEARANCES: tuple[Clearance, ...] = get_args(Clearance)
EVERYTHING: frozenset[Action] = frozenset(get_args(Action))
ALLOWED: dict[Role, frozenset[Action]] = {
    "reader": frozenset({"ask"}),
    "officer": frozenset({"ask", "change papers"}),
    "evaluator": frozenset({"ask", "see evaluation"}),
    "admin": EVERYTHING,
}
# Where nobody signs in: whoever sits at this machine runs it; from elsewhere papers are read, never changed.
NEAR, FAR = EVERYTHING, frozenset[Action]({"ask", "see evaluation"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, as it stands at this moment. ``user_id`` and ``name`` are None where nobody signs in."""

    actions: frozenset[Action]
    clearance: Clearance
    user_id: int | None = None
    name: str | None = None


def may(visitor: Visitor, action: Action) -> bool:
    """Whether somebody may do something. Which papers they see is their clearance and no action."""
    return action in visitor.actions


def sign_in_needed(settings: Settings) -> bool:
    """Whether the web chat asks who is there: as set, else wherever others than this machine can reach it."""
    if settings.sign_in == "auto":
        return not is_loopback(settings.host)
    return settings.sign_in == "on"


def unknown_visitor(settings: Settings, address: str | None, asked_for: str | None) -> Visitor:
    """Whoever comes from an address where nobody signs in; ``asked_for`` is the host that they asked for.

    It must be this machine by one of its own names: a page of another site can have its name lead here, and its requests
    then look like those of whoever sits here.
    """
    hosts = (settings.host, address, asked_for)
    near = all(host is not None and is_loopback(host) for host in hosts)
    return Visitor(NEAR if near else FAR, settings.clearance)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and can be reached from nowhere else."""
    try:
        address = ip_address(host)
    except ValueError:
        return host.lower() == "localhost"  # any other name may mean any address
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
