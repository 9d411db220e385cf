using TextVae.Corpus;
using TextVae.Runs;

namespace TextVae.Server;

/// <summary>
/// The run of a served model: what the page shows of its training, and the texts that the model is looked at with. Nobody may dispose
/// the dataset before the server has ended.
/// </summary>
public sealed record ServedRun
{
    /// <summary>The most texts that are encoded when nobody says another number.</summary>
    public const int StandardTexts = 20_000;

    /// <summary>The run folder; null for a model folder by itself.</summary>
    public RunFolder? Folder { get; init; }

    /// <summary>The dataset of the model; null where it is not to be had, and then texts that the model writes stand for it.</summary>
    public Dataset? Dataset { get; init; }

    /// <summary>Why there is no dataset, as sentences.</summary>
    public string? WhyNoDataset { get; init; }

    /// <summary>The split whose texts are encoded.</summary>
    public Split Split { get; init; } = Split.Train;

    /// <summary>The most of them.</summary>
    public int Texts { get; init; } = StandardTexts;

    /// <summary>Everything that is wrong with it, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Texts is < 2 or > 1_000_000)
            yield return $"The most texts to encode are {Texts}; they have to be between 2 and 1000000.";
    }
}
