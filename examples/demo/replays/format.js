/** Shortest time after which "just now" is no longer true. Unit: ms. */
const JUST_NOW_MS = 60_000;

/** Age from which on a date says more than a number of days. Unit: ms. */
const LONG_AGO_MS = 7 * 86_400_000;

/**
 * Steps in which people count time that has passed, largest first. Unit: ms.
 *
 * @type {[Intl.RelativeTimeFormatUnit, number][]}
 */
const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const relativeFormat = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absoluteFormat = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});

/**
 * @param {number} timeMs Unix time.
 * @param {number} nowMs
 */
export function formatRelative(timeMs, nowMs) {
  const passedMs = Math.max(0, nowMs - timeMs);
  if (passedMs < JUST_NOW_MS) return 'just now';
  if (passedMs >= LONG_AGO_MS) return formatAbsolute(timeMs);
  const [unit, sizeMs] = STEPS.find(([, size]) => passedMs >= size) ?? [
    'minute',
    60_000,
  ];
  return relativeFormat.format(-Math.floor(passedMs / sizeMs), unit);
}

/** @param {number} timeMs Unix time. */
export function formatAbsolute(timeMs) {
  return absoluteFormat.format(timeMs);
}

/**
 * Shape: `mm:ss`, or `hh:mm:ss` from an hour on, as the player's own clock shows it.
 *
 * @param {number} durationMs
 */
export function formatClock(durationMs) {
  const seconds = Math.floor(Math.max(0, durationMs) / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  const hours = Math.floor(seconds / 3600);
  if (hours > 0) parts.unshift(String(hours).padStart(2, '0'));
  return parts.join(':');
}

/** @param {number} bytes */
export function formatBytes(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const [size, unit] =
    bytes < 999_500 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${size.toFixed(size < 9.95 ? 1 : 0)} ${unit}`;
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export function formatCount(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}
