// The stylesheet that a widget's script carries.

/**
 * A widget's `render` that puts the stylesheet where the widget stands: into its shadow root, or into the document.
 * All widgets of one kind share one sheet, so that it is sent and read once for a page, and not for each of them.
 *
 * @template {{ el: HTMLElement }} View
 * @template Result
 * @param {(view: View) => Result} render
 * @param {string} css
 * @returns {(view: View) => Result}
 */
export function dressed(render, css) {
  /** @type {CSSStyleSheet | undefined} */
  let sheet;
  return (view) => {
    const root = view.el.getRootNode();
    if (root instanceof ShadowRoot || root instanceof Document) {
      if (sheet === undefined) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
      }
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    }
    return render(view);
  };
}
