using TextVae.Cli.Views;
using TextVae.Corpus;
using TextVae.Evaluation;

namespace TextVae.Cli.Work;

/// <summary>Which sentences of a split are new to a model.</summary>
internal sealed class UnseenSentences
{
    private readonly int[] _places;
    private readonly int _seen;

    private UnseenSentences(bool[] seen)
    {
        _places = [.. Enumerable.Range(0, seen.Length).Where(place => !seen[place])];
        _seen = seen.Length - _places.Length;
    }

    /// <summary>Those of a split of a dataset.</summary>
    /// <exception cref="RecipeException">It is the training split itself.</exception>
    public static UnseenSentences Of(Dataset dataset, Split split, CancellationToken cancellation) => split == Split.Train
        ? throw new RecipeException("--unseen asks which sentences do not stand in the training split, and --split is that. Choose another one.")
        : new UnseenSentences(SeenSentences.Of(dataset[split], dataset.Train, cancellation));

    /// <summary>The figures of those.</summary>
    public UnseenFigures Of(SplitMeasurement measured) => new(_seen, _places.Length == 0 ? null : measured.Part(_places).Report);

    /// <summary>The paired differences of those; none where there are none.</summary>
    public IReadOnlyList<PairedDifference> Minus(SplitMeasurement measured, SplitMeasurement other) =>
        _places.Length == 0 ? [] : measured.Part(_places).Minus(other.Part(_places));
}
