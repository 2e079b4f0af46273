"""The words of this course, each with one meaning and the notebook where it is met first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word, what it means here, and the notebook it is met in; ``also`` is what others call it."""

    name: str
    meaning: str
    met: str
    also: str = ""


GLOSSARY = (
    Term("parameter", "A number that is learned: a weight or a bias.", "5.1"),
    Term("loss", "The one number that says how wrong the network is: L.", "5.1", "cost, error"),
    Term("forward pass", "Every value, from the inputs to the loss.", "5.1"),
    Term("backward pass", "Every gradient, from the loss to the inputs.", "5.1", "backward sweep"),
    Term("gradient", "∂L/∂w, the gradient of L with respect to w: the sum of w's contributions.", "5.3", "adjoint"),
    Term("upstream gradient", "What arrives at a node from the loss's side: ∂L/∂(its value).", "5.3"),
    Term("local derivative", "The derivative of one node with respect to one argument.", "5.3", "local gradient"),
    Term("contribution", "What a node hands to one argument: upstream gradient × local derivative.", "5.3"),
    Term("argument", "A node that another one is computed from. That one is its user.", "5.3", "input, parent"),
    Term("topological order", "A list in which every argument stands before its user.", "5.3"),
    Term("VJP", "Upstream gradient × local derivative as one function: a vector-Jacobian product.", "5.3"),
    Term("gate", "relu: open where its argument is positive, closed elsewhere.", "5.3"),
    Term("kink", "A corner of a function, where it has no derivative and one is agreed on.", "5.3"),
    Term("numerical gradient", "A gradient by moving one value and running again, without the chain rule.", "5.3"),
    Term("central difference", "A numerical gradient from two passes, one above and one below.", "5.1"),
    Term("forward mode", "Derivatives carried along from one input to all outputs.", "5.1"),
    Term("reverse mode", "Derivatives carried back from one output to all inputs: backpropagation.", "5.1"),
    Term("batch", "The examples that go through the network together.", "5.1"),
    Term("relative error", "The distance of two gradients, divided by the larger one.", "5.5"),
    Term("vanishing gradient", "A gradient that shrinks from layer to layer until nothing is left.", "5.6"),
    Term("learning rate", "How far an update goes against the gradient. Backpropagation knows nothing of it.", "5.7"),
)
