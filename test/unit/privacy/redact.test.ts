import { describe, expect, it } from 'vitest';
import {
  createIsSecretName,
  redact,
  SECRET_PARAMETERS,
} from '../../../src/privacy/redact.js';

const isSecretName = createIsSecretName(SECRET_PARAMETERS);

describe('a name looks like that of a secret', () => {
  it.each([
    'token',
    'access_token',
    'accessToken',
    'ACCESS_TOKEN',
    'X-Amz-Signature',
    'id_token',
    'csrf-token',
    'apiKey',
    'api_key',
    'apikey',
    'keys',
    'code',
    'resetCode',
    'auth',
    'oauth',
    'Authorization',
    'session',
    'sessionid',
    'PHPSESSID',
    'jsessionid',
    'password',
    'user[password]',
    'email',
    'userEmail',
    'e-mail',
    'sig',
    'sid',
    'otp',
    'client_secret',
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'q',
    'page',
    'keyword',
    'author',
    'turkeyish',
    'codec',
    'design',
    'pinned',
    'passenger',
    'utm_source',
    'width',
    '',
  ])('%j does not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('an address', () => {
  it.each([
    ['/a?token=s', '/a?token='],
    ['/a?x=1&token=s&y=2', '/a?x=1&token=&y=2'],
    ['/a?x=1#access_token=s&state=2', '/a?x=1#access_token=&state=2'],
    ['/a#/reset?code=s', '/a#/reset?code='],
    ['/a;jsessionid=s?x=1', '/a;jsessionid='],
    ['/a?x=1;token=s', '/a?x=1;token='],
    ['/a?password=s?t;u', '/a?password='],
    ['/a?TOKEN=s', '/a?TOKEN='],
    ['/a?user%5Bpassword%5D=s', '/a?user%5Bpassword%5D='],
    ['/a?token=s&token=t', '/a?token=&token='],
    ['https://u:p@h.example/a', 'https://h.example/a'],
    ['https://u:p@q@h.example/a', 'https://h.example/a'],
    ['//u@h.example/a', '//h.example/a'],
    [
      '/in?next=https%3A%2F%2Fu%3Ap%40h.example%2F%3Ftoken%3Ds%26x%3D1',
      '/in?next=https%3A%2F%2Fh.example%2F%3Ftoken%3D%26x%3D1',
    ],
    [
      '/in?a=%2Fb%3Fc%3D%252Fd%253Ftoken%253Ds',
      '/in?a=%2Fb%3Fc%3D%252Fd%253Ftoken%253D',
    ],
    ['/in?a=%252Fb%253Ftoken%253Ds', '/in?a=%252Fb%253Ftoken%253D'],
    ['/in?next=/a?token=s', '/in?next=/a?token='],
    ["/a#email=o'brien@x.example", '/a#email='],
    ['/a?password=correct horse&x=1', '/a?password=&x=1'],
    [
      '/in?next=%2Fx%3Ftoken%3Ds%26c%3DM%FCn',
      '/in?next=%2Fx%3Ftoken%3D%26c%3DM%FCn',
    ],
    [
      '/in?next=%2Fx%3Ftoken%3Ds%2526t&x=100%',
      '/in?next=%2Fx%3Ftoken%3D&x=100%',
    ],
    [
      '/proxy/https%3A%2F%2Fu%3Ap%40h.example%3Ftoken%3Ds',
      '/proxy/https%3A%2F%2Fh.example%3Ftoken%3D',
    ],
    [
      '?https%3A%2F%2Fh.example%3Ftoken%3Ds',
      '?https%3A%2F%2Fh.example%3Ftoken%3D',
    ],
    ['/cb%23access_token%3Ds', '/cb%23access_token%3D'],
    ['?a=?a=?a=?token=s', '?a=?a=?a=?token='],
  ])('%s is recorded as %s', (address, expected) => {
    expect(redact(address, isSecretName)).toBe(expected);
  });

  it.each([
    '/search?q=a+b&page=2#top',
    '/a?x=%zz&y=%E4%BD%A0',
    'https://cdn.example/@scope/pack@1/a.js',
    'mailto:a@b.example',
    'data:image/png;base64,iVBOR==',
    '#icon',
    '?',
    '',
  ])('%s stays as it is', (address) => {
    expect(redact(address, isSecretName)).toBe(address);
  });
});

it.each([
  `/a?x=%${'25'.repeat(20_000)}41`,
  '?a='.repeat(20_000),
  '%3Fa%3D'.repeat(20_000),
  '%2F'.repeat(20_000),
])('an address that was made to be deep comes out as it is', (deep) => {
  expect(redact(deep, isSecretName)).toBe(deep);
});

it('words of the site take the place of the usual ones', () => {
  const isMine = createIsSecretName(['kundennummer', 'nr', 'a.c']);
  expect(redact('/a?kundennummer=1&Nr=2&abc=3&a.c=4&token=5', isMine)).toBe(
    '/a?kundennummer=&Nr=&abc=3&a.c=&token=5',
  );
  const none = createIsSecretName([]);
  expect(redact('/a?token=1', none)).toBe('/a?token=1');
});
