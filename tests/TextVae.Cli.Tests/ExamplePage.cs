using System.Text.RegularExpressions;

namespace TextVae.Cli.Tests;

/// <summary>The fenced blocks of a page of examples.</summary>
internal static partial class ExamplePage
{
    /// <summary>The blocks of files (toml) and of commands (console), in the order of the page.</summary>
    public static IEnumerable<ExampleBlock> Read(string page) => Fence().Matches(page)
        .Select(match => new ExampleBlock(match.Groups["kind"].Value, match.Groups["body"].Value.TrimEnd('\n').Split('\n')));

    [GeneratedRegex("^```(?<kind>toml|console[a-z ]*)\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Fence();
}

/// <summary>A block of a page.</summary>
/// <param name="Kind">What stands behind its fence; the page says what each kind compares.</param>
/// <param name="Lines">What stands in it.</param>
internal sealed partial record ExampleBlock(string Kind, IReadOnlyList<string> Lines)
{
    /// <summary>What is typed.</summary>
    public IEnumerable<string> Commands => Kind == "toml"
        ? []
        : Lines.Where(line => line.StartsWith("$ textvae ", StringComparison.Ordinal)).Select(line => line[2..]);

    /// <summary>What of the lines has to be the same as on the page.</summary>
    public IEnumerable<string> Compared(IEnumerable<string> lines) => Kept(lines).Select(line => Kind switch
    {
        _ when line.StartsWith("$ ", StringComparison.Ordinal) => line,
        "console" => line,
        "console figures" => Spaces().Replace(line, " "),
        "console texts" => Spaces().Replace(Text().Replace(Number().Replace(line, "#"), "…"), " "),
        "console machine" => line.Split(' ')[0],
        _ => throw new InvalidOperationException($"No kind of block is called '{Kind}'."),
    });

    /// <summary>Whether two compared lines are the same, the figures among them nearly.</summary>
    public bool AreAlike(string expected, string actual)
    {
        if (Kind != "console figures" || expected.StartsWith("$ ", StringComparison.Ordinal))
            return expected == actual;
        var (before, after) = (Number().Matches(expected), Number().Matches(actual));
        return Number().Replace(expected, "#") == Number().Replace(actual, "#")
            && before.Zip(after, (a, b) => AreNear(double.Parse(a.Value), double.Parse(b.Value))).All(near => near);
    }

    /// <summary>The page with other lines in this block.</summary>
    public string WithLines(string page, IEnumerable<string> lines) =>
        page.Replace(Fenced(Lines), Fenced(lines), StringComparison.Ordinal);

    // What a machine is advised comes after an empty line; a model's figures may be near a threshold of the warnings.
    private IEnumerable<string> Kept(IEnumerable<string> lines) => Kind switch
    {
        "console machine" => lines.TakeWhile(line => line.Length > 0),
        "console figures" => lines.Where(line => line.Length > 0 && !line.StartsWith("warning: ", StringComparison.Ordinal)),
        _ => lines,
    };

    private string Fenced(IEnumerable<string> lines) => $"```{Kind}\n{string.Join('\n', lines)}\n```";

    private static bool AreNear(double a, double b) => Math.Abs(a - b) <= Math.Max(0.5, 0.2 * Math.Max(Math.Abs(a), Math.Abs(b)));

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][+-]?\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(" +", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    // Words and punctuation as the tokenizer leaves them.
    [GeneratedRegex(@"[a-z'<>/][a-z'<>/ .,!]*", RegexOptions.None, 1000)]
    private static partial Regex Text();
}
