// The box in the header as a palette: what fits shows below it while one types, the arrow keys walk through the links,
// Escape closes it. Without script the box opens the search page, which shows the same.
(() => {
  "use strict";

  const form = document.querySelector("[data-palette]");
  if (!form) return;
  const box = form.querySelector("input");
  const found = form.querySelector("[role=region]");
  const links = () => [...found.querySelectorAll("a")];

  const open = () => {
    found.hidden = found.childElementCount === 0;
  };
  const close = () => {
    found.hidden = true;
  };

  found.addEventListener("htmx:afterSwap", () => {
    if (form.contains(document.activeElement)) open();
  });
  box.addEventListener("focus", open);
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !found.hidden) {
      event.preventDefault();
      box.focus();
      close();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    open();
    const stops = [box, ...links()];
    const here = stops.indexOf(document.activeElement);
    const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
