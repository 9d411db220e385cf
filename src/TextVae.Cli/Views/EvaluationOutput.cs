using System.Globalization;
using System.Text.Json.Nodes;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Runs;

namespace TextVae.Cli.Views;

/// <summary>What <c>evaluate</c> has measured, as text or as one JSON document.</summary>
/// <param name="Report">The bounds.</param>
/// <param name="Decoding">What decoded texts are like, where that was asked for.</param>
/// <param name="Sampled">What sampled texts are like, where that was asked for.</param>
/// <param name="Probing">What z tells, where that was asked for.</param>
internal sealed record EvaluationOutput(
    EvaluationReport Report, DecodingReport? Decoding, SampledReport? Sampled, ProbeReport? Probing)
{
    /// <summary>What was measured.</summary>
    public required MeasuredRun Of { get; init; }

    /// <summary>What was found.</summary>
    public required ModelExamination Examination { get; init; }

    /// <summary>What was measured of the sentences that are new to the model, where that was asked for.</summary>
    public UnseenFigures? Unseen { get; init; }

    /// <summary>How the run differs from another one, where that was asked for.</summary>
    public RunDifferences? Against { get; init; }

    /// <summary>The runs of a sweep over the KL weight, where that was asked for.</summary>
    public IReadOnlyList<RateDistortionPoint>? BetaSweep { get; init; }

    /// <summary>How texts of one kind become texts of another, where that was asked for.</summary>
    public TransferReport? Transfer { get; init; }

    /// <summary>What lies between sentences, where that was asked for.</summary>
    public PathReport? Paths { get; init; }

    /// <summary>
    /// Prints the document: what was measured, the figures of all reports beside each other, and lists of what else was asked for.
    /// </summary>
    public void WriteJson(TextWriter output)
    {
        var document = JsonOutput.Document(Of);
        AddAll(document, Report);
        AddAll(document, Unseen);
        AddAll(document, Decoding);
        AddAll(document, Sampled);
        AddAll(document, Transfer);
        AddAll(document, Paths);
        AddAll(document, Probing is null ? null : new { Probing.Probes, Probing.FewLabels });
        if (Probing is { FewLabels.Count: 0 })
            document.Remove("few_labels");
        foreach (var (name, value) in JsonOutput.Document(new { Against, BetaSweep }).Where(member => member.Value is not null))
            document.Add(name, value!.DeepClone());
        if (Examination.Use is { } use)
        {
            document.Add("latent_use", JsonOutput.Document(use));
            document.Add("findings", FindingsView.Document(Examination.Findings));
        }

        JsonOutput.Write(output, document);
    }

    /// <summary>Prints what was measured, a figure a line under the names of the document, and the rest as tables.</summary>
    public void Print(TextWriter output)
    {
        Of.Print(output);
        ReportView.Print(Report, output);
        if (Unseen is not null)
            ReportView.Print(Unseen, output);
        PrintFigures(Decoding, output);
        PrintFigures(Sampled, output);
        PrintFigures(Transfer, output);
        PrintFigures(Paths, output);
        if (Examination.Use is { } use)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"latent_gain",-27}{use.Gain:F4} ± {use.GainError:F4}"));
        (string, TextStatistics?)[] lengths =
        [
            ("real", Decoding?.RealTexts ?? Sampled?.RealTexts), ("decoded", Decoding?.DecodedTexts),
            ("sampled", Sampled?.SampledTexts),
        ];
        if (lengths[0].Item2 is not null)
            EvaluationTables.PrintLengths(lengths.Where(row => row.Item2 is not null).Select(row => (row.Item1, row.Item2!)), output);
        if (Sampled is not null)
            EvaluationTables.PrintChecks(Sampled.Checks, output);
        if (Transfer is not null)
            EvaluationTables.PrintTransfer(Transfer.Transfer, output);
        if (Paths is not null)
            EvaluationTables.PrintPaths(Paths.Paths, output);
        if (Probing is { Probes.Count: > 0 })
            EvaluationTables.PrintProbes(Probing.Probes, output);
        if (Probing is { FewLabels.Count: > 0 })
            EvaluationTables.PrintFewLabels(Probing.FewLabels, output);
        if (Against is not null)
            ReportView.Print(Against, output);
        if (BetaSweep is not null)
            ReportView.Print(BetaSweep, output);
        FindingsView.Print(Examination.Findings, output);
    }

    private static void AddAll<T>(JsonObject document, T? report)
    {
        if (report is null)
            return;
        foreach (var (name, value) in JsonOutput.Document(report))
            document[name] = value?.DeepClone();
    }

    private static void PrintFigures<T>(T? report, TextWriter output)
    {
        if (report is null)
            return;
        foreach (var (name, value) in JsonOutput.Figures(report))
            output.WriteLine($"{name,-27}{value}");
    }
}
