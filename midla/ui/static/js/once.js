// One click, one record: the button that sent a form says that it is busy. The server keeps the promise anyway, by
// the form's one-time key; this only shows it. Back from another page, the button can be pressed again.
(() => {
  "use strict";

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.defaultPrevented || !button || !button.dataset.busy) return;
    // After the form's data was gathered: a disabled button would not send its own name.
    window.setTimeout(() => {
      button.dataset.label = button.innerHTML;
      button.textContent = button.dataset.busy;
      button.disabled = true;
    }, 0);
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("button[data-label]").forEach((button) => {
      button.innerHTML = button.dataset.label;
      delete button.dataset.label;
      button.disabled = false;
    });
  });
})();
