// The editors' desk: the preview follows the form, and keys save it.

const live = document.querySelector("[data-live]");
const form = live ? document.getElementById(live.dataset.live) : null;
const PAUSE = 400; // milliseconds without a key before the preview is asked for

// In a shadow, so that the page looks as it does to learners, and not as the admin.
function sheet(styles) {
  const root = live.querySelector(".live-page").attachShadow({ mode: "open" });
  for (const href of styles) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href });
    root.append(link);
  }
  const page = document.createElement("div");
  root.append(page);
  return page;
}

let asked = null;

async function refresh(page) {
  asked?.abort();
  const mine = (asked = new AbortController());
  try {
    const reply = await fetch(live.dataset.url, { method: "POST", body: new FormData(form), signal: mine.signal });
    if (reply.ok) page.innerHTML = await reply.text();
    live.classList.toggle("stale", !reply.ok);
  } catch {
    live.classList.toggle("stale", mine === asked);
  }
}

if (form) {
  const page = sheet(live.dataset.styles.split(" "));
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh(page), PAUSE);
  };
  for (const name of ["input", "change"]) document.addEventListener(name, (event) => event.target.form === form && soon());
  for (const name of ["formset:added", "formset:removed"]) document.addEventListener(name, soon);
  refresh(page);
}

const KEYS = { s: ["_continue", "_save"], Enter: ["_next", "_save"] };

document.addEventListener("keydown", (event) => {
  if (!form || !(event.ctrlKey || event.metaKey) || !(event.key in KEYS)) return;
  const button = KEYS[event.key].map((name) => form.elements.namedItem(name)).find(Boolean);
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button instanceof RadioNodeList ? button[0] : button);
});
