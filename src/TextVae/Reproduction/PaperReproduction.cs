using TextVae.Corpus;
using TextVae.Native;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Reproduction;

/// <summary>
/// The experiments of the paper in one folder: every system is trained and measured, and page, tables and results are
/// written anew after each. It goes on where it stopped: a finished run is not repeated, a started one is resumed.
/// </summary>
public sealed class PaperReproduction
{
    // Roughly what a run's parts take, for the time left.
    private const double TrainingShare = 0.85;

    private readonly IReadOnlyList<PlannedRun> _plan;
    private readonly ReproductionOptions _options;
    private readonly ReproductionInfo _info;
    private readonly Dataset _dataset;
    private readonly string _datasetFolder;
    private readonly List<FailedSystem> _failed = [];

    private PaperReproduction(
        ReproductionOptions options, IReadOnlyList<PlannedRun> plan, ReproductionInfo info, Dataset dataset, string datasetFolder,
        ReproductionFolder folder)
    {
        (_options, _plan, _info, _dataset, _datasetFolder, Folder) = (options, plan, info, dataset, datasetFolder, folder);
    }

    /// <summary>Where everything goes.</summary>
    public ReproductionFolder Folder { get; }

    /// <summary>The runs that <see cref="Execute"/> could not finish; there is nothing to compare of them.</summary>
    public IReadOnlyList<FailedSystem> Failed => _failed;

    /// <summary>Told of every step, evaluation and result.</summary>
    public IProgress<ReproductionProgress>? Progress { get; set; }

    /// <summary>Prepares a new or an empty folder, or one in which runs with the same options were made.</summary>
    /// <param name="options">What to run. The systems and the number of seeds may be others than before, the rest not.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="datasetFolder">Where the data is.</param>
    /// <param name="folder">Where everything goes.</param>
    /// <exception cref="RecipeException">An option cannot be used, the folder holds something else, or it holds runs with other
    /// options.</exception>
    /// <exception cref="DataException">A split has no sentence.</exception>
    public static PaperReproduction Open(
        ReproductionOptions options, Dataset dataset, string datasetFolder, ReproductionFolder folder)
    {
        var plan = options.Plan();
        foreach (var run in plan)
            DatasetRules.Check(run.Recipe, dataset, datasetFolder);
        if (dataset.Test.Count == 0)
        {
            throw new DataException(
                $"The dataset '{datasetFolder}' has no sentence in its test split, on which the systems are compared. Prepare it "
                + "anew with --test, or with shares such as --split 0.91,0.03,0.06.");
        }

        NativeRuntime.EnsureLoaded();
        var info = new ReproductionInfo
        {
            Dataset = Path.GetFullPath(datasetFolder),
            DatasetHash = dataset.Info.Hash,
            Scale = options.Scale,
            Steps = plan[0].Recipe.Training.Steps,
            Settings = options.Settings,
            Precision = NativeRuntime.ResolvedPrecision,
            Threads = torch.get_num_threads(),
        };
        if (File.Exists(folder.Info))
            info = info with { Threads = RequireSame(folder, info).Threads };
        else
            SeriesInfo.Begin(folder.Path, folder.Info, info, ReproductionJson.Default.ReproductionInfo, "reproduction");
        return new PaperReproduction(options, plan, info, dataset, datasetFolder, folder);
    }

    /// <summary>
    /// Makes all runs that are not finished yet, and writes what is found. A run whose numbers are not finite is left as
    /// <see cref="Failed"/>, and the others are made. When cancelled, it saves a checkpoint and throws.
    /// </summary>
    /// <returns>The results of all finished runs in the folder.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the same call goes on from here.</exception>
    public IReadOnlyList<SystemResult> Execute(CancellationToken cancellation = default)
    {
        _failed.Clear();
        var finished = _plan.Count(Folder.HasResult);
        foreach (var run in _plan.Where(run => !Folder.HasResult(run)))
        {
            try
            {
                Make(run, finished, cancellation);
            }
            catch (DivergenceException exception)
            {
                _failed.Add(new FailedSystem(run, exception.Message));
                Progress?.Report(new ReproductionProgress(run, finished, _plan.Count, Share(finished, 1)) { Notice = $"failed: {exception.Message}" });
            }

            finished++;
        }

        return Write();
    }

    private void Make(PlannedRun run, int finished, CancellationToken cancellation)
    {
        var trained = Train(run, finished, cancellation);
        FreedMemory.Return();
        var measuring = new SystemMeasurement(_dataset, run, Folder.Run(run.Name))
        {
            Progress = new SynchronousProgress<double>(share => Report(run, finished, TrainingShare + ((1 - TrainingShare) * share))),
        };
        var result = measuring.Measure(trained, cancellation);
        FreedMemory.Return();
        Folder.Save(run, result);
        Write();
        Progress?.Report(new ReproductionProgress(run, finished + 1, _plan.Count, Share(finished + 1, 0)) { Result = result });
    }

    private RunFinished Train(PlannedRun planned, int finished, CancellationToken cancellation) => SeriesRun.Train(
        planned.Recipe, _dataset, _datasetFolder, Folder.Run(planned.Name), startFrom: null,
        (run, happening) =>
        {
            if (happening is Notice { Message: var message })
            {
                Progress?.Report(
                    new ReproductionProgress(planned, finished, _plan.Count, Share(finished, ShareOfTraining(run.Step))) { Notice = message });
            }
            else if (happening is null or StepDone)
            {
                Report(planned, finished, ShareOfTraining(run.Step), (happening as StepDone)?.Record);
            }
        },
        cancellation);

    private IReadOnlyList<SystemResult> Write()
    {
        var results = Folder.LoadResults();
        ResultsFile.Write(Folder.Results, _options, _info, results);
        ReproductionPage.Write(Folder.Page, _options, _info, _dataset, results);
        SentenceTables.Write(Folder.Tables, results);
        return results;
    }

    private void Report(PlannedRun run, int finished, double share, Training.StepRecord? step = null) =>
        Progress?.Report(new ReproductionProgress(run, finished, _plan.Count, Share(finished, share)) { Step = step });

    private double Share(int finished, double ofRun) => (finished + ofRun) / _plan.Count;

    private double ShareOfTraining(long step) => TrainingShare * step / _info.Steps;

    /// <returns>What the folder was begun with.</returns>
    private static ReproductionInfo RequireSame(ReproductionFolder folder, ReproductionInfo info)
    {
        var there = SeriesInfo.Load(folder.Info, ReproductionJson.Default.ReproductionInfo);
        var differences = there.Differences(info).ToArray();
        if (differences.Length == 0)
            return there;
        throw new RecipeException(
            $"The runs in '{folder.Path}' were made with other options: {string.Join("; ", differences)}. Give the same options to go on "
            + "with them (--only and --seeds may change), or choose another folder with --out.");
    }
}
