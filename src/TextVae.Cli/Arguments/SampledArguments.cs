using System.CommandLine;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Runs;

namespace TextVae.Cli.Arguments;

/// <summary>The option that has texts sampled and measured.</summary>
internal sealed class SampledArguments
{
    // The longest text that decoding allows (DecodingOptions).
    private const int MostWords = 100_000;

    private readonly Option<int?> _count = new("--sampled")
    {
        Description = "Sample N texts too: forward and reverse perplexity with a Kneser-Ney 5-gram model, and predictive checks.",
        HelpName = "N",
    };

    public SampledArguments(Command command) => command.Options.Add(_count);

    /// <summary>How many texts are to be sampled; null for none.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="split">The split with the real texts.</param>
    /// <exception cref="RecipeException">It is no number of texts, or there are no others to hold them beside.</exception>
    public int? CountOf(ParseResult parse, Split split)
    {
        if (parse.GetValue(_count) is not { } count)
            return null;
        SampledReport.RequireMeasurable(split);
        return count is >= 1 and <= 10_000_000
            ? count
            : throw new RecipeException($"--sampled is {count}; it has to be between 1 and 10000000 texts.");
    }

    /// <summary>Samples texts and measures them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">Its dataset. Where the model knows labels, each text is written under that of a training text.</param>
    /// <param name="split">The split with the real texts.</param>
    /// <param name="count">How many texts.</param>
    /// <param name="seed">The seed of all draws.</param>
    /// <param name="progress">Told the share that is sampled.</param>
    /// <param name="cancellation">Stops between words.</param>
    public static SampledReport Measure(
        TrainedModel model, Dataset dataset, Split split, int count, long seed, IProgress<double> progress,
        CancellationToken cancellation)
    {
        var options = new DecodingOptions
        {
            Strategy = DecodingStrategy.Sample,
            Seed = seed,
            MaximumLength = LongestOf(Enumerable.Range(0, dataset.Train.Count).Select(dataset.Train.LengthOf)),
        };
        using var generator = new TextGenerator(model.Model, options);
        var texts = new List<int[]>(count);
        foreach (var text in generator.Sample(count, model.Labels.Count > 0 ? LabelsOf(dataset, count, seed) : null, cancellation: cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            texts.Add(text.Words);
            progress.Report((double)texts.Count / count);
        }

        return SampledReport.Of(dataset, split, texts, seed, cancellation);
    }

    /// <summary>
    /// How long a sampled text may be: texts that the model would go on with are cut only where hardly any real one is as long.
    /// </summary>
    /// <param name="lengths">Words of each training text.</param>
    internal static int LongestOf(IEnumerable<int> lengths) => Math.Clamp(lengths.DefaultIfEmpty().Max(), 1, MostWords);

    private static int[] LabelsOf(Dataset dataset, int count, long seed)
    {
        int[] labels = [.. dataset.LabelsOf(Split.Train).ToArray().Where(label => label >= 0)];
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, count).Select(_ => labels[random.NextInt(labels.Length)])];
    }
}
