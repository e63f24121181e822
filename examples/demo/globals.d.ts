import type * as amplitude from '@amplitude/analytics-browser';
import type { QuantityStepper } from './shop/elements/quantity-stepper.js';
import type { StarRating } from './shop/elements/star-rating.js';

/** What the script tags of the demo's pages, and its custom elements, add to a page. */
declare global {
  interface Window {
    amplitude: typeof amplitude;
  }

  interface HTMLElementTagNameMap {
    'quantity-stepper': QuantityStepper;
    'star-rating': StarRating;
  }
}
