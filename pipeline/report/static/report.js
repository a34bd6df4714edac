"use strict";
// Filters the cards of the findings page, and opens every fold before printing. Without it everything is shown.

(() => {
  const form = document.querySelector(".filters");
  if (form) {
    const cards = Array.from(document.querySelectorAll(".card"));
    const status = form.querySelector("[role=status]");
    const words = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
    const given = new URLSearchParams(location.search);

    if (given.has("severity")) {
      for (const box of form.querySelectorAll("[name=severity]")) box.checked = given.getAll("severity").includes(box.value);
    }
    for (const name of ["rule", "footprint", "words"]) {
      if (given.has(name)) form.elements[name].value = given.get(name);
    }

    const apply = () => {
      const chosen = new FormData(form);
      const severities = chosen.getAll("severity");
      const sought = (chosen.get("words") || "").toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const card of cards) {
        const data = card.dataset;
        const shown = severities.includes(data.severity)
          && (!chosen.get("rule") || chosen.get("rule") === data.rule)
          && (!chosen.get("footprint") || chosen.get("footprint") === (data.footprint || "none"))
          && (!chosen.get("new") || data.new === "yes")
          && sought.every((word) => words.get(card).includes(word));
        card.hidden = !shown;
        count += shown;
      }
      for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".card:not([hidden])");
      status.textContent = `${count} of ${cards.length} shown`;
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
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
})();
