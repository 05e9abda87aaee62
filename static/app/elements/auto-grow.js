/** Wraps a text area that grows with its words. `length` is theirs: a draft that comes back types nothing. */
class AutoGrow extends HTMLElement {
  static observedAttributes = ["length"];

  connectedCallback() {
    this.addEventListener("input", this);
    // Also when it is shown at last: in a dialog that was closed it had no height to measure.
    this.shown = new ResizeObserver(() => requestAnimationFrame(() => this.grow()));
    this.shown.observe(this);
  }

  disconnectedCallback() {
    this.removeEventListener("input", this);
    this.shown.disconnect();
  }

  attributeChangedCallback() {
    requestAnimationFrame(() => this.grow());
  }

  handleEvent() {
    this.grow();
  }

  grow() {
    const area = this.querySelector("textarea");
    if (!area?.offsetHeight) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }
}

customElements.define("auto-grow", AutoGrow);
