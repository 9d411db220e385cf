using TextVae.Evaluation;

namespace TextVae.Reproduction;

/// <summary>
/// How much texts repeat each other (§6.4): a model's outputs beside the texts that it was to reconstruct.
/// </summary>
/// <param name="Texts">How many texts.</param>
/// <param name="Reuse">The share of the outputs' runs of four words that occur in another output too.</param>
/// <param name="InputsReuse">The same of the inputs.</param>
/// <param name="Distinct2">Different pairs of words over all words, of the outputs (Li et al. 2016).</param>
/// <param name="InputsDistinct2">The same of the inputs.</param>
public sealed record PhraseFigures(int Texts, double Reuse, double InputsReuse, double Distinct2, double InputsDistinct2)
{
    /// <summary>Words of a phrase: "the service was great".</summary>
    private const int Phrase = 4;

    /// <summary>Measures texts given as word ids.</summary>
    public static PhraseFigures Of(IReadOnlyList<int[]> inputs, IReadOnlyList<int[]> outputs) => new(
        outputs.Count, ReuseOf(outputs), ReuseOf(inputs), Distinct.Share(outputs, 2), Distinct.Share(inputs, 2));

    private static double ReuseOf(IReadOnlyList<int[]> texts)
    {
        var users = texts.SelectMany(text => NGram.Of(text, Phrase).Distinct()).CountBy(run => run).ToDictionary();
        var (all, reused) = (0, 0);
        foreach (var run in texts.SelectMany(text => NGram.Of(text, Phrase)))
            (all, reused) = (all + 1, reused + (users[run] > 1 ? 1 : 0));
        return all == 0 ? 0 : (double)reused / all;
    }
}
