/** JSON of plain data, also on a page with Prototype.js, whose `toJSON` makes texts of lists. */
export function toJson(value: object): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key) {
    return this[key];
  });
}
