using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Evaluation;
using TextVae.Evaluation.Diagnosis;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>
/// A training that lives in a folder: it measures, keeps the best model, writes checkpoints, and goes on from the last
/// one as if it had never stopped. One process at a time may train into a folder.
/// </summary>
public sealed partial class TrainingRun : IDisposable
{
    // Steps between two looks at whether the parameters of all ranks are the same, which take a fifteenth of a second.
    private const long CompareEvery = 100;

    private readonly Ranks _ranks;
    private readonly RunFolder _folder;
    private readonly FileStream? _lock;
    private readonly Recipe _recipe;
    private readonly Dataset _dataset;
    private readonly FirstModel _first;
    private (double? KlWeight, EncoderRounds? Rounds) _beginning;
    private readonly TextModel _model;
    private readonly Optimizer _optimizer;
    private readonly CheckpointStore _checkpoints;
    private readonly ModelFolder _best;
    private readonly NumericFailure _failure;
    private readonly PlateauRule _plateau;
    private readonly List<string> _notices = [];
    private readonly Trainer _trainer;
    private RunState _state;

    // The ranks that write nothing hold no lock.
    private TrainingRun(RunFolder folder, FileStream? held, Recipe recipe, Dataset dataset, bool resume, Ranks ranks)
    {
        _ranks = ranks;
        _folder = folder;
        _lock = held;
        _recipe = recipe;
        _dataset = dataset;
        _first = new FirstModel(recipe, dataset, folder, ranks);
        _model = _first.Create();
        _optimizer = Optimizer.For(_model, recipe.Training);
        _checkpoints = new CheckpointStore(folder, recipe.Training.Keep, recipe.Training.CheckpointEvery);
        _best = new ModelFolder(folder.Model);
        _failure = new NumericFailure(folder, recipe.Training);
        _plateau = new PlateauRule(recipe.Training);
        _trainer = new Trainer(_model, recipe.Objective, recipe.Training, dataset.Train, _optimizer, ranks);
        _state = new RunState();
        if (!ranks.IsFirst)
            return;
        List<string> damaged = [];
        var found = resume ? _checkpoints.LoadNewest(_model, _optimizer, damaged) : null;
        _state = found ?? new RunState();
        if (damaged.Count > 0)
            _notices.Add($"{string.Join(' ', damaged)} The run goes on from the checkpoint before, of step {_state.Step}.");
        if (resume && found is null)
            _notices.Add("The run has no checkpoint yet, so it starts from its first step.");
        AtomicFile.Sweep(folder.Path);
        _best.Repair(model => _state.BestStep > 0 && ModelFiles.IsOfStep(model, _state.BestStep));
    }

    /// <summary>The recipe that is run.</summary>
    public Recipe Recipe => _recipe;

    /// <summary>The model being trained.</summary>
    public TextModel Model => _model;

    /// <summary>Steps done so far.</summary>
    public long Step => _state.Step;

    /// <summary>The number of its last step, if nothing ends it earlier.</summary>
    public long LastStep => _trainer.LastStep;

    /// <summary>Told how far an evaluation has come, 0 to 1.</summary>
    public IProgress<double>? EvaluationProgress { get; set; }

    /// <summary>
    /// Trains to the end. When cancelled, it finishes the step, saves a checkpoint and throws. A step whose loss or gradient
    /// is not finite moves nothing; after <see cref="TrainingOptions.SkipLimit"/> in a row the run goes back to its last good
    /// checkpoint with half the learning rate, and the next time it throws.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; a resumed run goes on from here.</exception>
    /// <exception cref="TextVaeException">The loss or the gradient is not finite again and again, or no validation bound was
    /// finite, so that there is no model.</exception>
    public IEnumerable<RunEvent> Execute(CancellationToken cancellation = default)
    {
        foreach (var notice in _notices)
            yield return new Notice(notice);
        if (_ranks.IsFirst)
            _checkpoints.Open();
        using var metrics = _ranks.IsFirst ? new MetricsLog(_folder.Metrics, _state) : null;
        if (metrics?.MissingSteps > 0)
        {
            yield return new Notice(
                $"'{_folder.Metrics}' has lost the lines of {metrics.MissingSteps} of the {_state.Step} steps made so far. The training "
                + "is not touched by that, only what is drawn from the file.");
        }

        var trainer = _trainer;
        _beginning = (trainer.KlWeight, trainer.Rounds);
        trainer.KlWeight = _state.KlWeight ?? trainer.KlWeight;
        trainer.Rounds = _state.Rounds ?? trainer.Rounds;
        using var steps = trainer.Run(_state.Step).GetEnumerator();
        var saved = _state;
        while (true)
        {
            // First what is due after the last step made, so that a run that was stopped here catches up on it.
            var evaluated = EvaluationIsDue(trainer.LastStep) ? Evaluate(metrics, trainer.LastStep, cancellation) : null;
            var isBest = evaluated is { IsBest: true };
            string[] notices = evaluated is null ? [] : [.. Consequences(evaluated.Report, trainer)];
            trainer.RateFactor = _plateau.RateFactor(_state);
            // Ranks stop after the same step, whichever of them was told to.
            var stop = _ranks.Any(cancellation.IsCancellationRequested);
            var end = _state.Step >= trainer.LastStep || RanOutOfPatience || _plateau.IsLast(_state);
            string? checkpoint = null;
            var save = _state != saved && (isBest || end || stop || CheckpointIsDue);
            if (save || _state.Step % CompareEvery == 0)
                SharedState.RequireSame(_ranks, _model, _state.Step);
            if (save)
            {
                checkpoint = Save(metrics);
                saved = _state;
            }

            // Only now, when a checkpoint knows of it: so no resumed run finds a best model that it has not made yet.
            if (isBest && _ranks.IsFirst)
                _best.Replace();
            if (evaluated is not null)
                yield return evaluated;
            foreach (var notice in notices)
                yield return new Notice(notice);
            if (checkpoint is not null)
                yield return new CheckpointSaved(_state.Step, checkpoint) { IsFarewell = stop };
            if (stop)
                throw new OperationCanceledException(cancellation);
            if (end || !steps.MoveNext())
                break;
            var record = steps.Current;
            _state = _state.After(record) with { KlWeight = trainer.KlWeight, Rounds = trainer.Rounds };
            metrics?.Add(record, _state.Skipped);
            yield return new StepDone(record, trainer.LastStep) { Skipped = _state.Skipped };
            if (record.IsSkipped && Recover(record, trainer, metrics) is { } told)
                yield return new Notice(told);
        }

        if (_state.BestStep == 0)
            throw _failure.NoFiniteBound(_state);
        IReadOnlyList<ModelFinding> findings = [];
        if (_model is VariationalAutoencoder)
            _ranks.OnFirst(() => findings = ModelExamination.OfFinished(_folder, _dataset.Valid, cancellation));
        // Whoever goes on from here finds all files of the run.
        _ranks.Wait();
        yield return new RunFinished(_state.Step, _state.BestStep, _state.BestBound, _state.Step < trainer.LastStep)
        {
            Skipped = _state.Skipped,
            Findings = findings,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <returns>Its path; null in the ranks that write nothing.</returns>
    private string? Save(MetricsLog? metrics)
    {
        if (metrics is null)
            return null;
        _folder.RequireThere();
        metrics.Flush();
        return _checkpoints.Save(_state with { IsRegular = CheckpointIsDue }, _model, _optimizer);
    }

    // No checkpoint among failing steps: its parameters would be the ones that fail.
    private bool CheckpointIsDue => _state.Step % _recipe.Training.CheckpointEvery == 0 && _state.SkippedInARow == 0;

    private bool RanOutOfPatience => _recipe.Training.Patience > 0 && _state.SinceBest >= _recipe.Training.Patience;

    private bool EvaluationIsDue(long lastStep) => _state.Step > 0 && _state.EvaluatedStep != _state.Step
        && (_state.Step >= lastStep || _state.Step % _recipe.Training.EvaluateEvery == 0);

    /// <summary>What an evaluation changes in how the training goes on.</summary>
    /// <returns>What a user should know of it.</returns>
    private IEnumerable<string> Consequences(EvaluationReport report, Trainer trainer)
    {
        var (rounds, information) = (trainer.Rounds, report.MutualInformation ?? 0);
        trainer.Rounds = rounds?.After(information);
        _state = _state with { Rounds = trainer.Rounds };
        if (rounds?.MessageAfter(information) is { } over)
            yield return over;
        if (_plateau.IsDue(_state))
            yield return LeavePlateau();
    }

    /// <summary>Lowers the learning rate and, where that is wanted, takes up the best model again.</summary>
    /// <returns>What a user should know.</returns>
    private string LeavePlateau()
    {
        _state = _state with { Plateaus = _state.Plateaus + 1, SincePlateau = 0 };
        if (!_plateau.Reloads(_state))
            return _plateau.Message(_state);
        var other = _ranks.IsFirst ? TakeUpBest() : null;
        // The others get what the first one has, whatever that is.
        Shared();
        return _plateau.Message(_state, other);
    }

    /// <summary>
    /// Makes the parameters those of the best model, and the moments zero. Where a checkpoint was damaged, the model folder may have a
    /// later one, which the run has not come to again; the best one's own checkpoint holds the same.
    /// </summary>
    /// <returns>The step of the model that is there instead, and then nothing has changed; null when it is done.</returns>
    private long? TakeUpBest()
    {
        var step = ModelFiles.StepOf(_folder.Model);
        if (step == _state.BestStep)
            ModelFiles.LoadWeights(_folder.Model, _model);
        else if (!_checkpoints.TryLoadKept(_state.BestStep, _model, _optimizer))
            return step;
        _optimizer.Reset();
        return null;
    }

    /// <summary>After a step that was skipped: nothing, or back to the last good checkpoint, or the end.</summary>
    /// <returns>What a user should know, if anything.</returns>
    private string? Recover(StepRecord record, Trainer trainer, MetricsLog? metrics)
    {
        if (_state.SkippedInARow < _recipe.Training.SkipLimit)
            return _state.Skipped == 1 ? NumericFailure.FirstSkip(record) : null;
        if (_state.WentBackTo is { } earlier)
            throw _failure.Stop(record, earlier, trainer.StepsPerEpoch);
        var damaged = new List<string>();
        // With the parameters from right before the first of these steps, all of them would fail again.
        var found = _ranks.IsFirst
            ? _checkpoints.LoadBefore(_state.Step - _state.SkippedInARow, _model, _optimizer, damaged)
            : null;
        if (found is null)
            _first.Restore(_model, _optimizer);
        // The multiplier and the encoder's rounds belong to the parameters.
        _state = _state with
        {
            WentBackTo = found?.Step ?? 0,
            SkippedInARow = 0,
            KlWeight = found?.KlWeight ?? _beginning.KlWeight,
            Rounds = found?.Rounds ?? _beginning.Rounds,
        };
        Shared();
        (trainer.KlWeight, trainer.Rounds) = (_state.KlWeight, _state.Rounds);
        var rate = _plateau.RateFactor(_state) * _recipe.Training.LearningRate;
        metrics?.AddRollback(_state.Step, _state.WentBackTo!.Value, rate);
        return string.Join(' ', [.. damaged, _failure.WentBack(record, _state.WentBackTo!.Value, rate)]);
    }

    /// <summary>Measures the validation split and prepares the model to be kept if it is the best; null when cancelled.</summary>
    private Evaluated? Evaluate(MetricsLog? metrics, long lastStep, CancellationToken cancellation)
    {
        using var averaged = _optimizer.UseAverage();
        // One sample a sentence, always the same: the curve has no noise of its own, and costs a tenth.
        var evaluator = new Evaluator(_model, _recipe.Evaluation with { Samples = 1, Iw = 0, InformationSamples = 1 }) { Ranks = _ranks };
        EvaluationReport report;
        try
        {
            report = evaluator.Evaluate(_dataset.Valid, EvaluationProgress, cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        metrics?.Add(_state.Step, report);
        var target = _recipe.Objective.TargetKl;
        if (target > 0 && KlTarget.IsMet(report.Kl, target))
            _state = _state with { HasMetTarget = true };
        _state = _state.After(report.NllBound, _recipe.SchedulesHaveEnded(_state.Step) && (target == 0 || _state.HasMetTarget));
        var collapse = _model is VariationalAutoencoder
            ? ModelDoctor.CollapseOf(ModelExamination.Measured(report, _model.Options.Latent), ModelExamination.Diagnosed(_recipe, lastStep))
            : null;
        _state = _state with { CollapsedInARow = collapse is null ? 0 : _state.CollapsedInARow + 1 };
        var isBest = _state.BestStep == _state.Step;
        if (isBest && _ranks.IsFirst)
        {
            _folder.RequireThere();
            _best.Prepare(next => ModelFiles.Write(next, _model, _dataset, _state.Step, report));
        }

        // A single evaluation may be one of a model that has hardly begun to use z.
        return new Evaluated(_state.Step, report, isBest) { Collapse = _state.CollapsedInARow == 2 ? collapse : null };
    }
}
