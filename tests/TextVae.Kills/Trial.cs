using TextVae.Tests.Runs;

namespace TextVae.Kills;

/// <summary>Disturbs trainings often enough, and compares each that comes to its end with one that was left alone.</summary>
internal sealed class Trial(Workspace space, TextWriter output)
{
    /// <summary>Whether all came to the same.</summary>
    public async Task<bool> RunAsync(IDisturbance disturbance, int times, CancellationToken cancellation)
    {
        var whole = RunContent.Of(space["whole"]);
        Directory.CreateDirectory(space[disturbance.Folder]);
        var (runs, disturbed, differing) = (0, 0, 0);
        while (disturbed < times)
        {
            var run = Path.Combine(disturbance.Folder, $"run-{++runs}");
            var before = disturbed;
            while (await disturbance.LiveAsync(run, mayDisturb: disturbed < times, cancellation))
                disturbed++;

            var left = RunContent.Of(space[run]);
            string[] differences = [.. left.Except(whole).Concat(whole.Except(left)).Select(file => file.Key).Distinct()];
            differing += differences.Length > 0 ? 1 : 0;
            output.WriteLine(
                $"run {runs}, {disturbance.Participle} {disturbed - before} times: "
                + (differences.Length > 0 ? $"DIFFERS in {string.Join(", ", differences)}" : $"the same {whole.Count} files"));
            Directory.Delete(space[run], recursive: true);
        }

        disturbance.Report(output);
        output.WriteLine($"{runs - differing} of {runs} runs {disturbance.Participle} left the same, byte for byte");
        return differing == 0;
    }
}
