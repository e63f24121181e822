/** What the markup of form fields says of them. */

/** The type that a field's markup names. */
export function typeOf(element: Element): string {
  return (element.getAttribute('type') ?? '').toLowerCase();
}

/** Whether the value of an `input` is a caption, which visitors do not type. */
export function isButton(element: Element): boolean {
  return /^(button|submit|reset|image)$/.test(typeOf(element));
}
