// What every page does: no form sent twice, focus after a change in place, links into details.

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

document.addEventListener("htmx:afterSettle", (event) => {
  const changed = event.detail.elt;
  const dialog = changed?.closest?.("dialog");
  if (dialog && !dialog.open) dialog.showModal();
  const news = changed?.matches?.("[data-focus]") ? changed : changed?.querySelector?.("[data-focus]");
  if (news) news.focus();
  else if (changed?.id === "question") document.querySelector("#where")?.focus();
});
document.querySelector("[role=alert][data-focus]")?.focus();

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-close]");
  const place = closer && document.getElementById(closer.dataset.close);
  if (!place) return;
  event.preventDefault();
  place.replaceChildren();
});

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
