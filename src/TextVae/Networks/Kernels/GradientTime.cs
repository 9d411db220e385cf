namespace TextVae.Networks.Kernels;

/// <summary>When the gradients of a softmax are made.</summary>
internal enum GradientTime
{
    /// <summary>With the losses, while the probabilities are at hand: for losses of one weight, which only scales them.</summary>
    Forward,

    /// <summary>When the weights of the losses are known: for losses of different weights, whose gradients would be made twice otherwise.</summary>
    Backward,
}
