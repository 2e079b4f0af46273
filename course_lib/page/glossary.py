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
    Term("weight", "A parameter that multiplies a value on its way into a neuron.", "5.1"),
    Term("bias", "A parameter that is added, whatever the inputs are.", "5.1"),
    Term("neuron", "Inputs times their weights, added up with a bias, then an activation such as relu.", "5.1", "unit"),
    Term("layer", "Neurons side by side, which all have the same inputs.", "5.1"),
    Term("activation", "What a neuron does to its sum: relu, tanh, sigmoid.", "5.4", "nonlinearity"),
    Term("sigmoid", "1/(1 + e^(−z)), also σ: any number becomes one between 0 and 1.", "5.2", "logistic function"),
    Term("loss", "The one number that says how wrong the network is: L.", "5.1", "cost, error"),
    Term("forward pass", "Every value, from the inputs to the loss.", "5.1"),
    Term("backward pass", "Every gradient, from the loss to the inputs.", "5.1", "backward sweep"),
    Term("sweep", "Once through the whole list of nodes, in either direction.", "5.2"),
    Term(
        "computational graph",
        "A formula as operations and what they are computed from; no way leads round.",
        "5.2",
        "DAG",
    ),
    Term("node", "One entry of a graph's list: an input, or one operation.", "5.1"),
    Term("edge", "What joins an argument to its user.", "5.2"),
    Term("chain rule", "Along a path multiply the derivatives; where paths meet, add.", "5.2"),
    Term("gradient", "∂L/∂w, the gradient of L with respect to w: the sum of w's contributions.", "5.1", "adjoint"),
    Term("upstream gradient", "What arrives at a node from the loss's side: ∂L/∂(its value).", "5.3"),
    Term("local derivative", "The derivative of one node with respect to one argument.", "5.1", "local gradient"),
    Term("contribution", "What a node hands to one argument: upstream gradient × local derivative.", "5.2"),
    Term("argument", "A node that another one is computed from. That one is its user.", "5.1", "input, parent"),
    Term("user", "A node that is computed from this one.", "5.1", "child"),
    Term("fan-out", "One value with several users. Its gradient is the sum over them.", "5.2"),
    Term("topological order", "A list in which every argument stands before its user.", "5.2"),
    Term("VJP", "Upstream gradient × local derivative as one function: a vector-Jacobian product.", "5.3"),
    Term("relu", "A function that lets what is positive through, and makes the rest 0.", "5.2"),
    Term("gate", "relu: open where its argument is positive, closed elsewhere.", "5.2"),
    Term("kink", "A corner of a function, where it has no derivative and one is agreed on.", "5.3"),
    Term("numerical gradient", "A gradient by moving one value and running again, without the chain rule.", "5.1"),
    Term("central difference", "A numerical gradient from two passes, one above and one below.", "5.1"),
    Term("automatic differentiation", "Exact derivatives, operation by operation, by a machine.", "5.1", "autodiff"),
    Term("forward mode", "Derivatives carried along from one input to all outputs.", "5.1"),
    Term("reverse mode", "Derivatives carried back from one output to all inputs: backpropagation.", "5.1"),
    Term("tangent", "In forward mode, how fast a value changes when the input moves; of a curve, a line.", "5.1"),
    Term("batch", "The examples that go through the network together.", "5.1"),
    Term("relative error", "The distance of two gradients, divided by the larger one.", "5.2"),
    Term("truncation", "What a difference gets wrong since its step is not infinitely short.", "5.5"),
    Term("vanishing gradient", "A gradient that shrinks from layer to layer until nothing is left.", "5.6"),
    Term("exploding gradient", "One that grows from layer to layer until every update is far too large.", "5.6"),
    Term("Jacobian", "The matrix of a layer's local derivatives: one for each output and each input.", "5.3"),
    Term("Xavier", "A start of the weights for tanh and sigmoid: variance 2/(inputs + outputs).", "5.4", "Glorot"),
    Term("He", "A start with variance 2/inputs, made for relu.", "5.4", "Kaiming"),
    Term("skip connection", "A path around a layer that adds what comes in to what comes out.", "5.6", "residual"),
    Term("branch", "What a layer makes of its input, where a path around it adds the input as well.", "5.4"),
    Term("layer normalisation", "Each example's mean over its units is taken off, and its deviation made 1.", "5.6"),
    Term("singular value", "By how much a matrix stretches one of its directions.", "5.6"),
    Term("epoch", "Training once through all examples.", "5.7"),
    Term("learning rate", "How far an update goes against the gradient. Backpropagation knows nothing of it.", "5.7"),
)
