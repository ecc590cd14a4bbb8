// Script of the board: a stage is saved as soon as it is chosen, without loading the page.
"use strict";
const rows = document.querySelector("form.rows");

async function save(select) {
  const button = select.parentElement.querySelector("button");
  const sent = new URLSearchParams({ [select.name]: select.value, csrf_token: rows.elements.csrf_token.value });
  try {
    const answer = await fetch(button.formAction, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const { says } = await answer.json();
    document.getElementById("said").textContent = says;
    const row = select.closest("tr");
    row.classList.add("saved");
    setTimeout(() => row.classList.remove("saved"), 1500);
  } catch {
    rows.requestSubmit(button);
  }
}

if (rows) {
  document.documentElement.classList.add("scripted");
  rows.addEventListener("change", (event) => {
    if (event.target.matches("select[name^=stage-]")) save(event.target);
  });
}
