// Script of the keys of the board, which a dialog lists. They can be turned off there, and do
// nothing while somebody types.
"use strict";
{
  const dialog = document.getElementById("keys");
  const beside = document.getElementById("panel");
  const off = document.getElementById("keys-off");
  const list = () => [...document.querySelectorAll("form.rows tbody tr")];
  let last = null;

  function stored() {
    try {
      return localStorage.getItem("keys") === "off";
    } catch {
      return off.checked; // the browser refuses storage
    }
  }

  // The row with the focus; else the one whose result is shown, or where the focus was last.
  function current() {
    const focused = document.activeElement.closest("form.rows tbody tr");
    const id = focused?.id ?? document.querySelector("form.rows tr[aria-current]")?.id ?? last;
    return document.getElementById(id);
  }

  const linkOf = (row) => row?.querySelector("th a");
  const link = () => linkOf(current());

  function move(step) {
    const at = list().indexOf(current());
    const next = at < 0 ? list()[0] : list()[at + step];
    if (!next) return;
    last = next.id;
    next.scrollIntoView({ block: "nearest" });
    linkOf(next).focus();
    if (!beside.hidden) linkOf(next).click();
  }

  function search() {
    const field = document.querySelector("form[role=search] input:not([type=hidden])");
    for (let part = field?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    field?.focus();
  }

  function writeNote() {
    const note = () => document.getElementById("panel-note")?.focus();
    if (!beside.hidden) note();
    else if (link()) {
      const { href } = link();
      beside.addEventListener("shown", note, { once: true });
      link().click();
      if (!matchMedia("(min-width: 64rem)").matches) location.assign(`${href}#note`);
    }
  }

  const DO = {
    j: () => move(1),
    k: () => move(-1),
    o: () => link()?.click(),
    s: () => current()?.querySelector("select").focus(),
    n: writeNote,
    x: () => current()?.querySelector("input[type=checkbox]").click(),
    a: () => document.querySelector(".many button")?.focus(),
    "/": search,
    "?": () => dialog.showModal(),
  };

  if (dialog) {
    off.checked = stored();
    off.addEventListener("change", () => {
      try {
        localStorage.setItem("keys", off.checked ? "off" : "on");
      } catch {
        // Where the browser refuses storage, it is so for this page only.
      }
    });
    document.getElementById("show-keys").hidden = false;
    document.getElementById("show-keys").addEventListener("click", () => dialog.showModal());
    document.getElementById("close-keys").addEventListener("click", () => dialog.close());
    document.addEventListener("focusin", (event) => {
      last = event.target.closest("form.rows tbody tr")?.id ?? last;
    });
    document.addEventListener("keydown", (event) => {
      const typing = "input:not([type=checkbox], [type=radio]), textarea, select, dialog, [popover]";
      if (event.key === "Escape" && event.target.matches("form.rows tbody select")) link().focus();
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (off.checked || event.defaultPrevented || event.target.closest(typing)) return;
      if (!Object.hasOwn(DO, event.key)) return;
      event.preventDefault();
      DO[event.key]();
    });
  }
}
