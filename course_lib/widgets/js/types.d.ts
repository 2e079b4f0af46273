// The types that the scripts share, for the type checker alone: no browser gets this file.

/** A widget's traits, by name, as anywidget gives them to a script. */
export interface Model<Traits> {
  get<Name extends keyof Traits>(name: Name): Traits[Name];
  set<Name extends keyof Traits>(name: Name, value: Traits[Name]): void;
  on(event: `change:${keyof Traits & string}`, heard: () => void): void;
  off(event: `change:${keyof Traits & string}`, heard: () => void): void;
  save_changes(): void;
}

/** What a script's `render` gets: the traits, and the element to fill. */
export interface Widget<Traits> {
  model: Model<Traits>;
  el: HTMLElement;
}

/** A visitor's act, as Python gets it. `count` makes the same act, done again, a new message. */
export type Message = { act?: string; count?: number; [more: string]: unknown };

/** The rungs of an answer's verdict, as in course_lib/exercises/judging.py; `revealed` is a prediction's. */
export type Rung = "nothing" | "unreadable" | "partly" | "elsewhere" | "mistaken" | "wrong" | "right" | "revealed";

export interface Verdict {
  rung: Rung;
  title: string;
  sentence?: string;
  numbers?: string;
  source?: string;
  column?: number;
}

/** Every card's traits. */
export interface Card {
  heading: string;
  verdict: Verdict;
  sent: Message;
}

/** On a page without Python: an answer that is known, by its option's text or its numbers, and the reply. */
export interface KnownAnswer {
  said?: string;
  numbers: number[];
  verdict: Verdict;
  near?: Verdict;
  compared?: KnownCompared;
}

/** Two backward passes whose pictures are in the round's table. */
export interface KnownCompared extends Omit<Compared, "right" | "yours"> {
  right: number;
  yours: number;
}

/** Two backward passes (course_lib/exercises/compared.py). */
export interface Compared {
  right: string;
  yours: string;
  where: string;
  steps: { text: string; reply: string }[];
  fresh?: string; // the label of the button for a fresh question, empty if there is none
}

/** How near two numbers count as the same: relative to the larger one, or both this near to zero. */
export interface Tolerance {
  relative: number;
  both_zero: number;
  rounded: number;
}

/** What a question's card shows of one question. */
export interface Face {
  asks: string;
  prompt: string;
  given: string[];
  typing: string;
  numbers: string;
  fields: string[];
}

/** On a page without Python: one of the questions it took along; a label for each hint, and one for what follows. */
export interface Round {
  face: Face;
  first: Verdict;
  answers: KnownAnswer[];
  hints: string[];
  labels: string[];
}

/** A question's card. `misses` failed tries bring hints. */
export interface Question extends Card, Face {
  asked: number;
  texts: string[];
  hints: string[];
  help: string;
  compared: Partial<Compared>;
  judged: boolean;
  rounds: Round[];
  longest: number;
  tolerance: Tolerance;
  misses: number;
  pictures: string;
}

export type Numbers = Record<string, number>;

/** One control along which a table was computed; `name` is a slider's, empty for a choice. */
export interface Axis {
  channel: string;
  name: string;
  positions: (number | string)[];
  start: number | string;
}

/** What a control is set to: a slider's numbers by name, or a choice's name. */
export type Setting = Numbers | string;

/** Texts at every place of a grid, as course_lib/widgets/lookup.py makes them. */
export interface Table {
  shape: number[];
  groups: { pieces: string[]; columns: { axes: number[]; lengths: number[]; words: string[] }[] }[];
  which: number[];
}

/** Inputs (a name and its variable), expressions in their order, and the variable of each slot. */
export interface Program {
  inputs: Record<string, string>;
  expressions: [variable: string, expression: string][];
  slots: Record<string, string>;
}

/** What the slots of a text are filled with: numbers, or texts. */
export type Slots = Record<string, number | string>;

/**
 * A network's forward pass: the names of its inputs, an expression for each node, where an operation is outside its
 * domain and what is said there, and an expression that changes its sign at each corner.
 */
export interface Evaluation {
  inputs: string[];
  nodes: string[];
  outside: { when: string; said: string }[];
  corners: string[];
}

/** One forward pass; `outside` is the place of the operation that is outside its domain, or −1. */
export interface Run {
  values: number[];
  corners: number[];
  outside: number;
}

/** What the numerical check needs: the loss, the nodes that are compared, and the program of their gradients. */
export interface Check {
  of: number;
  nodes: number[];
  program: Program;
}

/** The constants of course_lib/engine/check.py and course_lib/differences.py. */
export interface Limits {
  step: number;
  rounding: number;
  truncation: number;
  both_zero: number;
  differ: number;
  digits: number;
}

/** Texts that stay, and texts that hold from a step on. */
export type Timeline = (string | [from: number, text: string][])[];

/** One zoom of a graph; `same` maps each of its steps to the step of the other zoom that has come as far. */
export interface Zoom {
  program: Program;
  places: string[];
  same: number[];
  picture: Timeline;
  wide: Timeline;
  words: Timeline;
  table: Timeline;
}

/** Everything that a live graph can show; `overflow` has a sentence for each value that may become infinite. */
export interface GraphProgram {
  evaluation: Evaluation;
  check?: Check;
  overflow: [node: number, sentence: string][];
  zooms: Record<string, Zoom>;
}
