// Passkeys: allauth's script talks to the device; this gives it the forms [data-passkey] of the page.
const WHY = {
  NotAllowedError: "Nothing was used: it was cancelled, or took too long. Try again.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys work by https only, and with the name of the site, not its number.",
};

document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-passkey-failed]");
  if (!place) return;
  event.preventDefault();
  place.textContent = WHY[event.detail.exception.name] ?? "That did not work. Try again, or sign in another way.";
  place.hidden = false;
});

function set(form) {
  const act = form.dataset.passkey; // add, authenticate or login
  const button = form.querySelector(`#passkey_${act}`);
  const credential = form.querySelector("[name=credential]").id;
  window.allauth.webauthn.forms[`${act}Form`]({ ids: { [act]: button.id, credential, passwordless: "id_passwordless", data: "js_data" } });
  button.addEventListener("click", () => form.querySelector("[data-passkey-failed]").hidden = true);
  form.addEventListener("submit", (event) => { event.preventDefault(); button.click(); }); // Enter in the name
  form.hidden = false;
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey]").forEach(set);
  document.querySelectorAll("[data-passkey-unable]").forEach((note) => note.remove());
}
