// Widgets reach each other through the page: each control publishes its setting on a channel of its own.

/** @typedef {{ setting: import("./types").Setting | undefined, listeners: Set<() => void> }} Channel */

const page = /** @type {{ courseChannels?: Map<string, Channel> }} */ (globalThis);
page.courseChannels ??= new Map();
const channels = page.courseChannels;

/**
 * The channel of this name.
 *
 * @param {string} name
 */
export function channel(name) {
  const found = channels.get(name) ?? { setting: undefined, listeners: new Set() };
  channels.set(name, found);
  return found;
}

/**
 * Tell all listeners what a control is set to.
 *
 * @param {string} name
 * @param {import("./types").Setting} setting
 */
export function publish(name, setting) {
  channel(name).setting = setting;
  for (const listener of channel(name).listeners) listener();
}
