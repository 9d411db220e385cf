using System.Globalization;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Runs;

namespace TextVae.Cli;

/// <summary>What <c>evaluate</c> has measured, as text or as one JSON document.</summary>
/// <param name="Report">The bounds.</param>
/// <param name="Decoding">What decoded texts are like, where that was asked for.</param>
/// <param name="Probes">What z tells, where that was asked for.</param>
internal sealed record EvaluationOutput(EvaluationReport Report, DecodingReport? Decoding, IReadOnlyList<ProbeFigure>? Probes)
{
    /// <summary>What was found.</summary>
    public required ModelExamination Examination { get; init; }

    /// <summary>How the run differs from another one, where that was asked for.</summary>
    public RunDifferences? Against { get; init; }

    /// <summary>The runs of a sweep over the KL weight, where that was asked for.</summary>
    public IReadOnlyList<RateDistortionPoint>? BetaSweep { get; init; }

    /// <summary>Prints the document: the figures of all reports beside each other, and lists of what else was asked for.</summary>
    public void WriteJson(TextWriter output)
    {
        var document = JsonOutput.Document(Report);
        foreach (var (name, value) in Decoding is null ? [] : JsonOutput.Document(Decoding))
            document.Add(name, value?.DeepClone());
        foreach (var (name, value) in JsonOutput.Document(new { Probes }))
            document.Add(name, value?.DeepClone());
        if (Probes is null)
            document.Remove("probes");
        foreach (var (name, value) in JsonOutput.Document(new { Against, BetaSweep }).Where(member => member.Value is not null))
            document.Add(name, value!.DeepClone());
        if (Examination.Use is { } use)
        {
            document.Add("latent_use", JsonOutput.Document(use));
            document.Add("findings", FindingsView.Document(Examination.Findings));
        }

        JsonOutput.Write(output, document);
    }

    /// <summary>Prints a figure a line under the names of the document, and the probes as a table.</summary>
    public void Print(TextWriter output)
    {
        ReportView.Print(Report, output);
        if (Decoding is not null)
            PrintFigures(Decoding, output);
        if (Examination.Use is { } use)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"latent_gain",-27}{use.Gain:F4} ± {use.GainError:F4}"));
        if (Probes is { Count: > 0 })
            PrintProbes(Probes, output);
        if (Against is not null)
            ReportView.Print(Against, output);
        if (BetaSweep is not null)
            ReportView.Print(BetaSweep, output);
        FindingsView.Print(Examination.Findings, output);
    }

    private static void PrintFigures<T>(T report, TextWriter output)
    {
        foreach (var (name, value) in JsonOutput.Figures(report))
        {
            var isFraction = !value.TryGetValue<long>(out _) & value.TryGetValue<double>(out var fraction);
            output.WriteLine($"{name,-27}{(isFraction ? fraction.ToString("F4", CultureInfo.InvariantCulture) : value)}");
        }
    }

    private static void PrintProbes(IReadOnlyList<ProbeFigure> probes, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"What a linear probe reads from the mean of q(z|x), over {probes[0].N} sentences");
        output.WriteLine($"{"target",-24}{"metric",-10}{"z",10}{"majority",10}{"bag of words",14}");
        foreach (var probe in probes)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{TerminalText.Clean(probe.Target),-24}{JsonOutput.NameOf(probe.Metric),-10}{probe.Value,10:F4}{probe.Majority,10:F4}{probe.BagOfWords,14:F4}"));
        }
    }
}
