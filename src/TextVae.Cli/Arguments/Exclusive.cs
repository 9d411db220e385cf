using System.CommandLine;
using System.CommandLine.Parsing;

namespace TextVae.Cli.Arguments;

/// <summary>Options that say what a command does instead of its work, so that others would do nothing beside them.</summary>
internal static class Exclusive
{
    /// <summary>Refuses others beside such an option.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="mode">The option, which was typed.</param>
    /// <param name="others">What must not stand beside it.</param>
    /// <exception cref="RecipeException">One of them does.</exception>
    public static void RequireNone(ParseResult parse, Option mode, params Symbol[] others)
    {
        foreach (var other in others)
        {
            var isGiven = parse.GetResult(other) switch
            {
                OptionResult option => !option.Implicit,
                ArgumentResult argument => argument.Tokens.Count > 0,
                _ => false,
            };
            if (isGiven)
                throw new RecipeException($"{mode.Name} does not go together with {other.Name}: it trains nothing. Leave one of them away.");
        }
    }
}
