/** Changes the text of packages when the library is built and when it is tested: nothing of this file is in a bundle. */

/** Where a part of a text begins, what follows it, and what stands in for it. */
export type Edit = [begin: string, next: string, instead: string];

/** Errors: throws where the text is not as its edits know it. `name` is said in the message. */
export function editText(
  source: string,
  edits: readonly Edit[],
  name: string,
): string {
  let text = source;
  for (const [begin, next, instead] of edits) {
    const start = text.indexOf(begin);
    const end = text.indexOf(next, start);
    if (start < 0 || end < start || text.includes(begin, start + 1))
      throw new Error(
        `${name} has no single "${begin}" as this build knows it`,
      );
    text = `${text.slice(0, start)}${instead}\n${text.slice(end)}`;
  }
  return text;
}
