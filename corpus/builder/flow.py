"""Small drawn things: arrows, the council's shield, and filling a page down to a given depth."""

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from .style import TEAL


class Arrow(Flowable):
    """A direction-of-travel arrow drawn as a shape, so that no text layer carries it."""

    def __init__(self, direction: str, colour: Color, size: float = 8) -> None:
        """`direction` is up, down or same (two triangles back to back)."""
        super().__init__()
        self.direction, self.colour, self.size = direction, colour, size
        self.width = size * 2.2 if direction == "same" else size
        self.height = size
        self.hAlign = "CENTER"

    def draw(self) -> None:
        """Draw one triangle, or two for no change."""
        s = self.size
        shapes: dict[str, list[tuple[tuple[float, float], ...]]] = {
            "up": [((0, 0), (s, 0), (s / 2, s))],
            "down": [((0, s), (s, s), (s / 2, 0))],
            "same": [((s, 0), (s, s), (0, s / 2)), ((s * 1.2, 0), (s * 1.2, s), (s * 2.2, s / 2))],
        }
        self.canv.setFillColor(self.colour)
        for first, *others in shapes[self.direction]:
            path = self.canv.beginPath()
            path.moveTo(*first)
            for point in others:
                path.lineTo(*point)
            path.close()
            self.canv.drawPath(path, stroke=0, fill=1)


class Shield(Flowable):
    """The council's mark: a shield with a bar and the council's name beside it."""

    def __init__(self, name: str = "MERROWBY CITY COUNCIL") -> None:
        """`name` is printed in capitals beside the shield."""
        super().__init__()
        self.name, self.width, self.height, self.spaceAfter = name, 260, 40, 12

    def draw(self) -> None:
        """Draw the shield and the name."""
        c = self.canv
        c.setFillColor(TEAL)
        path = c.beginPath()
        path.moveTo(0, 36)
        path.lineTo(30, 36)
        path.lineTo(30, 16)
        path.curveTo(30, 6, 20, 2, 15, 0)
        path.curveTo(10, 2, 0, 6, 0, 16)
        path.close()
        c.drawPath(path, stroke=0, fill=1)
        c.setFillGray(1)
        c.rect(4, 19, 22, 4, stroke=0, fill=1)
        c.setFillColor(TEAL)
        c.setFont("Helvetica-Bold", 14)
        c.drawString(40, 14, self.name)


class FillTo(Flowable):
    """Blank space that leaves exactly `remaining` points at the foot of the page."""

    def __init__(self, remaining: float) -> None:
        """`remaining` is the depth left for what follows."""
        super().__init__()
        self.remaining = remaining

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take all the height but what must remain."""
        return width, max(0, height - self.remaining)

    def draw(self) -> None:
        """Nothing to draw."""
