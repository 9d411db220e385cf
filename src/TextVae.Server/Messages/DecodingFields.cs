using System.Text.Json.Serialization;
using TextVae.Generation;

namespace TextVae.Server.Messages;

/// <summary>The fields that say how z becomes text: the options of the command line, all of them optional.</summary>
internal abstract record DecodingFields
{
    /// <summary>
    /// How words are chosen: "greedy", "sample", "beam" or "mbr". Left out, it is what the other fields ask for, else "sample" for
    /// samples and "beam" for all else.
    /// </summary>
    public string? Strategy { get; init; }

    /// <summary>Hypotheses of the beam (default: as the model's recipe evaluates, or 16).</summary>
    public int? Beam { get; init; }

    /// <summary>Groups that the beam is divided into: diverse beam search (default: 1).</summary>
    public int? Groups { get; init; }

    /// <summary>With groups: nats that a word costs for each hypothesis of an earlier group with the same word there.</summary>
    public double? Diversity { get; init; }

    /// <summary>Texts of each vector that a beam gives, the best first (default: 1).</summary>
    public int? Hypotheses { get; init; }

    /// <summary>The temperature of draws (default: 1).</summary>
    public double? Temperature { get; init; }

    /// <summary>Draws are among the most probable words only, so many (default: 0, all).</summary>
    public int? TopK { get; init; }

    /// <summary>Draws are among the fewest words that hold this probability (default: 1, all).</summary>
    public double? TopP { get; init; }

    /// <summary>Texts that "mbr" draws (default: 32).</summary>
    public int? Candidates { get; init; }

    /// <summary>Beam hypotheses are compared by ln p / tokens^a (default: 1).</summary>
    public double? LengthPower { get; init; }

    /// <summary>The fewest words of a text (default: 0).</summary>
    public int? MinLength { get; init; }

    /// <summary>The most words of a text (default: 200, or what the server allows).</summary>
    public int? MaxLength { get; init; }

    /// <summary>No so many words in a row are twice in a text (default: 0, as the model likes).</summary>
    public int? NoRepeatNgram { get; init; }

    /// <summary>Words that no text may have.</summary>
    public IReadOnlyList<string>? Forbid { get; init; }

    /// <summary>Words that every text of a beam has to have.</summary>
    public IReadOnlyList<string>? Require { get; init; }

    /// <summary>The seed of draws (default: 1).</summary>
    public long? Seed { get; init; }

    /// <summary>The strategy where nothing asks for one.</summary>
    [JsonIgnore]
    protected abstract DecodingStrategy Standard { get; }

    /// <summary>The options, but for words that are forbidden or required: only the model knows their ids.</summary>
    public DecodingOptions ToOptions(ServerOptions server)
    {
        var standard = new DecodingOptions();
        return new DecodingOptions
        {
            Strategy = StrategyOrNull ?? Standard,
            Beam = Beam ?? Math.Max(Math.Min(server.Beam, server.MaxBeam), Hypotheses ?? 1),
            Groups = Groups ?? standard.Groups,
            Diversity = Diversity ?? standard.Diversity,
            Hypotheses = Hypotheses ?? standard.Hypotheses,
            Temperature = Temperature ?? standard.Temperature,
            TopK = TopK ?? standard.TopK,
            TopP = TopP ?? standard.TopP,
            Candidates = Candidates ?? Math.Min(standard.Candidates, server.MaxBeam),
            LengthPower = LengthPower ?? standard.LengthPower,
            MinimumLength = MinLength ?? standard.MinimumLength,
            MaximumLength = MaxLength ?? Math.Min(standard.MaximumLength, server.MaxLength),
            NoRepeatNgram = NoRepeatNgram ?? standard.NoRepeatNgram,
            Seed = Seed ?? standard.Seed,
        };
    }

    /// <summary>All that is wrong with them, but for words.</summary>
    protected IEnumerable<string> ProblemsOfDecoding(ServerOptions server)
    {
        var options = ToOptions(server);
        if (StrategyOrNull is null)
            yield return $"The field 'strategy' is '{Bounds.Cut(Strategy!)}'; it has to be greedy, sample, beam or mbr.";
        if (Diversity is not null && options.Groups == 1)
            yield return "The field 'diversity' is a penalty between groups of a beam; say how many there are with 'groups'.";
        foreach (var problem in options.Problems())
            yield return problem;
        // What the library allows is more than one client should have of a model that others use too.
        (string Name, int? Value, int Most)[] limits =
        [
            ("beam", Beam, server.MaxBeam), ("hypotheses", Hypotheses, server.MaxBeam), ("candidates", Candidates, server.MaxBeam),
            ("max_length", MaxLength, server.MaxLength), ("forbid", Forbid?.Count, server.MaxTexts), ("require", Require?.Count, server.MaxTexts),
        ];
        foreach (var (name, value, most) in limits)
        {
            if (value > most)
                yield return $"The field '{name}' asks for {value}; this server allows {most}.";
        }

        if ((Forbid ?? []).Concat(Require ?? []).Contains(null))
            yield return "The fields 'forbid' and 'require' have null in them; they have to be lists of words.";
    }

    // Without a name, the fields that only one strategy can have ask for it, as on the command line.
    private DecodingStrategy? StrategyOrNull => Strategy switch
    {
        "greedy" => DecodingStrategy.Greedy,
        "sample" => DecodingStrategy.Sample,
        "beam" => DecodingStrategy.Beam,
        "mbr" => DecodingStrategy.MinimumBayesRisk,
        not null => null,
        null when Beam is not null || Groups is not null || Hypotheses is not null || Require is { Count: > 0 } => DecodingStrategy.Beam,
        null when Candidates is not null => DecodingStrategy.MinimumBayesRisk,
        null when TopK is not null || TopP is not null => DecodingStrategy.Sample,
        null => Standard,
    };
}
