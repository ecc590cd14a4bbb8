// What scripts add to a result: buttons that copy and share its link, and a count that it was opened.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const status = document.getElementById("copied");
  button.hidden = false;
  button.addEventListener("click", async () => {
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
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {}); // they chose not to
  });
}
// Once for each visit: going back or reloading is not opening it again.
const counted = document.querySelector("[data-opened]")?.dataset.opened;
if (counted) {
  try {
    if (!sessionStorage.getItem(counted)) {
      sessionStorage.setItem(counted, "yes");
      fetch(counted, { method: "POST", headers: { "X-Opened": "link" }, keepalive: true }).catch(() => {});
    }
  } catch {
    // Where nothing may be kept, nothing is counted.
  }
}
