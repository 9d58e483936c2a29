"""The pages where papers are sent, removed and read again, by those who may. They need no script."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from assistant.errors import AssistantError, SettingsError, UsageError
from assistant.intake.intake import Job
from assistant.intake.orders import Order
from assistant.papers.ocr import ready
from assistant.store.tables import PaperRow
from assistant.tools.names import Finder
from assistant.web import wording
from assistant.web.access import Access
from assistant.web.forms import TOO_OLD, short_form
from assistant.web.receiving import NO_ROOM, Received, TooMuchError, receive
from assistant.web.views.confirming import Asking, reading, removal
from assistant.web.views.page import render_plain
from assistant.web.views.papers import held_paper
from assistant.web.views.reports import progress_of, reports
from assistant.web.views.routes import FACE_VERSION, PAGE_HEADERS

if TYPE_CHECKING:
    from assistant import Assistant

ADD = "Add papers"
MOST_SENDING = 8  # requests at a time that send files
BUSY = "Many papers are being sent at the moment. Please try again in a minute."
NO_SUCH_PAPER = "There is no such paper among those you may see. It may have been removed or replaced."
MOST_SHOWN = 60

log = logging.getLogger(__name__)


def add_changing(app: FastAPI, access: Access) -> None:
    """Put the pages into the application."""
    desk = Desk(access)
    app.get("/add-papers")(desk.page)
    app.post("/add-papers")(desk.send)
    app.get("/add-papers/state")(desk.state)
    app.get("/add-papers/job/{name}")(desk.one)
    app.get("/remove-paper")(desk.ask_to_remove)
    app.post("/remove-paper")(_ordering(desk, "remove-paper"))
    app.get("/read-again")(desk.ask_to_read)
    app.post("/read-again")(_ordering(desk, "read-again"))


class Desk:
    """What the pages share: who asks, the papers they may see and the queue of what they asked for."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._intake = access.intake
        self._sending = 0
        self._can_ocr: bool | None = None

    def page(self, request: Request) -> Response:
        """The form, and what became of what was sent with it."""
        return self.shown(request)

    def shown(self, request: Request, problem: str = "", status: int = 200) -> Response:
        """The page to add papers, with what went wrong."""
        try:
            assistant = self._access.assistant(request)
            jobs = self._intake.jobs(self._access.user_id(request))[:MOST_SHOWN]
            with assistant.finder.ledger.steady():
                told = reports(self._intake, jobs, assistant.finder)
            return self._page(
                request,
                "add.html",
                ADD,
                assistant,
                status,
                problems=[problem] if problem else [],
                most=self._most(assistant),
                cleared=assistant.settings.clearance == "exempt",
                can_ocr=self._ocr(assistant),
                working=any(report.working for report in told),
                reports=told,
            )
        except AssistantError as error:
            return self._fault(request, error)

    async def send(self, request: Request) -> Response:
        """Take what is sent, and put it into the queue."""
        if self._sending >= MOST_SENDING:
            return await self._answer(request, [], BUSY, 503)
        self._sending += 1
        try:
            return await self._received(request)
        finally:
            self._sending -= 1

    async def _received(self, request: Request) -> Response:
        assistant = await run_in_threadpool(self._access.assistant, request)
        length = request.headers.get("content-length", "")
        if length.isdecimal() and 2 * int(length) > shutil.disk_usage(assistant.settings.store).free:
            return await self._answer(request, [], NO_ROOM, 507)
        try:
            fields, received = await receive(
                request,
                self._intake.inbox,
                self._most(assistant),
                lambda fields: self._access.is_marked(request, fields.get("mark", "")),
            )
        except UsageError as error:
            return await self._answer(request, [], str(error), 403 if str(error) == TOO_OLD else 400)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except TooMuchError as error:
            jobs = await run_in_threadpool(self._submitted, request, {}, error.received)
            return await self._answer(request, jobs, error.received[-1].refusal, 413)
        if not received:
            return await self._answer(request, [], "Choose a PDF file to send.", 400)
        jobs = await run_in_threadpool(self._submitted, request, fields, received)
        return await self._answer(request, jobs)

    def _submitted(self, request: Request, fields: dict[str, str], received: list[Received]) -> list[Job]:
        owner = self._access.user_id(request)
        exempt, ocr = (bool(fields.get(name)) for name in ("exempt", "ocr"))
        jobs = []
        for name, path, refusal in received:
            refused = refusal
            if path is not None:
                order = Order(action="take in", name=name, path=str(path), key=path.parent.name, exempt=exempt, ocr=ocr)
                try:
                    jobs.append(self._intake.submit(order, owner))
                    continue
                except UsageError as error:
                    refused = str(error)
                except OSError as error:
                    log.warning("%s could not be kept: %s", name, error)
                    self._intake.inbox.drop(order)
                    refused = NO_ROOM
            jobs.append(self._intake.refused(name, refused, owner))
        return jobs

    async def _answer(self, request: Request, jobs: list[Job], problem: str = "", status: int = 200) -> Response:
        """What a page, or the script on it, is told of what was sent."""
        unread = {"Connection": "close"} if status in {413, 503, 507} else {}
        if "application/json" in request.headers.get("accept", ""):
            told = {"jobs": [job.id for job in jobs], "problem": "" if jobs else problem}
            return JSONResponse(told, 200 if jobs else status, {"Cache-Control": "no-store"} | unread)
        if problem:
            reply = await run_in_threadpool(self.shown, request, problem, status)
            reply.headers.update(unread)
            return reply
        return RedirectResponse("./add-papers", 303, {"Cache-Control": "no-store"})

    def state(self, request: Request) -> Response:
        """How far the jobs are that are not done."""
        jobs = self._intake.jobs(self._access.user_id(request))
        told = [
            {
                "id": job.id,
                "waiting": job.state == "waiting",
                "done": job.done,
                "of": job.of,
                "said": progress_of(self._intake, job),
            }
            for job in jobs
            if job.outcome is None
        ]
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    def one(self, request: Request, name: str) -> Response:
        """One job, as it stands on the page."""
        job = self._intake.get(name, self._access.user_id(request))
        if job is None:
            raise HTTPException(404)
        finder = self._access.assistant(request).finder
        with finder.ledger.steady():
            (report,) = reports(self._intake, [job], finder)
        return HTMLResponse(render_plain("job.html", ADD, "", FACE_VERSION, report=report), headers=PAGE_HEADERS)

    def ask_to_remove(self, request: Request, paper: str = "") -> Response:
        """Ask whether a paper is really to go, and say what goes with it."""
        return self._asked(request, paper, removal)

    def ask_to_read(self, request: Request, paper: str = "") -> Response:
        """Ask whether a paper, or each that may be seen, is really to be read again."""
        return self._asked(request, paper, reading, every=True)

    def _asked(
        self,
        request: Request,
        paper_id: str,
        told: Callable[[Finder, list[PaperRow], bool], Asking],
        *,
        every: bool = False,
    ) -> Response:
        try:
            assistant = self._access.assistant(request)
            with assistant.finder.ledger.steady():
                papers = self.papers(assistant, paper_id, every=every)
                if not papers:
                    return self._none(request, assistant)
                one = papers[0] if paper_id else None
                asking = told(assistant.finder, papers, one is not None)
                held = held_paper(assistant.finder, one) if one else None
            return self._page(request, "confirm.html", asking.title, assistant, held=held, asking=asking)
        except AssistantError as error:
            return self._fault(request, error)

    def papers(self, assistant: Assistant, paper_id: str, *, every: bool) -> list[PaperRow]:
        """The paper of an id, as far as it may be seen; without an id and with ``every``, all of them."""
        seen = assistant.finder.ledger.papers()
        return list(seen) if every and not paper_id else [paper for paper in seen if paper.id == paper_id]

    def order(self, request: Request, form: dict[str, str], action: str) -> Response:
        """Put what a page asked for into the queue."""
        if not self._access.is_marked(request, form.get("mark", "")):
            return self.shown(request, TOO_OLD, 403)
        paper_id, removing = form.get("paper", ""), action == "remove-paper"
        assistant = self._access.assistant(request)
        chosen = self.papers(assistant, paper_id, every=not removing)
        if not chosen:
            return self.shown(request, NO_SUCH_PAPER, 404)
        owner = self._access.user_id(request)
        for paper in chosen:
            what = Order(
                action="remove" if removing else "read again",
                name=paper.document,
                paper_id=paper.id,
                ocr=self._was_recognised(assistant, paper),
            )
            self._intake.submit(what, owner)
        return RedirectResponse("./add-papers", 303, {"Cache-Control": "no-store"})

    def _was_recognised(self, assistant: Assistant, paper: PaperRow) -> bool:
        """Whether pages of a paper were read by text recognition, which then reads them again."""
        return held_paper(assistant.finder, paper).recognised > 0 and self._ocr(assistant)

    def _page(
        self, request: Request, template: str, title: str, assistant: Assistant, status: int = 200, **content: Any
    ) -> Response:
        header = wording.header(assistant.scope(), "papers", self._access.name(request))
        html = render_plain(template, title, header, FACE_VERSION, mark=self._access.mark(request), **content)
        return HTMLResponse(html, status, PAGE_HEADERS)

    def _none(self, request: Request, assistant: Assistant) -> Response:
        return self._page(request, "fault.html", "Papers", assistant, 404, told=NO_SUCH_PAPER)

    def _fault(self, request: Request, error: AssistantError) -> Response:
        log.warning("%s", error)  # not told to whoever asks: it may name places on the council's network
        header = wording.header(None, "papers", None)
        html = render_plain("fault.html", "Papers", header, FACE_VERSION, told=wording.CANNOT_ANSWER)
        return HTMLResponse(html, 503, PAGE_HEADERS)

    def _most(self, assistant: Assistant) -> int:
        return min(assistant.settings.max_upload_megabytes, assistant.settings.max_megabytes)

    def _ocr(self, assistant: Assistant) -> bool:
        """Whether scanned pages can be read here; looked for once."""
        if self._can_ocr is None:
            settings = assistant.settings
            try:
                ready(settings.ocr_language, settings.ocr_min_confidence)
                self._can_ocr = True
            except SettingsError:
                self._can_ocr = False
        return self._can_ocr


def _ordering(desk: Desk, action: str) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def ordered(request: Request) -> Response:
        form = await short_form(request)
        return await run_in_threadpool(desk.order, request, form, action)

    return ordered
