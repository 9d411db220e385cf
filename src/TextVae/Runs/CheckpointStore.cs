using System.Globalization;
using System.Text.Json;
using TextVae.Models;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Runs;

/// <summary>
/// The checkpoints of a run, each one file with parameters, moments and the run's state, so that a checkpoint is
/// whole or not there.
/// </summary>
/// <param name="folder">Whose.</param>
/// <param name="keep">How many, the newest.</param>
/// <param name="every">Steps between those that the recipe asks for, by which checkpoints are told that do not say it themselves.</param>
internal sealed class CheckpointStore(RunFolder folder, int keep, long every)
{
    /// <summary>What stands before the names of the model's tensors.</summary>
    public const string ModelPrefix = "model.";

    private const string StateKey = "state";
    private const string Prefix = "step-";
    private const string Suffix = ".safetensors";

    // By step, so that no file is read again for each that is written.
    private readonly Dictionary<long, bool> _regular = [];

    /// <summary>The newest checkpoint of a run folder; null where there is none.</summary>
    public static (long Step, string Path)? Newest(RunFolder folder) => Steps(folder) is [.., var newest] ? newest : null;

    /// <summary>Makes the folder where there is none; later it is only written to, as it may be gone with its disk.</summary>
    /// <exception cref="TextVaeException">It cannot be made.</exception>
    public void Open() => AtomicFile.CreateFolder(folder.Checkpoints);

    /// <summary>
    /// Writes a checkpoint, then deletes later ones, which a resumed run could not read and has done without, and the oldest
    /// ones beyond the number to keep. What the run would go back to stays: the last one that the recipe asked for and from
    /// which steps have been made. Where a run was stopped meanwhile must not matter.
    /// </summary>
    /// <returns>Its path.</returns>
    /// <exception cref="TextVaeException">It cannot be written; those before it are still there.</exception>
    public string Save(RunState state, TextModel model, Optimizer optimizer)
    {
        var path = PathOf(state.Step);
        var json = JsonSerializer.Serialize(state with { Updates = optimizer.Updates, EncoderUpdates = optimizer.EncoderUpdates }, RunJsonLines.Default.RunState);
        SafetensorsTensors.Save(path, Tensors(model, optimizer), new Dictionary<string, string> { [StateKey] = json });
        _regular[state.Step] = IsRegular(state);
        var others = Steps().Where(found => found.Step != state.Step).ToLookup(found => found.Step < state.Step);
        foreach (var (_, later) in others[false])
            File.Delete(later);
        // Among failing steps nobody knows yet how far the run has to go back.
        if (state.SkippedInARow > 0)
            return path;
        var toGoBackTo = others[true].Reverse().FirstOrDefault(HoldsRegular);
        foreach (var old in others[true].SkipLast(keep - 1).Where(old => old != toGoBackTo))
            File.Delete(old.Path);
        return path;
    }

    /// <summary>Reads the newest checkpoint that can be read into a model and its optimiser.</summary>
    /// <param name="model">Takes the parameters.</param>
    /// <param name="optimizer">Takes the moments.</param>
    /// <param name="damaged">What was wrong with newer ones, a message each.</param>
    /// <returns>The run's state; null when there is no checkpoint at all.</returns>
    /// <exception cref="DataException">There are checkpoints, and none can be read.</exception>
    public RunState? LoadNewest(TextModel model, Optimizer optimizer, List<string> damaged) =>
        Load(Steps(), _ => true, model, optimizer, damaged) ?? (damaged.Count == 0
            ? null
            : throw new DataException(
                $"No checkpoint in '{folder.Checkpoints}' can be read. {string.Join(' ', damaged)} To train anew from the first step, "
                + $"delete that folder and '{folder.Model}'."));

    /// <summary>
    /// Reads the newest checkpoint before a step, of those that the recipe asked for as it then was, as <see cref="LoadNewest"/>
    /// does.
    /// </summary>
    /// <returns>Its state; null when there is none that can be read.</returns>
    public RunState? LoadBefore(long end, TextModel model, Optimizer optimizer, List<string> damaged) =>
        Load(Steps().Where(found => found.Step < end), IsRegular, model, optimizer, damaged);

    /// <summary>
    /// Copies the parameters, or their averages where there are any, of the checkpoint of a step into a model: what the model
    /// kept at that step holds.
    /// </summary>
    /// <returns>Whether there is one that can be read.</returns>
    public bool TryLoadKept(long step, TextModel model, Optimizer optimizer)
    {
        var path = PathOf(step);
        if (!File.Exists(path))
            return false;
        var averages = $"{optimizer.Name}.average.";
        try
        {
            using var file = SafetensorsFile.Open(path);
            var prefix = file.Tensors.Any(tensor => tensor.Name.StartsWith(averages, StringComparison.Ordinal)) ? averages : ModelPrefix;
            SafetensorsTensors.LoadPart(file, TrainedModel.Tensors(model).Select(named => (prefix + named.Name, named.Value)));
            return true;
        }
        catch (DataException)
        {
            return false;
        }
    }

    private static RunState? Load(
        IEnumerable<(long Step, string Path)> checkpoints, Predicate<RunState> isWanted, TextModel model, Optimizer optimizer,
        List<string> damaged)
    {
        foreach (var (step, path) in checkpoints.Reverse())
        {
            try
            {
                using var file = SafetensorsFile.Open(path);
                var state = ReadState(file);
                if (!isWanted(state))
                    continue;
                SafetensorsTensors.Load(file, Tensors(model, optimizer));
                optimizer.Updates = state.Updates ?? step;
                optimizer.EncoderUpdates = state.EncoderUpdates ?? optimizer.Updates;
                return state;
            }
            catch (DataException exception)
            {
                damaged.Add(exception.Message);
            }
        }

        return null;
    }

    private static RunState ReadState(SafetensorsFile file)
    {
        try
        {
            return JsonSerializer.Deserialize(file.Metadata[StateKey], RunJsonLines.Default.RunState)
                ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            throw new DataException(
                $"The checkpoint '{file.Path}' has no readable run state: {exception.Message} "
                + "Delete it to resume from the one before.", exception);
        }
    }

    // Earlier versions did not write down whether the recipe had asked for it.
    private bool IsRegular(RunState state) => state.IsRegular ?? state.Step % every == 0;

    private bool HoldsRegular((long Step, string Path) found)
    {
        if (_regular.TryGetValue(found.Step, out var known))
            return known;
        try
        {
            using var file = SafetensorsFile.Open(found.Path);
            return _regular[found.Step] = IsRegular(ReadState(file));
        }
        catch (DataException)
        {
            // Nothing goes back to what cannot be read.
            return _regular[found.Step] = false;
        }
    }

    private string PathOf(long step) => Path.Combine(folder.Checkpoints, $"{Prefix}{step:D9}{Suffix}");

    private (long Step, string Path)[] Steps() => Steps(folder);

    private static (long Step, string Path)[] Steps(RunFolder folder) => !Directory.Exists(folder.Checkpoints)
        ? []
        : [.. Directory.EnumerateFiles(folder.Checkpoints, $"{Prefix}*{Suffix}")
            .Select(path => (Step: StepOf(path), Path: path)).Where(found => found.Step > 0).OrderBy(found => found.Step)];

    private static long StepOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return long.TryParse(name[Prefix.Length..^Suffix.Length], CultureInfo.InvariantCulture, out var step) ? step : 0;
    }

    /// <summary>All tensors of a checkpoint: those of the model, its averages among the buffers, and the moments.</summary>
    internal static IEnumerable<(string Name, torch.Tensor Value)> Tensors(TextModel model, Optimizer optimizer) =>
    [
        .. TrainedModel.Tensors(model).Select(named => (ModelPrefix + named.Name, named.Value)),
        .. optimizer.State.Select(named => ($"{optimizer.Name}.{named.Name}", named.Tensor)),
    ];
}
