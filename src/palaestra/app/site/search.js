// Narrows the list of pages to those that hold every word asked for. Without it the list is whole.
(() => {
  const box = document.querySelector("#query");
  const says = document.querySelector("#says");
  const rows = [...document.querySelectorAll("[data-page]")];
  const texts = rows.map((row, place) => ({ title: row.textContent.toLowerCase(), words: ` ${window.pageWords[place]}` }));

  function narrow() {
    const asked = box.value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    let count = 0;
    rows.forEach((row, place) => {
      const { title, words } = texts[place];
      const found = asked.every((word) => title.includes(word) || words.includes(` ${word}`));
      row.hidden = !found;
      count += found;
    });
    document.querySelectorAll("[data-shelf]").forEach((shelf) => {
      shelf.hidden = !shelf.querySelector("[data-page]:not([hidden])");
    });
    says.textContent = asked.length ? `${count} of ${rows.length} pages` : `${rows.length} pages`;
  }

  document.querySelector("#search").hidden = false;
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  box.addEventListener("input", narrow);
  box.form.addEventListener("submit", (event) => event.preventDefault());
  narrow();
})();
