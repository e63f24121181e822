/** Masks a text: its length and its spaces stay. */
export function mask(text: string): string {
  return text.replace(/\S/g, '*');
}
