// Every page of the camp: htmx, and keys. Nothing here is needed to read a page or to send a form.

import "./camp.css";
import htmx from "htmx.org";

htmx.config.noSwap = [204, 304];
htmx.config.defaultTimeout = 0; // a check takes as long as the learner's code does; the server has the limit

// A control with data-key is pressed by that key. Keys can be changed or switched off in Settings, which prints
// them into the page; a key is never taken from a field someone is typing in.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  if (key === "space" && event.target.closest("button, a, summary, input")) return; // space presses what has focus
  const control = document.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  if (!control) return;
  event.preventDefault();
  control.click();
});

function isTyping(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
}

// What was sent is kept: its form is empty again, so that nobody sends it twice. A page replaced in place keeps what
// stands in its fields, which is right for every other form on it.
document.addEventListener("htmx:before:swap", ({ target, detail }) => {
  const form = target.closest?.("form[method=post]");
  if (form && detail.ctx.response?.status < 400) form.reset();
});

// After a part of the page was replaced, go where the work goes on: the element the server marked.
document.addEventListener("htmx:after:swap", () => {
  const next = document.querySelector("[data-focus]");
  if (!next || next.contains(document.activeElement)) return;
  next.focus({ preventScroll: true });
});

for (const button of document.querySelectorAll("[data-copies]")) button.hidden = !navigator.clipboard;
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copies);
  const said = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = said), 1200);
});

// What a reader predicts in an explorable goes into their own log.
document.addEventListener("palaestra:prediction", ({ detail }) =>
  fetch("/lab/prediction", { method: "POST", body: new URLSearchParams(detail) }));
