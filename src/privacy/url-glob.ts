/**
 * Whether a whole URL, query and hash included, matches a glob.
 *
 * Shape: `*` any characters, `?` one, a trailing `/**` the path with or without anything below it, `/**` followed by
 * `/` zero or more segments.
 */
export function isUrlMatch(url: string, glob: string): boolean {
  return toPattern(glob).test(url);
}

function toPattern(glob: string): RegExp {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\/\*\*$|\/\*\*\/|\*+|\?/g, (token) => {
      if (token === '/**') return '(?:[/?#].*)?';
      if (token === '/**/') return '/(?:.*/)?';
      return token === '?' ? '.' : '.*';
    });
  return new RegExp(`^${pattern}$`, 's');
}
