using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Diagnosis;
using TextVae.Models;
using TextVae.Objectives;

namespace TextVae.Runs;

/// <summary>What was found when a trained model was examined.</summary>
/// <param name="Use">What z is worth to the decoder; null for a language model, and where too few sentences could tell.</param>
/// <param name="Findings">The most serious first; none where all is well, and for a language model.</param>
public sealed record ModelExamination(LatentUse? Use, IReadOnlyList<ModelFinding> Findings)
{
    /// <summary>Measures on a split what the doctor needs, and asks him.</summary>
    /// <param name="model">The model.</param>
    /// <param name="split">The sentences; the validation split's, unless a figure of another is to be explained.</param>
    /// <param name="run">The run that it comes from, for its course and its recipe; null for a model folder by itself.</param>
    /// <param name="report">Figures of the split, where they have been measured already.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ModelExamination Of(
        TrainedModel model, TokenStore split, RunFolder? run, EvaluationReport? report = null, CancellationToken cancellation = default)
    {
        ModelExamination? examination = null;
        foreach (var found in InPieces(model, split, run, report))
        {
            cancellation.ThrowIfCancellationRequested();
            examination = found;
        }

        return examination!;
    }

    /// <summary>As <see cref="Of"/>, a batch at a time, so that other work may stand between two of them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="split">The sentences.</param>
    /// <param name="run">The run that it comes from, or null.</param>
    /// <param name="report">Figures of the split, where they have been measured already.</param>
    /// <returns>Null after every piece, and at last the examination.</returns>
    public static IEnumerable<ModelExamination?> InPieces(
        TrainedModel model, TokenStore split, RunFolder? run, EvaluationReport? report = null)
    {
        LatentUse? use = null;
        if (model.Model is VariationalAutoencoder autoencoder)
        {
            foreach (var found in LatentUseMeter.InPieces(autoencoder, split))
            {
                use = found;
                yield return null;
            }
        }

        yield return Judge(model, use, run, report);
    }

    private static ModelExamination Judge(TrainedModel model, LatentUse? use, RunFolder? run, EvaluationReport? report)
    {
        if (use is null && (report is null || model.Model is not VariationalAutoencoder))
            return new ModelExamination(null, []);
        var history = run is { HoldsRun: true } ? MetricsHistory.Read(run) : null;
        var latent = model.Model.Options.Latent;
        // Without a report, those that the training has written down of this model.
        var figures = (report is null ? Measured(history, model.Step, use!.Kl, latent) : Measured(report, latent)) with
        {
            Use = use,
            BestStep = model.Step,
            FirstEvaluation = history?.Evaluations.Select(point => (long?)point.Step).FirstOrDefault(),
            Evaluations = history?.Evaluations.Count,
        };
        var recipe = run is { HoldsRun: true } ? Diagnosed(Recipe.Load(run.Recipe), history!.Steps.LastOrDefault()?.Step ?? 0) : null;
        return new ModelExamination(use, ModelDoctor.Examine(figures, recipe));
    }

    /// <summary>Examines the saved autoencoder of a training that has ended, and tells its card.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal static IReadOnlyList<ModelFinding> OfFinished(RunFolder run, TokenStore valid, CancellationToken cancellation)
    {
        using var best = TrainedModel.Load(run.Model);
        var findings = Of(best, valid, run, cancellation: cancellation).Findings;
        ModelFiles.TellCard(run.Model, findings);
        return findings;
    }

    /// <summary>The figures of an evaluation as the doctor reads them.</summary>
    internal static DiagnosisFigures Measured(EvaluationReport report, int latent) => new()
    {
        Kl = report.Kl,
        Latent = latent,
        MutualInformation = report.MutualInformation,
        MutualInformationCeiling = report.MutualInformationCeiling,
        MarginalKl = report.MarginalKl,
        ActiveUnits = report.ActiveUnits,
        KlByDimension = report.KlPerDimension,
    };

    private static DiagnosisFigures Measured(MetricsHistory? history, long step, double kl, int latent)
    {
        var logged = history?.Evaluations.LastOrDefault(point => point.Step == step);
        double? Logged(string name) => logged?.Figures.TryGetValue(name, out var value) == true ? value : null;
        return new DiagnosisFigures
        {
            Kl = Logged("kl") ?? kl,
            Latent = latent,
            MutualInformation = Logged("mutual_information"),
            MutualInformationCeiling = Logged("mutual_information_ceiling"),
            MarginalKl = Logged("marginal_kl"),
            ActiveUnits = (int?)Logged("active_units"),
        };
    }

    /// <summary>A recipe as advice depends on it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="steps">Steps of the whole training.</param>
    internal static DiagnosedRecipe Diagnosed(Recipe recipe, long steps) => new()
    {
        KlWeight = recipe.Objective.Kl.Final,
        KlIsAnnealed = recipe.Objective.Kl.Kind != ScheduleKind.Constant && recipe.Objective.Kl.From < recipe.Objective.Kl.To,
        FreeBits = recipe.Objective.FreeBits,
        TargetKl = recipe.Objective.TargetKl,
        WordDropout = Math.Max(recipe.Objective.WordDropout.From, recipe.Objective.WordDropout.To),
        MutualInformation = recipe.Objective.MutualInformation,
        EvaluateEvery = recipe.Training.EvaluateEvery,
        LearningRate = recipe.Training.LearningRate,
        Steps = steps,
    };
}
