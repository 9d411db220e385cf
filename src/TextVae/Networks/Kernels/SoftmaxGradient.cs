using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>The last part of a softmax's gradients: what the targets add, and the order of the parameters.</summary>
internal static unsafe class SoftmaxGradient
{
    /// <summary>dL/dW and dL/db of Σ weight · loss.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="fromProbabilities">Σ p ⊗ h in panels, as the kernel made it.</param>
    /// <param name="scale">What it still has to be multiplied with.</param>
    /// <param name="hidden">The states, [positions, hidden].</param>
    /// <param name="weights">What each loss counts, [tokens].</param>
    /// <param name="ofWeight">Takes dL/dW, [words, hidden].</param>
    /// <param name="ofBias">Takes dL/db, [words].</param>
    public static void OfWeights(
        SoftmaxShape shape, float* fromProbabilities, float scale, float* hidden, float* weights, float* ofWeight, float* ofBias)
    {
        var (size, rows) = (shape.Hidden, shape.Hidden + 1);
        var tokens = TokensOfPanels(shape);
        Workers.For(shape.WordPanels, panel =>
        {
            var from = fromProbabilities + ((long)panel * rows * Panel.Width);
            var first = panel * Panel.Width;
            var width = Math.Min(Panel.Width, shape.Words - first);
            Transposition.Run(from, Panel.Width, size, width, ofWeight + ((long)first * size), size, useVectors: true);
            for (var i = (long)first * size; i < (long)(first + width) * size; i++)
                ofWeight[i] *= scale;
            for (var word = 0; word < width; word++)
                ofBias[first + word] = scale * from[((long)size * Panel.Width) + word];
            foreach (var token in tokens[panel])
            {
                var (target, weight) = (shape.Targets[token], weights[token]);
                var state = hidden + (shape.Positions[token] * size);
                var to = ofWeight + (target * size);
                for (var k = 0; k < size; k++)
                    to[k] -= weight * state[k];
                ofBias[target] -= weight;
            }
        });
    }

    /// <summary>dL/dh of Σ weight · loss at the positions of the tokens.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="ofTokens">That of each loss, [tokens, hidden].</param>
    /// <param name="weights">What each loss counts, [tokens].</param>
    /// <param name="ofHidden">Takes the result, [positions, hidden]; other positions are left as they are.</param>
    public static void OfStates(SoftmaxShape shape, float* ofTokens, float* weights, float* ofHidden) =>
        Workers.For(Panel.Count(shape.Tokens), part =>
        {
            for (var token = part * Panel.Width; token < Math.Min((part + 1) * Panel.Width, shape.Tokens); token++)
            {
                var from = ofTokens + ((long)token * shape.Hidden);
                var to = ofHidden + (shape.Positions[token] * shape.Hidden);
                for (var j = 0; j < shape.Hidden; j++)
                    to[j] = weights[token] * from[j];
            }
        });

    /// <summary>The tokens whose target is in each panel, in their order.</summary>
    private static List<int>[] TokensOfPanels(SoftmaxShape shape)
    {
        List<int>[] tokens = [.. Enumerable.Range(0, shape.WordPanels).Select(_ => new List<int>())];
        for (var token = 0; token < shape.Tokens; token++)
            tokens[(int)(shape.Targets[token] / Panel.Width)].Add(token);
        return tokens;
    }
}
