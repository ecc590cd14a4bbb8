// Script of a result: buttons that copy and share its link, and the request that counts an opening.
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
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {}); // sharing was cancelled
  });
}
// Count once for each tab: going back or reloading is not another opening.
const counted = document.querySelector("[data-opened]")?.dataset.opened;
if (counted) {
  try {
    if (!sessionStorage.getItem(counted)) {
      sessionStorage.setItem(counted, "yes");
      fetch(counted, { method: "POST", headers: { "X-Opened": "link" }, keepalive: true }).catch(() => {});
    }
  } catch {
    // Where the browser refuses storage, nothing is counted.
  }
}
