"use strict";
// Filters the cards of the findings page, and opens folds before printing. Without it everything is shown.

(() => {
  const form = document.querySelector(".filters");
  if (form) {
    const cards = Array.from(document.querySelectorAll(".card"));
    const status = form.querySelector("[role=status]");
    const elsewhere = document.querySelector(".elsewhere");
    const others = elsewhere && window.everyFinding
      ? window.everyFinding.filter((finding) => String(finding.page) !== elsewhere.dataset.page) : [];
    const words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
    const given = new URLSearchParams(location.search);

    if (given.has("severity")) {
      for (const box of form.querySelectorAll("[name=severity]")) box.checked = given.getAll("severity").includes(box.value);
    }
    for (const name of ["rule", "footprint", "words"]) {
      if (given.has(name)) form.elements[name].value = given.get(name);
    }

    const listed = 50;
    const list = (found) => {
      const lines = found.slice(0, listed).map((finding) => {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = finding.path;
        link.textContent = finding.message;
        const badge = document.createElement("span");
        badge.className = `badge ${finding.severity}`;
        badge.textContent = finding.severity;
        line.className = "line";
        line.append(badge, link);
        return line;
      });
      elsewhere.querySelector("ul").replaceChildren(...lines);
      elsewhere.querySelector("h2").textContent = found.length > listed
        ? `On other pages: the first ${listed} of ${found.length.toLocaleString("en-GB")}`
        : `On other pages: ${found.length}`;
      elsewhere.hidden = found.length === 0;
    };

    const apply = () => {
      const chosen = new FormData(form);
      const severities = chosen.getAll("severity");
      const sought = (chosen.get("words") || "").toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (data, text) => severities.includes(data.severity)
        && (!chosen.get("rule") || chosen.get("rule") === data.rule)
        && (!chosen.get("footprint") || chosen.get("footprint") === (data.footprint || "none"))
        && (!chosen.get("new") || data.new === "yes")
        && sought.every((word) => text().includes(word));
      let count = 0;
      for (const card of cards) {
        card.hidden = !fits(card.dataset, () => words.get(card));
        count += !card.hidden;
      }
      for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".card:not([hidden])");
      status.textContent = `${count} of ${cards.length} shown`;
      if (elsewhere) {
        const all = severities.length === 3 && sought.length === 0 && !chosen.get("rule") && !chosen.get("footprint") && !chosen.get("new");
        const found = all ? [] : others.filter((finding) => fits(finding, () => finding.message.toLowerCase()));
        list(found);
        status.textContent += all ? " on this page" : ` on this page, ${found.length.toLocaleString("en-GB")} on others`;
      }
    };

    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
    // A link to a card that the filter hides, or that stood elsewhere before the filter worked, still leads there.
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) target.scrollIntoView();
  }

  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details:not(.screen)")) fold.open = true;
  });
})();
