// Elements, made in one line.

export function make(tag, properties = {}, ...children) {
  const { role, label, ...others } = properties;
  const made = Object.assign(document.createElement(tag), others);
  if (role) made.setAttribute("role", role);
  if (label) made.setAttribute("aria-label", label);
  made.append(...children);
  return made;
}

// A text whose words never break inside: ∂L/∂w1 stays on one line.
export const unbroken = (text) =>
  text.split(/( )/).map((word) => (word.includes("/∂") ? make("span", {}, word) : word));
