import { clamp } from '../clamp.js';
import type { Logger } from '../guard.js';
import { isObject } from '../is-object.js';

/** Checks of single options. What is wrong is said, and something else taken. */
export function createChecks(logger: Pick<Logger, 'warn'>) {
  /** Returns `value` if `valid` accepts it, the fallback with a warning if not. */
  const check = <T>(
    name: string,
    value: T | undefined,
    valid: (value: T) => boolean,
    fallback: NoInfer<T>,
    expected: string,
  ): T => {
    if (value === undefined || value === null) return fallback;
    if (valid(value)) return value;
    const instead =
      fallback === undefined ? 'it is ignored' : `${show(fallback)} is used`;
    logger.warn(`${name} must be ${expected}, not ${show(value)}; ${instead}.`);
    return fallback;
  };
  const flag = (
    name: string,
    value: boolean | undefined,
    fallback: boolean,
  ): boolean =>
    check(
      name,
      value,
      (it) => typeof it === 'boolean',
      fallback,
      'true or false',
    );
  const url = (name: string, value: string | undefined, fallback: string) =>
    check(name, value, isHttpUrl, fallback, 'an http(s) address');

  /** A number within its range: the nearest one, with a warning, where it is outside. */
  const number = (
    name: string,
    value: number | undefined,
    fallback: number,
    min: number,
    max: number,
  ): number => {
    const valid = check(
      name,
      value,
      (it) => typeof it === 'number' && !Number.isNaN(it),
      fallback,
      'a number',
    );
    const nearest = clamp(valid, min, max);
    if (nearest !== valid)
      logger.warn(
        `${name} must be from ${min} to ${max}, not ${valid}; ${nearest} is used.`,
      );
    return nearest;
  };
  const group = <G extends object>(name: string, value: G | undefined): G =>
    check<G>(name, value, isObject, {} as G, 'an object');

  const callback = <F>(name: string, value: F | undefined): F | undefined =>
    check<F | undefined>(
      name,
      value,
      (it) => typeof it === 'function',
      undefined,
      'a function',
    );

  return { check, flag, number, group, url, callback };
}

function isHttpUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/./.test(value);
}

/** A value as a message shows it. */
export function show(value: unknown): string {
  // Of functions and symbols there is no JSON.
  return JSON.stringify(value) ?? typeof value;
}
