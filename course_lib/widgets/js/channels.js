// On a page without Python the widgets hear of each other through the page: what a control is set to, by its channel.

const channels = (globalThis.courseChannels ??= new Map());

export function channel(name) {
  if (!channels.has(name)) channels.set(name, { setting: undefined, listeners: new Set() });
  return channels.get(name);
}

export function publish(name, setting) {
  if (name === "") return;
  channel(name).setting = setting;
  for (const listener of channel(name).listeners) listener();
}
