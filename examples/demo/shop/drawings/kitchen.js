/** Contents of an SVG of 400 by 400, by product; the floor is at 328. */
export const KITCHEN_DRAWINGS = /** @type {const} */ ([
  [
    'ridge-mug',
    `<g fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" opacity=".75">
      <path d="M165 130c-12-16 12-24 0-42" />
      <path d="M205 122c-12-16 12-24 0-42" />
    </g>
    <path d="M262 192c58-10 66 76-6 82" fill="none" stroke="#a9512f" stroke-width="20" stroke-linecap="round" />
    <path d="M112 162h160v124a40 40 0 0 1-40 40h-80a40 40 0 0 1-40-40Z" fill="#c4623a" />
    <path d="M232 162h40v124a40 40 0 0 1-40 40h-26c20-6 26-22 26-44Z" fill="#a9512f" opacity=".55" />
    <g stroke="#e08b64" stroke-width="5" stroke-linecap="round" opacity=".8">
      <path d="M130 206h124M130 232h124M130 258h124" />
    </g>
    <ellipse cx="192" cy="162" rx="80" ry="17" fill="#e9a27f" />
    <ellipse cx="192" cy="164" rx="68" ry="12" fill="#4a2a1a" />`,
  ],
  [
    'tide-bowls',
    `<path d="M84 226h232c0 62-46 100-116 100S84 288 84 226Z" fill="#3f6f86" />
    <path d="M236 322c50-12 80-46 80-96h-40c0 44-12 76-40 96Z" fill="#2f5669" />
    <ellipse cx="200" cy="226" rx="116" ry="20" fill="#b9d2db" />
    <path d="M108 188h184c0 50-36 62-92 62s-92-12-92-62Z" fill="#6d9bb0" />
    <path d="M230 248c40-6 62-22 62-60h-34c0 30-8 48-28 60Z" fill="#568296" />
    <ellipse cx="200" cy="188" rx="92" ry="17" fill="#d3e4ea" />
    <path d="M132 154h136c0 40-26 54-68 54s-68-14-68-54Z" fill="#a8c8d4" />
    <path d="M222 207c30-4 46-20 46-53h-26c0 26-4 42-20 53Z" fill="#8db3c2" />
    <ellipse cx="200" cy="154" rx="68" ry="14" fill="#eef6f8" />
    <ellipse cx="200" cy="157" rx="56" ry="9" fill="#8db3c2" />`,
  ],
  [
    'brook-kettle',
    `<path d="M132 168C132 84 268 84 268 168" fill="none" stroke="#b98552" stroke-width="16" stroke-linecap="round" />
    <path d="M282 286c34-10 34-72 66-92l-14-16c-44 14-48 54-72 66Z" fill="#3b6b59" />
    <path d="M120 190h160l22 96a34 34 0 0 1-34 40H132a34 34 0 0 1-34-40Z" fill="#4b7d6a" />
    <path d="M240 190h40l22 96a34 34 0 0 1-34 40h-36c26-30 22-90 8-136Z" fill="#3b6b59" />
    <path d="M146 214c-10 34-14 60-12 84" fill="none" stroke="#86ad9d" stroke-width="8" stroke-linecap="round" />
    <path d="M130 190c0-30 30-42 70-42s70 12 70 42Z" fill="#5c9079" />
    <rect x="116" y="184" width="168" height="12" rx="6" fill="#325c4c" />
    <circle cx="200" cy="142" r="13" fill="#b98552" />`,
  ],
  [
    'oak-board',
    `<g transform="rotate(-14 200 200)">
      <path d="M128 128a34 34 0 0 1 34-34h14c6 0 6-46 24-46s18 46 24 46h14a34 34 0 0 1 34 34v164a34 34 0 0 1-34 34h-76a34 34 0 0 1-34-34Z" fill="#c99a5b" />
      <path d="M238 94a34 34 0 0 1 34 34v164a34 34 0 0 1-34 34h-22c24-70 26-170 10-232Z" fill="#b5854a" opacity=".65" />
      <circle cx="200" cy="70" r="9" fill="#f1e7d3" />
      <g fill="none" stroke="#a97a40" stroke-width="3" stroke-linecap="round" opacity=".7">
        <path d="M150 130c12 60-8 110 4 170M178 112c-10 70 14 130 2 196M210 120c12 50-6 130 4 180M244 126c-8 60 8 100 0 164" />
      </g>
    </g>
    <circle cx="262" cy="262" r="42" fill="#e8b83e" />
    <circle cx="262" cy="262" r="34" fill="#f7e3a1" />
    <g stroke="#e8b83e" stroke-width="5" stroke-linecap="round">
      <path d="M262 232v60M232 262h60M241 241l42 42M283 241l-42 42" />
    </g>
    <path d="M150 268c-2-34 24-56 58-52-2 34-24 56-58 52Z" fill="#5f8a55" />
    <path d="M150 268c16-20 32-34 58-52" stroke="#41673a" stroke-width="4" fill="none" />`,
  ],
]);
