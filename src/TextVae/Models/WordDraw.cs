using System.Numerics.Tensors;

namespace TextVae.Models;

/// <summary>Draws a word from p(word)^(1/temperature), given a number from [0, 1).</summary>
internal static class WordDraw
{
    // Masses are summed in float32 within a block and in float64 over blocks.
    private const int Block = 256;

    /// <summary>The word at which the masses, summed in the order of the words, pass the number's share of their sum.</summary>
    /// <param name="logProbabilities">ln p of each word; −∞ for what may not be drawn. Holds masses afterwards.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="share">From 0 to 1, 1 excluded.</param>
    public static int Of(Span<float> logProbabilities, double temperature, double share)
    {
        var masses = logProbabilities;
        TensorPrimitives.Subtract(masses, TensorPrimitives.Max<float>(masses), masses);
        TensorPrimitives.Divide(masses, (float)temperature, masses);
        TensorPrimitives.Exp<float>(masses, masses);
        var total = 0.0;
        for (var first = 0; first < masses.Length; first += Block)
            total += BlockMass(masses, first);
        var left = share * total;
        for (var first = 0; first < masses.Length; first += Block)
        {
            var mass = BlockMass(masses, first);
            if (left >= mass)
            {
                left -= mass;
                continue;
            }

            for (var word = first; word < Math.Min(first + Block, masses.Length); word++)
            {
                left -= masses[word];
                if (left < 0)
                    return word;
            }
        }

        // Rounding may leave a little after the last word that has any mass.
        return masses.LastIndexOfAnyExcept(0);
    }

    private static double BlockMass(Span<float> masses, int first) =>
        TensorPrimitives.Sum<float>(masses.Slice(first, Math.Min(Block, masses.Length - first)));
}
