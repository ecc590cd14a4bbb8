// Script of forms with a passkey: asks the browser for it, and sends its answer with the form.
// Browsers that cannot do so do not see these forms.
"use strict";
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  const answer = form.elements.credential;
  form.hidden = false;
  document.getElementById("no-passkeys")?.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[role=status]");
    failed.textContent = "";
    const options = JSON.parse(form.dataset.passkey);
    try {
      const credential = options.rp
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      answer.value = JSON.stringify(credential.toJSON());
    } catch {
      failed.textContent = failed.dataset.failed; // it was cancelled, or there is none here
      return;
    }
    form.submit();
  });
}
