"""Tables of things with a state: milestones, risks, plan actions, tracked decisions, work programme."""

from typing import Any

from .data import load
from .tables import Look

Rows = list[list[str]]
DOT = {"up": "{up green}", "down": "{down amber}", "same": "{same black}"}
TEXT_DOT = {"up": "\u25b2", "down": "\u25bc", "same": "\u25c0\u25b6"}


def milestones(args: dict[str, str]) -> tuple[Rows, Look]:
    """The workstreams of one priority in one highlight report; status is a colour with no text."""
    arrows = TEXT_DOT if load("kpis")["reports"][args["report"]]["arrows"] == "text" else DOT
    rows: Rows = [["Workstream", "Owner", "Status", "DoT", "This period", "Next period"]]
    for row in load("milestones"):
        if str(row["priority"]) == args["priority"] and args["report"] in row["reports"]:
            now = row["reports"][args["report"]]
            rows.append(
                [
                    row["workstream"],
                    now.get("owner", row["owner"]),
                    f"{{{now['status']}}}",
                    arrows[now["dot"]],
                    now["this"],
                    now["next"],
                ]
            )
    return rows, Look([22, 16, 7, 7, 42, 38], size=8, align="llccll", repeat=args.get("repeat") != "no")


def risks(args: dict[str, str]) -> tuple[Rows, Look]:
    """The strategic risk register as one of its issues prints it."""
    issue = args["issue"]
    rows: Rows = [
        ["Register number", "Risk", "Mitigation", "Previous score", "Current score", "Movement", "Risk owner"]
    ]
    for row in load("risks"):
        if issue not in row:
            continue
        now = row[issue]
        before, current = now["previous"], now["current"]
        bullets = "\\\\".join(f"\u2022 {line}" for line in now.get("mitigation", row["mitigation"]))
        fill = "R" if current >= 20 else "A" if current >= 10 else "G"
        rows.append(
            [
                str(now["number"]),
                row["description"],
                bullets,
                str(before),
                f"{{{fill}}}{current}",
                _movement(before, current),
                now.get("owner", row["owner"]),
            ]
        )
    return rows, Look(
        [9, 34, 52, 11, 11, 12, 17],
        size=8,
        align="cllcccl",
        repeat=args.get("repeat") != "no",
        split_rows=True,
    )


def _movement(before: int | str, current: int) -> str:
    if isinstance(before, str):
        return before
    if before == current:
        return "{same black}"
    return "{up red}" if current > before else "{down green}"


def plan(args: dict[str, str]) -> tuple[Rows, Look]:
    """The actions of one priority of an improvement plan; a reference is printed on its first row only."""
    source = load(args.get("of", "actions"))
    lettered = args.get("letters", "yes") == "yes"
    rows: Rows = [
        ["Ref", "Outcome", "Action", "Lead", "Timescale", "Measure of success", "Evidence of progress", "RAG"]
    ]
    for group in source["priorities"][int(args["priority"])]:
        for number, action in enumerate(group["actions"]):
            first = number == 0
            mark = f"{{{_rag_fill(action['rag'])}}}" + (action["rag"] if lettered else "")
            rows.append(
                [
                    group["ref"] if first else "",
                    group["outcome"] if first else "",
                    action["action"],
                    action["lead"],
                    action["by"],
                    action["measure"],
                    action["evidence"],
                    mark,
                ]
            )
    return rows, Look([6, 19, 28, 15, 13, 20, 36, 6], size=8, align="clllcllc", repeat=args.get("repeat") != "no")


def _rag_fill(letter: str) -> str:
    return {"E": "B", "C": "N"}.get(letter, letter)


def tracking(args: dict[str, str]) -> tuple[Rows, Look]:
    """The tracking decisions log that goes to one meeting."""
    rows: Rows = [["Minute", "Resolution", "Target date, officer and progress"]]
    for row in load("tracking"):
        if entry := row["logs"].get(args["log"]):
            rows.append([_minute(row, entry), row["resolution"], _progress(entry)])
    return rows, Look([22, 60, 75], size=8.5, theme="grey", repeat=args.get("repeat") != "no")


def _minute(row: dict[str, Any], entry: dict[str, Any]) -> str:
    return f"**{entry.get('minute', row['minute'])}**\\\\{row['meeting']}\\\\{row['subject']}"


def _progress(entry: dict[str, Any]) -> str:
    return f"**Date:** {entry['due']}\\\\**Officer:** {entry['officer']}\\\\**Progress:** {entry['progress']}"
