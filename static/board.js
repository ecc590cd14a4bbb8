// Script of the board: a stage is saved as soon as it is chosen, without loading the page,
// and the selected results are counted.
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

function count() {
  const boxes = [...rows.querySelectorAll("tbody input[type=checkbox]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const page = document.getElementById("page");
  page.checked = ticked === boxes.length;
  page.indeterminate = ticked > 0 && ticked < boxes.length;
  const number = document.getElementById("number");
  number.textContent = number.dataset.words.replace("%(number)s", ticked);
}

if (rows) {
  document.documentElement.classList.add("scripted");
  document.getElementById("of-page").hidden = false;
  count();
  rows.addEventListener("change", (event) => {
    if (event.target.matches("select[name^=stage-]")) save(event.target);
    if (event.target.id === "page") {
      for (const box of rows.querySelectorAll("tbody input[type=checkbox]")) box.checked = event.target.checked;
    }
    if (event.target.matches("input[type=checkbox]")) count();
  });
}
