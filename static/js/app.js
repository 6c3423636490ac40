// What every page does: shortcuts, focus after a change in place, no form sent twice.
const typing = (element) => element.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");

function press(key) {
  const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key.split(" ").includes(key));
  if (!target) return false;
  if (typing(target)) target.focus();
  else target.click();
  return true;
}

function choose(key) {
  const inputs = [...document.querySelectorAll("[data-select] .option input")];
  const index = /^[1-9]$/.test(key) ? Number(key) - 1 : "abcdef".indexOf(key);
  if (!inputs[index]) return false;
  inputs[index].click();
  inputs[index].focus();
  return true;
}

function check() {
  const form = document.querySelector("form[data-select]");
  form?.requestSubmit();
  return Boolean(form);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (event.key.startsWith("Arrow") && event.target.matches("input")) return; // moves among the options
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const done = (key === "Enter" && check()) || choose(key) || press(key);
  if (done) event.preventDefault();
});

// A form is sent once, until its reply is there or has failed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
}, true);
const sendable = () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent);
addEventListener("pageshow", sendable);
document.addEventListener("htmx:afterRequest", sendable);

// What could not be sent is said where it was sent from; the choice is still there.
function failed(text) {
  const place = document.querySelector("#question") ?? document.querySelector("main");
  const note = document.querySelector("#failed") ?? Object.assign(document.createElement("p"), { id: "failed", className: "note error", role: "alert" });
  note.textContent = text;
  place.append(note);
}
document.addEventListener("htmx:beforeRequest", () => document.querySelector("#failed")?.remove());
document.addEventListener("htmx:sendError", () => failed("Not sent: the network or the server can't be reached. Your choice is still here; try again."));
document.addEventListener("htmx:timeout", () => failed("Not sent: the server did not answer in time. Your choice is still here; try again."));
document.addEventListener("htmx:responseError", (event) => {
  const old = event.detail.xhr.status === 403;
  failed(old ? "Not saved: this page is from before you signed in or out. Reload it and answer again." : "Not saved: the server could not take it. Your choice is still here; try again.");
});

document.addEventListener("htmx:afterSettle", (event) => {
  const news = document.querySelector("[data-focus]") ?? (event.detail.elt?.id === "question" && document.querySelector("#where"));
  if (news) news.focus();
});
document.querySelector("[role=alert][data-focus]")?.focus();

function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", openTarget);
openTarget();

// The list of sections follows the reader.
const spied = new Map([...document.querySelectorAll("[data-spy] a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const headings = [...spied.keys()].map((id) => document.getElementById(id)).filter(Boolean);

function follow() {
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
  const here = spied.get(passed.at(-1)?.id);
  spied.forEach((link) => (link === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
}
if (headings.length) {
  addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
  follow();
}
