using System.CommandLine;
using TextVae.Corpus;

namespace TextVae.Cli.Arguments;

/// <summary><c>--split</c>, the same for every command that works on a split of a dataset.</summary>
internal static class SplitOption
{
    private const string Name = "--split";

    private static readonly (string Name, Split Value)[] Splits =
        Array.ConvertAll(Enum.GetValues<Split>(), split => (ChoiceName.Of(split), split));

    /// <summary>The option.</summary>
    /// <param name="description">What the split is for, without a full stop; the default is added.</param>
    /// <param name="standard">The split that is taken when the option is left out.</param>
    public static Option<Split> Create(string description, Split standard) =>
        Choices.Option(Name, description, ChoiceName.Of(standard), Splits);

    /// <summary>The same for a command that can do without a split; null where the option is left out.</summary>
    /// <param name="description">What the split is for, without a full stop.</param>
    /// <param name="name">The option, with its dashes, where a command has another for other texts.</param>
    public static Option<Split?> CreateOptional(string description, string name = Name) => Choices.OptionalOption(name, description, Splits);
}
