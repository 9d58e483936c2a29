// Papers on their way: each file is sent by itself with its bytes counted, and what is being read is shown as it goes on.
// Without this script the form sends all files at once, and the page has to be reloaded to see how far they are.
(() => {
  "use strict";
  const EVERY = 500; // milliseconds between two looks at what is being read
  const form = document.getElementById("add");
  const sending = document.getElementById("sending");
  const jobs = document.getElementById("jobs");
  const told = document.getElementById("told");
  const files = document.getElementById("f-papers");
  const LOST = "The connection was lost, and nothing of it was kept.";
  let busy = false; // one file is sent at a time: a slow line is not shared, and the order stays that of the list
  const queue = [];

  const tell = (words) => { told.textContent = words; };
  const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function button(text, about, pressed) {
    const made = element("button", text, { type: "button", class: "quiet" });
    made.append(element("span", ` ${about}`, { class: "unseen" }));
    made.addEventListener("click", pressed);
    return made;
  }

  // A card for a file that is being sent. It goes when the server's own card of it comes.
  function card(file, fields) {
    const item = element("li", "", { class: "card job" });
    const bar = element("progress", "", { max: file.size || 1, value: 0, "aria-label": `How much of ${file.name} is sent` });
    const said = element("p", "Waiting to be sent.", { class: "said" });
    const does = element("p", "", { class: "card-actions" });
    item.append(element("h3", file.name), bar, said, does);
    sending.append(item);
    sending.hidden = false;
    return { file, fields, item, bar, said, does, request: null };
  }

  function gone(one) {
    const hadFocus = one.item.contains(document.activeElement);
    one.item.remove();
    sending.hidden = !sending.children.length;
    if (hadFocus) files.focus();
  }

  function enqueue(one) {
    one.does.replaceChildren(button("Do not send", one.file.name, () => {
      queue.splice(queue.indexOf(one), queue.includes(one) ? 1 : 0);
      if (one.request) one.request.abort();
      gone(one);
    }));
    one.bar.hidden = false;
    one.said.textContent = "Waiting to be sent.";
    queue.push(one);
    next();
  }

  function stopped(one, words, again) {
    one.bar.hidden = true;
    one.said.textContent = words;
    const hadFocus = one.does.contains(document.activeElement);
    const off = button("Take off the list:", one.file.name, () => gone(one));
    one.does.replaceChildren(...(again ? [button("Send again:", one.file.name, () => enqueue(one))] : []), off);
    if (hadFocus) one.does.firstElementChild.focus();
    tell(`${one.file.name}: ${words}`);
  }

  function next() {
    const one = busy ? null : queue.shift();
    if (!one) return;
    busy = true;
    const request = (one.request = new XMLHttpRequest());
    const over = (act) => () => { busy = false; one.request = null; act(); next(); };
    request.upload.addEventListener("progress", (event) => {
      one.bar.value = Math.min(event.loaded, one.file.size);
      one.said.textContent = event.loaded < event.total
        ? `Sending: ${megabytes(one.bar.value)} of ${megabytes(one.file.size)} MB.` : "Sent. It is being looked at.";
    });
    request.addEventListener("load", over(() => answered(one, request)));
    request.addEventListener("error", over(() => stopped(one, LOST, true)));
    request.addEventListener("timeout", over(() => stopped(one, LOST, true)));
    request.addEventListener("abort", over(() => tell(`${one.file.name} was not sent.`)));
    const data = new FormData();
    for (const [name, value] of one.fields) data.append(name, value); // before the file: the mark is looked at first
    data.append("papers", one.file, one.file.name);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  }

  async function answered(one, request) {
    let reply = null;
    try { reply = JSON.parse(request.responseText); } catch { reply = null; }
    if (request.status === 401) return stopped(one, "You are signed out, so it was not kept. Sign in again in another window, then reload this page.", false);
    if (!reply || !reply.jobs) return stopped(one, request.responseText.length < 300 && request.status >= 400 && !request.responseText.includes("<") ? request.responseText : LOST, true);
    if (!reply.jobs.length) return stopped(one, reply.problem, true);
    for (const id of reply.jobs) await fetched(id, true);
    gone(one);
    watch();
  }

  // The server's card of a job, put in the place of the one before or at the head of the list.
  async function fetched(id, first) {
    let reply;
    try { reply = await fetch(`./add-papers/job/${id}`); } catch { return; }
    if (!reply.ok) return;
    const holder = element("ol");
    holder.innerHTML = await reply.text(); // all text in it is escaped by the server, and the page runs no inline script
    const card = holder.querySelector("li");
    const old = document.getElementById(card.id);
    if (old) old.replaceWith(card);
    else if (first) jobs.prepend(card);
    document.getElementById("jobs-section").hidden = false;
    if (card.dataset.state !== "working") tell(`${card.querySelector("h3").textContent}: ${card.querySelector(".tag").textContent}.`);
  }

  let watching = false;
  async function watch() {
    if (watching) return;
    watching = true;
    document.querySelector(".reload")?.remove();
    for (;;) {
      const open = [...jobs.querySelectorAll('[data-state="working"]')];
      if (!open.length) break;
      const states = await state();
      if (states) {
        for (const card of open) {
          const now = states.find((one) => one.id === card.dataset.job);
          if (now) show(card, now);
          else await fetched(card.dataset.job, false);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, states ? EVERY : 5 * EVERY));
    }
    watching = false;
  }

  async function state() {
    try {
      const reply = await fetch("./add-papers/state");
      return reply.ok ? await reply.json() : null;
    } catch {
      return null; // the line is down for a while, or the server starts anew
    }
  }

  function show(card, now) {
    const bar = card.querySelector("progress");
    bar.hidden = now.waiting;
    if (now.of) { bar.max = now.of; bar.value = now.done; } else bar.removeAttribute("value");
    card.querySelector(".said").textContent = now.said;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const most = Number(form.dataset.most);
    const fields = [...new FormData(form)].filter(([name]) => name !== "papers");
    const chosen = [...files.files];
    form.reset();
    for (const file of chosen) {
      const one = card(file, fields);
      if (file.size > most * 1e6) stopped(one, `It has ${megabytes(file.size)} MB, more than the ${most} MB that may be sent. Split it, or ask whoever runs this service to take it in.`, false);
      else enqueue(one);
    }
    tell(chosen.length === 1 ? `${chosen[0].name} is being sent.` : `${chosen.length} files are being sent.`);
  });

  window.addEventListener("beforeunload", (event) => {
    if (busy || queue.length) event.preventDefault(); // what is still being sent would be lost
  });

  watch();
})();
