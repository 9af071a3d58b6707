// Draws the dashboard as text: one panel a policy (its regret with a 95 % tint, the others faint behind it, and its
// pulls of each arm), so that the same drawing serves the page, the still picture, and a test.

import { scaleLinear, scaleLog } from "d3-scale";
import { area, line } from "d3-shape";
import { POLICIES, laiRobbinsConstant, ucb1Bound } from "./model.js";

const CURVE = { height: 190, left: 42, right: 12, top: 22, bottom: 40 };
const ROW = 20;
const END_LABEL = 90; // pixels at the end of the axis that its last label needs
export const QUARTER = 0.25; // what is shown before a prediction

export const whole = (value) => Math.round(value).toLocaleString("en-GB");
export const measured = (value, half) => {
  const digits = half >= 10 || value >= 1000 ? 0 : half >= 0.95 ? 0 : half >= 0.095 ? 1 : 2;
  return `${value.toFixed(digits)} ± ${half.toFixed(digits)}`;
};

/** The scales all panels of one figure share, so that they can be compared. */
export function scalesOf(summaries, { horizon, means, bounds }, width) {
  const highest = Math.max(...summaries.map((each) => Math.max(...each.high)), 1e-9);
  const across = [CURVE.left, width - CURVE.right];
  const up = [CURVE.height - CURVE.bottom, CURVE.top];
  if (!bounds) {
    return { x: scaleLinear([0, horizon], across), y: scaleLinear([0, highest], up).nice(3), ticks: 3 };
  }
  const top = Math.max(highest, ucb1Bound(means, horizon), 10);
  return { x: scaleLog([1, horizon], across), y: scaleLog([0.1, top], up).clamp(true).nice(), ticks: 3 };
}

/** One policy's panel as SVG. `before` is its summary under the last setting; `hidden` keeps back what comes. */
export function panel(summary, others, before, scales, setting, width) {
  const { means, bounds, hidden } = setting;
  const height = CURVE.height + (hidden ? 0 : 24 + ROW * means.length);
  const name = POLICIES[summary.policy].name;
  const parts = [
    axes(scales, setting, width),
    ...others.map((other) => curve(other, scales, hidden, "class='line muted-line'")),
    before ? curve(before, scales, hidden, "class='line before'") : "",
    bounds ? boundLines(summary.policy, scales, setting, width) : "",
    `<path class="tint" d="${tint(summary, scales, hidden)}"/>`,
    curve(summary, scales, hidden, "class='line'"),
    hidden ? veil(scales, setting, width) : bars(summary, setting, width),
  ];
  const says = hidden
    ? `${name}: regret over the first quarter of ${whole(setting.horizon)} pulls.`
    : `${name}: regret ${measured(summary.lost, summary.half)} after ${whole(setting.horizon)} pulls, ` +
      `${Math.round(100 * summary.share[bestArm(means)])} % of them on the best arm.`;
  return `<svg class="chart" role="img" aria-label="${says}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><g class="aegean">${parts.join("")}</g></svg>`;
}

export const bestArm = (means) => means.indexOf(Math.max(...means));

function shown(summary, scales, hidden) {
  const [first, last] = scales.x.domain();
  const until = hidden ? QUARTER * last : last;
  const points = summary.at.map((step, index) => ({ step, mean: summary.mean[index], low: summary.low[index], high: summary.high[index] }));
  const origin = first === 0 ? [{ step: 0, mean: 0, low: 0, high: 0 }] : [];
  return [...origin, ...points.filter(({ step }) => step <= until)];
}

const round = (value) => Math.round(value * 10) / 10;

function curve(summary, scales, hidden, attributes) {
  const path = line().x((point) => round(scales.x(point.step))).y((point) => round(scales.y(point.mean)));
  return `<path ${attributes} d="${path(shown(summary, scales, hidden)) ?? ""}"/>`;
}

function tint(summary, scales, hidden) {
  const shape = area()
    .x((point) => round(scales.x(point.step)))
    .y0((point) => round(scales.y(point.low)))
    .y1((point) => round(scales.y(point.high)));
  return shape(shown(summary, scales, hidden)) ?? "";
}

function axes({ x, y }, { horizon, bounds }, width) {
  const base = CURVE.height - CURVE.bottom;
  const wanted = bounds ? [1, 10, 100, 1000].filter((step) => step < horizon) : [0, horizon / 2];
  const steps = [...wanted.filter((step) => x(horizon) - x(step) > END_LABEL), horizon]; // none under the last one
  const losses = bounds ? [0.1, 1, 10, 100, 1000, 10000].filter((loss) => loss <= y.domain()[1]) : y.ticks(3);
  const anchor = (index) => (index === 0 ? "start" : steps[index] === horizon ? "end" : "middle");
  return [
    `<text x="0" y="11">regret (rewards lost)</text>`,
    ...losses.map((loss) => `<line class="grid" x1="${CURVE.left}" x2="${width - CURVE.right}" y1="${y(loss)}" y2="${y(loss)}"/><text x="${CURVE.left - 6}" y="${y(loss) + 4}" text-anchor="end">${loss.toLocaleString("en-GB")}</text>`),
    `<line class="axis" x1="${CURVE.left}" x2="${width - CURVE.right}" y1="${base}" y2="${base}"/>`,
    ...steps.map((step, index) => `<text x="${x(step)}" y="${base + 16}" text-anchor="${anchor(index)}">${whole(step)}${index === steps.length - 1 ? " pulls" : ""}</text>`),
  ].join("");
}

/** A bound is a dashed ink line, named where it ends. */
function boundLines(policy, scales, { means, horizon }, width) {
  const slope = laiRobbinsConstant(means);
  const lines = [["Lai–Robbins slope", (step) => slope * Math.log(step)]];
  if (policy === "ucb1") lines.push(["bound of UCB1", (step) => ucb1Bound(means, step)]);
  const steps = Array.from({ length: 40 }, (_, index) => horizon ** ((index + 1) / 40));
  return lines
    .filter(([, loss]) => loss(horizon) > 0)
    .map(([label, loss]) => {
      const path = line().x((step) => round(scales.x(step))).y((step) => round(scales.y(Math.max(loss(step), 0.1))))(steps);
      return `<path class="bound" d="${path}"/><text class="ink" x="${width - CURVE.right}" y="${round(scales.y(loss(horizon)) - 6)}" text-anchor="end">${label}</text>`;
    })
    .join("");
}

function veil({ x }, { horizon, bounds }, width) {
  const from = x(bounds ? Math.max(1, QUARTER * horizon) : QUARTER * horizon);
  const middle = (from + width - CURVE.right) / 2;
  return `<rect class="veil" x="${from}" y="${CURVE.top}" width="${width - CURVE.right - from}" height="${CURVE.height - CURVE.bottom - CURVE.top}"/><text class="name" x="${middle}" y="${(CURVE.height - CURVE.bottom + CURVE.top) / 2 + 4}" text-anchor="middle">you predict</text>`;
}

/** Which arms the pulls went to, the best arm first and filled. */
function bars(summary, { means }, width) {
  const best = Math.max(...means);
  const order = means.map((_, arm) => arm).sort((a, b) => means[b] - means[a] || a - b);
  const left = CURVE.left;
  const room = width - CURVE.right - left - 46;
  const rows = order.map((arm, row) => {
    const y = CURVE.height + 14 + row * ROW;
    const share = summary.share[arm];
    const filled = means[arm] === best ? "" : ` opacity="0.35"`;
    return `<text x="${left - 6}" y="${y + 11}" text-anchor="end">${Number(means[arm].toFixed(3))}</text><rect fill="currentColor"${filled} x="${left}" y="${y + 2}" width="${round(Math.max(1, share * room))}" height="11"/><text x="${round(left + Math.max(1, share * room) + 6)}" y="${y + 11}">${(100 * share).toFixed(share < 0.095 ? 1 : 0)} %</text>`;
  });
  return `<text x="0" y="${CURVE.height + 8}">share of pulls, by what the arm pays</text>${rows.join("")}`;
}

/** The same numbers as a table. */
export function table(summaries, { means, horizon }) {
  const best = bestArm(means);
  const rows = summaries.map((each) => {
    const bound = each.policy === "ucb1" ? whole(ucb1Bound(means, horizon)) : "–";
    return `<tr><th scope="row">${POLICIES[each.policy].name}</th><td class="number">${measured(each.lost, each.half)}</td><td class="number">${(100 * each.share[best]).toFixed(0)} %</td><td class="number">${bound}</td><td class="number">${each.count}</td></tr>`;
  });
  const floor = (laiRobbinsConstant(means) * Math.log(horizon)).toFixed(1);
  return `<div class="scrolls" tabindex="0" role="region" aria-label="The numbers"><table><caption>Regret after ${whole(horizon)} pulls, mean with 95 % interval over runs; arms pay ${means.map((mean) => Number(mean.toFixed(3))).join(", ")}. Lai–Robbins slope times ln n: ${floor}.</caption><thead><tr><th scope="col">policy</th><th scope="col" class="number">regret</th><th scope="col" class="number">on the best arm</th><th scope="col" class="number">proven bound</th><th scope="col" class="number">runs</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
