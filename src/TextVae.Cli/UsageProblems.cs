using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace TextVae.Cli;

/// <summary>What is wrong with a command line, in the words of this command: the parser has types of .NET in its own.</summary>
internal static partial class UsageProblems
{
    /// <summary>A sentence or a few; none where all is well.</summary>
    /// <param name="parse">What was typed.</param>
    public static IReadOnlyList<string> Of(ParseResult parse)
    {
        // Help and the version are shown whatever stands beside them.
        if (parse.Action is not ParseErrorAction && parse.Action != parse.CommandResult.Command.Action)
            return [];
        // What is meant by the rest cannot be judged before a command and its options are what they should be.
        if (Unknown(parse) is { } unknown)
            return [unknown];
        return Mistyped(parse) is { Count: > 0 } mistyped ? mistyped : [.. Others(parse)];
    }

    private static string? Unknown(ParseResult parse)
    {
        var (command, path) = (parse.CommandResult.Command, CommandPath.Of(parse.CommandResult));
        if (command.Subcommands.Count == 0 || parse.UnmatchedTokens is not [var typed, ..] || IsLikeOption(typed))
            return null;
        string[] names = [.. command.Subcommands.Select(sub => sub.Name)];
        return $"`{path}` has no command '{typed}'" + Suggested(NearNames.Of(typed, names), $"; it has {string.Join(", ", names)}.");
    }

    /// <summary>
    /// What looks like an option and is none: it would be taken for a text, a vector or a file. Behind -- nothing is an option.
    /// </summary>
    private static List<string> Mistyped(ParseResult parse)
    {
        var (result, path) = (parse.CommandResult, CommandPath.Of(parse.CommandResult));
        var meant = parse.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value).ToHashSet();
        var arguments = result.Tokens.Select(token => token.Value).Where(IsLikeOption).ToHashSet();
        var names = arguments.Concat(parse.UnmatchedTokens.Where(IsLikeOption)).Where(given => !meant.Contains(given))
            .Select(given => given.Split('=', ':')[0]).Distinct();
        var problems = names.Select(name => $"'{name}' is no option of `{path}`"
            + Suggested(NearNames.Of(name, OptionsOf(result)), $"; `{path} --help` lists those that there are.")).ToList();
        if (problems.Count > 0 && arguments.Count > 0)
            problems.Add("Arguments that begin with a dash come after --.");
        return problems;
    }

    // Numbers and vectors begin with a dash too, and a dash alone is stdin.
    private static bool IsLikeOption(string given) => given.Length > 1 && given[0] == '-' && !char.IsAsciiDigit(given[1]) && given[1] != '.';

    private static IEnumerable<string> OptionsOf(CommandResult result)
    {
        var own = result.Command.Options.Where(option => !option.Hidden).Select(option => option.Name);
        for (var above = result.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
            own = own.Concat(above.Command.Options.Where(option => option is { Recursive: true, Hidden: false }).Select(option => option.Name));
        return own;
    }

    private static string Suggested(IReadOnlyList<string> near, string otherwise) =>
        near.Count == 0 ? otherwise : $". Did you mean {string.Join(" or ", near)}?";

    private static IEnumerable<string> Others(ParseResult parse)
    {
        var path = CommandPath.Of(parse.CommandResult);
        if (parse.UnmatchedTokens is { Count: > 0 } superfluous)
            yield return $"`{path}` has no place for {string.Join(", ", superfluous.Select(given => $"'{given}'"))}.";
        string[] messages = [.. parse.Errors.Select(error => error.Message).Where(message => !Superfluous.IsMatch(message))];
        // What stands without a name comes first, as in the help.
        string[] missing = [.. messages.Select(message => Missing.Match(message).Groups["name"].Value).Where(name => name.Length > 0).OrderBy(IsLikeOption)];
        if (missing.Length > 0)
            yield return $"{string.Join(" and ", missing)} {(missing.Length == 1 ? "is" : "are")} missing; `{path} --help` says what {(missing.Length == 1 ? "it is" : "they are")}.";
        foreach (var message in messages.Where(message => !Missing.IsMatch(message)))
            yield return InOwnWords(message, parse.CommandResult.Command, path);
    }

    private static string InOwnWords(string message, Command command, string path)
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

        if (Empty.Match(message) is { Success: true } empty)
            return $"{empty.Groups["option"].Value} has no value; `{path} --help` says what it takes.";
        if (Repeated.Match(message) is { Success: true } repeated)
            return $"{repeated.Groups["option"].Value} has {repeated.Groups["count"].Value} values; it takes one.";
        return message == "Required command was not provided."
            ? $"`{path}` needs one of {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}."
            : message;
    }

    [GeneratedRegex("^Cannot parse argument '(?<given>.*)' for (option|command) '(?<option>.*)' as expected type '(?<type>.*)'\\.$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoValue { get; }

    [GeneratedRegex("^(Option '(?<name>.*)' is required|Required argument '(?<name>.*)' missing for command: '.*')\\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Missing { get; }

    [GeneratedRegex("^Required argument missing for option: '(?<option>.*)'\\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Empty { get; }

    [GeneratedRegex("^Option '(?<option>.*)' expects a single argument but (?<count>[0-9]+) were provided\\.$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Repeated { get; }

    [GeneratedRegex("^Unrecognized command or argument '.*'\\.$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Superfluous { get; }
}
