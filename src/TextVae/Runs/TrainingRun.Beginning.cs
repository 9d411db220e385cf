using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Training;

namespace TextVae.Runs;

/// <content>How a run begins, or goes on.</content>
public sealed partial class TrainingRun
{
    /// <summary>Begins a run in a folder that holds none.</summary>
    /// <param name="recipe">What to run.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="datasetFolder">Where the data is, to be noted in `run.json`.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="startFrom">A run or model folder whose parameters are the first ones, but for what
    /// <see cref="TrainingOptions.Reset"/> says; null for fresh ones. Of a run they are those of its last checkpoint.</param>
    /// <param name="ranks">Processes that train it together, each of which starts it; the first one writes. Null for one.</param>
    /// <exception cref="RecipeException">The folder holds a run already, or another process trains into it, or the recipe says what stays
    /// fresh of a run to start from, and there is none.</exception>
    /// <exception cref="DataException">The training or the validation split has no sentence, the model needs labels that the
    /// dataset does not have, or the parameters to start from do not fit.</exception>
    public static TrainingRun Start(
        Recipe recipe, Dataset dataset, string datasetFolder, RunFolder folder, string? startFrom = null, Ranks? ranks = null)
    {
        ranks ??= Ranks.Single;
        StartingPoint.RequireIfReset(recipe, startFrom);
        if (ranks.IsFirst)
            StartingPoint.RequireThere(startFrom);
        DatasetRules.Check(recipe, dataset, datasetFolder, ranks);
        if (!ranks.IsFirst)
            return new TrainingRun(folder, held: null, recipe, dataset, resume: false, ranks).Shared();
        folder.RequireUnused();
        return RunLock.Hold(folder, held =>
        {
            // Another process may have begun and ended one meanwhile.
            folder.RequireUnused();
            var start = new FirstModel(recipe, dataset, folder, ranks).Take(startFrom);
            var run = new TrainingRun(folder, held, recipe, dataset, resume: false, ranks);
            AtomicFile.WriteText(folder.Recipe, recipe.ToToml());
            (RunInfo.Of(dataset, datasetFolder, recipe.Training.Seed, ranks.Count) with { StartedFrom = start }).Save(folder);
            return run.Shared();
        });
    }

    /// <summary>Goes on with the run in a folder.</summary>
    /// <param name="recipe">The recipe the run was started with; only how long it runs, how often it measures and saves
    /// may differ. Null takes the run's own.</param>
    /// <param name="dataset">The same data as before.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="ranks">As of <see cref="Start"/>; not necessarily as many as before.</param>
    /// <exception cref="RecipeException">There is no run, another process trains it, or the recipe or the data are not
    /// those of the run.</exception>
    /// <exception cref="DataException">No checkpoint can be read, or a file of the run is a link to another place.</exception>
    public static TrainingRun Resume(Recipe? recipe, Dataset dataset, RunFolder folder, Ranks? ranks = null)
    {
        ranks ??= Ranks.Single;
        if (!folder.HoldsRun)
            throw new RecipeException($"'{folder.Path}' holds no run to resume. Leave --resume away to start one there.");
        RunLinks.RequireNone(folder);
        var info = RunInfo.Load(folder);
        if (info.DatasetHash != dataset.Info.Hash)
        {
            throw new RecipeException(
                $"The run in '{folder.Path}' was trained on another dataset, '{info.Dataset}'. Give that one with --data, "
                + "or start a run in another folder.");
        }

        if (ranks.OfFirst(ranks.IsFirst && Directory.Exists(folder.Model) && CheckpointStore.Newest(folder) is null))
        {
            throw new DataException(
                $"'{folder.Path}' has a model and no checkpoint, so its training cannot go on. Use the model as it is, begin another run with "
                + $"its parameters (--start-from), or delete '{folder.Model}' to train anew from the first step.");
        }

        var own = Recipe.Load(folder.Recipe);
        var wanted = recipe ?? own;
        ResumeRules.Check(own, wanted, folder);
        DatasetRules.Check(wanted, dataset, info.Dataset, ranks);
        if (!ranks.IsFirst)
            return new TrainingRun(folder, held: null, wanted, dataset, resume: true, ranks).Shared();
        return RunLock.Hold(folder, held =>
        {
            var run = new TrainingRun(folder, held, wanted, dataset, resume: true, ranks);
            if (info.WhatDiffersFrom(RunInfo.Of(dataset, info.Dataset, info.Seed, ranks.Count)) is { } notice)
                run._notices.Add(notice);
            AtomicFile.WriteText(folder.Recipe, wanted.ToToml());
            return run.Shared();
        });
    }

    /// <summary>This run, with what the first rank has of it in all.</summary>
    private TrainingRun Shared()
    {
        _state = SharedState.Give(_ranks, _state, _model, _optimizer);
        return this;
    }
}
