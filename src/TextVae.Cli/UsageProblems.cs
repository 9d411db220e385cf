using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace TextVae.Cli;

/// <summary>What is wrong with a command line, in the words of this command: the parser has types of .NET in its own.</summary>
internal static partial class UsageProblems
{
    /// <summary>A sentence or a few.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="action">What the parser would do about it.</param>
    public static string Of(ParseResult parse, ParseErrorAction action)
    {
        var suggestions = new StringWriter();
        action.ShowHelp = false;
        parse.Invoke(new() { Output = suggestions, Error = TextWriter.Null });
        var command = parse.CommandResult.Command;
        // Of a command that is not there, no argument can be judged.
        var isUnknown = command is RootCommand && parse.Errors.Count > 0 && parse.UnmatchedTokens.Count > 0;
        var problems = parse.Errors.Take(isUnknown ? 1 : int.MaxValue).Select(problem => InOwnWords(problem.Message, command));
        var meant = Suggestion.Matches(suggestions.ToString()).Select(match => match.Value).Take(isUnknown ? 1 : int.MaxValue);
        return string.Join('\n', problems.Concat(meant));
    }

    private static string InOwnWords(string message, Command command)
    {
        if (NoValue.Match(message) is { Success: true } value)
        {
            var kind = value.Groups["type"].Value switch
            {
                var type when type.Contains("Int32", StringComparison.Ordinal) => FormattableString.Invariant($"a whole number of at most {int.MaxValue}"),
                var type when type.Contains("Int64", StringComparison.Ordinal) => "a whole number",
                var type when type.Contains("Double", StringComparison.Ordinal) => "a number",
                _ => "something else",
            };
            return $"{value.Groups["option"].Value} is '{value.Groups["given"].Value}'; it has to be {kind}.";
        }

        if (message == "Required command was not provided.")
            return $"`textvae {command.Name}` needs one of {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}.";
        return MissingOption.Match(message) is { Success: true } missing
            ? $"{missing.Groups["option"].Value} is missing; `textvae {command.Name} --help` says what it is."
            : message;
    }

    [GeneratedRegex("^Cannot parse argument '(?<given>.*)' for (option|command) '(?<option>.*)' as expected type '(?<type>.*)'\\.$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoValue { get; }

    [GeneratedRegex("^Option '(?<option>.*)' is required\\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingOption { get; }

    // The name that was not matched, and each of those that were meant on a line of its own.
    [GeneratedRegex("^'.*' was not matched\\..*(\\r?\\n(?!').+)*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Suggestion { get; }
}
