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
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const done = (key === "Enter" && check()) || choose(key) || press(key);
  if (done) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
}, true);

// A page that comes back from the browser's cache, or a request that failed, may send again.
const sendable = () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent);
addEventListener("pageshow", sendable);
document.addEventListener("htmx:afterRequest", sendable);

const focusNews = () => document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:afterSettle", focusNews);
if (document.querySelector("[role=alert][data-focus]")) focusNews();

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
