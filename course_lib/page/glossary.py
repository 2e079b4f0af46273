"""The words of this course, each with one meaning and the notebook in which it first occurs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word, its meaning here, and the notebook in which it first occurs; ``also`` has other names for it."""

    name: str
    meaning: str
    met: str
    also: str = ""


GLOSSARY = (
    Term("parameter", "A number that the network learns: a weight or a bias.", "5.1"),
    Term("weight", "A parameter that multiplies a value on its way into a neuron.", "5.1"),
    Term("bias", "A parameter that is added, whatever the inputs are.", "5.1"),
    Term("neuron", "Inputs times their weights, added up with a bias, then an activation such as relu.", "5.1", "unit"),
    Term("layer", "Neurons that all have the same inputs.", "5.1"),
    Term("activation", "The function a neuron applies to its sum: relu, tanh, sigmoid.", "5.4", "nonlinearity"),
    Term("sigmoid", "1/(1 + e^(−z)), also σ: turns any number into one between 0 and 1.", "5.2", "logistic function"),
    Term("loss", "The one number that says how wrong the network is: L.", "5.1", "cost, error"),
    Term("forward pass", "Computes every value, from the inputs to the loss.", "5.1"),
    Term("backward pass", "Computes every gradient, from the loss to the inputs.", "5.1", "backward sweep"),
    Term("sweep", "Going once through the whole list of nodes, in either direction.", "5.2"),
    Term(
        "computational graph",
        "A formula as a list of operations and their arguments, without cycles.",
        "5.2",
        "DAG",
    ),
    Term("node", "One entry of a graph's list: an input, or one operation.", "5.1"),
    Term("edge", "The link from an argument to its user.", "5.2"),
    Term("chain rule", "Multiply the derivatives along a path; add where paths meet.", "5.2"),
    Term("gradient", "∂L/∂w, the gradient of L with respect to w: the sum of w's contributions.", "5.1", "adjoint"),
    Term("upstream gradient", "The gradient that arrives at a node from the side of the loss: ∂L/∂(its value).", "5.3"),
    Term("local derivative", "The derivative of one node with respect to one argument.", "5.1", "local gradient"),
    Term("contribution", "What a node passes back to one argument: upstream gradient × local derivative.", "5.1"),
    Term("argument", "A node from which another node, its user, is computed.", "5.1", "input, parent"),
    Term("user", "A node that is computed from this one.", "5.1", "child"),
    Term("fan-out", "One value with several users. Its gradient is the sum over them.", "5.2"),
    Term("topological order", "A list in which every argument comes before its user.", "5.2"),
    Term("VJP", "Upstream gradient × local derivative as one function: a vector-Jacobian product.", "5.3"),
    Term("relu", "A function that keeps positive numbers and turns all others into 0.", "5.2"),
    Term("gate", "What relu does: it is open where its argument is positive, and closed elsewhere.", "5.2"),
    Term("kink", "A corner of a function: there is no derivative there, so we agree on one.", "5.3"),
    Term(
        "numerical gradient", "A gradient found by moving one value and running again, without the chain rule.", "5.1"
    ),
    Term("central difference", "A numerical gradient from two passes, one above and one below.", "5.1"),
    Term("automatic differentiation", "Exact derivatives, computed operation by operation.", "5.1", "autodiff"),
    Term("forward mode", "Derivatives carried forward from one input to all outputs.", "5.1"),
    Term("reverse mode", "Derivatives carried back from one output to all inputs: backpropagation.", "5.1"),
    Term("tangent", "In forward mode, how fast a value changes with the input. Of a curve, a line.", "5.1"),
    Term("batch", "The examples that go through the network together.", "5.1"),
    Term("relative error", "The difference between two gradients, divided by the larger one.", "5.2"),
    Term("truncation", "The error of a difference because its step is not infinitely short.", "5.5"),
    Term("vanishing gradient", "A gradient that shrinks from layer to layer until almost nothing is left.", "5.6"),
    Term("exploding gradient", "A gradient that grows from layer to layer until every update is far too large.", "5.6"),
    Term("Jacobian", "The matrix of a layer's local derivatives, one per pair of output and input.", "5.3"),
    Term("Xavier", "Initial weights for tanh and sigmoid: variance 2/(inputs + outputs).", "5.4", "Glorot"),
    Term("He", "Initial weights for relu: variance 2/inputs.", "5.4", "Kaiming"),
    Term("skip connection", "A path around a layer that adds the layer's input to its output.", "5.6", "residual"),
    Term("branch", "The layer's own output, if a path around it adds the input.", "5.4"),
    Term(
        "layer normalisation", "For each example, subtracts the mean over the units and makes the deviation 1.", "5.6"
    ),
    Term("singular value", "By how much a matrix stretches one of its directions.", "5.6"),
    Term("epoch", "One pass of training through all examples.", "5.7"),
    Term("learning rate", "How far an update goes against the gradient. Backpropagation does not use it.", "5.7"),
)
