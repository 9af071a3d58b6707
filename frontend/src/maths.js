// Sets the formulas of a page. The server leaves TeX in <code class="maths">, which is what a reader without
// JavaScript sees; KaTeX writes HTML for the eye and MathML for a screen reader.

import katex from "katex";
import "katex/dist/katex.css";

export function setFormulas(root = document) {
  for (const source of root.querySelectorAll("code.maths")) {
    const place = document.createElement("span");
    katex.render(source.textContent, place, {
      displayMode: source.classList.contains("display"),
      throwOnError: false,
      strict: "ignore",
    });
    source.replaceWith(place);
  }
}

setFormulas();
document.addEventListener("htmx:after:swap", () => setFormulas());
