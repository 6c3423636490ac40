// The time left: the server says how much, and this counts it down without trusting the device's clock.
const ANNOUNCED = [30, 10, 5, 1]; // minutes
const RESYNC = 60, LAST_WORD = 1500; // seconds; milliseconds for an answer that is on its way
const hidden = () => localStorage.getItem("clock") === "hidden";
let counted, end, last, sinceSync = 0, over = false;

function text(seconds) {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return `${h ? `${h}:${two(m)}` : m}:${two(s)} left`;
}

function show(clock) {
  const button = clock.querySelector("[data-hide]"), time = clock.querySelector("[role=timer]");
  button.hidden = false;
  time.hidden = hidden();
  button.textContent = hidden() ? "Show the time" : "Hide";
}

function set(seconds) {
  end = performance.now() + 1000 * seconds;
}
document.addEventListener("clock", (event) => set(event.detail.left));

function tick() {
  const clock = document.querySelector("#clock");
  if (!clock || over) return;
  if (clock !== counted) {
    counted = clock;
    set(Number(clock.dataset.left));
    show(clock);
  }
  const left = Math.max(0, Math.round((end - performance.now()) / 1000));
  clock.querySelector("[role=timer]").textContent = text(left);
  const passed = ANNOUNCED.findLast((minutes) => last > 60 * minutes && left <= 60 * minutes);
  if (passed) clock.querySelector("[data-announce]").textContent = `${passed} minute${passed > 1 ? "s" : ""} left`;
  last = left;
  if (left === 0) return handIn(clock);
  if (++sinceSync >= RESYNC) resync();
}

function resync() {
  sinceSync = 0;
  if (!over) htmx.trigger(document.body, "resync");
}

// What is still unsent goes first; then the attempt is handed in.
function handIn(clock) {
  over = true;
  document.dispatchEvent(new Event("resend"));
  const form = Object.assign(document.createElement("form"), { method: "post", action: clock.dataset.end, hidden: true });
  form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
  document.body.append(form);
  setTimeout(() => form.submit(), LAST_WORD);
}

document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-hide]")) return;
  localStorage.setItem("clock", hidden() ? "shown" : "hidden");
  show(event.target.closest("#clock"));
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) resync(); });
addEventListener("pageshow", (event) => { if (event.persisted) resync(); });
setInterval(tick, 1000);
tick();
