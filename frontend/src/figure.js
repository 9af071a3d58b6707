// What every explorable shares: it starts when it comes into view, keeps its state in the address, works in slices
// so that a control answers at once, redraws at the width it has, and honours reduced motion.

const SLICE_MS = 12;

export class Figure extends HTMLElement {
  /** The state a reader starts from; a subclass names it. Values are numbers, text, or lists of either. */
  static opening = {};

  connectedCallback() {
    if (this.started) return;
    this.watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#start());
    this.watcher.observe(this);
    if (location.hash.slice(1).split("?")[0] === this.localName) this.scrollIntoView(); // the link was to this figure
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
    this.sizes?.disconnect();
    this.cancelWork();
  }

  #start() {
    if (this.started) return;
    this.started = true;
    this.watcher.disconnect();
    this.state = { ...this.constructor.opening, ...this.#fromAddress() };
    this.textContent = "";
    this.build();
    this.update(Object.keys(this.state));
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this);
  }

  /** Change some of the state; the address follows, and the figure answers. */
  set(changes) {
    const changed = Object.keys(changes).filter((name) => String(changes[name]) !== String(this.state[name]));
    if (!changed.length) return;
    Object.assign(this.state, changes);
    this.#toAddress();
    this.update(changed);
  }

  reset() {
    this.state = { ...this.constructor.opening };
    this.#toAddress();
    this.update(Object.keys(this.state));
  }

  get stillness() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Call `step` until it returns false, a slice at a time; `drawn` after each slice, the first one at once. */
  work(step, drawn) {
    this.cancelWork();
    const slice = () => {
      const until = performance.now() + SLICE_MS;
      let more = true;
      while (more && performance.now() < until) more = step();
      this.settled = !more;
      drawn();
      if (more) this.pending = setTimeout(slice, 0);
    };
    slice();
  }

  cancelWork() {
    clearTimeout(this.pending);
  }

  /** Keep what the reader predicted, where there is a camp that keeps it. */
  keepPrediction(says, outcome) {
    const detail = { figure: this.localName, says, outcome };
    this.dispatchEvent(new CustomEvent("palaestra:prediction", { bubbles: true, detail }));
  }

  #fromAddress() {
    const [name, written] = location.hash.slice(1).split("?");
    if (name !== this.localName || !written) return {};
    const opening = this.constructor.opening;
    const read = (value, like) => {
      if (Array.isArray(like)) return value.split(",").filter(Boolean).map((each) => read(each, like[0]));
      return typeof like === "number" ? Number(value) : value;
    };
    const given = [...new URLSearchParams(written)].filter(([key]) => key in opening);
    return this.sound({ ...opening, ...Object.fromEntries(given.map(([key, value]) => [key, read(value, opening[key])])) });
  }

  /** The state with impossible values replaced; an address may be edited by hand. */
  sound(state) {
    return state;
  }

  #toAddress() {
    const opening = this.constructor.opening;
    const changed = Object.entries(this.state).filter(([key, value]) => String(value) !== String(opening[key]));
    const query = changed.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&");
    history.replaceState(history.state, "", query ? `#${this.localName}?${query}` : location.pathname + location.search);
  }
}

/** An element from its tag, attributes and children; listeners are given as functions. */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}
