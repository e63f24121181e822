/**
 * Describes how the elements with an attribute `n` look, and what frames say: what a replay can show only when style
 * sheets and frames have arrived.
 *
 * Runs in the browser, so it must not use anything outside itself.
 */
export function describeLooks(root: Document): string[] {
  const lines: string[] = [];
  const walk = (node: Document | Element | ShadowRoot): void => {
    // Scripts are not recorded.
    if ('tagName' in node && node.matches('[n]:not(script)')) {
      const { color, backgroundColor } = getComputedStyle(node);
      const { contentDocument } = node as HTMLIFrameElement;
      const text = contentDocument?.body?.textContent ?? '';
      lines.push(
        `${node.getAttribute('n')} ${color} ${backgroundColor} ${text.trim()}`,
      );
    }
    if ('shadowRoot' in node && node.shadowRoot) walk(node.shadowRoot);
    for (const child of node.children) walk(child);
  };
  walk(root);
  return lines;
}
