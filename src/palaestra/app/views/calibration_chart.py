"""How often what was predicted came true, over how sure one was: dots on or off the diagonal."""

from markupsafe import Markup

from palaestra.app.views.drawing import Scale, line, picture
from palaestra.practice.studies import Calibration

SIZE, LEFT, RIGHT, TOP, BOTTOM = 300, 44, 12, 24, 36
TICKS = (0, 25, 50, 75, 100)


def calibration_chart(found: Calibration) -> Markup:
    """A dot a band in clay with its 95 % interval and its count; the dashed diagonal is perfect calibration."""
    x, y = Scale(0, 1, LEFT, SIZE - RIGHT), Scale(0, 1, SIZE - BOTTOM, TOP)
    parts = ['<text x="0" y="11">came true, %</text>']
    for tick in TICKS:
        parts.append(line("grid", LEFT, y(tick / 100), SIZE - RIGHT, y(tick / 100)))
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick / 100) + 4}" text-anchor="end">{tick}</text>')
        parts.append(f'<text x="{x(tick / 100)}" y="{SIZE - BOTTOM + 17}" text-anchor="middle">{tick}</text>')
    parts.append(line("axis", LEFT, SIZE - BOTTOM, SIZE - RIGHT, SIZE - BOTTOM))
    parts.append(f'<text x="{SIZE - RIGHT}" y="{SIZE - 4}" text-anchor="end">you said, %</text>')
    parts.append(f'<path class="bound" d="M{x(0)} {y(0)}L{x(1)} {y(1)}"/>')
    for each in found.bands:
        share, at = each.frequency, x(each.stated)
        beside, anchor = (at - 9, "end") if each.stated > 0.85 else (at + 9, "start")
        level = min(max(y(share.value) + 4, TOP + 14), SIZE - BOTTOM - 6)  # clear of the axis and the top line
        parts.append(
            f'<g class="clay"><path class="line" d="M{at} {y(share.low)}V{y(share.high)}"/>'
            f'<circle class="dot" cx="{at}" cy="{y(share.value)}" r="5"/></g>'
            f'<text x="{beside}" y="{level}" text-anchor="{anchor}">n = {each.count}</text>'
        )
    says = "; ".join(
        f"said {100 * each.stated:.0f} %, came true {100 * each.frequency.value:.0f} % of {each.count}"
        for each in found.bands
    )
    return picture(says or "Nothing scored yet", SIZE, SIZE, parts)
