using System.Security.Cryptography;
using System.Text;
using TextVae.Runs;

namespace TextVae.Sweeps;

/// <summary>
/// What the seeds of a row have in common, as a hash: the data, the precision, every key of the recipe that is not its default, the same of
/// what it started from, and how it was measured. Rows of one hash may be brought together, wherever their runs were made.
/// </summary>
internal static class ExperimentHash
{
    private const int Digits = 16;

    /// <summary>The hash of a training of a sweep.</summary>
    /// <param name="run">The training.</param>
    /// <param name="plan">All trainings of the sweep, what it started from among them.</param>
    /// <param name="info">What they have in common.</param>
    /// <param name="measured">How it was measured.</param>
    public static string Of(SweptRun run, IReadOnlyList<SweptRun> plan, SweepInfo info, string measured)
    {
        var text = new StringBuilder($"data {info.DatasetHash}\nprecision {ChoiceName.Of(info.Precision)}\nmeasured {measured}\n");
        for (var made = run; made is not null; made = plan.SingleOrDefault(other => other.Folder == made.StartFrom))
            text.Append("recipe\n").AppendJoin('\n', RecipeHash.Changed(made.Recipe)).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }
}
