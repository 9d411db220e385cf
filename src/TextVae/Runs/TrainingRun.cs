using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>
/// A training that lives in a folder: it measures, keeps the best model, writes checkpoints, and goes on from the last
/// one as if it had never stopped. One process at a time may train into a folder.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly RunFolder _folder;
    private readonly FileStream _lock;
    private readonly Recipe _recipe;
    private readonly Dataset _dataset;
    private readonly TextModel _model;
    private readonly Adam _optimizer;
    private readonly CheckpointStore _checkpoints;
    private readonly List<string> _notices = [];
    private RunState _state;

    private TrainingRun(RunFolder folder, FileStream held, Recipe recipe, Dataset dataset, bool resume)
    {
        _folder = folder;
        _lock = held;
        _recipe = recipe;
        _dataset = dataset;
        _model = TextModel.Create(
            recipe.Objective.ModelFor(recipe.Model), dataset.Vocabulary.Count, recipe.Training.Seed, dataset.Labels.Count);
        _optimizer = new Adam(_model);
        _checkpoints = new CheckpointStore(folder, recipe.Training.Keep);
        var found = resume ? _checkpoints.LoadNewest(_model, _optimizer, _notices) : null;
        _state = found ?? new RunState();
        if (resume && found is null)
            _notices.Add("The run has no checkpoint yet, so it starts from its first step.");
    }

    /// <summary>The recipe that is run.</summary>
    public Recipe Recipe => _recipe;

    /// <summary>The model being trained.</summary>
    public TextModel Model => _model;

    /// <summary>Steps done so far.</summary>
    public long Step => _state.Step;

    /// <summary>Told how far an evaluation has come, 0 to 1.</summary>
    public IProgress<double>? EvaluationProgress { get; set; }

    /// <summary>Begins a run in a folder that holds none.</summary>
    /// <param name="recipe">What to run.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="datasetFolder">Where the data is, to be noted in `run.json`.</param>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="RecipeException">The folder holds a run already, or another process trains into it.</exception>
    /// <exception cref="DataException">The training or the validation split has no sentence, or the model needs labels that the
    /// dataset does not have.</exception>
    public static TrainingRun Start(Recipe recipe, Dataset dataset, string datasetFolder, RunFolder folder)
    {
        DatasetRules.Check(recipe, dataset, datasetFolder);
        if (folder.HoldsRun)
        {
            throw new RecipeException(
                $"'{folder.Path}' holds a run already. Add --resume to go on with it, or choose another folder.");
        }

        if (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any(IsForeign))
        {
            throw new RecipeException(
                $"'{folder.Path}' is not empty and holds no run. Choose a new or an empty folder, so that nothing of yours "
                + "is mixed with the run's files.");
        }

        var held = TakeLock(folder);
        var run = Guarded(held, () => new TrainingRun(folder, held, recipe, dataset, resume: false));
        AtomicFile.Write(folder.Recipe, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(recipe.ToToml())));
        RunInfo.Of(dataset, datasetFolder, recipe.Training.Seed).Save(folder);
        return run;
    }

    /// <summary>Goes on with the run in a folder.</summary>
    /// <param name="recipe">The recipe the run was started with; only how long it runs, how often it measures and saves
    /// may differ. Null takes the run's own.</param>
    /// <param name="dataset">The same data as before.</param>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="RecipeException">There is no run, another process trains it, or the recipe or the data are not
    /// those of the run.</exception>
    /// <exception cref="DataException">No checkpoint can be read, or a file of the run is a link to another place.</exception>
    public static TrainingRun Resume(Recipe? recipe, Dataset dataset, RunFolder folder)
    {
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

        var own = Recipe.Load(folder.Recipe);
        var wanted = recipe ?? own;
        ResumeRules.Check(own, wanted, folder);
        DatasetRules.Check(wanted, dataset, info.Dataset);
        var held = TakeLock(folder);
        var run = Guarded(held, () => new TrainingRun(folder, held, wanted, dataset, resume: true));
        AtomicFile.Write(folder.Recipe, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(wanted.ToToml())));
        return run;
    }

    /// <summary>
    /// Trains to the end. When cancelled, it finishes the step, saves a checkpoint and throws.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; a resumed run goes on from here.</exception>
    public IEnumerable<RunEvent> Execute(CancellationToken cancellation = default)
    {
        foreach (var notice in _notices)
            yield return new Notice(notice);
        using var metrics = new MetricsLog(_folder.Metrics, _state.Step);
        var trainer = new Trainer(_model, _recipe.Objective, _recipe.Training, _dataset.Train, _optimizer);
        using var steps = trainer.Run(_state.Step).GetEnumerator();
        var saved = _state.Step;
        while (true)
        {
            // First what is due after the last step made, so that a run that was stopped here catches up on it.
            if (EvaluationIsDue(trainer.LastStep) && Evaluate(metrics, cancellation) is { } evaluated)
                yield return evaluated;
            var stop = cancellation.IsCancellationRequested;
            var end = _state.Step >= trainer.LastStep || RanOutOfPatience;
            if (_state.Step > saved && (end || stop || _state.Step % _recipe.Training.CheckpointEvery == 0))
            {
                saved = _state.Step;
                yield return new CheckpointSaved(saved, _checkpoints.Save(_state, _model, _optimizer));
            }

            cancellation.ThrowIfCancellationRequested();
            if (end || !steps.MoveNext())
                break;
            _state = _state with { Step = steps.Current.Step };
            metrics.Add(steps.Current);
            yield return new StepDone(steps.Current, trainer.LastStep);
        }

        yield return new RunFinished(_state.Step, _state.BestStep, _state.BestBound, _state.Step < trainer.LastStep);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _lock.Dispose();
    }

    private bool RanOutOfPatience => _recipe.Training.Patience > 0 && _state.SinceBest >= _recipe.Training.Patience;

    private bool EvaluationIsDue(long lastStep) => _state.Step > 0 && _state.EvaluatedStep != _state.Step
        && (_state.Step >= lastStep || _state.Step % _recipe.Training.EvaluateEvery == 0);

    /// <summary>Measures the validation split and keeps the model if it is the best; null when cancelled.</summary>
    private Evaluated? Evaluate(MetricsLog metrics, CancellationToken cancellation)
    {
        // One sample a sentence, always the same: the curve has no noise of its own, and costs a tenth.
        var evaluator = new Evaluator(_model, _recipe.Evaluation with { Samples = 1, Iw = 0 });
        EvaluationReport report;
        try
        {
            report = evaluator.Evaluate(_dataset.Valid, EvaluationProgress, cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        metrics.Add(_state.Step, report);
        _state = _state.After(report.NllBound, _recipe.Objective.SchedulesHaveEnded(_state.Step));
        var isBest = _state.BestStep == _state.Step;
        if (isBest)
            TrainedModel.Save(_folder.Model, _model, _dataset, _state.Step, report);
        return new Evaluated(_state.Step, report, isBest);
    }

    private static bool IsForeign(string entry) => Path.GetFileName(entry) != ".lock";

    private static FileStream TakeLock(RunFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        try
        {
            return new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(folder.Lock))
        {
            throw new RecipeException(
                $"Another process is training into '{folder.Path}'. Wait for it to end, or choose another folder.", exception);
        }
    }

    private static TrainingRun Guarded(FileStream held, Func<TrainingRun> make)
    {
        try
        {
            return make();
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
