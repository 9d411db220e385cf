using TextVae.Corpus;

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
    /// <param name="watch">Told of the steps made so far, with null at the beginning and then with each event but the last.</param>
    /// <param name="cancellation">Ends it after a step and a checkpoint.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RunFinished Train(
        Recipe recipe, Dataset dataset, string datasetFolder, RunFolder folder, string? startFrom,
        Action<long, RunEvent?> watch, CancellationToken cancellation)
    {
        using var run = folder.HoldsRun
            ? TrainingRun.Resume(recipe, dataset, folder)
            : TrainingRun.Start(recipe, dataset, datasetFolder, folder, startFrom);
        watch(run.Step, null);
        foreach (var happening in run.Execute(cancellation))
        {
            if (happening is RunFinished end)
                return end;
            watch(run.Step, happening);
        }

        throw new InvalidOperationException("A run ends with a RunFinished.");
    }
}
