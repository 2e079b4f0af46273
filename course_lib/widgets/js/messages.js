// A message to Python is one value of `sent`; `count` makes the same one again a new one.

export const sender =
  (model) =>
  (act, more = {}) => {
    model.set("sent", { act, ...more, count: (model.get("sent").count ?? 0) + 1 });
    model.save_changes();
  };
