// Shortcuts: an element says by data-key which keys press it; options go by number and letter.
const typing = (element) => element.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");

function press(key) {
  const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key.split(" ").includes(key) && element.checkVisibility());
  if (!target) return false;
  if (typing(target) || target.matches("summary")) target.focus();
  if (!typing(target)) target.click();
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
  const form = document.querySelector("form[data-send=answer]");
  form?.requestSubmit();
  return Boolean(form);
}

// Among the options of a question go ↑ and ↓; ← and → go to other questions, and choose nothing.
const sideways = (key) => key === "ArrowLeft" || key === "ArrowRight";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (sideways(event.key) && event.target.matches("[data-select] input")) event.preventDefault();
  if (event.repeat) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const done = (key === "Enter" && check()) || choose(key) || press(key);
  if (done) event.preventDefault();
});

const openers = () => document.querySelectorAll("[data-open][hidden]").forEach((button) => (button.hidden = false));
document.addEventListener("htmx:afterSettle", openers);
openers();
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();
});
