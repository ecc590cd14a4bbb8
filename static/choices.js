// Script of pages with choices: WebKit does not scroll to the one that an arrow key chooses.
"use strict";
document.addEventListener("keyup", ({ key, target }) => {
  if (key.startsWith("Arrow") && target.type === "radio") target.scrollIntoView({ block: "nearest" });
});
