using System.Text.RegularExpressions;

namespace TextVae.Kills;

/// <summary>Fills the disk that trainings write to, and makes room again once they have ended by that.</summary>
internal sealed partial class FullDisk(Workspace space, Random random) : IDisturbance
{
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);

    public string Participle => "ended by a full disk";

    public string Folder => SmallDisk.Folder;

    private string Ballast => space[$"{SmallDisk.Folder}/ballast"];

    public async Task<bool> LiveAsync(string run, bool mayDisturb, CancellationToken cancellation)
    {
        using var training = new Training(space, run, cancellation);
        // What is left has room for some of the small files, for a part of a model or of a checkpoint, and as often for hardly a line.
        var rest = (long)Math.Pow(new FileInfo(Leftovers.Checkpoints(space["whole"])[^1]).Length, random.NextDouble());
        if (mayDisturb && await Moments.Next(random).ReachedAsync(training.Process, space[run], random))
            await FillAsync(training, rest, cancellation);
        var (exitCode, error) = await training.EndAsync();
        File.Delete(Ballast);
        if (exitCode == 0)
            return false;
        var told = Told().Match(error);
        if (exitCode != 1 || !told.Success)
            throw new InvalidOperationException($"textvae ended with {exitCode}: {error}");
        Leftovers.RequireWhole(space[run], but: null);
        if (Leftovers.Unfinished(space[run]).Checkpoint)
            throw new DataException($"A half-written checkpoint is left in '{space[run]}'.");
        var refused = Path.GetRelativePath(space[run], told.Groups["file"].Value).Split('/')[0] switch
        {
            "checkpoints" => "a checkpoint",
            ".model.next" or "model" => "a model",
            var file => file,
        };
        _refused[refused] = _refused.GetValueOrDefault(refused) + 1;
        return true;
    }

    public void Report(TextWriter output) => output.WriteLine(
        $"{_refused.Values.Sum()} full disks, met by {string.Join(", ", _refused.Select(refused => $"{refused.Key} {refused.Value}"))}");

    /// <summary>Leaves so many bytes free until the training ends, also of what it gives back meanwhile.</summary>
    private async Task FillAsync(Training training, long rest, CancellationToken cancellation)
    {
        var disk = new DriveInfo(space[SmallDisk.Folder]);
        var zeros = new byte[1 << 20];
        await using var ballast = new FileStream(Ballast, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        while (!training.Process.HasExited)
        {
            try
            {
                for (var room = disk.AvailableFreeSpace - rest; room > 0; room = disk.AvailableFreeSpace - rest)
                    ballast.Write(zeros.AsSpan(0, (int)Math.Min(room, zeros.Length)));
            }
            catch (IOException)
            {
                // The training was faster, and there is no room for either.
            }

            await Task.Delay(1, cancellation);
        }
    }

    [GeneratedRegex(@"^error: '(?<file>[^']+)' cannot be written: the disk is full\. Free some space, then start again; a training goes on with --resume\.\n\z", RegexOptions.Multiline)]
    private static partial Regex Told();
}
