using System.CommandLine;
using System.Globalization;

namespace TextVae.Cli.Views;

/// <summary>What every benchmark does: it shows how far it is, and prints its figures as text or as one JSON document.</summary>
internal static class BenchReport
{
    /// <summary>Makes a command measure.</summary>
    /// <typeparam name="T">What it reports.</typeparam>
    /// <param name="command">The command, with its arguments; it gets <c>--json</c>.</param>
    /// <param name="measure">Measures, and says how far it is.</param>
    /// <param name="print">Prints the figures as text.</param>
    public static Command Measuring<T>(
        this Command command, Func<ParseResult, IProgressSink, CancellationToken, T> measure, Action<FigureLines, T> print)
    {
        var json = JsonOutput.CreateOption();
        command.Add(json);
        command.SetAction((parse, cancellation) =>
        {
            var figures = ProgressView.Run(parse.InvocationConfiguration.Error, "bench", sink => measure(parse, sink, cancellation));
            if (parse.GetValue(json))
                JsonOutput.Write(parse.InvocationConfiguration.Output, figures);
            else
                print(new FigureLines(parse.InvocationConfiguration.Output), figures);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    /// <summary>The value of an option that has to be at least 1.</summary>
    /// <exception cref="RecipeException">It is less.</exception>
    public static int Positive(this ParseResult parse, Option<int> option) => parse.GetValue(option) is > 0 and var value ? value
        : throw new RecipeException(string.Create(
            CultureInfo.InvariantCulture, $"{option.Name} is {parse.GetValue(option)}; it has to be at least 1."));
}

/// <summary>Figures as lines of text, numbers spelled the same everywhere.</summary>
internal sealed class FigureLines(TextWriter output)
{
    /// <summary>A name, and what there is to say of it.</summary>
    public void Add(string name, FormattableString value) => Add($"{name,-18}{value.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>A line.</summary>
    public void Add(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
