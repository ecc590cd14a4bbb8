// Script of the board: what is changed in a row, or of many at once, is saved without loading the
// page, and the selected results are counted.
"use strict";
const rows = document.querySelector("form.rows");

// What is seen elsewhere on the page is said for screen readers alone.
function say(words, seen = false) {
  const said = document.getElementById("said");
  said.classList.toggle("unseen", seen);
  said.textContent = words ?? "";
}

async function save(select) {
  const button = select.parentElement.querySelector("button");
  const sent = new URLSearchParams({ [select.name]: select.value, csrf_token: rows.elements.csrf_token.value });
  try {
    const answer = await fetch(button.formAction, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    say((await answer.json()).says);
    const row = select.closest("tr");
    row.classList.add("saved");
    setTimeout(() => row.classList.remove("saved"), 1500);
  } catch {
    rows.requestSubmit(button);
    return;
  }
  document.dispatchEvent(new Event("listed"));
  if (document.querySelector(".views")) read(location.pathname + location.search).then(recount, () => {});
}

async function read(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Take the numbers beside the saved views.
function recount(page) {
  const newer = page.querySelector(".views ul");
  if (newer) document.querySelector(".views ul")?.replaceChildren(...newer.childNodes);
}

// Take the rows of a newer page of the board; what is selected stays so, and the focus where it is.
function take(page) {
  const newer = page.querySelector("form.rows tbody");
  if (!newer) return false;
  const body = rows.querySelector("tbody");
  const inRow = (row) => [...row.querySelectorAll("a, input, select")];
  const focused = document.activeElement.closest("form.rows tbody tr");
  const place = focused && { id: focused.id, part: inRow(focused).indexOf(document.activeElement) };
  const ticked = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
  const current = body.querySelector("[aria-current]")?.id;
  body.replaceChildren(...newer.children);
  for (const box of boxes()) box.checked = ticked.has(box.value);
  if (current) document.getElementById(current)?.setAttribute("aria-current", "true");
  if (place) inRow(document.getElementById(place.id) ?? rows)[place.part]?.focus();
  for (const id of ["done", "found"]) {
    document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  }
  recount(page);
  count();
  return true;
}

async function ask(address, options) {
  if (!take(await read(address, options))) throw new Error("no rows");
}

// Send a form whose answer is the board. Where that fails, it is sent as without scripts.
async function send(form, button, address) {
  const sent = new URLSearchParams(new FormData(form));
  try {
    await ask(address, { method: "POST", body: sent });
  } catch {
    form.dataset.plain = "yes";
    form.requestSubmit(button);
    return;
  }
  button.closest("[popover]")?.hidePopover();
  if (form === rows) rows.elements.note.value = "";
  say(document.querySelector("#done [role=status]")?.firstChild.textContent, true);
  document.dispatchEvent(new Event("listed"));
}

function boxes() {
  return [...rows.querySelectorAll("tbody input[type=checkbox]")];
}

function count() {
  const ticked = boxes().filter((box) => box.checked).length;
  const page = document.getElementById("page");
  page.checked = ticked > 0 && ticked === boxes().length;
  page.indeterminate = ticked > 0 && !page.checked;
  const number = document.getElementById("number");
  const whole = document.getElementById("whole").checked;
  number.textContent = number.dataset.words.replace("%(number)s", whole ? number.dataset.all : ticked);
}

if (rows) {
  let last = null;
  document.documentElement.classList.add("scripted");
  document.getElementById("of-page").hidden = false;
  count();
  const written = rows.querySelector(".menu:not([popover])");
  if (written) {
    written.popover = "auto";
    rows.querySelector(`[popovertarget=${written.id}]`).click(); // beside which it is placed
  }
  rows.addEventListener("change", (event) => {
    if (event.target.matches("select[name^=stage-]")) save(event.target);
    if (event.target.id === "page") for (const box of boxes()) box.checked = event.target.checked;
    if (event.target.matches("input[type=checkbox]")) count();
  });
  // With the shift key, all rows from the last one that was clicked are selected.
  rows.addEventListener("click", (event) => {
    const all = boxes();
    const here = all.indexOf(event.target.control ?? event.target);
    if (here < 0) return;
    const before = all.indexOf(last);
    last = all[here];
    if (!event.shiftKey || before < 0) return;
    for (const box of all.slice(Math.min(here, before), Math.max(here, before) + 1)) box.checked = last.checked;
    count();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
    const stays = form === rows ? /[?&]do=(stage|in_charge|note)(&|$)/ : /\/changes\//;
    if (!stays.test(address) || form.dataset.plain || !button) return;
    event.preventDefault();
    send(form, button, address);
  });
  // A result was changed in the panel beside the list.
  document.addEventListener("changed", () => ask(location.pathname + location.search).catch(() => {}));
}
