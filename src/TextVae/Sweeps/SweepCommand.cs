using System.Globalization;

namespace TextVae.Sweeps;

/// <summary>The command that makes the same runs again.</summary>
internal static class SweepCommand
{
    /// <summary>The command for a folder and a dataset of any name. A sweep below the working directory is named from there, as in a
    /// checkout, any other by its file's name alone.</summary>
    public static string Of(Sweep sweep, string? name, SweepInfo info) => string.Create(
        CultureInfo.InvariantCulture,
        $"textvae sweep {Shown(sweep.File)} --data DATASET --out DIR{(name is null ? "" : $" --only {name}")} --precision {ChoiceName.Of(info.Precision)} --threads {info.Threads}");

    private static string Shown(string file)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, file).Replace('\\', '/');
        var shown = Path.IsPathRooted(relative) || relative.StartsWith("../", StringComparison.Ordinal) ? Path.GetFileName(file) : relative;
        return shown.All(c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c)) ? shown : $"'{shown}'";
    }
}
