using TextVae.Generation;

namespace TextVae.Server.Messages;

/// <summary>Two texts between which the model is to find others.</summary>
internal sealed record InterpolateQuestion : DecodingFields, IQuestion
{
    /// <summary>The first text.</summary>
    public required string From { get; init; }

    /// <summary>The last text.</summary>
    public required string To { get; init; }

    /// <summary>How many vectors, both ends among them (default: 10).</summary>
    public int? Steps { get; init; }

    /// <summary>The straight line, "linear" (default), or the arc, "spherical".</summary>
    public string? Path { get; init; }

    /// <summary>Whether a text that is the same as the one before it stays.</summary>
    public bool? KeepDuplicates { get; init; }

    /// <summary>The label the texts are read and written under, for a model that knows labels.</summary>
    public string? Label { get; init; }

    protected override DecodingStrategy Standard => DecodingStrategy.Beam;

    /// <summary>How many, whether or not it was said.</summary>
    internal int Vectors => Steps ?? 10;

    int IQuestion.Count => Vectors;

    internal PathKind? Kind => Path switch
    {
        null or "linear" => PathKind.Linear,
        "spherical" => PathKind.Spherical,
        _ => null,
    };

    IEnumerable<string> IQuestion.Problems(ServedModel served) =>
    [
        .. served.RefusalOf("interpolate"), .. TextProblems.Of([From, To], served.Options),
        .. Bounds.Of("steps", Vectors, 2, Math.Max(2, served.Options.MaxTexts)),
        .. Kind is null ? [$"The field 'path' is '{Bounds.Cut(Path!)}'; it has to be linear or spherical."] : Array.Empty<string>(),
        .. served.ProblemsOfLabel(Label), .. ProblemsOfDecoding(served.Options),
        .. Hypotheses > 1 ? ["The field 'hypotheses' is for vectors that are given; each step is one text."] : Array.Empty<string>(),
    ];
}
