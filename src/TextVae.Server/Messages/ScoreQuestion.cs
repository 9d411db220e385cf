namespace TextVae.Server.Messages;

/// <summary>Texts whose likelihoods are asked for.</summary>
internal sealed record ScoreQuestion : IQuestion
{
    /// <summary>Texts as they are.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>The label of the texts, for a model that knows labels.</summary>
    public string? Label { get; init; }

    /// <summary>Samples of z behind the bound (default: 10).</summary>
    public int? Samples { get; init; }

    /// <summary>Samples of the importance-weighted estimate (default: 0, without it).</summary>
    public int? ImportanceSamples { get; init; }

    /// <summary>Whether each word's surprise is told, and the attention paid to it (default: true).</summary>
    public bool? Words { get; init; }

    /// <summary>The seed of the noise (default: 1).</summary>
    public long? Seed { get; init; }

    int IQuestion.Count => Texts.Count;

    public ScoreOptions ToOptions()
    {
        var standard = new ScoreOptions();
        return new ScoreOptions
        {
            Samples = Samples ?? standard.Samples,
            ImportanceSamples = ImportanceSamples ?? standard.ImportanceSamples,
            Words = Words ?? standard.Words,
            Seed = Seed ?? standard.Seed,
        };
    }

    IEnumerable<string> IQuestion.Problems(ServedModel served)
    {
        var (options, most) = (ToOptions(), served.Options.MaxSamples);
        return
        [
            .. TextProblems.Of(Texts, served.Options), .. served.ProblemsOfLabel(Label),
            .. Bounds.Of("samples", options.Samples, 1, most), .. Bounds.Of("importance_samples", options.ImportanceSamples, 0, most),
        ];
    }
}
