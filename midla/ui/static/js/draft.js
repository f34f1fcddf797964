// A form with data-draft-url is kept on the server while it is typed: 1.5 s after the last key. [data-draft-state]
// says so, in the words of its data-saved and data-failed.
(() => {
  "use strict";

  const QUIET = 1500;

  const start = (form) => {
    const state = form.querySelector("[data-draft-state]");
    let timer = 0;
    let sending = null;

    const say = (words) => { if (state && words) state.textContent = words; };

    const keep = async () => {
      const content = new FormData(form);
      [...content.keys()].forEach((key) => {
        if (content.get(key) instanceof File) content.delete(key);
      });
      sending?.abort();
      sending = new AbortController();
      try {
        const answer = await fetch(form.dataset.draftUrl, {
          method: "POST", body: new URLSearchParams(content), signal: sending.signal, redirect: "error",
        });
        say(answer.ok ? state?.dataset.saved : state?.dataset.failed);
      } catch (error) {
        if (error.name !== "AbortError") say(state?.dataset.failed);
      }
    };

    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, QUIET);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => {
      window.clearTimeout(timer);
      sending?.abort();
    });
  };

  document.querySelectorAll("form[data-draft-url]").forEach(start);
})();
