// Typing into lists: select[data-picker] (short lists) and [data-typeahead] (a source on the server answers
// [{value, text, sub, codes, create}]). Both become a Tom Select in the look's .picker and .found. Only element
// properties are written, never style attributes, so that the content security policy holds.
(() => {
  "use strict";

  if (typeof TomSelect === "undefined") return;

  const sprite = document.querySelector("meta[name=icons]")?.content || "";
  const FOUR = ["BO", "CO", "EC", "PE"];

  const icon = (name) => `<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>`;
  const codes = (list, escape) => (list || [])
    .map((code) => `<abbr class="${FOUR.includes(code) ? `com com-${code.toLowerCase()}` : "tag"}">${escape(code)}</abbr>`)
    .join(" ");

  const render = (words) => ({
    option: (found, escape) => (found.create
      ? `<div class="new">${icon("plus-lg")}<span>${escape(found.text)}</span></div>`
      : `<div><span class="flex-grow-1">${escape(found.text)}${
        found.sub ? `<span class="sub">${escape(found.sub)}</span>` : ""}</span>${codes(found.codes, escape)}</div>`),
    item: (found, escape) => {
      const name = escape(found.create || found.text);
      return `<div>${name} ${codes(found.codes, escape)}<button class="x" type="button" aria-label="${
        escape(words.remove)} ${name}">${icon("x-lg")}</button></div>`;
    },
    no_results: (asked) => (asked.input ? `<div class="none">${words.none}</div>` : ""),
    loading: () => "",
  });

  const settings = (words) => ({
    dataAttr: "data",
    wrapperClass: "ts-wrapper picker",
    dropdownClass: "ts-dropdown found",
    itemClass: "item chip",
    valueField: "value",
    labelField: "text",
    searchField: ["text", "sub"],
    maxOptions: null,
    hideSelected: true,
    closeAfterSelect: true,
    render: render(words),
    onInitialize() {
      this.items.forEach((value) => removable(this, value, this.getItem(value)));
    },
    onItemAdd(value, item) {
      removable(this, value, item);
      this.setTextboxValue("");
    },
  });

  const removable = (picker, value, item) => {
    const button = item && item.querySelector(".x");
    if (!button) return;
    button.addEventListener("mousedown", (event) => event.stopPropagation());
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      picker.removeItem(value);
      picker.close();
      // The list would open again on focus, over what lies below.
      picker.ignoreFocus = true;
      picker.control_input.focus();
      window.setTimeout(() => { picker.ignoreFocus = false; }, 0);
    });
  };

  // The hidden list keeps a name of its own for those who read the page's structure.
  const named = (select, label) => {
    if (label) select.setAttribute("aria-label", label.textContent.trim());
  };

  const labelOf = (id) => (id ? document.querySelector(`label[for="${CSS.escape(id)}"]`) : null);

  const short = (select) => {
    named(select, labelOf(select.id));
    const nothing = [...select.options].find((option) => option.value === "");
    // Django's dashes say nothing in a field that can be typed into; a word such as "All" stays.
    if (nothing && /^-+$/.test(nothing.text)) nothing.text = "";
    const words = { remove: select.dataset.remove || "✕", none: select.dataset.none || "–" };
    const picker = new TomSelect(select, { ...settings(words), allowEmptyOption: false });
    describe(picker, select);
  };

  const describe = (picker, source) => ["aria-describedby", "aria-invalid"].forEach((name) => {
    if (source.hasAttribute(name)) picker.control_input.setAttribute(name, source.getAttribute(name));
  });

  const toSelect = (box, input) => {
    const select = document.createElement("select");
    select.multiple = "multiple" in box.dataset;
    select.id = input.id;
    select.name = box.dataset.typeahead;
    select.className = input.className;
    box.querySelectorAll("[data-picked] input:checked").forEach((tick) => {
      const option = new Option(tick.dataset.text || tick.parentElement.textContent.trim(), tick.value, true, true);
      const known = { codes: (tick.dataset.codes || "").split(" ").filter(Boolean), create: tick.dataset.create };
      option.dataset.data = JSON.stringify(known);
      select.add(option);
    });
    return select;
  };

  const address = (box, form, query) => {
    const url = new URL(box.dataset.source, window.location.href);
    url.searchParams.set("q", query);
    (box.dataset.asksWith || "").split(" ").filter(Boolean).forEach((name) => {
      new FormData(form).getAll(name).forEach((value) => url.searchParams.append(name, value));
    });
    return url;
  };

  const remote = (box) => {
    const input = box.querySelector("input[type=search]");
    const select = toSelect(box, input);
    named(select, labelOf(input.id));
    const form = box.closest("form");
    const marker = document.createElement("div");
    box.replaceWith(marker);
    marker.append(select);
    const picker = new TomSelect(select, {
      ...settings({ remove: box.dataset.remove, none: box.dataset.none }),
      maxItems: "multiple" in box.dataset ? null : 1,
      placeholder: input.placeholder,
      hidePlaceholder: false,
      shouldLoad: (query) => query.length > 1 || Boolean(box.dataset.atOnce),
      score: () => () => 1,
      loadThrottle: 180,
      load(query, done) {
        this.clearOptions();
        fetch(address(box, form, query), { headers: { Accept: "application/json" } })
          .then((answer) => (answer.ok ? answer.json() : []))
          .then(done)
          .catch(() => done());
      },
    });
    describe(picker, input);
    // What is offered before anything is typed rests on what was chosen meanwhile: it is asked for anew each time.
    const offer = () => {
      if (picker.control_input.value) return;
      picker.clearOptions();
      picker.load("");
    };
    if (box.dataset.atOnce) {
      picker.on("focus", offer);
      picker.control.addEventListener("click", offer);
    }
    const names = new Map([...select.options].map((option) => [option.value, JSON.parse(option.dataset.data || "{}").create]));
    picker.on("item_add", (value) => {
      const made = picker.options[value]?.create;
      names.set(value, made);
      if (made && !asked(form, made).length) ask(select, box.dataset.createUrl, made, value);
    });
    picker.on("item_remove", (value) => {
      if (names.get(value)) asked(form, names.get(value)).forEach((fields) => fields.remove());
    });
  };

  // The fields that ask what a new name is, in a form that came back or asked for before: never twice, and gone with
  // the name.
  const asked = (form, name) => {
    const same = (text) => (text || "").normalize("NFC").trim();
    return [...form.querySelectorAll("[data-new]")].filter((fields) => same(fields.dataset.new) === same(name));
  };

  // What must be known of a thing that is made on the spot: the page listens, or names an address that answers with
  // the fields, put below the picker.
  const ask = (select, url, name, value) => {
    select.dispatchEvent(new CustomEvent("midla:create", { bubbles: true, detail: { name, value } }));
    if (!url || typeof htmx === "undefined") return;
    const target = document.createElement("div");
    target.dataset.new = name;
    (select.form?.querySelector("[data-new-known]") || select.parentElement).append(target);
    htmx.ajax("GET", url, { target, swap: "innerHTML", values: { name, value, field: select.name } });
  };

  const start = (root) => {
    root.querySelectorAll("select[data-picker]:not(.tomselected)").forEach(short);
    root.querySelectorAll("[data-typeahead]").forEach(remote);
  };

  start(document);
  document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && start(event.detail.elt));
  document.addEventListener("midla:added", (event) => start(event.detail));
})();
