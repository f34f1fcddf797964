// Keys of every page: "/" goes to the search box, "n" to the form that logs a meeting. Where a form came back with
// errors, the summary takes focus. Nothing here is needed to use a page.
(() => {
  "use strict";

  const typing = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-shell-search]");
      if (!search) return;
      event.preventDefault();
      // On a narrow screen the box has no place: the search page has one.
      if (search.offsetParent) search.focus();
      else window.location.assign(search.form.action);
    }
    if (event.key === "n") {
      const log = document.querySelector("[data-shell-log]");
      if (log) window.location.assign(log.href);
    }
  });

  const focusErrors = (root) => {
    const summary = root.querySelector(".errors[role=alert]");
    if (summary) summary.focus();
  };

  // The list of folded filters opens with script; without it everything is open.
  document.querySelectorAll("[data-folds]").forEach((element) => element.classList.add("collapse"));
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  // A strip of views that is wider than the screen brings the view that is shown, or has focus, wholly into sight.
  document.querySelectorAll(".views").forEach((strip) => {
    const show = (view) => view?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (strip.scrollWidth > strip.clientWidth) show(strip.querySelector("[aria-current]"));
    strip.addEventListener("focusin", (event) => show(event.target));
  });
  focusErrors(document);
  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));
})();
