/**
 * A function that tells Python what a visitor did. The same act again is a new message.
 *
 * @param {import("./types").Model<{ sent: import("./types").Message }>} model
 */
export const sender =
  (model) =>
  (/** @type {string} */ act, /** @type {Record<string, unknown>} */ more = {}) => {
    model.set("sent", { act, ...more, count: (model.get("sent").count ?? 0) + 1 });
    model.save_changes();
  };

/**
 * Set several traits, one after the other.
 *
 * @template Traits
 * @param {import("./types").Model<Traits>} model
 * @param {Partial<Traits>} changes
 */
export function setAll(model, changes) {
  for (const name of /** @type {(keyof Traits)[]} */ (Object.keys(changes))) {
    model.set(name, /** @type {Traits[keyof Traits]} */ (changes[name]));
  }
}
