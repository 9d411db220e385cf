using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Runs;

namespace TextVae.Reproduction;

/// <summary>What is measured of a trained system: the figures of the test split, and what a beam makes of its first texts.</summary>
internal sealed class SystemMeasurement(Dataset dataset, PlannedRun run, RunFolder folder)
{
    // Enough texts to see phrases return, and few enough for a beam of 16 on long reviews.
    private const int Texts = 96;
    private const int Pairs = 5;

    /// <summary>About as long as the sentences in the paper's tables.</summary>
    private const int WordsOfPair = 30;
    private const double EvaluationShare = 0.7;

    /// <summary>Told the share that is done, 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Measures the best model of a finished training.</summary>
    public SystemResult Measure(RunFinished trained, CancellationToken cancellation)
    {
        using var model = TrainedModel.Load(folder.Path);
        var figures = new Evaluator(model.Model, run.Recipe.Evaluation).Evaluate(
            dataset.Test, new SynchronousProgress<double>(share => Progress?.Report(EvaluationShare * share)), cancellation);
        var result = new SystemResult
        {
            System = run.System.Name,
            Seed = run.Seed,
            Steps = trained.Step,
            BestStep = trained.BestStep,
            Figures = figures,
        };
        if (model.Model is LanguageModel)
            return result;
        int[][] inputs = [.. Enumerable.Range(0, Math.Min(Texts, dataset.Test.Count)).Select(dataset.Test.Read)];
        var outputs = Reconstruct(model, inputs, cancellation);
        return result with
        {
            Phrases = PhraseFigures.Of(inputs, outputs),
            Pairs =
            [
                .. inputs.Zip(outputs).OrderBy(pair => Math.Abs(pair.First.Length - WordsOfPair)).Take(Pairs)
                    .Select(pair => new TextPair(model.TextOf(pair.First), model.TextOf(pair.Second))),
            ],
        };
    }

    private List<int[]> Reconstruct(TrainedModel model, int[][] inputs, CancellationToken cancellation)
    {
        var options = new DecodingOptions { Strategy = DecodingStrategy.Beam, Beam = run.Recipe.Evaluation.Beam };
        using var generator = new TextGenerator(model.Model, options);
        var labels = model.Labels.Count > 0 ? dataset.LabelsOf(Split.Test).ToArray().Take(inputs.Length) : null;
        var outputs = new List<int[]>();
        foreach (var text in generator.Reconstruct(inputs, labels))
        {
            cancellation.ThrowIfCancellationRequested();
            outputs.Add(text.Words);
            Progress?.Report(EvaluationShare + ((1 - EvaluationShare) * outputs.Count / inputs.Length));
        }

        return outputs;
    }
}
