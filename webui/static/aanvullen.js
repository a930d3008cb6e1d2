/* Completion: a list under a search box, for the mouse, the arrows and screen readers (ARIA combobox). All pages work without. */
"use strict";
for (const box of document.querySelectorAll("input[name=q][type=search]")) {
  const list = Object.assign(document.createElement("ul"), { id: `${box.id}-lijst`, className: "completions", hidden: true });
  const told = Object.assign(document.createElement("div"), { className: "unseen" });
  let waiting, latest, addresses = [], place = -1;

  const attributes = (part, more) => Object.entries(more).forEach(([name, value]) => part.setAttribute(name, value));
  attributes(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": false });
  attributes(list, { role: "listbox", "aria-label": "Suggesties" });
  attributes(told, { role: "status" });
  box.after(list, told);

  const close = () => {
    clearTimeout(waiting);
    latest = undefined;
    list.hidden = true;
    box.setAttribute("aria-expanded", false);
    point(-1);
  };
  const point = to => {
    place = to;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", number === to));
    if (to < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[to].id);
    list.children[to].scrollIntoView({ block: "nearest" });
  };
  /* Words are searched with the filters of the form; a value of a filter has an address of its own. */
  const choose = number => {
    const address = new URL(addresses[number]), words = address.searchParams.get("q");
    close();
    if (words === null) return location.assign(address.pathname + address.search);
    box.value = words;
    box.form.requestSubmit();
  };
  const row = (text, about, number) => {
    const part = Object.assign(document.createElement("li"), { id: `${list.id}-${number}` });
    attributes(part, { role: "option", "aria-selected": false });
    const more = Object.assign(document.createElement("span"), { textContent: about });
    part.append(text, " ", more);
    part.addEventListener("mousedown", event => event.preventDefault());
    part.addEventListener("click", () => choose(number));
    return part;
  };
  const show = ([, texts, about, found]) => {
    addresses = found;
    list.replaceChildren(...texts.map((text, number) => row(text, about[number], number)));
    point(-1);
    list.hidden = !texts.length;
    box.setAttribute("aria-expanded", !list.hidden);
    told.textContent = texts.length ? `${texts.length} ${texts.length > 1 ? "suggesties" : "suggestie"}` : "";
  };
  const ask = async () => {
    const mine = latest = {};
    try {
      const answer = await fetch(`/suggesties?q=${encodeURIComponent(box.value)}`);
      const found = answer.ok ? await answer.json() : ["", [], [], []];
      if (mine === latest) show(found);
    } catch {
      close();
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    if (box.value.trim().length < 2) close();
    else waiting = setTimeout(ask, 100);
  });
  box.addEventListener("keydown", event => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], many = addresses.length + 1;
    if (step) point((place + 1 + step + many) % many - 1);
    else if (event.key === "Enter" && place >= 0) choose(place);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
}
