using TextVae.Corpus;
using TextVae.Distributed;

namespace TextVae.Runs;

/// <summary>A training that is one of several in a folder.</summary>
internal static class SeriesRun
{
    /// <summary>Trains to the end: begins the run, or goes on with it where it stopped.</summary>
    /// <param name="recipe">What is run.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="datasetFolder">Where the data is.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="startFrom">A run whose parameters are the first ones; null for fresh ones.</param>
    /// <param name="watch">Told of the run, with null at the beginning and then with each event but the last.</param>
    /// <param name="cancellation">Ends it after a step and a checkpoint.</param>
    /// <param name="ranks">Processes that train it together; null for one.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RunFinished Train(
        Recipe recipe, Dataset dataset, string datasetFolder, RunFolder folder, string? startFrom,
        Action<TrainingRun, RunEvent?> watch, CancellationToken cancellation, Ranks? ranks = null)
    {
        // The first rank begins to write while others may still look.
        var resume = (ranks ?? Ranks.Single).OfFirst(folder.HoldsRun);
        using var run = resume
            ? TrainingRun.Resume(recipe, dataset, folder, ranks)
            : TrainingRun.Start(recipe, dataset, datasetFolder, folder, startFrom, ranks);
        watch(run, null);
        foreach (var happening in run.Execute(cancellation))
        {
            if (happening is RunFinished end)
                return end;
            watch(run, happening);
        }

        throw new InvalidOperationException("A run ends with a RunFinished.");
    }
}
