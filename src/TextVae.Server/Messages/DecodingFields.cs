using System.Text.Json;
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
        var (standard, strategy) = (new DecodingOptions(), StrategyOrNull ?? Standard);
        return new DecodingOptions
        {
            Strategy = strategy,
            Beam = Beam ?? (strategy == DecodingStrategy.Beam
                ? Math.Max(Math.Min(server.Beam, server.MaxBeam), Hypotheses ?? 1)
                : standard.Beam),
            Groups = Groups ?? standard.Groups,
            Diversity = Diversity ?? standard.Diversity,
            Hypotheses = Hypotheses ?? standard.Hypotheses,
            Temperature = Temperature ?? standard.Temperature,
            TopK = TopK ?? standard.TopK,
            TopP = TopP ?? standard.TopP,
            Candidates = Candidates ?? (strategy == DecodingStrategy.MinimumBayesRisk
                ? Math.Min(standard.Candidates, server.MaxBeam)
                : standard.Candidates),
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
            yield return $"The field 'strategy' is '{Bounds.Cut(Strategy!)}'; it has to be {string.Join(", ", Named.Keys.SkipLast(1))} or {Named.Keys.Last()}.";
        if (Diversity is not null && options.Groups == 1)
            yield return "The field 'diversity' is a penalty between groups of a beam; say how many there are with 'groups'.";
        // What the library allows is more than one client should have of a model that others use too.
        (string Name, int? Value, int Most)[] limits =
        [
            ("beam", Beam, server.MaxBeam), ("hypotheses", Hypotheses, server.MaxBeam), ("candidates", Candidates, server.MaxBeam),
            ("max_length", MaxLength, server.MaxLength), ("forbid", Forbid?.Count, server.MaxTexts), ("require", Require?.Count, server.MaxTexts),
        ];
        foreach (var (name, value, most) in limits.Where(limit => limit.Value > limit.Most))
            yield return $"The field '{name}' asks for {value}; this server allows {most}.";
        // The library's own limits of the same fields are wider, and would only confuse.
        var bounded = options with
        {
            Beam = Beam > server.MaxBeam ? server.MaxBeam : options.Beam,
            Hypotheses = Hypotheses > server.MaxBeam ? 1 : options.Hypotheses,
            Candidates = Candidates > server.MaxBeam ? server.MaxBeam : options.Candidates,
            MaximumLength = MaxLength > server.MaxLength ? server.MaxLength : options.MaximumLength,
        };
        var idle = StrategyChoice.Problems(options.Strategy!.Value, Given, NameOf);
        foreach (var problem in idle.Concat(bounded.Problems(NameOf)).Distinct(StringComparer.Ordinal))
            yield return problem;
        if ((Forbid ?? []).Concat(Require ?? []).Contains(null))
            yield return "The fields 'forbid' and 'require' have null in them; they have to be lists of words.";
    }

    private static Dictionary<string, DecodingStrategy> Named { get; } =
        Enum.GetValues<DecodingStrategy>().ToDictionary(strategy => ChoiceName.Of(strategy), StringComparer.Ordinal);

    // Without a name, the fields that only some strategies have ask for one.
    private DecodingStrategy? StrategyOrNull => Strategy is null
        ? StrategyChoice.AskedFor(Given) ?? Standard
        : Named.TryGetValue(Strategy, out var strategy) ? strategy : null;

    private string[] Given
    {
        get
        {
            (string Option, bool IsGiven)[] all =
            [
                (nameof(DecodingOptions.Beam), Beam is not null), (nameof(DecodingOptions.Groups), Groups is not null),
                (nameof(DecodingOptions.Diversity), Diversity is not null), (nameof(DecodingOptions.Hypotheses), Hypotheses is not null),
                (nameof(DecodingOptions.LengthPower), LengthPower is not null), (nameof(DecodingOptions.Required), Require is { Count: > 0 }),
                (nameof(DecodingOptions.Candidates), Candidates is not null), (nameof(DecodingOptions.Temperature), Temperature is not null),
                (nameof(DecodingOptions.TopK), TopK is not null), (nameof(DecodingOptions.TopP), TopP is not null),
            ];
            return [.. all.Where(option => option.IsGiven).Select(option => option.Option)];
        }
    }

    private static string NameOf(string option) =>
        $"The field '{(option == nameof(DecodingOptions.Required) ? "require" : JsonNamingPolicy.SnakeCaseLower.ConvertName(option))}'";
}
