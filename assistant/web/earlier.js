// The list of conversations. Titles are set as text only. Listeners sit on the element, whose contents Gradio replaces.
// "element", "trigger" and "watch" are given by Gradio; the events are 'opened', 'renamed', 'deleted' and 'undone'.
const LONGEST = 200;
let unfolded = false; // whether the list is open: it stays so when it is replaced
let wanted = null; // where the focus goes when the list has been replaced

const buttonOf = (act, talk) => [...element.querySelectorAll(`[data-act="${act}"]`)].find((one) => !talk || one.dataset.talk === talk);

element.addEventListener("toggle", (event) => {
  if (event.target.matches("details") && event.target.isConnected) unfolded = event.target.open;
}, true); // it does not bubble

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  const { act, talk } = button.dataset;
  if (act === "renaming") return rename(button);
  if (act === "opened") unfolded = false;
  wanted = { opened: null, deleted: ["undone", talk], undone: ["opened", talk] }[act];
  trigger(act, { talk });
});

function rename(button) {
  const item = button.closest("li");
  const title = item.querySelector(".talk-title");
  const form = document.createElement("form");
  const field = document.createElement("input");
  Object.assign(field, { value: title.textContent, maxLength: LONGEST });
  field.setAttribute("aria-label", "New title");
  form.append(field, named("Save", "submit"), named("Cancel", "button"));
  const back = () => {
    form.replaceWith(title);
    item.classList.remove("renaming");
    button.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = field.value.trim();
    const changed = said && said !== title.textContent;
    back();
    if (!changed) return;
    wanted = ["renaming", button.dataset.talk];
    trigger("renamed", { talk: button.dataset.talk, title: said });
  });
  form.lastChild.addEventListener("click", back);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") back();
  });
  title.replaceWith(form);
  item.classList.add("renaming");
  field.select();
}

function named(words, type) {
  const button = document.createElement("button");
  Object.assign(button, { type, textContent: words });
  return button;
}

watch("value", () => {
  const box = element.querySelector("details");
  if (box) box.open = unfolded;
  if (wanted) (buttonOf(...wanted) || element.querySelector("summary"))?.focus();
  wanted = null;
});

// This window goes on with its conversation when it comes back from another page; another window begins anew.
let held = "";
function remember() {
  const now = document.querySelector("#log")?.dataset.conversation ?? "";
  if (now === held) return;
  held = now;
  if (now) sessionStorage.setItem("conversation", now);
  else sessionStorage.removeItem("conversation");
}
new MutationObserver(remember).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-conversation"] });
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // the server has let go of what a page put aside by the browser was connected to
});
