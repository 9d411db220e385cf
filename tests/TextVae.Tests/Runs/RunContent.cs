using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TextVae.Tests.Runs;

/// <summary>All that two runs of the same recipe have to share, however often one of them was stopped.</summary>
internal static class RunContent
{
    /// <summary>
    /// Every file below a run folder, hidden ones too, by its path there: the SHA-256 of what it holds, and of the log the lines.
    /// Left out are the lock, when the run began (run.json), and how long steps took.
    /// </summary>
    public static SortedDictionary<string, string> Of(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not (".lock" or "run.json"))
            .ToDictionary(
                file => Path.GetRelativePath(folder, file),
                file => Path.GetFileName(file) == "metrics.jsonl" ? Timeless(file) : Print(file)),
        StringComparer.Ordinal);

    private static string Print(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static string Timeless(string metrics)
    {
        var text = new StringBuilder();
        foreach (var line in File.ReadLines(metrics))
        {
            var parsed = JsonNode.Parse(line)!.AsObject();
            parsed.Remove("seconds");
            text.AppendLine(parsed.ToJsonString());
        }

        return text.ToString();
    }
}
