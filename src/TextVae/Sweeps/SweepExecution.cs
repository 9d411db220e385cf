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
    private readonly FileStream? _lock;
    private readonly Ranks _ranks;
    private readonly SweepWork _work;

    private SweepExecution(
        Sweep sweep, IReadOnlyList<SweptRun> plan, IReadOnlyList<SweptRun> chosen, Dataset dataset, string datasetFolder, SweepFolder folder,
        FileStream? held, Ranks ranks)
    {
        (_sweep, _plan, _chosen, _dataset, _datasetFolder, Folder, _lock) = (sweep, plan, chosen, dataset, datasetFolder, folder, held);
        (_ranks, _work) = (ranks, new SweepWork(chosen, sweep.Evaluate, dataset));
    }

    /// <summary>Where everything goes.</summary>
    public SweepFolder Folder { get; }

    /// <summary>Told of every step, evaluation and result.</summary>
    public IProgress<SweepProgress>? Progress { get; set; }

    /// <summary>Prepares a new or an empty folder, or one in which the same sweep was begun.</summary>
    /// <param name="sweep">The sweep. There may be more runs and seeds in it than before, and others may be measured.</param>
    /// <param name="only">The names of those recipes of it that are to be run now; none for all.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="datasetFolder">Where the data is.</param>
    /// <param name="folder">Where everything goes.</param>
    /// <param name="ranks">Processes that make and measure every run together; the first one writes. Null for one.</param>
    /// <exception cref="RecipeException">A recipe cannot be used, the folder holds something else, a run of another sweep or one that was
    /// made otherwise, or another process works in it.</exception>
    /// <exception cref="DataException">The dataset has not what a recipe or the evaluation needs.</exception>
    public static SweepExecution Open(Sweep sweep, IReadOnlyList<string> only, Dataset dataset, string datasetFolder, SweepFolder folder, Ranks? ranks = null)
    {
        ranks ??= Ranks.Single;
        var names = sweep.Only(only);
        var plan = sweep.Plan();
        var chosen = plan.Where(run => names.Contains(run.Name)).ToArray();
        foreach (var run in chosen)
            DatasetRules.Check(run.Recipe, dataset, datasetFolder, ranks);
        if (dataset[sweep.Evaluate.Split].Count == 0)
        {
            throw new DataException(
                $"The dataset '{datasetFolder}' has no sentence in its {ChoiceName.Of(sweep.Evaluate.Split)} split, which the runs are to be "
                + "measured on. Choose another one by evaluate.split, or prepare the dataset anew.");
        }

        if (!ranks.IsFirst)
        {
            NativeRuntime.EnsureLoaded();
            return new SweepExecution(sweep, plan, chosen, dataset, datasetFolder, folder, held: null, ranks);
        }

        if (!File.Exists(folder.Info))
            SeriesInfo.RequireUnused(folder.Path, "sweep");
        folder.RequireOnly(sweep, plan);
        NativeRuntime.EnsureLoaded();
        var held = RunLock.Take(new RunFolder(folder.Path));
        try
        {
            var info = SweepInfo.Of(dataset, datasetFolder);
            if (SweepInfo.Load(folder) is { } there)
                there.RequireSame(info, folder);
            else
                SeriesInfo.Begin(folder.Path, folder.Info, info, SweepJson.Default.SweepInfo, "sweep");
            return new SweepExecution(sweep, plan, chosen, dataset, datasetFolder, folder, held, ranks);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes all chosen runs that are not finished yet, and writes what is found. When cancelled, it saves a checkpoint and
    /// throws.</summary>
    /// <returns>The means over seeds of all finished runs of the sweep; none in ranks that write nothing.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the same call goes on from here.</exception>
    public IReadOnlyList<SummaryRow> Execute(CancellationToken cancellation = default)
    {
        var finished = _ranks.IsFirst ? _chosen.Where(IsDone).ToList() : [];
        foreach (var run in _chosen)
        {
            // The first one knows what it has written.
            if (_ranks.OfFirst(_ranks.IsFirst && IsDone(run)))
                continue;
            Train(run, finished, cancellation);
            FreedMemory.Return();
            if (!run.IsMeasured)
            {
                finished.Add(run);
                Report(At(run, finished));
                continue;
            }

            var measuring = new RunMeasurement(_dataset, run, Folder.Run(run), _sweep.Evaluate)
            {
                Progress = (share, what) => Report(At(run, finished, trained: 1, share) with { Measuring = what }),
                Ranks = _ranks,
                Before = [.. Before(run)],
            };
            var found = measuring.Measure(cancellation);
            FreedMemory.Return();
            if (found is not var (report, result))
                continue;
            // The result is last: a run with one has all that the page needs.
            RunReportFile.Save(Folder.Measured(run), report);
            Folder.Save(run, result);
            finished.Add(run);
            Write();
            Report(At(run, finished) with { Result = result });
        }

        return _ranks.IsFirst ? Write() : [];
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    // What others only start from is done with once all of them have its parameters.
    private bool IsDone(SweptRun run) => run.IsMeasured
        ? IsFinished(run)
        : _plan.Where(other => other.StartFrom == run.Folder).All(other => Folder.Run(other).HoldsRun);

    private bool IsFinished(SweptRun run) => run.IsMeasured && Folder.Result(run)?.Measured == RunMeasurement.Described(run, _sweep.Evaluate);

    // The one that it started from, and so on.
    private IEnumerable<RunFolder> Before(SweptRun run)
    {
        for (var source = run.StartFrom; source is not null; source = _plan.Single(other => other.Folder == source).StartFrom)
            yield return Folder.Run(source);
    }

    private void Train(SweptRun planned, List<SweptRun> finished, CancellationToken cancellation)
    {
        var lastStep = 0L;
        SeriesRun.Train(
            planned.Recipe, _dataset, _datasetFolder, Folder.Run(planned), planned.StartFrom is { } source ? Folder.Run(source).Path : null,
            (step, happening) =>
            {
                lastStep = (happening as StepDone)?.LastStep ?? lastStep;
                var at = At(planned, finished, lastStep == 0 ? 0 : (double)step / lastStep);
                switch (happening)
                {
                    case StepDone done:
                        Report(at with { Step = done.Record, LastStep = lastStep });
                        break;
                    case Notice { Message: var message }:
                        Report(at with { Notice = message });
                        break;
                }
            },
            cancellation, _ranks);
    }

    private IReadOnlyList<SummaryRow> Write()
    {
        var done = _sweep.Recipes.SelectMany(recipe => _plan.Where(run => run.Name == recipe.Name)).Where(IsFinished).ToArray();
        var results = done.Select(run => Folder.Result(run)!).ToArray();
        var rows = SummaryRow.Of(_sweep, SweepInfo.Load(Folder)!, results);
        SweepResultsFile.Write(Folder.Results, _sweep, SweepInfo.Load(Folder)!, results, rows);
        RunReport[] reports = [.. done.Select(run => RunReportFile.Load(Folder.Measured(run), Folder.Run(run), run.Folder, _dataset))];
        if (reports.Length > 0)
            AtomicFile.WriteText(Folder.Report, ReportPage.Write(reports, ChoiceName.Of(_sweep.Evaluate.Split)));
        return rows;
    }

    private SweepProgress At(SweptRun run, List<SweptRun> finished, double trained = 0, double measured = 0) =>
        new(run, finished.Count, _chosen.Count, _work.Share(finished, run, trained, measured));

    private void Report(SweepProgress progress) => Progress?.Report(progress);
}
