const STYLE = `
  :host { display: inline-block; }
  div { display: inline-flex; align-items: center; border: 1px solid #e7dfd4; border-radius: 999px; background: #fff; }
  button { width: 44px; height: 44px; border: 0; border-radius: 50%; background: none; font: 20px/1 system-ui, sans-serif; color: #24211d; cursor: pointer; }
  button:hover:not(:disabled) { background: #f3ece2; }
  button:disabled { color: #c9bfb1; cursor: default; }
  button:focus-visible { outline: 2px solid #2c5a4c; }
  output { min-width: 28px; text-align: center; font-weight: 600; font-variant-numeric: tabular-nums; }
`;

/** Most pieces of one thing in a cart. */
const MAX_QUANTITY = 9;

/**
 * Minus, number, plus, in a shadow root. Fires `change` when the visitor has changed `value`.
 */
export class QuantityStepper extends HTMLElement {
  #value = 1;
  #draw = () => {};

  /** Range: 1 to 9. */
  get value() {
    return this.#value;
  }

  set value(quantity) {
    this.#value = Math.min(MAX_QUANTITY, Math.max(1, Math.round(quantity)));
    this.#draw();
  }

  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = `<style>${STYLE}</style>
      <div role="group" aria-label="Quantity">
        <button class="less" type="button" aria-label="Fewer">−</button>
        <output></output>
        <button class="more" type="button" aria-label="More">+</button>
      </div>`;
    const less = root.querySelector('button.less');
    const more = root.querySelector('button.more');
    const output = root.querySelector('output');
    this.#draw = () => {
      if (output) output.textContent = String(this.#value);
      less?.toggleAttribute('disabled', this.#value <= 1);
      more?.toggleAttribute('disabled', this.#value >= MAX_QUANTITY);
    };
    less?.addEventListener('click', () => this.#change(-1));
    more?.addEventListener('click', () => this.#change(1));
    this.value = Number(this.getAttribute('value') ?? 1);
  }

  /** @param {number} step */
  #change(step) {
    this.value += step;
    this.dispatchEvent(new Event('change'));
  }
}

customElements.define('quantity-stepper', QuantityStepper);
