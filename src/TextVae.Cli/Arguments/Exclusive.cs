using System.CommandLine;
using System.CommandLine.Parsing;

namespace TextVae.Cli.Arguments;

/// <summary>Options beside or without which others would do nothing.</summary>
internal static class Exclusive
{
    /// <summary>Whether an option or an argument was typed.</summary>
    public static bool IsTyped(ParseResult parse, Symbol symbol) => parse.GetResult(symbol) switch
    {
        OptionResult option => !option.Implicit,
        ArgumentResult argument => argument.Tokens.Count > 0,
        _ => false,
    };

    /// <summary>Refuses others beside an option that says what a command does instead of its work.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="mode">The option, which was typed.</param>
    /// <param name="others">What must not stand beside it.</param>
    /// <exception cref="RecipeException">One of them does.</exception>
    public static void RequireNone(ParseResult parse, Option mode, params Symbol[] others) =>
        RequireNone(parse, mode, "it trains nothing", others);

    /// <inheritdoc cref="RequireNone(ParseResult, Option, Symbol[])"/>
    /// <param name="parse">What was typed.</param>
    /// <param name="mode">The option, which was typed.</param>
    /// <param name="why">Why the others would do nothing, without a full stop.</param>
    /// <param name="others">What must not stand beside it.</param>
    public static void RequireNone(ParseResult parse, Option mode, string why, params Symbol[] others)
    {
        if (others.FirstOrDefault(other => IsTyped(parse, other)) is { } idle)
            throw new RecipeException($"{mode.Name} does not go together with {idle.Name}: {why}. Leave one of them away.");
    }

    /// <summary>Refuses an option without the one that it needs.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="option">The option.</param>
    /// <param name="needed">What has to stand beside it.</param>
    /// <param name="why">What it would be for and why it does nothing, to go behind its name, without a full stop.</param>
    /// <exception cref="RecipeException">It was typed alone.</exception>
    public static void RequireWith(ParseResult parse, Option option, Option needed, string why)
    {
        if (IsTyped(parse, option) && !IsTyped(parse, needed))
            throw new RecipeException($"{option.Name} {why}. Add {needed.Name}, or leave {option.Name} away.");
    }
}
