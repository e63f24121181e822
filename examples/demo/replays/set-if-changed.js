/**
 * Changes a text only if it is another one, so that nothing flickers, no selection is
 * lost and nothing is read out twice.
 *
 * @param {HTMLElement} element
 * @param {string} text
 * @param {string} [title] Shown on hover.
 */
export function setText(element, text, title) {
  if (element.textContent !== text) element.textContent = text;
  if (title !== undefined && element.title !== title) element.title = title;
}

/**
 * @param {HTMLElement} element
 * @param {boolean} isHidden
 */
export function setHidden(element, isHidden) {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}
