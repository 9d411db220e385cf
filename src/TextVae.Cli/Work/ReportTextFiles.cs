using TextVae.Cli.Views;
using TextVae.Reports;

namespace TextVae.Cli.Work;

/// <summary>The texts of a report as files of their own.</summary>
internal static class ReportTextFiles
{
    /// <summary>Writes what each run has drawn, and what came back through its vectors and lies between two of them, where it has any.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="runs">The runs; of several, each has its number in the names.</param>
    /// <exception cref="TextVaeException">One cannot be written.</exception>
    public static void Save(string folder, IReadOnlyList<RunReport> runs)
    {
        AtomicFile.CreateFolder(folder);
        foreach (var (place, run) in runs.Index())
        {
            var number = runs.Count == 1 ? "" : FormattableString.Invariant($"-{place + 1}");
            Write("samples", run.Samples.Select(text => new { Text = text }));
            Write("reconstructions", run.Reconstructions.Select(pair => new { pair.Text, Reconstruction = pair.Back }));
            Write("interpolations", run.Interpolations.Select(way => new { way.From, way.To, way.Texts }));

            void Write<T>(string name, IEnumerable<T> rows)
            {
                using var lines = new StringWriter { NewLine = "\n" };
                foreach (var row in rows)
                    JsonOutput.WriteLine(lines, row);
                if (lines.GetStringBuilder().Length > 0)
                    AtomicFile.WriteText(Path.Combine(folder, $"{name}{number}.jsonl"), lines.ToString());
            }
        }
    }
}
