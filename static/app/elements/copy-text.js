/** A button that copies what its `value` says and tells so by `data-copied` for a moment. */
class CopyText extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  async handleEvent() {
    await navigator.clipboard?.writeText(this.getAttribute("value")).catch(() => null);
    this.dataset.copied = "";
    setTimeout(() => delete this.dataset.copied, 1500);
  }
}

customElements.define("copy-text", CopyText);
