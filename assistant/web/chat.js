// Shows the page a marker stands for, beside the answer. Everything from a paper is set as text, never as HTML.
// Listeners sit on the document, because Gradio builds and rebuilds the page underneath them.
(() => {
  "use strict";
  const WIDE = window.matchMedia("(min-width: 1024px)");
  const CANNOT_SHOW = "This page can no longer be shown. Its paper may have been withdrawn or replaced.";
  const byId = (id) => document.getElementById(id);

  let current = null; // the source shown, an element of a list of sources
  let opener = null; // what was pressed to open it; focus goes back there
  let asked = 0; // counts requests for pictures, so that a slow one never replaces a later one
  let address = null;

  function open(source, { focus }) {
    if (!byId("source-panel")) return;
    current = source;
    byId("source-title").textContent = source.dataset.title;
    byId("source-place").textContent = source.dataset.place;
    byId("source-quote").textContent = source.dataset.quote;
    byId("source-paper").href = source.dataset.paper;
    const all = [...source.parentElement.children];
    const position = all.indexOf(source);
    byId("source-count").textContent = `Source ${source.dataset.marker} of ${all.length}`;
    byId("source-previous").hidden = byId("source-next").hidden = all.length === 1;
    allow("source-previous", position > 0);
    allow("source-next", position < all.length - 1);
    byId("source-panel").hidden = false;
    document.documentElement.dataset.source = "open";
    enlarge(false);
    markCurrent();
    loadPicture(source);
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

  async function loadPicture(source) {
    const mine = ++asked;
    const picture = byId("source-picture");
    const note = byId("source-note");
    picture.hidden = true;
    note.textContent = "Fetching the page…";
    let reply, image;
    try {
      reply = await fetch(source.dataset.picture);
      image = reply.ok ? await reply.blob() : null;
    } catch {
      image = null;
    }
    if (mine !== asked) return;
    if (!image) {
      note.textContent = CANNOT_SHOW;
      return;
    }
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(image);
    const marked = (reply.headers.get("X-Marked") || "").split(" ").map(Number);
    picture.alt = `${source.dataset.title}, ${source.dataset.place}` + (marked.length === 2 ? ". The quoted words are marked in yellow." : "");
    picture.onload = () => showMark(marked);
    picture.src = address;
    picture.hidden = false;
    note.textContent = "";
  }

  function showMark(marked) {
    const frame = byId("source-frame");
    const height = byId("source-picture").clientHeight;
    byId("source-picture").dataset.marked = marked.length === 2 ? marked.join(" ") : "";
    frame.scrollTop = marked.length === 2 ? Math.max(0, marked[0] * height - frame.clientHeight / 4) : 0;
  }

  function enlarge(on) {
    byId("source-frame").classList.toggle("large", on);
    byId("source-enlarge").setAttribute("aria-pressed", String(on));
    const marked = byId("source-picture").dataset.marked;
    if (marked) showMark(marked.split(" ").map(Number));
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
    else if (target.id === "source-enlarge") enlarge(target.getAttribute("aria-pressed") !== "true");
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current) close();
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

  // What has changed in the conversation since it was last looked at: a new question, or an answer now complete.
  let turns = 0;
  let settled = 0;
  function look() {
    showNewest();
    const answers = [...document.querySelectorAll("#log .answer")];
    if (answers.length !== turns) {
      if (!answers.length) delete document.documentElement.dataset.source;
      turns = answers.length;
      settled = Math.min(settled, turns);
      if (current) hide(); // never leave the last answer's page beside the next; its place is kept, so nothing jumps
      if (turns > 1) answers.at(-1).closest(".turn").scrollIntoView({ block: "start" });
    }
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
