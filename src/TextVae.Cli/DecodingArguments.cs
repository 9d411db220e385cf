using System.CommandLine;
using TextVae.Generation;

namespace TextVae.Cli;

/// <summary>The options that say how z becomes text, the same for every command that decodes.</summary>
internal sealed class DecodingArguments
{
    private readonly Option[] _options;
    private readonly Option<DecodingStrategy> _strategy;
    private readonly Option<int?> _beam = new("--beam")
    {
        Description = "Hypotheses of the beam (default: the recipe's evaluation.beam, or 16).",
        HelpName = "K",
    };

    private readonly Option<int> _groups = new("--groups")
    {
        Description = "Groups that the beam is divided into, each kept from the words of the others: diverse beam search.",
        DefaultValueFactory = _ => new DecodingOptions().Groups,
        HelpName = "G",
    };

    private readonly Option<double> _diversity = new("--diversity")
    {
        Description = "With --groups: nats that a word costs for each hypothesis of an earlier group with the same word there.",
        DefaultValueFactory = _ => new DecodingOptions().Diversity,
        HelpName = "λ",
    };

    private readonly Option<int> _hypotheses = new("--hypotheses")
    {
        Description = "Texts of each vector that a beam gives, the best first.",
        DefaultValueFactory = _ => new DecodingOptions().Hypotheses,
        HelpName = "N",
    };

    private readonly Option<double> _temperature = new("--temperature")
    {
        Description = "The temperature of sampling.",
        DefaultValueFactory = _ => new DecodingOptions().Temperature,
        HelpName = "T",
    };

    private readonly Option<double> _lengthPower = new("--length-power")
    {
        Description = "Beam hypotheses are compared by ln p / tokens^A: 0 prefers short texts, 1 the mean of the tokens.",
        DefaultValueFactory = _ => new DecodingOptions().LengthPower,
        HelpName = "A",
    };

    private readonly Option<int> _maximumLength = new("--max-length")
    {
        Description = "The most words of a text.",
        DefaultValueFactory = _ => new DecodingOptions().MaximumLength,
        HelpName = "N",
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "The seed of draws.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="standard">The name of the strategy when none is typed.</param>
    /// <param name="hasLists">Whether the command can use several texts of a vector.</param>
    public DecodingArguments(Command command, string standard, bool hasLists)
    {
        _strategy = Choices.Option(
            "--strategy", "How words are chosen", standard,
            ("greedy", DecodingStrategy.Greedy), ("sample", DecodingStrategy.Sample), ("beam", DecodingStrategy.Beam));
        _options =
        [
            _strategy, _beam, _groups, _diversity, .. hasLists ? [_hypotheses] : Array.Empty<Option>(), _temperature,
            _lengthPower, _maximumLength, _seed,
        ];
        foreach (var option in _options)
            command.Options.Add(option);
    }

    /// <summary>The first of the options that was typed; null if none was.</summary>
    public string? FirstTyped(ParseResult parse) =>
        _options.FirstOrDefault(option => IsTyped(parse, option))?.Name;

    /// <summary>The options as given; a width of the beam, groups or several texts alone ask for a beam.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="standardBeam">The width that a beam has when none was typed.</param>
    /// <exception cref="RecipeException">There is a diversity, and nothing that could be diverse.</exception>
    public DecodingOptions Of(ParseResult parse, int standardBeam)
    {
        if (IsTyped(parse, _diversity) && parse.GetValue(_groups) == 1)
            throw new RecipeException("--diversity is a penalty between groups of a beam. Say how many there are with --groups.");
        var asksForBeam = !IsTyped(parse, _strategy)
            && (IsTyped(parse, _beam) || IsTyped(parse, _groups) || IsTyped(parse, _hypotheses));
        return new DecodingOptions
        {
            Strategy = asksForBeam ? DecodingStrategy.Beam : parse.GetValue(_strategy),
            Beam = parse.GetValue(_beam) ?? standardBeam,
            Groups = parse.GetValue(_groups),
            Diversity = parse.GetValue(_diversity),
            Hypotheses = IsTyped(parse, _hypotheses) ? parse.GetValue(_hypotheses) : new DecodingOptions().Hypotheses,
            Temperature = parse.GetValue(_temperature),
            LengthPower = parse.GetValue(_lengthPower),
            MaximumLength = parse.GetValue(_maximumLength),
            Seed = parse.GetValue(_seed),
        };
    }

    private static bool IsTyped(ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };
}
