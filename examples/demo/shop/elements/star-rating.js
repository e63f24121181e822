const STYLE = `
  :host { display: inline-flex; align-items: center; gap: 8px; font-size: 14px; color: #6d665d; }
  .stars { position: relative; letter-spacing: 2px; color: #ddd2c3; line-height: 1; }
  .filled { position: absolute; inset: 0 auto 0 0; overflow: hidden; white-space: nowrap; color: #d29a2f; }
`;

/**
 * Shows `value` (0 to 5) as stars and `count` as a number of reviews, in a shadow root.
 */
export class StarRating extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const value = Number(this.getAttribute('value'));
    const root = this.attachShadow({ mode: 'open' });
    // Markup is safe here: the attributes only ever enter it as numbers and text nodes.
    root.innerHTML = `<style>${STYLE}</style>
      <span class="stars" aria-hidden="true">★★★★★<span class="filled">★★★★★</span></span>
      <span class="text"></span>`;
    const [filled, text] = root.querySelectorAll('.filled, .text');
    if (filled instanceof HTMLElement) filled.style.width = `${value * 20}%`;
    if (text) {
      const count = this.getAttribute('count');
      text.textContent = count ? `${value.toFixed(1)} (${count})` : `${value}`;
    }
  }
}

customElements.define('star-rating', StarRating);
