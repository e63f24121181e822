import { afterEach, describe, expect, it } from 'vitest';
import { createSecrets } from '../../../src/privacy/secrets.js';

afterEach(() => {
  document.body.innerHTML = '';
});

const put = (html: string): HTMLInputElement => {
  document.body.innerHTML = html;
  return document.querySelector('#it, input') as HTMLInputElement;
};

describe('a field holds a secret', () => {
  it.each([
    '<input type=password>',
    '<input type=PassWord>',
    '<input data-rr-is-password=true>',
    '<input autocomplete=cc-number>',
    '<input autocomplete="section-a billing cc-csc">',
    '<input autocomplete=one-time-code>',
    '<input autocomplete=current-password>',
    '<input autocomplete=new-password>',
    '<input name=user_password>',
    '<input id=passwd>',
    '<input name=cvv>',
    '<input name=pass>',
    '<input name=securityCode>',
    '<textarea id=it autocomplete=cc-number></textarea>',
    '<textarea id=it name=password></textarea>',
    '<select id=it autocomplete=cc-exp-month></select>',
  ])('%s', (html) => {
    expect(createSecrets().isSecret(put(html))).toBe(true);
  });

  it.each([
    '<input>',
    '<input name=passenger>',
    '<input type=submit name=reset_password>',
    '<input type=checkbox name=show-password>',
    '<input autocomplete=name>',
    '<input autocomplete=accc-x>',
    '<p id=it type=password autocomplete=cc-number>',
    '<select><option id=it></select>',
  ])('%s holds none', (html) => {
    expect(createSecrets().isSecret(put(html))).toBe(false);
  });
});

describe('a password that is shown as text', () => {
  it('stays one', () => {
    const isSecret = createSecrets().isSecret;
    const field = put('<input type=password>');
    isSecret(field);
    field.type = 'text';
    expect(isSecret(field)).toBe(true);
    field.remove();
    expect(isSecret(field)).toBe(true);
  });

  it.each(['name', 'id'])('is known again by its %s', (attribute) => {
    const isSecret = createSecrets().isSecret;
    isSecret(put(`<input type=password ${attribute}=geheim>`));
    expect(isSecret(put(`<input type=text ${attribute}=geheim>`))).toBe(true);
    expect(isSecret(put(`<input type=text ${attribute}=other>`))).toBe(false);
  });

  it('without a name makes no others into passwords', () => {
    const isSecret = createSecrets().isSecret;
    isSecret(put('<input type=password name id>'));
    expect(isSecret(put('<input type=text name id>'))).toBe(false);
  });
});
