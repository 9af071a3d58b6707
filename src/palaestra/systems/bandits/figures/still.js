// The dashboard as it stands without JavaScript: its opening question, answered, from the same model and drawing.

import { OPENING } from "./opening.js";
import { POLICIES } from "./model.js";
import { measured, panel, scalesOf, table, whole } from "./panels.js";
import { gathering } from "./runs.js";

const RUNS = 200;
const WIDTH = 340;

function banditDashboard() {
  const setting = { ...OPENING, bounds: 0, hidden: false };
  const summaries = OPENING.policies.map((policy) => {
    const runs = gathering({ ...OPENING, policy });
    for (let run = 0; run < RUNS; run++) runs.addRun();
    return runs.summary();
  });
  const scales = scalesOf(summaries, setting, WIDTH);
  const panels = summaries.map((each) => {
    const others = summaries.filter((other) => other !== each);
    const title = `<p class="panel-title">${POLICIES[each.policy].name}: <span class="numbers">${measured(each.lost, each.half)}</span></p>`;
    return `<div class="panel">${title}${panel(each, others, null, scales, setting, WIDTH)}</div>`;
  });
  return `<div class="panels">${panels.join("")}</div>${table(summaries, OPENING)}<p class="figcaption">Policies on the same luck: coins that pay ${OPENING.means.join(" and ")}, ${whole(OPENING.horizon)} pulls, ${RUNS} runs. With JavaScript you choose arms, gap, policies and horizon here.</p>`;
}

export default { "bandit-dashboard": banditDashboard };
