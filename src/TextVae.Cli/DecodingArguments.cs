using System.CommandLine;
using TextVae.Generation;

namespace TextVae.Cli;

/// <summary>The options that say how z becomes text, the same for every command that decodes.</summary>
internal sealed class DecodingArguments
{
    private readonly Option<DecodingStrategy> _strategy;
    private readonly Option<int?> _beam = new("--beam")
    {
        Description = "Hypotheses of the beam (default: the recipe's evaluation.beam, or 16).",
        HelpName = "K",
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

    public DecodingArguments(Command command, string standard)
    {
        _strategy = Choices.Option(
            "--strategy", "How words are chosen", standard,
            ("greedy", DecodingStrategy.Greedy), ("sample", DecodingStrategy.Sample), ("beam", DecodingStrategy.Beam));
        foreach (var option in new Option[] { _strategy, _beam, _temperature, _lengthPower, _maximumLength, _seed })
            command.Options.Add(option);
    }

    /// <summary>The options as given; a width of the beam alone asks for a beam.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="standardBeam">The width that a beam has when none was typed.</param>
    public DecodingOptions Of(ParseResult parse, int standardBeam)
    {
        var beam = parse.GetValue(_beam);
        var isNamed = parse.GetResult(_strategy) is { Implicit: false };
        return new DecodingOptions
        {
            Strategy = beam is not null && !isNamed ? DecodingStrategy.Beam : parse.GetValue(_strategy),
            Beam = beam ?? standardBeam,
            Temperature = parse.GetValue(_temperature),
            LengthPower = parse.GetValue(_lengthPower),
            MaximumLength = parse.GetValue(_maximumLength),
            Seed = parse.GetValue(_seed),
        };
    }
}
