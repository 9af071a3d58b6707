// <bandit-dashboard>: choose arms, gaps, policies and a horizon; predict; then see regret, pulls and bounds.

import { Figure, make } from "palaestra/figure";
import style from "./dashboard-style.css";
import { HORIZONS, MOST_ARMS, OPENING } from "./opening.js";
import { POLICIES } from "./model.js";
import { measured, panel, scalesOf, table, whole } from "./panels.js";
import { apart, gathering } from "./runs.js";

const RUNS = 200;
const PANEL_WIDTH = 250; // the least a panel needs to be read

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);

class BanditDashboard extends Figure {
  static opening = OPENING;

  sound(state) {
    const means = state.means.filter((mean) => mean >= 0 && mean <= 1).slice(0, MOST_ARMS);
    const policies = state.policies.filter((policy) => policy in POLICIES);
    return {
      ...state,
      means: means.length > 1 ? means : OPENING.means,
      policies: policies.length ? policies : OPENING.policies,
      horizon: HORIZONS.includes(state.horizon) ? state.horizon : OPENING.horizon,
      seed: Number.isInteger(state.seed) && state.seed >= 0 ? state.seed : OPENING.seed,
      bounds: state.bounds ? 1 : 0,
    };
  }

  // ---------------------------------------------------------------- what it is made of

  build() {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "Bandit dashboard");
    this.panels = make("div", { class: "panels" });
    this.says = make("p", { class: "says", role: "status" });
    this.question = make("div", { class: "question" });
    this.numbers = make("div");
    this.puzzle = make("div", { class: "puzzle" });
    const data = make("details", {}, make("summary", {}, "The numbers as a table"), this.numbers);
    this.append(this.question, this.panels, this.says, this.#controls(), this.puzzle, data, this.#honesty());
  }

  #controls() {
    const set = (changes) => this.set(changes);
    this.boxes = Object.entries(POLICIES).map(([policy, { name }]) => {
      const box = make("input", { type: "checkbox", value: policy, change: () => set({ policies: this.#checked() }) });
      return make("label", {}, box, name);
    });
    this.arms = make("input", {
      type: "number", min: 2, max: MOST_ARMS, step: 1,
      change: () => set({ means: spread(best(this.state.means), gap(this.state.means), limited(this.arms, 2, MOST_ARMS)) }),
    });
    this.best = this.#slider("best arm pays", 0.05, 1, (value) => set({ means: spread(value, Math.min(gap(this.state.means), value), this.state.means.length) }));
    this.gap = this.#slider("gap to the others", 0.01, 0.95, (value) => set({ means: spread(best(this.state.means), Math.min(value, best(this.state.means)), this.state.means.length) }));
    this.horizon = make("select", { change: () => set({ horizon: Number(this.horizon.value) }) },
      ...HORIZONS.map((steps) => make("option", { value: steps }, whole(steps))));
    this.bounds = make("input", { type: "checkbox", change: () => set({ bounds: this.bounds.checked ? 1 : 0 }) });
    this.each = make("div", { class: "each-arm" });
    return make("div", { class: "controls" },
      make("fieldset", { class: "policies" }, make("legend", {}, "Policies"), ...this.boxes),
      make("div", { class: "settings" },
        make("label", {}, "arms", this.arms), this.best.label, this.gap.label,
        make("label", {}, "horizon, in pulls", this.horizon),
        make("label", { class: "tick" }, this.bounds, "show bounds, on logarithmic axes")),
      make("details", {}, make("summary", {}, "Set each arm"), this.each),
      make("p", { class: "row" },
        make("button", { type: "button", click: () => set({ seed: this.state.seed + 1 }) }, "Other luck"),
        make("button", { type: "button", click: () => set({ predicted: "" }) }, "Ask me again"),
        make("button", { type: "button", click: () => this.reset() }, "Start over")));
  }

  /** A slider and a number that say the same thing. */
  #slider(name, low, high, change) {
    const attributes = { min: low, max: high, step: 0.01 };
    const range = make("input", { type: "range", ...attributes, "aria-label": name, input: () => change(Number(range.value)) });
    const number = make("input", { type: "number", ...attributes, "aria-label": `${name}, as a number`, change: () => change(limited(number, low, high)) });
    const label = make("div", { class: "slider" }, make("span", { "aria-hidden": "true" }, name), range, number);
    return { label, show: (value) => ((range.value = value), document.activeElement === number || (number.value = value)) };
  }

  #checked() {
    const chosen = this.boxes.map((label) => label.firstChild).filter((box) => box.checked).map((box) => box.value);
    return chosen.length ? chosen : this.state.policies;
  }

  #honesty() {
    return make("p", { class: "figcaption" },
      "Coins, independent pulls; all policies meet the same luck, and the arms stand in another order in every run. " +
      "The tint is a 95 % interval of the mean: single runs scatter far more. The Lai–Robbins slope speaks of growth " +
      "for ever, so a curve of a few thousand pulls may lie below it. Where arms drift or answer back, none of this holds.");
  }

  // ---------------------------------------------------------------- answering

  update(changed) {
    const { means, horizon, seed, policies, predicted } = this.state;
    const onlyShown = changed.every((name) => ["predicted", "bounds"].includes(name));
    if (!onlyShown || !this.runs) {
      this.before = this.summaries && predicted ? new Map(this.summaries.map((each) => [each.policy, each])) : new Map();
      const kept = changed.every((name) => name === "policies") ? (this.runs ?? []) : [];
      if (kept.length) this.before = new Map();
      this.runs = policies.map((policy) => kept.find((each) => each.policy === policy) ?? gathering({ policy, means, horizon, seed }));
    }
    this.#showSettings();
    let turn = 0;
    this.work(
      () => {
        const waiting = this.runs.filter((each) => each.count < RUNS);
        const least = waiting.reduce((few, each) => (each.count < few ? each.count : few), RUNS);
        const next = waiting.filter((each) => each.count === least)[0];
        next?.addRun();
        turn += 1;
        return waiting.length > 1 || (next !== undefined && next.count < RUNS) || turn < this.runs.length;
      },
      () => this.#see(),
    );
  }

  #see() {
    if (this.runs.some((each) => each.count < 2) || (this.stillness && !this.settled && this.summaries)) return;
    this.summaries = this.runs.map((each) => each.summary());
    this.draw();
    this.#speak();
  }

  draw() {
    if (!this.summaries) return;
    const setting = { ...this.state, hidden: !this.state.predicted };
    const room = this.panels.clientWidth || this.clientWidth;
    const columns = Math.max(1, Math.min(this.summaries.length, Math.floor((room + 20) / (PANEL_WIDTH + 20))));
    const evened = Math.ceil(this.summaries.length / Math.ceil(this.summaries.length / columns));
    const width = Math.min(520, Math.floor((room - 20 * (evened - 1)) / evened));
    const scales = scalesOf(this.summaries, setting, width);
    this.panels.style.gridTemplateColumns = `repeat(${evened}, minmax(0, 1fr))`;
    this.panels.innerHTML = this.summaries
      .map((each) => {
        const others = this.summaries.filter((other) => other !== each);
        const number = setting.hidden ? "" : `: <span class="numbers">${measured(each.lost, each.half)}</span>`;
        const drawn = panel(each, others, this.before.get(each.policy), scales, setting, width);
        return `<div class="panel" data-policy="${each.policy}"><p class="panel-title">${POLICIES[each.policy].name}${number}</p>${drawn}</div>`;
      })
      .join("");
    this.numbers.innerHTML = setting.hidden ? "<p>The numbers stand here once you have predicted.</p>" : table(this.summaries, this.state);
  }

  #showSettings() {
    const { means, policies, horizon, bounds, predicted } = this.state;
    for (const label of this.boxes) label.firstChild.checked = policies.includes(label.firstChild.value);
    this.arms.value = means.length;
    this.best.show(Number(best(means).toFixed(3)));
    this.gap.show(Number(gap(means).toFixed(3)));
    this.horizon.value = horizon;
    this.bounds.checked = bounds === 1;
    this.#showEachArm(means);
    this.#ask(predicted, policies, horizon);
  }

  #showEachArm(means) {
    if (this.each.children.length !== means.length) {
      this.sliders = means.map((_, arm) =>
        this.#slider(`arm ${arm + 1} pays`, 0, 1, (value) => this.set({ means: this.state.means.with(arm, value) })));
      this.each.replaceChildren(...this.sliders.map((slider) => slider.label));
    }
    this.sliders.forEach((slider, arm) => slider.show(means[arm]));
  }

  #ask(predicted, policies, horizon) {
    this.question.hidden = Boolean(predicted);
    const asked = `${policies} ${horizon}`;
    if (predicted || this.asked === asked) return;
    this.asked = asked;
    const buttons = policies.map((policy) => make("button", { type: "button", click: () => this.#predict(policy) }, POLICIES[policy].name));
    this.question.replaceChildren(
      make("p", {}, `You see a quarter of ${whole(horizon)} pulls. Who will have lost least at the end?`),
      make("p", { class: "row" }, ...buttons));
  }

  #predict(policy) {
    this.set({ predicted: policy });
    const winner = least(this.summaries);
    const told = apart(winner, this.summaries.find((each) => each.policy === policy) ?? winner) === 0;
    this.keepPrediction(`${policy} loses least after ${this.state.horizon} pulls of ${this.state.means}`, told ? "right" : `it was ${winner.policy}`);
    this.says.tabIndex = -1;
    this.says.focus({ preventScroll: true });
  }

  // ---------------------------------------------------------------- words

  #speak() {
    const { predicted, horizon } = this.state;
    if (!predicted) {
      this.says.textContent = "";
      this.puzzle.replaceChildren();
      return;
    }
    const winner = least(this.summaries);
    const chosen = this.summaries.find((each) => each.policy === predicted);
    const parts = [`After ${whole(horizon)} pulls ${POLICIES[winner.policy].name} has lost least: ${measured(winner.lost, winner.half)} (95 %, n = ${winner.count}).`];
    if (chosen && chosen !== winner) {
      const clear = apart(winner, chosen) !== 0;
      parts.push(`You said ${POLICIES[predicted].name}: ${measured(chosen.lost, chosen.half)}${clear ? "." : ", which these runs do not tell apart."}`);
    } else if (chosen) parts.push("As you said.");
    const moved = this.summaries.filter((each) => this.before.has(each.policy)).map((each) => `${POLICIES[each.policy].name} ${whole(this.before.get(each.policy).lost)} → ${whole(each.lost)}`);
    if (moved.length) parts.push(`Before, faint in each panel: ${moved.join(", ")}.`);
    this.says.setAttribute("aria-busy", this.settled ? "false" : "true"); // read aloud once, at the end
    this.says.textContent = parts.join(" ");
    this.#showPuzzle();
  }

  #showPuzzle() {
    const find = (policy) => this.summaries.find((each) => each.policy === policy);
    const [ucb1, greedy] = [find("ucb1"), find("epsilon-greedy")];
    const solved = this.settled && ucb1 && greedy && apart(ucb1, greedy) === -1;
    if (this.solved === solved && this.puzzle.children.length) return;
    this.solved = solved;
    const task = "A puzzle: UCB1 comes with a proof, ε-greedy does not, and yet ε-greedy lost less at the start. Find a problem on which UCB1 loses clearly less.";
    const idea = "Found. ε-greedy pays a tenth of its pulls at random, so it loses about ε × gap a pull for ever; UCB1 pays about ln n / gap in all. A wide gap or a long horizon makes the straight line the dearer one.";
    this.puzzle.replaceChildren(make("p", {}, solved ? idea : task));
  }
}

const best = (means) => Math.max(...means);
const gap = (means) => {
  const rest = means.toSorted((a, b) => b - a);
  return rest[0] - rest[1];
};
const rounded = (value) => Math.round(value * 1000) / 1000;
const least = (summaries) => summaries.reduce((a, b) => (b.lost < a.lost ? b : a));

/** One best arm and the others a gap below it. */
function spread(highest, by, count) {
  return [...Array(count - 1).fill(rounded(Math.max(0, highest - by))), rounded(highest)];
}

function limited(input, low, high) {
  const value = Number(input.value);
  return Math.min(high, Math.max(low, Number.isFinite(value) && input.value !== "" ? value : low));
}

customElements.define("bandit-dashboard", BanditDashboard);
