namespace TextVae.Kills;

/// <summary>Cuts the power of the disk that trainings write to, and goes on with what had reached it.</summary>
internal sealed class PowerCut(Workspace space, Random random) : IDisturbance
{
    private readonly Dictionary<Moment, int> _cuts = [];
    private int _unfinishedCheckpoints;
    private int _unfinishedModels;
    private long _lostLines;

    public string Participle => "cut off from power";

    public string Folder => JournaledDisk.Folder;

    public async Task<bool> LiveAsync(string run, bool mayDisturb, CancellationToken cancellation)
    {
        using var training = new Training(space, run, cancellation);
        var moment = Moments.Next(random);
        var commitNames = random.Next(2) == 0;
        if (mayDisturb && await moment.ReachedAsync(training.Process, space[run], random))
        {
            var logged = Leftovers.LoggedSteps(space[run]);
            JournaledDisk.CutPower(space, commitNames);
            training.Process.Kill();
            await training.EndAsync();
            await JournaledDisk.MountAgainAsync(space, cancellation);
            _cuts[moment] = _cuts.GetValueOrDefault(moment) + 1;
            Look(space[run], logged);
            return true;
        }

        var (exitCode, error) = await training.EndAsync();
        return exitCode == 0 ? false : throw new InvalidOperationException($"textvae ended with {exitCode}: {error}");
    }

    public void Report(TextWriter output)
    {
        output.WriteLine(
            $"{_cuts.Values.Sum()} power cuts: {string.Join(", ", _cuts.OrderBy(cut => cut.Key).Select(cut => $"{cut.Key} {cut.Value}"))}");
        output.WriteLine($"caught in the middle: {_unfinishedCheckpoints} checkpoints, {_unfinishedModels} models");
        output.WriteLine($"steps of which the log lost the line, to be made again: {_lostLines}");
    }

    private void Look(string folder, long logged)
    {
        Leftovers.RequireWhole(folder, but: null);
        Leftovers.RequireKept(folder, logged);
        var (checkpoint, model) = Leftovers.Unfinished(folder);
        _unfinishedCheckpoints += checkpoint ? 1 : 0;
        _unfinishedModels += model ? 1 : 0;
        _lostLines += Math.Max(0, logged - Leftovers.LoggedSteps(folder));
    }
}
