/** Wraps a text area that grows with its words, up to `--auto-grow-lines` of them. */
class AutoGrow extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this);
    requestAnimationFrame(() => this.grow());
  }

  disconnectedCallback() {
    this.removeEventListener("input", this);
  }

  handleEvent() {
    this.grow();
  }

  grow() {
    const area = this.querySelector("textarea");
    if (!area) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }
}

customElements.define("auto-grow", AutoGrow);
