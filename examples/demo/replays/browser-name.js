/**
 * How browsers name themselves, the most particular first: Edge also says Chrome, and
 * Chrome also says Safari.
 *
 * @type {[string, RegExp][]}
 */
const BROWSERS = [
  ['Edge', /Edg(?:A|iOS)?\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Headless Chrome', /HeadlessChrome\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari\//],
];

/**
 * Android also says Linux, and iPhones also say Mac.
 *
 * @type {[string, RegExp][]}
 */
const SYSTEMS = [
  ['iOS', /iPhone|iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
];

/**
 * Reads a browser's `User-Agent` for people.
 *
 * @param {string} userAgent
 * @returns {{ browser: string, system: string | undefined }}
 */
export function describeBrowser(userAgent) {
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0];
  for (const [name, pattern] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version) return { browser: `${name} ${version}`, system };
  }
  return { browser: 'Unknown browser', system };
}
