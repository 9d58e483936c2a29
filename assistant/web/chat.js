// Shows the page a marker stands for, beside the answer. Everything from a paper is set as text, never as HTML.
// Listeners sit on the document, because Gradio builds and rebuilds the page underneath them.
(() => {
  "use strict";
  const WIDE = window.matchMedia("(min-width: 1024px)");
  const CANNOT_SHOW = "This page can no longer be shown. Its paper may have been withdrawn or replaced.";
  const NOT_FETCHED = "The page could not be fetched. Look whether you are connected, then open the source again.";
  const NO_SUCH_PAGE = "This page cannot be shown.";
  const ZOOMS = [1, 1.5, 2, 3, 4];
  const SHARP = 2; // the zoom from which a finer picture is fetched
  const byId = (id) => document.getElementById(id);

  let current = null; // the source shown, an element of a list of sources
  let opener = null; // what was pressed to open it; focus goes back there
  let page = 0; // the page of its paper that is shown, the one cited or another
  let zoom = 1; // how many times as wide as its frame the picture is
  let asked = 0; // counts requests for pictures, so that a slow one never replaces a later one
  let address = null;

  function open(source, { focus }) {
    if (!byId("source-panel")) return;
    current = source;
    byId("source-title").textContent = source.dataset.title;
    byId("source-place").textContent = source.dataset.place;
    byId("source-quote").textContent = source.dataset.quote;
    const secret = source.dataset.exempt !== undefined;
    byId("source-secret").hidden = !secret;
    byId("source-secret").firstChild.textContent = secret ? "EXEMPT, not for publication" : "";
    const all = [...source.parentElement.children];
    const position = all.indexOf(source);
    byId("source-count").textContent = `Source ${source.dataset.marker} of ${all.length}`;
    byId("source-previous").hidden = byId("source-next").hidden = all.length === 1;
    allow("source-previous", position > 0);
    allow("source-next", position < all.length - 1);
    byId("source-panel").hidden = false;
    document.documentElement.dataset.source = "open";
    markCurrent();
    zoomTo(1);
    turnTo(citedPage(source));
    if (focus) {
      byId("source-panel").focus({ preventScroll: WIDE.matches });
      if (!WIDE.matches) byId("source-panel").scrollIntoView({ block: "start" });
    }
  }

  // A disabled button would drop the keyboard's focus at the first and last source; this one stays, and says it is off.
  function allow(id, can) {
    byId(id).setAttribute("aria-disabled", String(!can));
  }

  function hide() {
    asked++; // a picture still on its way is for a source no longer shown
    current = null;
    byId("source-panel").hidden = true;
    markCurrent();
  }

  function close() {
    hide();
    delete document.documentElement.dataset.source;
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  }

  function citedPage(source) {
    return Number(/(\d+)\.png/.exec(source.dataset.picture)[1]);
  }

  // Words are marked on the page that is cited only; on others nothing was quoted.
  function addressOf(source, number, sharp) {
    const cited = number === citedPage(source);
    const plain = source.dataset.picture.replace(/\d+\.png.*$/, `${number}.png`);
    const address = cited ? source.dataset.picture : `${plain}?`;
    return sharp ? `${address}&sharp=true` : address;
  }

  function turnTo(number) {
    page = number;
    byId("page-cited").hidden = number === citedPage(current);
    byId("source-paper").href = byId("source-download").href = current.dataset.paper.replace(/#page=.*$/, `#page=${number}`);
    byId("source-download").download = current.dataset.file;
    loadPicture(current, number);
  }

  async function loadPicture(source, number) {
    const mine = ++asked;
    const picture = byId("source-picture");
    const note = byId("source-note");
    const sharp = zoom >= SHARP;
    const same = picture.dataset.page === `${source.dataset.picture} ${number}`; // it only becomes finer
    picture.hidden = !same;
    if (!same) note.textContent = "Fetching the page…";
    let reply, image;
    try {
      reply = await fetch(addressOf(source, number, sharp));
      image = reply.ok ? await reply.blob() : null;
    } catch {
      image = undefined;
    }
    if (mine !== asked) return;
    if (!image) {
      note.textContent = image === undefined ? NOT_FETCHED : number === citedPage(source) ? CANNOT_SHOW : NO_SUCH_PAGE;
      return;
    }
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(image);
    tellPage(reply.headers, number);
    const marked = (reply.headers.get("X-Marked") || "").split(" ").map(Number);
    const what = marked.length === 2 ? ". The quoted words are marked in yellow." : "";
    picture.alt = `${source.dataset.title}, ${byId("page-told").textContent}${what}`;
    picture.dataset.page = `${source.dataset.picture} ${number}`;
    picture.dataset.sharp = String(sharp);
    picture.onload = same ? null : () => showMark(marked);
    picture.src = address;
    picture.hidden = false;
    note.textContent = "";
  }

  // What the server says of a page: the number printed on it, the pages around it, whether the PDF may be had.
  function tellPage(headers, number) {
    const printed = decodeURIComponent(headers.get("X-Printed") || "");
    byId("page-told").textContent = `${printed ? `Printed page ${printed}, file` : "File"} page ${number} of ${headers.get("X-Pages")}`;
    for (const [id, name] of [["page-previous", "X-Before"], ["page-next", "X-After"]]) {
      byId(id).dataset.to = headers.get(name) || "";
      allow(id, Boolean(headers.get(name)));
    }
    byId("source-paper").parentElement.hidden = !headers.get("X-Whole");
  }

  function turn(button) {
    if (current && button.dataset.to) turnTo(Number(button.dataset.to));
  }

  function showMark(marked) {
    const frame = byId("source-frame");
    const height = byId("source-picture").clientHeight;
    byId("source-picture").dataset.marked = marked.length === 2 ? marked.join(" ") : "";
    frame.scrollTop = marked.length === 2 ? Math.max(0, marked[0] * height - frame.clientHeight / 4) : 0;
  }

  // What stands in the middle of the frame stays there.
  function zoomTo(times) {
    const frame = byId("source-frame");
    const picture = byId("source-picture");
    const middle = (frame.scrollTop + frame.clientHeight / 2) / Math.max(1, picture.clientHeight);
    const across = (frame.scrollLeft + frame.clientWidth / 2) / Math.max(1, picture.clientWidth);
    zoom = times;
    picture.style.width = `${times * 100}%`;
    byId("zoom-told").textContent = `${times * 100} %`;
    allow("zoom-out", times > ZOOMS[0]);
    allow("zoom-in", times < ZOOMS.at(-1));
    frame.classList.toggle("large", times > 1);
    frame.scrollTop = middle * picture.clientHeight - frame.clientHeight / 2;
    frame.scrollLeft = across * picture.clientWidth - frame.clientWidth / 2;
    if (current && !picture.hidden && times >= SHARP && picture.dataset.sharp === "false") loadPicture(current, page);
  }

  function zoomBy(step) {
    const next = ZOOMS[ZOOMS.indexOf(zoom) + step];
    if (current && next) zoomTo(next);
  }

  function markCurrent() {
    for (const element of document.querySelectorAll("[data-shows]")) {
      if (current && element.dataset.shows === current.id) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
  }

  function step(by) {
    const sibling = by > 0 ? current?.nextElementSibling : current?.previousElementSibling;
    if (sibling) open(sibling, { focus: false });
  }

  async function copy(button) {
    const told = button.parentElement.querySelector(".copied");
    try {
      const reply = await fetch(button.dataset.copy);
      if (!reply.ok) throw new Error(await reply.text());
      await navigator.clipboard.writeText(await reply.text());
      told.textContent = "Copied.";
    } catch {
      told.textContent = "It could not be copied. Save it as a file instead.";
    }
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("button, a[data-shows]") : null;
    if (!target) return;
    // These hide themselves when pressed. A keyboard (detail 0) would lose its place; a finger wants no keyboard.
    if (target.matches("#change") || (event.detail === 0 && target.matches("#ask, #again, #stop, #leave, #clear, .example"))) {
      document.querySelector("#question textarea")?.focus();
    }
    if (target.dataset.shows) {
      const source = byId(target.dataset.shows);
      if (source) {
        event.preventDefault(); // a mark in a drawing is a link to its row, for where there is no script
        opener = target;
        open(source, { focus: true });
      }
    } else if (target.dataset.copy) copy(target);
    else if (target.id === "source-previous") step(-1);
    else if (target.id === "source-next") step(1);
    else if (target.id === "source-close") close();
    else if (target.id === "page-previous" || target.id === "page-next") turn(target);
    else if (target.id === "page-cited") {
      turnTo(citedPage(current));
      byId("page-next").focus(); // it hides itself
    } else if (target.id === "zoom-out") zoomBy(-1);
    else if (target.id === "zoom-in") zoomBy(1);
  });

  document.addEventListener("keydown", (event) => {
    if (!current) return;
    if (event.key === "Escape") close();
    const frame = byId("source-frame");
    if (event.ctrlKey || event.altKey || event.metaKey || ![frame, byId("source-panel")].includes(event.target)) return;
    const sideways = frame.scrollWidth > frame.clientWidth + 1; // then the arrows move the picture
    if (event.key === "+" || event.key === "=") zoomBy(1);
    else if (event.key === "-") zoomBy(-1);
    else if (event.key === "0") zoomTo(1);
    else if (event.key === "ArrowLeft" && !sideways) turn(byId("page-previous"));
    else if (event.key === "ArrowRight" && !sideways) turn(byId("page-next"));
  });

  // With the mouse: the wheel with Ctrl zooms, a double click does too, and a picture larger than its frame is dragged.
  document.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey || !(event.target instanceof Element) || !event.target.closest("#source-frame")) return;
      event.preventDefault();
      zoomBy(event.deltaY < 0 ? 1 : -1);
    },
    { passive: false },
  );
  document.addEventListener("dblclick", (event) => {
    if (event.target instanceof Element && event.target.id === "source-picture") zoomTo(zoom > 1 ? 1 : SHARP);
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button || !(event.target instanceof Element) || event.target.id !== "source-picture") return;
    const frame = byId("source-frame");
    const move = (moved) => frame.scrollBy(-moved.movementX, -moved.movementY);
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", () => document.removeEventListener("pointermove", move), { once: true });
  });

  // A session may end while the page is open. It is said once, and what was asked and written stays: the way to sign in
  // again opens beside it, after which this page goes on.
  const ask = window.fetch;
  window.fetch = async (address, options) => {
    // With each event goes which conversation this window shows: the server may have been started anew since.
    const shown = document.querySelector("#log")?.dataset.conversation;
    if (shown && options?.method === "POST") {
      const headers = new Headers(options.headers);
      headers.set("X-Conversation", shown);
      options = { ...options, headers };
    }
    const reply = await ask.call(window, address, options);
    if (reply.status === 401 && new URL(reply.url).origin === location.origin) tellEnded();
    return reply;
  };

  function tellEnded() {
    if (document.querySelector(".ended")) return;
    const told = document.createElement("div");
    told.className = "ended";
    told.setAttribute("role", "alert");
    const way = document.createElement("a");
    way.href = "./sign-in";
    way.target = "_blank";
    way.rel = "noopener";
    way.textContent = "Sign in again in another window";
    way.addEventListener("click", () => {
      told.remove();
      delete document.documentElement.dataset.signed;
    });
    told.append("You are signed out. ", way, " and go on here.");
    document.documentElement.dataset.signed = "out"; // Gradio's own notice of the failure is hidden: it says nothing more
    document.body.prepend(told);
  }

  // Where a drawing is wider than the screen its newest figures are seen first.
  function showNewest() {
    for (const frame of document.querySelectorAll(".chart-scroll:not([data-seen])")) {
      frame.scrollLeft = frame.scrollWidth;
      frame.dataset.seen = "";
    }
  }

  // A question that is being written outlives a reload, such as Gradio makes when a lost connection is back.
  const DRAFT = "question";
  let draft = sessionStorage.getItem(DRAFT) ?? "";
  document.addEventListener("input", (event) => {
    if (!(event.target instanceof Element) || !event.target.matches("#question textarea")) return;
    if (event.isTrusted) draft = ""; // what is written now goes before what was written then
    sessionStorage.setItem(DRAFT, event.target.value);
  });
  document.addEventListener("submit", (event) => {
    if (event.target instanceof Element && event.target.matches("form.user")) sessionStorage.removeItem(DRAFT);
  });

  function restoreDraft() {
    const field = document.querySelector("#question textarea");
    if (!draft || !field || field.value) return;
    field.value = draft;
    field.dispatchEvent(new Event("input", { bubbles: true })); // so that Gradio has it too
  }

  // What has changed in the conversation since it was last looked at: a new question, or an answer now complete.
  let turns = 0;
  let settled = 0;
  function look() {
    showNewest();
    const answers = [...document.querySelectorAll("#log .answer")];
    if (answers.length !== turns) {
      if (answers.length && answers.at(-1).dataset.done === "false") {
        draft = ""; // it is asked
        sessionStorage.removeItem(DRAFT);
      }
      if (!answers.length) delete document.documentElement.dataset.source;
      turns = answers.length;
      settled = Math.min(settled, turns);
      if (current) hide(); // never leave the last answer's page beside the next; its place is kept, so nothing jumps
      if (turns > 1) answers.at(-1).closest(".turn").scrollIntoView({ block: "start" });
    }
    restoreDraft();
    const last = answers.at(-1);
    if (last && last.dataset.done === "true" && settled !== turns) {
      settled = turns;
      const turn = last.closest(".turn");
      // When it was asked the page was too short to bring it up; not if the reader has gone further down meanwhile.
      if (turns > 1 && turn.getBoundingClientRect().top > 0) turn.scrollIntoView({ block: "start" });
      const first = last.querySelector(".source");
      if (first && WIDE.matches && !current) open(first, { focus: false });
      else if (!first && !current) delete document.documentElement.dataset.source;
    }
  }

  function start() {
    document.documentElement.lang = "en-GB";
    showNewest();
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-done"] });
  }
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
