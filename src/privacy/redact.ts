/** Takes secrets out of addresses. Pure. */
import { mask } from './mask.js';

/**
 * Words that make a parameter's name look like that of a secret.
 *
 * Why so many: what is dropped here is missing nowhere; what is not, is stored.
 */
export const SECRET_PARAMETERS = (
  'token,secret,password,passwd,passphrase,passcode,session,signature,credential,' +
  'email,phone,verifier,assertion,authorization,key,code,auth,pwd,pass,pin,otp,sig,sid,ssn,jwt,cvv,cvc,mail'
).split(',');

/** From this length on a word counts anywhere in a name, like `token` in `tokenid`; a shorter one at its end only. */
const MIN_FREE_LENGTH = 5;

/** Whether a parameter, or a `meta` element, of this name carries a secret. */
export type IsSecretName = (name: string) => boolean;

/** A pattern that nothing matches. */
const NOTHING = '(?!)';

/** Builds the test from words in lower case. */
export function createIsSecretName(words: string[]): IsSecretName {
  const pattern = new RegExp(
    words
      .map((word) => {
        const text = word.replace(/[^a-z0-9]/g, '\\$&');
        return word.length < MIN_FREE_LENGTH ? `${text}s?(?![a-z])` : text;
      })
      .join('|') || NOTHING,
  );
  return (name) =>
    pattern.test(name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase());
}

/**
 * What begins a parameter of a query, a fragment or a path, its name, and the equals sign; each also as it is written in
 * an address that is itself a value, encoded once or several times.
 */
const PARAMETER =
  /(?:[?&#;]|(%(?:25)*)(?:3f|26|23|3b))((?:(?!%(?:25)*(?:3f|26|23|3b|3d))[^=&#;?\s])+)(?:=|%(?:25)*3d)/gi;

/** What stands between the slashes and the host. */
const USER_INFO = /(\/\/)[^/?#\s]*@/g;
const ENCODED_USER_INFO =
  /((%(?:25)*)2f\2(?:2f))(?:(?!\2(?:2f|3f|23))[^/?#&\s])*\2(?:40)/gi;

/** What ends a value where an address stands in a text. */
export const IN_TEXT = '\\s"\')';

/** Drops user names, and the values of parameters that look like secrets, from an address, or what holds some. */
export function redact(
  text: string,
  isSecretName: IsSecretName,
  /** What ends a value, besides the next parameter. */
  end = '',
): string {
  // Most addresses have nothing of this, and those that are data themselves may be long.
  if (!/[?&#;@%]/.test(text) || /^(url\()?["'\s]*data:/i.test(text))
    return text;
  const address = text
    .replace(USER_INFO, '$1')
    .replace(ENCODED_USER_INFO, '$1');
  let redacted = '';
  let atIndex = 0;
  for (const { 0: start, 1: escape, 2: name = '', index } of address.matchAll(
    PARAMETER,
  )) {
    if (index < atIndex || !isSecretName(decode(name))) continue;
    const from = index + start.length;
    redacted += address.slice(atIndex, from);
    const stop = new RegExp(
      `[&#${end}]${escape ? `|${escape}2[36]` : ''}`,
      'i',
    );
    const length = address.slice(from).search(stop);
    atIndex = length < 0 ? address.length : from + length;
  }
  return redacted + address.slice(atIndex);
}

/** Of letters, digits and what stands between them. */
function decode(text: string): string {
  return text.replace(/%([2-7][\da-f])/gi, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}

/** An address without what tells of the visitor, or as little of it as the page can be drawn with. */
export function withoutQuery(address: string): string {
  // Pictures may be drawn of text.
  if (/^(data:image\/(?!svg)|blob:)/i.test(address)) return address;
  if (/^(?!https?:)[a-z][\w+.-]*:/i.test(address)) return mask(address);
  // In a list, a comma ends an address.
  return address.replace(/(?!^#)[?;#].*?(?=,?$)/s, '');
}
