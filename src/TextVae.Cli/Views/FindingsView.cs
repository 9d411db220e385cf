using System.Text.Json.Nodes;
using TextVae.Evaluation.Diagnosis;

namespace TextVae.Cli.Views;

/// <summary>How what was found in a model is told.</summary>
internal static class FindingsView
{
    /// <summary>A paragraph each, after an empty line; nothing where nothing was found.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="run">The name of the run, where there are several.</param>
    public static void Print(IReadOnlyList<ModelFinding> findings, TextWriter output, string? run = null)
    {
        foreach (var finding in findings)
        {
            output.WriteLine();
            output.WriteLine($"{(run is null ? "" : $"{run}: ")}{ChoiceName.Of(finding.Severity)}: {ChoiceName.Of(finding.Name)}. {finding.Explanation}");
        }

        if (findings.Count > 0)
            output.WriteLine();
    }

    /// <summary>The same as JSON: <c>name</c>, <c>severity</c>, <c>explanation</c>, and <c>changes</c> as <c>train --set</c> takes them.</summary>
    public static JsonArray Document(IReadOnlyList<ModelFinding> findings) =>
    [
        .. findings.Select(finding => JsonOutput.Document(new
        {
            finding.Name,
            finding.Severity,
            finding.Explanation,
            Changes = finding.Changes.Select(change => change.ToString()),
        })),
    ];
}
