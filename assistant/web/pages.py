"""The pages of papers: each as a picture with words marked on it, what stands around it, and the PDF itself."""

from __future__ import annotations

import logging
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import FileResponse

from assistant.errors import AssistantError
from assistant.papers.model import Box
from assistant.papers.picture import draw_page
from assistant.web.access import Access
from assistant.web.citing import MOST_BOXES

NO_SUCH_PAGE = "There is no such page to show."
SHARP = 3.2  # pixels per point of a page that is enlarged; it is drawn twice as large as one that is not
# Not kept by the browser: a paper may be withdrawn, and computers in committee rooms are shared.
_NOT_KEPT = {"Cache-Control": "no-store"}

log = logging.getLogger(__name__)


def add_pages(app: FastAPI, access: Access) -> None:
    """Put the routes into the application: ``/page/ID/NUMBER.png`` and ``/paper/ID.pdf``."""

    @app.get("/page/{paper_id}/{page}.png")
    def picture(
        request: Request, paper_id: str, page: int, boxes: str = Query("", max_length=20_000), sharp: bool = False
    ) -> Response:
        """The page as a picture. Headers tell where the marks are, what is printed as its number, which pages that may be
        seen stand before and after it, how many the paper has, and whether the PDF may be had."""
        try:
            assistant = access.assistant(request)
            pdf, around = assistant.pdf_path(paper_id, page), assistant.around(paper_id, page)
            if pdf is None or around is None or not pdf.is_file():
                raise HTTPException(404, NO_SUCH_PAGE)
            marks = parse_boxes(boxes)
            drawn = draw_page(pdf, page, marks, scale=SHARP) if sharp else draw_page(pdf, page, marks)
        except AssistantError as error:
            log.info("%s", error)
            raise HTTPException(404, NO_SUCH_PAGE) from None
        told = {
            "X-Marked": f"{drawn.marked.top:.4f} {drawn.marked.bottom:.4f}" if drawn.marked else "",
            "X-Printed": quote(around.printed or ""),
            "X-Before": str(around.before or ""),
            "X-After": str(around.after or ""),
            "X-Pages": str(around.pages),
            "X-Whole": "yes" if around.whole else "",
        }
        headers = _NOT_KEPT | {name: value for name, value in told.items() if value}
        return Response(drawn.png, media_type="image/png", headers=headers)

    @app.get("/paper/{paper_id}.pdf")
    def paper(request: Request, paper_id: str) -> FileResponse:
        try:
            pdf = access.assistant(request).pdf_path(paper_id)
        except AssistantError as error:
            log.info("%s", error)
            pdf = None
        if pdf is None or not pdf.is_file():  # alike for what is not there and what may not be shown
            raise HTTPException(404, NO_SUCH_PAGE)
        return FileResponse(pdf, media_type="application/pdf", headers=_NOT_KEPT | {"Content-Disposition": "inline"})


def parse_boxes(text: str) -> list[Box]:
    """``x0,y0,x1,y1;…`` as boxes; what is not four ordinary numbers is left out."""
    boxes: list[Box] = []
    for part in text.split(";")[:MOST_BOXES]:
        try:
            x0, y0, x1, y1 = (float(side) for side in part.split(","))
        except ValueError:
            continue
        if all(abs(side) < 20_000 for side in (x0, y0, x1, y1)):
            boxes.append((x0, y0, x1, y1))
    return boxes
