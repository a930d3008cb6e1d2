/* Saved searches, in this browser only, with what is new; and buttons that copy. All pages work without. */
"use strict";
(() => {
  const KEY = "vraagbaak.bewaard";
  const MANY = 50;
  const UNKNOWN = "Wat nieuw is, is nu niet op te halen.";

  const make = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });
  const small = (label, of, act) => {
    const button = make("button", label, { type: "button", className: "button button--small", ariaLabel: `${label}: ${of}` });
    button.addEventListener("click", act);
    return button;
  };
  const day = iso => new Date(iso).toLocaleDateString("nl-NL", { day: "numeric", month: "long", year: "numeric" });

  const read = () => {
    try {
      const rows = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(rows) ? rows.filter(row => /^\/zoeken(\?|$)/.test(row.address)) : [];
    } catch {
      return [];
    }
  };
  const write = rows => localStorage.setItem(KEY, JSON.stringify(rows));
  const saved = address => read().find(row => row.address === address);
  const forget = address => write(read().filter(row => row.address !== address));
  const now = () => new Date().toISOString();

  const items = async row => {
    const answer = await fetch(row.feed);
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).items;
  };
  /* A search just saved has seen nothing yet (null): what is there then is no news. */
  const fresh = (row, all) => row.seen ? all.filter(item => !row.seen.includes(item.id)) : [];
  const seen = (row, all) => write(read().map(
    one => one.address === row.address ? { ...one, seen: all.map(item => item.id), on: now() } : one));

  const news = (row, all) => {
    const found = fresh(row, all);
    const count = found.length < MANY ? found.length : `${MANY} of meer`;
    const part = make("div", "", { className: "news" });
    part.append(make("p", found.length ? `${count} nieuw sinds ${day(row.on)}` : `Niets nieuws sinds ${day(row.on)}.`));
    const list = make("ul", "");
    for (const item of found.slice(0, 5)) {
      const line = make("li", "");
      line.append(make("a", item.title, { href: new URL(item.url).pathname }));
      list.append(line);
    }
    if (found.length) part.append(list);
    return part;
  };

  const saving = place => {
    const { address, name, feed } = place.dataset;
    const button = make("button", "", { type: "button", className: "button button--second" });
    const told = make("div", "", { role: "status" });
    const label = () => { button.textContent = saved(address) ? "Niet meer bewaren" : "Bewaar deze zoekopdracht"; };
    button.addEventListener("click", () => {
      const row = { address, name, feed };
      try {
        if (saved(address)) {
          forget(address);
          told.replaceChildren("Niet meer bewaard.");
        } else {
          write([...read(), { ...row, seen: null, on: now() }]);
          told.replaceChildren("Bewaard in deze browser. ", make("a", "Alle bewaarde", { href: "/bewaard" }));
          items(row).then(all => seen(row, all), () => {});
        }
      } catch {
        told.replaceChildren("Bewaren lukt niet. Maak een bladwijzer van deze pagina.");
      }
      label();
    });
    label();
    place.append(button, told);
    place.hidden = false;
    const row = saved(address);
    if (row) items(row).then(all => { told.replaceChildren(news(row, all)); seen(row, all); }, () => told.replaceChildren(UNKNOWN));
  };

  const entry = row => {
    const part = make("li", "");
    const head = make("h3", "");
    head.append(make("a", row.name, { href: row.address }));
    const told = make("div", "Even kijken wat nieuw is …", { role: "status" });
    const off = small("Verwijder", row.name, () => { forget(row.address); listing(); });
    part.append(head, told, off);
    items(row).then(all => {
      told.replaceChildren(news(row, all));
      if (!row.seen) seen(row, all);
      if (!fresh(row, all).length) return;
      off.before(small("Gezien", row.name, () => { seen(row, all); listing(); }));
    }, () => told.replaceChildren(UNKNOWN));
    return part;
  };

  const listing = () => {
    const rows = read();
    for (const place of document.querySelectorAll("[data-saved]")) {
      place.querySelector("ul").replaceChildren(...rows.map(entry));
      place.hidden = !rows.length;
      for (const other of document.querySelectorAll("[data-unsaved]")) other.hidden = rows.length > 0;
    }
  };

  const copying = text => {
    text.after(small("Kopieer", text.dataset.copy, async event => {
      await navigator.clipboard.writeText(text.textContent);
      event.target.textContent = "Gekopieerd";
    }));
  };

  document.querySelectorAll("[data-scriptless]").forEach(part => part.remove());
  document.querySelectorAll("[data-address]").forEach(saving);
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(copying);
  listing();
})();
