// Script of the page "Try other answers": shows at once what a choice changes, without a button.
// It asks for the page that the button would lead to and takes over what is different.
"use strict";
const form = document.querySelector("form[role=search]");
const asked = "[data-question]";
let latest = null;

for (const part of document.querySelectorAll("[data-without-scripts]")) part.hidden = true;

function keepApart(changed) {
  // A choice that stands alone takes the place of the others, and they take its place.
  if (changed.type !== "checkbox" || !changed.checked) return;
  const alone = "alone" in changed.dataset;
  for (const other of form.querySelectorAll(`input[name="${CSS.escape(changed.name)}"]`)) {
    if (other !== changed && (alone || "alone" in other.dataset)) other.checked = false;
  }
}

function takeQuestions(page) {
  const here = new Map([...form.querySelectorAll(asked)].map((each) => [each.dataset.question, each]));
  for (const question of page.querySelectorAll(asked)) {
    const known = here.get(question.dataset.question);
    here.delete(question.dataset.question);
    if (known) continue;
    const before = question.previousElementSibling?.dataset.question;
    const place = before && form.querySelector(`[data-question="${CSS.escape(before)}"]`);
    if (place) place.after(document.importNode(question, true));
    else document.getElementById(question.parentElement.id)?.prepend(document.importNode(question, true));
  }
  for (const closed of here.values()) closed.remove();
}

async function show(changed) {
  latest?.abort();
  latest = new AbortController();
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  try {
    const answer = await fetch(address, { signal: latest.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // What was changed stays where it is: Safari has no scroll anchoring.
    const place = changed.getBoundingClientRect().top;
    takeQuestions(page);
    for (const id of ["now", "also", "keep", "news"]) {
      document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    }
    scrollBy({ top: changed.getBoundingClientRect().top - place, behavior: "instant" });
    document.querySelector(".languages").replaceChildren(...page.querySelector(".languages").childNodes);
    for (const offer of document.querySelectorAll(".offers a")) {
      const same = [...page.querySelectorAll(".offers a")].find((each) => each.href === offer.href);
      offer.toggleAttribute("aria-current", same?.hasAttribute("aria-current") ?? false);
    }
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}

form.addEventListener("change", (event) => {
  keepApart(event.target);
  show(event.target);
});
