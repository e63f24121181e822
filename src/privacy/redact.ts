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

/** A parameter of a query, a fragment or a path: what begins it, its name, its value. */
const PARAMETER = /([?&#;])([^=&#;?\s]+)=([^&#\s"'<>]*)/g;

/** What stands between the slashes and the host. */
const USER_INFO = /(\/\/)[^/?#\s]*@/g;

/** How many addresses deep one is looked for; what is deeper is dropped. */
const MAX_DEPTH = 8;

/** Drops user names, and the values of parameters that look like secrets, from whatever addresses a text holds. */
export function redact(
  text: string,
  isSecretName: IsSecretName,
  depth = 0,
): string {
  // Most addresses have nothing of this, and those that are data themselves may be long.
  if (!/[?&#;@]/.test(text) || /^(url\()?["'\s]*data:/i.test(text)) return text;
  return text
    .replace(USER_INFO, '$1')
    .replace(PARAMETER, (_, delimiter: string, name: string, value: string) => {
      const isSecret = isSecretName(decode(name));
      return `${delimiter}${name}=${isSecret ? '' : redactInside(value, isSecretName, depth + 1)}`;
    });
}

/** An address may be the value of another one's parameter, encoded once or several times. */
function redactInside(
  value: string,
  isSecretName: IsSecretName,
  depth: number,
): string {
  if (depth > MAX_DEPTH) return '';
  const inside = decode(value);
  if (inside === value) return redact(value, isSecretName, depth);
  let redacted = redact(inside, isSecretName, depth);
  if (redacted === inside)
    redacted = redactInside(inside, isSecretName, depth + 1);
  return redacted === inside ? value : encodeURIComponent(redacted);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An address without what tells of the visitor, or as little of it as the page can be drawn with. */
export function withoutQuery(addresses: string): string {
  // Pictures may be drawn of text.
  if (/^(data:image\/(?!svg)|blob:)/i.test(addresses)) return addresses;
  if (/^(?!https?:)[a-z][\w+.-]*:/i.test(addresses)) return mask(addresses);
  return addresses.replace(/(?!^#)[?;#]\S*?(?=,?(\s|$))/g, '');
}
