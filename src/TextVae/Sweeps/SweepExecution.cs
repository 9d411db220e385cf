using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Native;
using TextVae.Reports;
using TextVae.Runs;

namespace TextVae.Sweeps;

/// <summary>
/// The runs of a sweep in one folder, one after the other: each is trained and measured, and the page and the results are written
/// anew after each. It goes on where it stopped: a finished run is left alone, a started one is resumed. One process at a time.
/// </summary>
public sealed class SweepExecution : IDisposable
{
    private readonly Sweep _sweep;
    private readonly IReadOnlyList<SweptRun> _plan;
    private readonly IReadOnlyList<SweptRun> _chosen;
    private readonly Dataset _dataset;
    private readonly string _datasetFolder;
    private readonly SweepInfo _info;
    private readonly FileStream? _lock;
    private readonly Ranks _ranks;
    private readonly string? _published;
    private readonly SweepWork _work;
    private readonly List<SweptRun> _finished = [];
    private readonly List<FailedRun> _failed = [];

    private SweepExecution(
        Sweep sweep, IReadOnlyList<SweptRun> plan, IReadOnlyList<SweptRun> chosen, Dataset dataset, string datasetFolder, SweepFolder folder,
        FileStream? held, Ranks ranks, string? published)
    {
        (_sweep, _plan, _chosen, _dataset, _datasetFolder, Folder, _lock, _ranks) =
            (sweep, plan, chosen, dataset, datasetFolder, folder, held, ranks);
        _published = published;
        _info = SweepInfo.Of(dataset, datasetFolder, ranks.Count);
        _work = new SweepWork(chosen, sweep.Evaluate, dataset)
        {
            Trained = ranks.IsFirst ? [.. chosen.Where(folder.IsTrained)] : [],
        };
    }

    /// <summary>Where everything goes.</summary>
    public SweepFolder Folder { get; }

    /// <summary>Told of every step, evaluation and result.</summary>
    public IProgress<SweepProgress>? Progress { get; set; }

    /// <summary>Those that have failed so far, and those that would have started from them.</summary>
    public IReadOnlyList<FailedRun> Failed => _failed;

    /// <summary>Prepares a new or an empty folder, or one in which the same sweep was begun.</summary>
    /// <param name="sweep">The sweep. There may be more runs and seeds in it than before, and others may be measured.</param>
    /// <param name="selection">Which runs of it are to be made now.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="datasetFolder">Where the data is.</param>
    /// <param name="folder">Where everything goes.</param>
    /// <param name="ranks">Processes that make and measure every run together; the first one writes. Null for one.</param>
    /// <param name="published">A file of results that the rows of the chosen runs are put into whenever one is finished; null for none.</param>
    /// <exception cref="RecipeException">A recipe cannot be used, or cannot start from the run that it is to start from, the folder holds
    /// something else, a run of another sweep or one that was made otherwise, or another process works in it.</exception>
    /// <exception cref="DataException">The dataset has not what a recipe or the evaluation needs.</exception>
    public static SweepExecution Open(
        Sweep sweep, SweepSelection selection, Dataset dataset, string datasetFolder, SweepFolder folder, Ranks? ranks = null,
        string? published = null)
    {
        ranks ??= Ranks.Single;
        var plan = sweep.Plan();
        var chosen = sweep.Chosen(plan, selection);
        foreach (var run in chosen)
            DatasetRules.Check(run.Recipe, dataset, datasetFolder, ranks);
        if (dataset[sweep.Evaluate.Split].Count == 0)
        {
            throw new DataException(
                $"The dataset '{datasetFolder}' has no sentence in its {ChoiceName.Of(sweep.Evaluate.Split)} split, which the runs are to be "
                + "measured on. Choose another one by evaluate.split, or prepare the dataset anew.");
        }

        NativeRuntime.EnsureLoaded();
        SweepStarts.Require(chosen, plan, dataset);
        if (!ranks.IsFirst)
            return new SweepExecution(sweep, plan, chosen, dataset, datasetFolder, folder, held: null, ranks, published: null);
        if (!File.Exists(folder.Info))
            SeriesInfo.RequireUnused(folder.Path, "sweep");
        folder.RequireOnly(sweep, plan);
        var held = RunLock.Take(new RunFolder(folder.Path));
        try
        {
            var execution = new SweepExecution(sweep, plan, chosen, dataset, datasetFolder, folder, held, ranks, published);
            if (SweepInfo.Load(folder) is { } there)
                there.RequireSame(execution._info, folder);
            else
                SeriesInfo.Begin(folder.Path, folder.Info, execution._info, SweepJson.Default.SweepInfo, "sweep");
            return execution;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes all chosen runs that are not finished yet, and writes what is found. A run whose numbers are not finite is
    /// left as <see cref="Failed"/>, with those that start from it, and the others are made. When cancelled, it saves a checkpoint and
    /// throws.</summary>
    /// <returns>The means over seeds of all finished runs of the sweep; none in ranks that write nothing.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the same call goes on from here.</exception>
    public IReadOnlyList<SummaryRow> Execute(CancellationToken cancellation = default)
    {
        _finished.AddRange(_ranks.IsFirst ? _chosen.Where(IsDone) : []);
        foreach (var run in _chosen)
        {
            // The first one knows what it has written.
            if (_ranks.OfFirst(_ranks.IsFirst && IsDone(run)))
                continue;
            try
            {
                Make(run, cancellation);
            }
            catch (DivergenceException exception)
            {
                Fail(run, exception.Message);
            }
        }

        return _ranks.IsFirst ? Write() : [];
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private void Make(SweptRun run, CancellationToken cancellation)
    {
        if (_failed.FirstOrDefault(failed => failed.Run.Folder == run.StartFrom) is { } source)
        {
            Fail(run, $"it starts from '{source.Run.Folder}', which has failed.");
            return;
        }

        // What was measured once is not trained again, even where its checkpoints are gone.
        if (!_ranks.OfFirst(_ranks.IsFirst && Folder.IsTrained(run)))
            Train(run, cancellation);
        FreedMemory.Return();
        if (!run.IsMeasured)
        {
            _finished.Add(run);
            Report(At(run));
            return;
        }

        var measuring = new RunMeasurement(_dataset, run, Folder.Run(run), _sweep.Evaluate)
        {
            Progress = (share, what) => Report(At(run, trained: 1, share) with { Measuring = what }),
            Ranks = _ranks,
            Before = [.. SweepFolder.Sources(run, _plan).Select(Folder.Run)],
        };
        var found = measuring.Measure(cancellation);
        FreedMemory.Return();
        if (found is not var (report, result))
            return;
        Folder.Save(run, report, result);
        _finished.Add(run);
        Write();
        Report(At(run) with { Result = result });
    }

    private void Fail(SweptRun run, string message)
    {
        _failed.Add(new FailedRun(run, message));
        Report(At(run) with { Notice = message });
    }

    // What others only start from is done with once all of them have its parameters.
    private bool IsDone(SweptRun run) => run.IsMeasured
        ? IsFinished(run)
        : _plan.Where(other => other.StartFrom == run.Folder).All(other => Folder.Run(other).HoldsRun);

    private bool IsFinished(SweptRun run) => run.IsMeasured && Folder.Result(run)?.Measured == RunMeasurement.Described(run, _sweep.Evaluate);

    private void Train(SweptRun planned, CancellationToken cancellation) => SeriesRun.Train(
        planned.Recipe, _dataset, _datasetFolder, Folder.Run(planned), planned.StartFrom is { } source ? Folder.Run(source).Path : null,
        (run, happening) =>
        {
            var at = At(planned, (double)run.Step / run.LastStep);
            switch (happening)
            {
                case null:
                    Report(at);
                    break;
                case StepDone done:
                    Report(at with { Step = done.Record, LastStep = run.LastStep });
                    break;
                case Notice { Message: var message }:
                    Report(at with { Notice = message });
                    break;
                case CheckpointSaved { IsFarewell: true } saved:
                    Report(at with { Notice = $"stopped after step {saved.Step}; a checkpoint is saved, and the same command goes on from it" });
                    break;
            }
        },
        cancellation, _ranks);

    private IReadOnlyList<SummaryRow> Write()
    {
        var done = _sweep.Recipes.SelectMany(recipe => _plan.Where(run => run.Name == recipe.Name)).Where(IsFinished).ToArray();
        var results = done.Select(run => Folder.Result(run)!).ToArray();
        var rows = SummaryRow.Of(_sweep, _plan, _info, results);
        SweepResultsFile.Write(Folder.Results, _sweep, _info, results, rows);
        RunReport[] reports = [.. done.Select(run => RunReportFile.Load(Folder.Measured(run), Folder.Run(run), run.Folder, _dataset))];
        if (reports.Length > 0)
            AtomicFile.WriteText(Folder.Report, ReportPage.Write(reports, ChoiceName.Of(_sweep.Evaluate.Split)));
        if (_published is not null)
            PublishedResults.Merge(_published, [.. rows.Where(row => _chosen.Any(run => _sweep.RowOf(run.Name) == row.Name))]);
        return rows;
    }

    private SweepProgress At(SweptRun run, double trained = 0, double measured = 0) =>
        new(run, _finished.Count, _chosen.Count, _work.Share(_finished, run, trained, measured));

    private void Report(SweepProgress progress) => Progress?.Report(progress);
}
