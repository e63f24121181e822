/** Contents of an SVG of 400 by 400, by product; the floor is at 328. */
export const LIGHT_DRAWINGS = /** @type {const} */ ([
  [
    'halo-lamp',
    `<defs>
      <radialGradient id="halo-glow">
        <stop offset="0" stop-color="#ffd978" stop-opacity=".95" />
        <stop offset="1" stop-color="#ffd978" stop-opacity="0" />
      </radialGradient>
    </defs>
    <circle cx="200" cy="190" r="170" fill="url(#halo-glow)" />
    <rect x="193" y="170" width="14" height="148" fill="#b8893f" />
    <path d="M134 328c0-18 28-30 66-30s66 12 66 30Z" fill="#2c5a4c" />
    <path d="M214 299c30 3 52 13 52 29h-40c4-12 0-22-12-29Z" fill="#20453a" />
    <circle cx="200" cy="192" r="24" fill="#fff4cf" />
    <path d="M80 190c4-66 54-104 120-104s116 38 120 104Z" fill="#2c5a4c" />
    <path d="M240 92c48 14 78 50 80 98h-56c0-40-6-74-24-98Z" fill="#20453a" />
    <path d="M112 168c8-30 30-52 62-60" fill="none" stroke="#6f9a89" stroke-width="7" stroke-linecap="round" />
    <ellipse cx="200" cy="190" rx="120" ry="15" fill="#f4cf73" />
    <circle cx="200" cy="78" r="9" fill="#b8893f" />`,
  ],
  [
    'ember-candle',
    `<defs>
      <radialGradient id="ember-glow">
        <stop offset="0" stop-color="#ffb347" stop-opacity=".8" />
        <stop offset="1" stop-color="#ffb347" stop-opacity="0" />
      </radialGradient>
    </defs>
    <circle cx="200" cy="126" r="116" fill="url(#ember-glow)" />
    <path d="M200 150v34" stroke="#4a3a30" stroke-width="6" stroke-linecap="round" />
    <path d="M200 70c34 36 32 84 0 92-32-8-34-50-14-66 2 12 12 10 14-26Z" fill="#f08a3c" />
    <path d="M200 112c16 20 14 40 0 46-14-6-14-26 0-46Z" fill="#ffe0a0" />
    <path d="M122 176h156v122a30 30 0 0 1-30 30h-96a30 30 0 0 1-30-30Z" fill="#8c4a35" />
    <path d="M122 198h156v-10H122Z" fill="#73392a" />
    <path d="M240 176h38v122a30 30 0 0 1-30 30h-30c18-14 22-40 22-64Z" fill="#73392a" opacity=".7" />
    <ellipse cx="200" cy="176" rx="78" ry="16" fill="#b26a50" />
    <ellipse cx="200" cy="178" rx="66" ry="11" fill="#f7e7d4" />
    <rect x="156" y="226" width="88" height="58" rx="6" fill="#f7e7d4" />
    <path d="M172 246h56M182 264h36" stroke="#8c4a35" stroke-width="5" stroke-linecap="round" />`,
  ],
]);
