/** @typedef {'Kitchen' | 'Living' | 'Light'} Category */

/**
 * @typedef {object} Product
 * @property {string} slug Part of the address; also names the drawing.
 * @property {string} name
 * @property {Category} category
 * @property {number} priceUsd
 * @property {number} rating Range: 0 to 5.
 * @property {number} reviewCount
 * @property {string} tint CSS colour behind the drawing.
 * @property {string} material
 * @property {string} size
 * @property {string} description
 */

/** @type {Category[]} */
export const CATEGORIES = ['Kitchen', 'Living', 'Light'];

/** @type {Product[]} */
export const PRODUCTS = [
  {
    slug: 'ridge-mug',
    name: 'Ridge Mug',
    category: 'Kitchen',
    priceUsd: 24,
    rating: 4.8,
    reviewCount: 212,
    tint: '#f3e6da',
    material: 'Stoneware, matte glaze',
    size: '9 × 9 × 10 cm, 320 ml',
    description:
      'Thrown by hand, with ridges that your fingers find before you are awake. Keeps coffee warm for as long as the first chapter lasts.',
  },
  {
    slug: 'halo-lamp',
    name: 'Halo Table Lamp',
    category: 'Light',
    priceUsd: 129,
    rating: 4.9,
    reviewCount: 98,
    tint: '#f6ead0',
    material: 'Powder-coated steel, brass',
    size: '28 × 28 × 42 cm',
    description:
      'A wide, low shade that keeps the light on the page and out of your eyes. Dims from reading to evening with one touch of the stem.',
  },
  {
    slug: 'dune-vase',
    name: 'Dune Vase',
    category: 'Living',
    priceUsd: 48,
    rating: 4.6,
    reviewCount: 74,
    tint: '#efe2d6',
    material: 'Terracotta, unglazed outside',
    size: '16 × 16 × 27 cm',
    description:
      'The clay keeps the marks of the wheel, like wind on sand. Holds water, and looks just as good with three dried stems.',
  },
  {
    slug: 'moss-planter',
    name: 'Moss Planter',
    category: 'Living',
    priceUsd: 36,
    rating: 4.7,
    reviewCount: 131,
    tint: '#e4ede4',
    material: 'Fibre clay, cork saucer',
    size: '22 × 22 × 20 cm',
    description:
      'Light enough to carry out into the rain. The saucer is cork, so the window sill stays dry.',
  },
  {
    slug: 'tide-bowls',
    name: 'Tide Bowls, Set of 3',
    category: 'Kitchen',
    priceUsd: 58,
    rating: 4.8,
    reviewCount: 156,
    tint: '#e1eaee',
    material: 'Porcelain, reactive glaze',
    size: '12, 16 and 20 cm wide',
    description:
      'Three bowls that nest into one. The glaze breaks at the rim, so no set looks like another.',
  },
  {
    slug: 'harbor-throw',
    name: 'Harbor Throw',
    category: 'Living',
    priceUsd: 89,
    rating: 4.9,
    reviewCount: 203,
    tint: '#e6e8ee',
    material: 'Lambswool, woven',
    size: '130 × 180 cm',
    description:
      'Heavy enough to stay where you put it, soft enough to fall asleep under. Woven in a mill that has made nothing else since 1904.',
  },
  {
    slug: 'ember-candle',
    name: 'Ember Candle',
    category: 'Light',
    priceUsd: 28,
    rating: 4.5,
    reviewCount: 89,
    tint: '#f5e1d6',
    material: 'Soy wax, cotton wick',
    size: '8 × 8 × 9 cm, 45 hours',
    description:
      'Cedar, orange peel and a little smoke. When it has burned down, the glass takes a toothbrush or a tulip.',
  },
  {
    slug: 'brook-kettle',
    name: 'Brook Kettle',
    category: 'Kitchen',
    priceUsd: 74,
    rating: 4.7,
    reviewCount: 118,
    tint: '#e3e9e2',
    material: 'Enamelled steel, beech',
    size: '21 × 17 × 22 cm, 1.2 l',
    description:
      'Pours in a thin, steady stream and stops without a drop. Works on every hob, induction included.',
  },
  {
    slug: 'tempo-clock',
    name: 'Tempo Wall Clock',
    category: 'Living',
    priceUsd: 65,
    rating: 4.4,
    reviewCount: 52,
    tint: '#eee8dc',
    material: 'Ash, silent movement',
    size: '30 cm wide',
    description:
      'No ticking, no numbers, nothing to read twice. The second hand glides.',
  },
  {
    slug: 'oak-board',
    name: 'Oak Serving Board',
    category: 'Kitchen',
    priceUsd: 42,
    rating: 4.8,
    reviewCount: 167,
    tint: '#f1e7d3',
    material: 'Solid oak, linseed oil',
    size: '24 × 46 × 2 cm',
    description:
      'Cut from one plank, so it will not come apart at the seams. Bread today, cheese tomorrow.',
  },
  {
    slug: 'perch-stool',
    name: 'Perch Stool',
    category: 'Living',
    priceUsd: 149,
    rating: 4.9,
    reviewCount: 41,
    tint: '#ede3da',
    material: 'Walnut, wool felt feet',
    size: '36 × 36 × 45 cm',
    description:
      'A seat, a bedside table, a step to the top shelf. Three legs, because three never wobble.',
  },
  {
    slug: 'linen-cushion',
    name: 'Linen Cushion',
    category: 'Living',
    priceUsd: 45,
    rating: 4.6,
    reviewCount: 94,
    tint: '#f4e3df',
    material: 'Washed linen, feather filling',
    size: '50 × 50 cm',
    description:
      'Washed until it feels as if you had always had it. The cover comes off, and only gets better.',
  },
];

/** @param {string} slug */
export function findProduct(slug) {
  return PRODUCTS.find((product) => product.slug === slug);
}

/**
 * @param {string} query Matches names, categories, materials and descriptions.
 * @param {Category | undefined} category
 */
export function searchProducts(query, category) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return PRODUCTS.filter((product) => {
    const { name, material, description } = product;
    const text =
      `${name} ${product.category} ${material} ${description}`.toLowerCase();
    const isInCategory = !category || product.category === category;
    return isInCategory && words.every((word) => text.includes(word));
  });
}

/** @param {number} amountUsd */
export function formatUsd(amountUsd) {
  return `$${amountUsd.toFixed(2)}`;
}
