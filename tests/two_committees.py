"""Minutes of two committees of a made-up council that dealt with the same matters, and two councillors of one surname."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

_TERMS = (
    "that officers may settle any application to which nobody objects within 28 days of its publication; that a member may"
    " call in an application in writing and with a reason of substance; that the chairman be told of each settled case; and"
    " that the working of the scheme be reported upon once a year with the number of cases settled, called in and refused"
)
PLANNING = [
    ("14. Site visits", "RESOLVED that site visits be held on the first Monday of the month."),
    ("15. Scheme of delegation", f"RESOLVED {_TERMS}; and further that trees be left to the tree officer."),
    ("16. Bins", "Councillor Ruth Lamb asked about the bins behind Quay Street, which stand in the road."),
]
LICENSING = [
    ("6. Site visits", "RESOLVED that site visits be held only where the police ask for one."),
    ("7. Scheme of delegation", f"RESOLVED {_TERMS}; and further that street trading be left to the market officer."),
    ("8. Bins", "Councillor Peter Lamb asked about the bins of the night market and who empties them."),
]


def write_two(folder: Path) -> Path:
    """The minutes of the Planning Committee and of the Licensing Committee, in a folder."""
    folder.mkdir(exist_ok=True)
    _write(folder / "planning.pdf", "Planning Committee", "Monday, 3 March 2025", "Ruth Lamb, Ada Stone", PLANNING)
    _write(folder / "licensing.pdf", "Licensing Committee", "Friday, 14 March 2025", "Peter Lamb, Tom Reed", LICENSING)
    return folder


def _write(path: Path, body: str, held: str, present: str, items: list[tuple[str, str]]) -> None:
    style = getSampleStyleSheet()
    there = ", ".join(f"Councillor {name}" for name in present.split(", "))
    story = [
        Paragraph("SALTREY DISTRICT COUNCIL", style["Title"]),
        Paragraph(body.upper(), style["Heading1"]),
        Paragraph(f"MINUTES of a meeting of the {body} held in the Guildhall on {held}.", style["BodyText"]),
        Paragraph(f"PRESENT: {there}", style["BodyText"]),
    ]
    for heading, text in items:
        story += [Paragraph(heading, style["Heading3"]), Paragraph(text, style["BodyText"])]
    SimpleDocTemplate(str(path), pagesize=A4, title=f"{body} minutes {held}").build(story)
