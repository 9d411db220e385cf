using System.Globalization;
using TextVae.Native;

namespace TextVae.Sweeps;

/// <summary>The command that makes the same runs again.</summary>
internal static class SweepCommand
{
    private const string SeedsOption = " --seeds ";

    /// <summary>The command for a folder and a dataset of any name. A sweep below the working directory is named from there, as in a
    /// checkout, any other by its file's name alone.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="info">How its runs are made.</param>
    /// <param name="name">The run that is made; null for all of them.</param>
    /// <param name="seeds">With which seeds; null for all of them.</param>
    public static string Of(Sweep sweep, SweepInfo info, string? name = null, IEnumerable<long>? seeds = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"textvae sweep {Shown(sweep.File)} --data DATASET --out DIR{(name is null ? "" : $" --only {name}")}{(seeds is null ? "" : OfSeeds(seeds))} --precision {ChoiceName.Of(info.Precision)} --threads {info.Threads}{(info.Device is null or ComputeDevice.Cpu ? "" : $" --device {ChoiceName.Of(info.Device.Value)}")}");

    /// <summary>The same command with other seeds, where it names some.</summary>
    public static string WithSeeds(string command, IEnumerable<long> seeds)
    {
        var start = command.IndexOf(SeedsOption, StringComparison.Ordinal);
        if (start < 0)
            return command;
        var end = command.IndexOf(' ', start + SeedsOption.Length);
        return command[..start] + OfSeeds(seeds) + (end < 0 ? "" : command[end..]);
    }

    private static string OfSeeds(IEnumerable<long> seeds) =>
        SeedsOption + string.Join(',', seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture)));

    private static string Shown(string file)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, file).Replace('\\', '/');
        var shown = Path.IsPathRooted(relative) || relative.StartsWith("../", StringComparison.Ordinal) ? Path.GetFileName(file) : relative;
        return shown.All(c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c)) ? shown : $"'{shown}'";
    }
}
