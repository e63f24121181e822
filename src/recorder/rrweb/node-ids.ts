/** How many kinds have numbers of their own; those that come later are one, so that IDs stay short. */
const MAX_KINDS = 999;

/** Numbers of nodes have at least so many digits. */
const MIN_DIGITS = 3;

/** Nodes that are likely to be written alike. */
interface Kind {
  code: number;
  /** How many nodes there were of it. */
  count: number;
}

/**
 * Builds what gives the nodes of a recording their IDs. The first of all is the document of the page: 1, as everywhere.
 *
 * Why not 1, 2, 3, …: half of what was sent of a snapshot was IDs. Each of them ends what deflate has found to be said
 * before; least is lost where only one digit is new, and where that is the same one in all that stands nearby. So the
 * nodes of each kind are numbered, and an ID is: the length of the number, its digits with the last one first, and a
 * number for the kind.
 */
export function createNodeIds(): (name: string) => number {
  const kinds = new Map<string, Kind>();
  return (name) => {
    if (kinds.size === 0) {
      kinds.set(name, { code: 0, count: 0 });
      return 1;
    }
    const key = kinds.size < MAX_KINDS || kinds.has(name) ? name : '';
    let kind = kinds.get(key);
    if (!kind) kinds.set(key, (kind = { code: kinds.size, count: 0 }));
    const { code } = kind;
    let rest = kind.count++;
    let length = Math.max(MIN_DIGITS, `${rest}`.length);
    let id = length - MIN_DIGITS + 1;
    for (; length > 0; length -= 1) {
      id = id * 10 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    return id * 10 ** `${code}`.length + code;
  };
}
