// No answer is lost. What a form [data-send] sends is kept until the server has replied; without
// network it is said so, and the same is sent again, in order, when the network is back.
const FIRST_RETRY = 2000, LAST_RETRY = 30000; // milliseconds
const kept = (form) => `unsent:${form.getAttribute("action")}`;
const draft = (form) => `draft:${form.getAttribute("action")}`;
const waiting = new Map(); // form: what was sent and has no reply yet, as [name, value] pairs
const flying = new Set(); // forms with a request under way
let retry = FIRST_RETRY, timer;

function say(form, text, failed = false) {
  const place = form.querySelector("[data-state]") ?? document.querySelector("[data-state]");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("failed", failed);
}

const own = (name) => name !== "csrfmiddlewaretoken" && name !== "version" && name !== "seconds";
const wish = (pairs) => JSON.stringify([...pairs].filter(([name]) => own(name) && name !== "go").sort());

// htmx knows the button that was pressed only where that stands inside the form.
let pressed;
document.addEventListener("submit", (event) => (pressed = event.submitter), true);

document.addEventListener("htmx:configRequest", (event) => {
  const { elt: form, formData } = event.detail;
  if (!form.matches("[data-send]")) return;
  if (pressed?.form === form && pressed.name && !form.contains(pressed)) formData.set(pressed.name, pressed.value);
  pressed = null;
  const before = waiting.get(form);
  if (before) {
    new Set([...formData.keys()]).forEach((name) => name !== "csrfmiddlewaretoken" && formData.delete(name));
    before.forEach(([name, value]) => formData.append(name, value));
  } else {
    if (formData.has("seconds")) formData.set("seconds", Math.round(secondsShown()));
    waiting.set(form, [...formData].filter(([name]) => name !== "csrfmiddlewaretoken"));
    sessionStorage.setItem(kept(form), JSON.stringify(waiting.get(form)));
  }
  flying.add(form);
  if (form.dataset.send !== "flag") say(form, "saving…");
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig: { elt: form } } = event.detail; // detail.elt is another one after a swap
  if (!form.matches("[data-send]")) return;
  flying.delete(form);
  if (xhr.status === 0 || xhr.status >= 500) return later(form, xhr.status);
  if (xhr.status === 401) return expired(form);
  if (xhr.status === 403) return renewed(form);
  if (xhr.status === 404) say(form, "Not saved: this question is no longer there.", true);
  else if (form.dataset.send === "flag") say(form, "");
  const sent = waiting.get(form);
  waiting.delete(form);
  sessionStorage.removeItem(kept(form));
  sessionStorage.removeItem(draft(form));
  retry = FIRST_RETRY;
  shown = 0;
  const changed = form.isConnected && form.dataset.send === "choice" && wish(new FormData(form)) !== wish(sent);
  if (changed) htmx.trigger(form, "store");
});

function later(form, status) {
  const why = status ? "the server can't take it now" : "no connection";
  say(form, `Not saved: ${why}. Your answer is kept here and sent again by itself; go on after that.`, true);
  if (form.dataset.send === "answer") form.querySelector(".options").inert = true; // it is on its way
  clearTimeout(timer);
  timer = setTimeout(resend, retry);
  retry = Math.min(2 * retry, LAST_RETRY);
}

function resend() {
  for (const form of waiting.keys()) {
    if (!form.isConnected) waiting.delete(form);
    else if (!flying.has(form)) htmx.trigger(form, form.dataset.send === "choice" ? "store" : "submit");
  }
}
addEventListener("online", () => { retry = FIRST_RETRY; resend(); });
document.addEventListener("resend", resend);

// A choice in an exam is sent as soon as it is made; more options than asked for can't be chosen.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-select]");
  if (!form) return;
  const most = Number(form.dataset.select), chosen = form.querySelectorAll("[name=chosen]:checked").length;
  if (most > 1 && chosen > most) {
    event.target.checked = false;
    return say(form, `${most} of ${most} chosen: take one back first`);
  }
  if (form.dataset.send === "choice") return waiting.has(form) || htmx.trigger(form, "store");
  sessionStorage.setItem(draft(form), JSON.stringify([...new FormData(form)].filter(([name]) => own(name))));
  if (most > 1) say(form, `${chosen} of ${most} chosen`);
});

function fill(form, pairs) {
  const chosen = (input) => pairs.some(([name, value]) => name === input.name && value === input.value);
  form.querySelectorAll("[name=chosen], [name=confidence]").forEach((input) => (input.checked = chosen(input)));
}

// In practice, what is chosen and not checked yet is still there after a look at another question.
function unchecked() {
  const form = document.querySelector("form[data-send=answer]");
  const pairs = form && !waiting.has(form) && JSON.parse(sessionStorage.getItem(draft(form)));
  if (!pairs) return;
  fill(form, pairs);
  say(form, "not checked yet");
}
document.addEventListener("htmx:historyRestore", unchecked);

// How long the question has been on the screen since it was last sent.
let shown = 0, since = performance.now();
function secondsShown() {
  const now = performance.now();
  if (!document.hidden) shown += (now - since) / 1000;
  since = now;
  return shown;
}
document.addEventListener("visibilitychange", () => { if (document.hidden) shown += (performance.now() - since) / 1000; since = performance.now(); });
document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt?.id === "question") { shown = 0; since = performance.now(); unchecked(); } });

function expired(form) {
  say(form, "Not saved: sign in again to send it.", true);
  document.querySelector("#renew").showModal();
}

// A page from before signing in has an old token; the page as it is now has the new one.
async function renewed(form) {
  const reply = await fetch(location.href).catch(() => null);
  if (!reply?.ok) return say(form, "Not saved: this question does not belong to the account that is signed in.", true);
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
  if (!fresh || form.dataset.renewed === fresh.value) return say(form, "Not saved: reload the page and answer again.", true);
  form.dataset.renewed = fresh.value;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => (input.value = fresh.value));
  resend();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-renew]")) return;
  event.preventDefault();
  const error = form.querySelector("[data-error]"), body = new FormData(form);
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const reply = await fetch(form.dataset.renew, { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => null);
  if (!reply?.ok) return (error.textContent = reply ? "The address or the password is not right." : "No connection: try again.");
  error.textContent = "";
  form.closest("dialog").close();
  const first = waiting.keys().next().value;
  if (first) renewed(first);
});

// What a reload or a sign-in on a page of its own interrupted.
for (const form of document.querySelectorAll("[data-send]")) {
  const pairs = JSON.parse(sessionStorage.getItem(kept(form)) ?? "null");
  if (!pairs) continue;
  fill(form, pairs);
  waiting.set(form, pairs);
}
Object.keys(sessionStorage).filter((key) => key === `unsent:${location.pathname}` && ![...waiting.keys()].some((form) => kept(form) === key)).forEach((key) => sessionStorage.removeItem(key));
if (waiting.size) addEventListener("load", resend, { once: true }); // htmx is ready then
unchecked();
