using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace TextVae.Cli;

/// <summary>
/// The help of the parser without what it says of defaults after a description that names them: it spells them as code does, in a way
/// that could not be typed.
/// </summary>
internal sealed partial class TidyHelp : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var (output, help) = (configuration.Output, new StringWriter());
        configuration.Output = help;
        try
        {
            return new HelpAction().Invoke(parseResult);
        }
        finally
        {
            configuration.Output = output;
            output.Write(SaidTwice.Replace(help.ToString(), "${said}"));
        }
    }

    [GeneratedRegex(@"(?<said>\(default: [^()]*\)\.)\s+\[default: [^\]]*\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SaidTwice { get; }
}
