// Script of the panel: on a wide screen a result opens beside the list. The address says in its
// fragment which one, so that Back closes the panel and a reload opens it again.
"use strict";
{
  const panel = document.getElementById("panel");
  const wide = matchMedia("(min-width: 64rem)");
  const written = new Map(); // notes that are not saved yet, by result
  let latest = 0;
  let shown = null;

  const addressOf = (id) => panel.dataset.address.replace("/0", `/${id}`);
  const idIn = (text, form) => text.match(form)?.[1] ?? null;
  const note = () => panel.querySelector("#panel-note");

  // The ids of a page are made others than those of the board.
  function renamed(main) {
    for (const part of main.querySelectorAll("[id]")) part.id = `panel-${part.id}`;
    for (const name of ["for", "aria-labelledby", "aria-describedby"]) {
      for (const part of main.querySelectorAll(`[${name}]`)) {
        part.setAttribute(name, part.getAttribute(name).replace(/\S+/g, "panel-$&"));
      }
    }
    for (const link of main.querySelectorAll("a[href^='#']")) link.hash = `panel-${link.hash.slice(1)}`;
    return main.children;
  }

  function mark(id) {
    document.querySelector("form.rows tr[aria-current]")?.removeAttribute("aria-current");
    if (id) document.getElementById(`row-${id}`)?.setAttribute("aria-current", "true");
  }

  function keep() {
    if (shown && note()) written.set(shown, note().value);
  }

  function shut() {
    if (panel.hidden) return;
    keep();
    latest += 1;
    panel.hidden = true;
    document.querySelector("form.rows tr[aria-current] th a")?.focus();
    mark(null);
    shown = null;
  }

  async function load(id, options) {
    const turn = ++latest;
    const answer = await fetch(options?.address ?? addressOf(id), options);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector(".case")) throw new Error("no result");
    if (turn !== latest) return;
    if (shown !== id) keep();
    const focused = panel.hidden || panel.contains(document.activeElement);
    panel.hidden = false;
    panel.replaceChildren(...renamed(page.querySelector("main")));
    shown = id;
    if (options?.method !== "POST" && note()) note().value ||= written.get(id) ?? "";
    mark(id);
    if (!options) panel.scrollTop = 0;
    if (focused) panel.focus();
    if (!options?.again) say(panel.querySelector(".done, [role=alert]")?.textContent);
    panel.dispatchEvent(new Event("shown"));
  }

  // Whether something is chosen or entered in the panel that is not saved yet, but for the note.
  function chosen() {
    const other = (option) => option.selected !== option.defaultSelected;
    const set = (select) => [...select.options].some((option) => option.defaultSelected);
    return [...panel.querySelectorAll(".private select, .private input[type=date]")].some((field) =>
      field.options ? set(field) && [...field.options].some(other) : field.value !== field.defaultValue);
  }

  // Show what was changed in the list meanwhile. What is typed here stays.
  function again() {
    if (panel.hidden || !shown || chosen()) return;
    keep();
    load(shown, { again: true }).catch(() => {});
  }

  function follow() {
    const id = idIn(location.hash, /^#result-(\d+)$/);
    if (id && wide.matches) load(id).catch(() => location.assign(addressOf(id)));
    else if (!location.hash) shut();
  }

  function open(id) {
    if (panel.hidden) {
      location.hash = `result-${id}`;
    } else {
      history.replaceState(null, "", `#result-${id}`);
      follow();
    }
  }

  function close() {
    history.replaceState(null, "", location.pathname + location.search);
    shut();
  }

  if (panel) {
    addEventListener("hashchange", follow);
    document.addEventListener("listed", again);
    follow();
    document.addEventListener("click", (event) => {
      const link = event.target.closest("form.rows tbody th a, .panel .steps nav a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const id = idIn(link.pathname, /\/results\/(\d+)$/);
      if (id && !wide.matches && panel.hidden) return;
      event.preventDefault();
      if (id) open(id);
      else close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || panel.hidden) return;
      if (!event.target.closest("select, dialog, [popover]")) close();
    });
    panel.addEventListener("submit", async (event) => {
      const form = event.target;
      if (!form.action.includes("/work")) return;
      event.preventDefault();
      const id = shown;
      try {
        await load(id, { method: "POST", body: new URLSearchParams(new FormData(form)), address: form.action });
      } catch {
        form.submit();
        return;
      }
      written.delete(id);
      document.dispatchEvent(new Event("changed"));
    });
  }
}
