// Script of a booth: after a minute without input, with a warning before, the next person may begin.
"use strict";
const WARN = 40_000; // milliseconds without input; 20 s remain to answer, as WCAG 2.2.1 requires
const END = 60_000;
const dialog = document.getElementById("idle");
const count = dialog.querySelector(".count");
// On the page where each person begins, the time starts with the first touch: there is no data to remove.
let touched = document.querySelector("[data-waits]:not(:has([aria-invalid]))") ? Infinity : Date.now();
let leaving = false;

function touch() {
  if (!dialog.open) touched = Date.now();
}
function stay() {
  dialog.close();
  touch();
}
function look() {
  const idle = Date.now() - touched;
  if (leaving || idle < WARN) return;
  if (idle >= END) {
    leaving = true;
    dialog.querySelector("form").submit();
    return;
  }
  if (!dialog.open) dialog.showModal();
  count.textContent = Math.ceil((END - idle) / 1000);
}
for (const event of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
  addEventListener(event, touch, { passive: true });
}
dialog.querySelector("[type=button]").addEventListener("click", stay);
dialog.addEventListener("cancel", () => setTimeout(touch)); // Escape means that somebody is there; after the dialog has closed
setInterval(look, 1000);
// A page that the browser restores from its back/forward cache stays hidden until it is loaded again.
addEventListener("pagehide", () => { document.body.hidden = true; });
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
