/** Contents of an SVG of 400 by 400, by product; the floor is at 328. */
export const LIVING_DRAWINGS = /** @type {const} */ ([
  [
    'dune-vase',
    `<g fill="none" stroke="#9a7b4f" stroke-width="4" stroke-linecap="round">
      <path d="M196 160C190 110 170 70 150 44M202 160c0-50 4-90 10-124M208 160c8-40 30-76 58-96" />
    </g>
    <g fill="#d9b26a">
      <ellipse cx="146" cy="44" rx="10" ry="24" transform="rotate(-26 146 44)" />
      <ellipse cx="213" cy="36" rx="10" ry="25" transform="rotate(6 213 36)" />
      <ellipse cx="270" cy="62" rx="10" ry="24" transform="rotate(44 270 62)" />
      <ellipse cx="170" cy="86" rx="7" ry="16" transform="rotate(-50 170 86)" opacity=".8" />
      <ellipse cx="236" cy="96" rx="7" ry="16" transform="rotate(56 236 96)" opacity=".8" />
    </g>
    <path d="M172 142h56c0 34 62 56 62 118 0 44-30 68-60 68h-60c-30 0-60-24-60-68 0-62 62-84 62-118Z" fill="#b9744e" />
    <path d="M228 142c0 34 62 56 62 118 0 44-30 68-60 68h-24c60-40 40-130-2-186Z" fill="#9c5d3b" opacity=".7" />
    <g fill="none" stroke="#d79a75" stroke-width="5" stroke-linecap="round" opacity=".8">
      <path d="M130 228c40 14 80 14 128 2M118 258c46 16 96 14 150 0M122 288c40 12 92 12 138 0" />
    </g>
    <ellipse cx="200" cy="142" rx="30" ry="8" fill="#6f3f27" />`,
  ],
  [
    'moss-planter',
    `<g>
      <path d="M200 212C186 140 150 106 96 92c2 60 40 106 104 120Z" fill="#4e8a5c" />
      <path d="M200 212c8-72 46-112 106-122-4 62-44 108-106 122Z" fill="#5f9c6a" />
      <path d="M200 212c-24-60-16-112 4-160 28 48 30 104-4 160Z" fill="#3d7550" />
      <path d="M200 212c-48-20-82-16-112 10 38 22 78 20 112-10ZM200 212c44-26 80-24 114 0-36 26-78 26-114 0Z" fill="#6bab76" />
      <path d="M200 212C180 160 150 126 112 106M200 212c16-54 46-86 90-106M200 212c-4-56-2-96 4-136" fill="none" stroke="#2f5d40" stroke-width="3" opacity=".6" />
    </g>
    <path d="M118 214h164l-18 92a26 26 0 0 1-26 22h-76a26 26 0 0 1-26-22Z" fill="#e6e0d4" />
    <path d="M246 214h36l-18 92a26 26 0 0 1-26 22h-30c24-20 34-64 38-114Z" fill="#cfc7b8" />
    <rect x="106" y="204" width="188" height="26" rx="13" fill="#f4efe6" />
    <g fill="#a69d8d" opacity=".7">
      <circle cx="156" cy="262" r="4" /><circle cx="186" cy="288" r="3" /><circle cx="210" cy="252" r="4" />
      <circle cx="168" cy="300" r="3" /><circle cx="232" cy="282" r="3" />
    </g>`,
  ],
  [
    'harbor-throw',
    `<path d="M84 264h232v40a24 24 0 0 1-24 24H108a24 24 0 0 1-24-24Z" fill="#31445f" />
    <path d="M84 212h232v52a14 14 0 0 1-14 14H98a14 14 0 0 1-14-14Z" fill="#4a6285" />
    <path d="M84 176a26 26 0 0 1 26-26h180a26 26 0 0 1 26 26v36a14 14 0 0 1-14 14H98a14 14 0 0 1-14-14Z" fill="#5f7aa0" />
    <path d="M222 150h58v152h-58Z" fill="#e9e2d4" />
    <path d="M234 150h8v152h-8ZM258 150h8v152h-8Z" fill="#c4623a" />
    <g stroke="#e9e2d4" stroke-width="5" stroke-linecap="round">
      <path d="M228 304v20M240 304v24M252 304v20M264 304v24M275 304v20" />
    </g>
    <path d="M98 178c40-8 76-8 112 0M98 240h112M98 292h112" fill="none" stroke="#fff" stroke-width="4" opacity=".25" stroke-linecap="round" />`,
  ],
  [
    'tempo-clock',
    `<circle cx="206" cy="206" r="128" fill="#24211d" opacity=".08" />
    <circle cx="200" cy="198" r="126" fill="#cfa670" />
    <circle cx="200" cy="198" r="108" fill="#fbf7ef" />
    <g stroke="#8d7f6b" stroke-width="5" stroke-linecap="round">
      <path d="M200 104v14M200 278v14M106 198h14M280 198h14M153 117l6 11M241 268l6 11M119 151l11 6M270 239l11 6M119 245l11-6M270 157l11-6M153 279l6-11M241 128l6-11" />
    </g>
    <path d="M200 198l-44-36" stroke="#24211d" stroke-width="10" stroke-linecap="round" />
    <path d="M200 198l52-58" stroke="#24211d" stroke-width="6" stroke-linecap="round" />
    <path d="M186 226l40-78" stroke="#c4623a" stroke-width="3" stroke-linecap="round" />
    <circle cx="200" cy="198" r="8" fill="#c4623a" />`,
  ],
  [
    'perch-stool',
    `<path d="M146 168l-34 158" stroke="#5b3a28" stroke-width="18" stroke-linecap="round" />
    <path d="M254 168l34 158" stroke="#5b3a28" stroke-width="18" stroke-linecap="round" />
    <path d="M200 172v142" stroke="#472c1e" stroke-width="16" stroke-linecap="round" />
    <path d="M132 244h136" stroke="#6d4733" stroke-width="10" stroke-linecap="round" />
    <path d="M82 148c0 28 52 42 118 42s118-14 118-42v-8H82Z" fill="#6b4430" />
    <ellipse cx="200" cy="140" rx="118" ry="34" fill="#8f6044" />
    <g fill="none" stroke="#74492f" stroke-width="3" opacity=".8">
      <ellipse cx="196" cy="140" rx="84" ry="22" /><ellipse cx="192" cy="140" rx="50" ry="12" /><ellipse cx="190" cy="140" rx="20" ry="4" />
    </g>`,
  ],
  [
    'linen-cushion',
    `<path d="M92 108c70 14 146 14 216 0 16 66 16 142 0 212-70-14-146-14-216 0-16-70-16-146 0-212Z" fill="#d98f80" />
    <path d="M308 108c16 66 16 142 0 212-34-7-70-10-106-10 66-46 92-120 84-200Z" fill="#c47668" opacity=".6" />
    <g fill="none" stroke="#f6d9d2" stroke-width="5" stroke-linecap="round">
      <path d="M110 158c60 10 120 10 180 0M106 188c62 10 126 10 188 0M106 240c62-10 126-10 188 0M110 270c60-10 120-10 180 0" />
    </g>
    <circle cx="200" cy="214" r="9" fill="#a85a4d" />
    <path d="M92 108l-12-12M308 108l12-12M92 320l-12 10M308 320l12 10" stroke="#c47668" stroke-width="8" stroke-linecap="round" />`,
  ],
]);
