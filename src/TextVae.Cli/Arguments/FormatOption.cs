using System.CommandLine;
using TextVae.Corpus;

namespace TextVae.Cli.Arguments;

/// <summary>The option that says how texts are written down: it takes every format that can be read.</summary>
internal static class FormatOption
{
    private static readonly (string Name, TextFormat Value)[] Formats =
        Array.ConvertAll(Enum.GetValues<TextFormat>(), format => (ChoiceName.Of(format), format));

    /// <summary>The option.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">Whose format it is, without a full stop; the default is added.</param>
    public static Option<TextFormat> Create(string name, string description) =>
        Choices.Option(name, description, ChoiceName.Of(TextFormat.Auto), Formats);
}
