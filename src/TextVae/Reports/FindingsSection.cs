using TextVae.Evaluation.Diagnosis;
using TextVae.Models;

namespace TextVae.Reports;

/// <summary>What was recognised in a run.</summary>
internal static class FindingsSection
{
    public static string Write(RunReport run, bool isNamed)
    {
        var name = isNamed ? $"<h3>{Html.Text(run.Name)}</h3>\n" : "";
        if (run.Recipe.Model.Kind == ModelKind.Lm)
            return $"{name}<p>A language model: it has no vector to examine.</p>\n";
        var findings = run.Examination.Findings;
        return name + (findings.Count == 0
            ? "<p>Nothing that is commonly wrong with such models was found.</p>\n"
            : string.Concat(findings.Select(finding => Finding(finding, isNamed ? "h4" : "h3"))));
    }

    private static string Finding(ModelFinding finding, string heading)
    {
        var severity = ChoiceName.Of(finding.Severity);
        return $"<div class=\"finding {severity}\"><{heading}>{char.ToUpperInvariant(ChoiceName.Of(finding.Name)[0])}{ChoiceName.Of(finding.Name)[1..].Replace('_', ' ')} ({severity})</{heading}>"
            + $"<p>{Html.Escape(finding.Explanation)}</p></div>\n";
    }
}
