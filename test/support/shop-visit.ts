import type { Page } from 'playwright-core';

/** What a visitor types into the shop and nobody else may ever see. */
export const SECRETS = {
  name: 'Ada Byron-Secret',
  email: 'ada.secret@example.org',
  password: 'correct-horse-battery',
  address: '12 Hidden Lane',
  card: '4000123412341234',
  gift: 'Nobody knows this message',
};

/** Walks through the shop as a visitor would: search, product, dialog, shadow root, cart, and a filled-in checkout. */
export async function visitShop(page: Page): Promise<void> {
  await page.fill('#search', 'mug');
  await page.click('[data-slug="ridge-mug"]');
  await page.click('#open-size-guide');
  await page.click('#close-size-guide');
  await page.click('#quantity .more');
  await page.click('#add-to-cart');
  await page.click('#cart-link');
  await page.click('#go-to-checkout');
  await page.fill('#name', SECRETS.name);
  await page.fill('#email', SECRETS.email);
  await page.check('#create-account');
  await page.fill('#password', SECRETS.password);
  await page.fill('#address', SECRETS.address);
  await page.fill('#card-number', SECRETS.card);
  await page.fill('#gift-message', SECRETS.gift);
  await page.check('#packaging-cloth');
  await page.selectOption('#shipping', { index: 1 });
}
