"""What an address asks of a view: its filters, read one by one; what cannot be read is told and left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from assistant.tools.sifting import told_day

LONGEST = 300  # characters of one filter


class Asked:
    """The filters of one address. ``problems`` are those that could not be read, each as a sentence."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters
        self._held: dict[str, tuple[str, str, str]] = {}  # name -> what it filters, its value, that value in words
        self.problems: list[str] = []

    def text(self, name: str, what: str) -> str | None:
        """A filter in words; None where there is none."""
        given = " ".join(self._parameters.get(name, "").split())
        if len(given) > LONGEST:
            self.problems.append(f"{what}: only the first {LONGEST} characters were looked for.")
            given = given[:LONGEST].strip()
        return self._hold(name, what, given, f"“{given}”") if given else None

    def choice(self, name: str, what: str, among: Mapping[str, str]) -> str | None:
        """One of several: key of ``among``, whose values are told."""
        given = self._parameters.get(name, "").strip()
        if given and given not in among:
            self.problems.append(f"{what}: “{given[:LONGEST]}” is none of {', '.join(filter(None, among))}.")
            return None
        return self._hold(name, what, given, among[given]) if given else None

    def day(self, name: str, what: str) -> date | None:
        """A day, as browsers send it: 2025-06-17."""
        given = self._parameters.get(name, "").strip()
        if not given:
            return None
        try:
            day = date.fromisoformat(given)
        except ValueError:
            self.problems.append(f"{what}: “{given[:LONGEST]}” is no date. Write it as 2025-06-17.")
            return None
        self._hold(name, what, day.isoformat(), told_day(day))
        return day

    def switch(self, name: str, what: str) -> bool:
        """A box that is ticked or not."""
        return self._parameters.get(name, "") != "" and self._hold(name, what, "1", "yes") == "1"

    def number(self, name: str) -> int:
        """A number from 1; 1 where there is none. Never among the filters told."""
        given = self._parameters.get(name, "")
        return max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1

    def _hold(self, name: str, what: str, value: str, told: str) -> str:
        self._held[name] = (what, value, told)
        return value

    def __getitem__(self, name: str) -> str:
        """The value of a filter as it stands in its field; empty where there is none."""
        return self._held[name][1] if name in self._held else ""

    def told(self) -> list[str]:
        """The filters in words: "Committee: “Cabinet”"."""
        return [f"{what}: {told}" for what, _, told in self._held.values()]

    def address(self, path: str, without: Iterable[str] = (), **more: str) -> str:
        """The address of a path with these filters, relative to a view's own."""
        kept = {name: value for name, (_, value, _) in self._held.items() if name not in set(without)} | more
        return f"{path}?{urlencode(kept)}" if kept else path
