using System.CommandLine;
using TextVae.Cli.Inputs;
using TextVae.Generation;
using TextVae.Runs;

namespace TextVae.Cli.Arguments;

/// <summary>The options that say how z becomes text, the same for every command that decodes.</summary>
internal sealed class DecodingArguments
{
    private static readonly (string Name, DecodingStrategy Value)[] Strategies =
        Array.ConvertAll(Enum.GetValues<DecodingStrategy>(), strategy => (ChoiceName.Of(strategy), strategy));

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

    private readonly Option<int> _topK = new("--top-k")
    {
        Description = "Draw among the K most probable words only (default: among all).",
        DefaultValueFactory = _ => new DecodingOptions().TopK,
        HelpName = "K",
    };

    private readonly Option<double> _topP = new("--top-p")
    {
        Description = "Draw among the fewest words that hold this probability: nucleus sampling (default: among all).",
        DefaultValueFactory = _ => new DecodingOptions().TopP,
        HelpName = "P",
    };

    private readonly Option<int> _candidates = new("--candidates")
    {
        Description = "Texts that --strategy mbr draws, to give the one most like all others.",
        DefaultValueFactory = _ => new DecodingOptions().Candidates,
        HelpName = "N",
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

    private readonly Option<int> _minimumLength = new("--min-length")
    {
        Description = "The fewest words of a text.",
        DefaultValueFactory = _ => new DecodingOptions().MinimumLength,
        HelpName = "N",
    };

    private readonly Option<int> _noRepeatNgram = new("--no-repeat-ngram")
    {
        Description = "Have no N words in a row twice in a text (default: as the model likes).",
        DefaultValueFactory = _ => new DecodingOptions().NoRepeatNgram,
        HelpName = "N",
    };

    private readonly Option<string[]> _forbidden = new("--forbid")
    {
        Description = "A word that no text may have, once or several times; <unk> is the unknown word.",
        HelpName = "WORD",
    };

    private readonly Option<string[]> _required = new("--require")
    {
        Description = "A word that every text of a beam has to have, once or several times.",
        HelpName = "WORD",
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
        _strategy = Choices.Option("--strategy", "How words are chosen", standard, Strategies);
        _options =
        [
            _strategy, _beam, _groups, _diversity, .. hasLists ? [_hypotheses] : Array.Empty<Option>(), _temperature,
            _topK, _topP, _candidates, _lengthPower, _minimumLength, _maximumLength, _noRepeatNgram, _forbidden, _required, _seed,
        ];
        foreach (var option in _options)
            command.Options.Add(option);
    }

    /// <summary>The first of the options that was typed; null if none was.</summary>
    public string? FirstTyped(ParseResult parse) =>
        _options.FirstOrDefault(option => IsTyped(parse, option))?.Name;

    /// <summary>
    /// The options as given. Without a strategy those that only one can have ask for it: a width of the beam, groups, several texts,
    /// a length power and required words for a beam, candidates for minimum Bayes risk, a temperature and fewer words to draw among for
    /// sampling. What the strategy has no use for is refused.
    /// </summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="standardBeam">The width that a beam has when none was typed.</param>
    /// <param name="model">The model, whose words may be forbidden or required.</param>
    /// <exception cref="RecipeException">There is a diversity, and nothing that could be diverse, or an option of another strategy, or
    /// the model does not know a word.</exception>
    public DecodingOptions Of(ParseResult parse, int standardBeam, TrainedModel model)
    {
        if (IsTyped(parse, _diversity) && parse.GetValue(_groups) == 1)
            throw new RecipeException("--diversity is a penalty between groups of a beam. Say how many there are with --groups.");
        var strategy = StrategyOf(parse);
        var (forbidden, required) = (WordsOf(parse, _forbidden, model), WordsOf(parse, _required, model));
        if (forbidden.Intersect(required).ToArray() is [var both, ..])
            throw new RecipeException($"The word '{model.Vocabulary[both]}' is both forbidden and required.");
        return new DecodingOptions
        {
            Strategy = strategy,
            Beam = parse.GetValue(_beam) ?? (strategy == DecodingStrategy.Beam ? standardBeam : new DecodingOptions().Beam),
            Groups = parse.GetValue(_groups),
            Diversity = parse.GetValue(_diversity),
            Hypotheses = IsTyped(parse, _hypotheses) ? parse.GetValue(_hypotheses) : new DecodingOptions().Hypotheses,
            Temperature = parse.GetValue(_temperature),
            TopK = parse.GetValue(_topK),
            TopP = parse.GetValue(_topP),
            Candidates = parse.GetValue(_candidates),
            LengthPower = parse.GetValue(_lengthPower),
            MinimumLength = parse.GetValue(_minimumLength),
            MaximumLength = parse.GetValue(_maximumLength),
            NoRepeatNgram = parse.GetValue(_noRepeatNgram),
            Forbidden = forbidden,
            Required = required,
            Seed = parse.GetValue(_seed),
        };
    }

    /// <inheritdoc cref="Of(ParseResult, int, TrainedModel)"/>
    /// <param name="parse">What was typed.</param>
    /// <param name="folder">The run folder, or the model's, whose recipe says how wide a beam is when no width was typed.</param>
    /// <param name="model">The model, whose words may be forbidden or required.</param>
    public DecodingOptions Of(ParseResult parse, string folder, TextVaeModel model) =>
        model.Run(trained => Of(parse, RunRecipe.Evaluation(folder).Beam, trained));

    // By the names that StrategyChoice knows; what is typed counts, even where it is the standard value.
    private (string Name, Option Option)[] OfStrategies =>
    [
        (nameof(DecodingOptions.Beam), _beam), (nameof(DecodingOptions.Groups), _groups), (nameof(DecodingOptions.Diversity), _diversity),
        (nameof(DecodingOptions.Hypotheses), _hypotheses), (nameof(DecodingOptions.LengthPower), _lengthPower),
        (nameof(DecodingOptions.Required), _required), (nameof(DecodingOptions.Candidates), _candidates),
        (nameof(DecodingOptions.Temperature), _temperature), (nameof(DecodingOptions.TopK), _topK), (nameof(DecodingOptions.TopP), _topP),
    ];

    private DecodingStrategy StrategyOf(ParseResult parse)
    {
        string[] typed = [.. OfStrategies.Where(option => IsTyped(parse, option.Option)).Select(option => option.Name)];
        var strategy = IsTyped(parse, _strategy) ? parse.GetValue(_strategy) : StrategyChoice.AskedFor(typed) ?? parse.GetValue(_strategy);
        var idle = StrategyChoice.Problems(strategy, typed, name => OfStrategies.Single(option => option.Name == name).Option.Name);
        return idle.FirstOrDefault() is { } problem ? throw new RecipeException(problem) : strategy;
    }

    private static int[] WordsOf(ParseResult parse, Option<string[]> option, TrainedModel model) =>
        [.. (parse.GetValue(option) ?? []).Select(model.WordOf).Distinct()];

    private static bool IsTyped(ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };
}
