// Script of a result and of an invitation: buttons that copy and share a link, and the requests that count an opening
// and note that the owner has passed the link on or printed it.
"use strict";
function send(address) {
  fetch(address, { method: "POST", headers: { "X-Opened": "link" }, keepalive: true }).catch(() => {});
}
const used = document.querySelector("[data-used]")?.dataset.used;
let told = !used;
function tell() {
  if (told) return;
  told = true;
  send(used);
}
addEventListener("beforeprint", () => {
  tell();
  // Paper shows how the points add up, which not every browser prints while it is folded.
  for (const points of document.querySelectorAll("details.points")) points.open = true;
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const link of document.querySelectorAll(".share a[href^='mailto:']")) {
  link.addEventListener("click", tell);
}
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const status = document.getElementById(button.dataset.status ?? "copied");
  button.hidden = false;
  button.addEventListener("click", async () => {
    tell();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    status.textContent = button.dataset.done;
  });
}
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    tell();
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {}); // sharing was cancelled
  });
}
// Count once for each tab: going back or reloading is not another opening.
const counted = document.querySelector("[data-opened]")?.dataset.opened;
if (counted) {
  try {
    if (!sessionStorage.getItem(counted)) {
      sessionStorage.setItem(counted, "yes");
      send(counted);
    }
  } catch {
    // Where the browser refuses storage, nothing is counted.
  }
}
