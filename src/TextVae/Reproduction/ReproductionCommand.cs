using System.Globalization;

namespace TextVae.Reproduction;

/// <summary>The command that makes the same runs again.</summary>
internal static class ReproductionCommand
{
    /// <summary>The command for a folder and a dataset of any name.</summary>
    public static string Of(ReproductionOptions options, ReproductionInfo info)
    {
        var parts = new List<string> { "textvae reproduce --data DATASET --out DIR" };
        if (options.Systems.Count < PaperSystem.All.Count)
            parts.Add($"--only {string.Join(',', options.Systems.Select(system => system.Name))}");
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"--seeds {options.Seeds}"));
        if (options.Scale != 1)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"--scale {options.Scale}"));
        if (options.Steps is { } steps)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"--steps {steps}"));
        parts.Add($"--precision {ChoiceName.Of(info.Precision)}");
        if (info.Threads is { } threads)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"--threads {threads}"));
        parts.AddRange(options.Settings.Select(setting => $"--set {Quoted(setting)}"));
        return string.Join(' ', parts);
    }

    private static string Quoted(string setting) =>
        setting.All(c => char.IsAsciiLetterOrDigit(c) || "=._-".Contains(c)) ? setting : $"'{setting}'";
}
