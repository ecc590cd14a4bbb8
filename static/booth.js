// What scripts add to a booth: whoever walks away leaves nothing to the next person.
"use strict";
const WARN = 40_000; // milliseconds without a touch; twenty seconds to answer, as WCAG 2.2.1 asks for
const END = 60_000;
const dialog = document.getElementById("idle");
const count = dialog.querySelector(".count");
// Where each person begins, nothing is there to be forgotten before somebody touches it.
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
dialog.addEventListener("cancel", () => setTimeout(touch)); // Escape means that somebody is there
setInterval(look, 1000);
// A page that the browser has kept to go back to shows nothing until it is asked for anew.
addEventListener("pagehide", () => { document.body.hidden = true; });
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
