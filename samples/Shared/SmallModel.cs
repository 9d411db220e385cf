using TextVae.Corpus;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Runs;

namespace TextVae.Samples;

/// <summary>
/// Small models, trained within seconds of what a sample generates. A program of one's own has a run folder of `textvae train`
/// instead, and needs nothing of this.
/// </summary>
internal static class SmallModel
{
    /// <summary>The architecture of the samples' models.</summary>
    public static ModelOptions Architecture { get; } = new() { Embedding = 32, Hidden = 64, Latent = 12 };

    /// <summary>Trains a model in a folder, unless there is one already.</summary>
    /// <param name="folder">Where the texts, the dataset and the run go.</param>
    /// <param name="texts">What it is trained on.</param>
    /// <param name="steps">Steps of training.</param>
    /// <returns>The run folder.</returns>
    public static string Train(string folder, IReadOnlyList<string> texts, long steps)
    {
        var run = Path.Combine(folder, "run");
        if (Directory.Exists(run))
            return run;
        using var dataset = Prepare(folder, texts);
        var recipe = new Recipe
        {
            Model = Architecture,
            // So that a short training puts the vector to use: the KL has a low weight, words are hidden from the decoder, and the vector by
            // itself has to tell which words a text has, which is most of what it means.
            Objective = new() { Kl = Schedule.Constant(0.3), WordDropout = Schedule.Constant(0.3), BagOfWords = 1 },
            Training = new() { Batch = 64, Steps = steps, LearningRate = 0.005, EvaluateEvery = (int)steps, CheckpointEvery = (int)steps },
        };
        using var training = TrainingRun.Start(recipe, dataset, Path.Combine(folder, "dataset"), new RunFolder(run));
        foreach (var done in training.Execute().OfType<Evaluated>())
            Console.Error.WriteLine($"Trained for {done.Step} steps: a bound of {done.Report.NllBound:F2} nats a text.");
        return run;
    }

    /// <summary>Makes a dataset of texts, of which some are kept for validation.</summary>
    public static Dataset Prepare(string folder, IReadOnlyList<string> texts)
    {
        Directory.CreateDirectory(folder);
        var lines = Path.Combine(folder, "texts.txt");
        File.WriteAllLines(lines, texts);
        var dataset = Path.Combine(folder, "dataset");
        if (!Directory.Exists(dataset))
        {
            DatasetBuilder.Prepare(
                new PrepareOptions { Inputs = [lines], Format = TextFormat.Lines, Coverage = 1, Split = new(0.9, 0.05, 0.05) }, dataset);
        }

        return Dataset.Open(dataset);
    }

    /// <summary>The folder that was named on the command line, or a fresh one among the temporary files.</summary>
    public static string FolderOf(string[] arguments) =>
        arguments.Length > 0 ? arguments[0] : Directory.CreateTempSubdirectory("textvae-sample-").FullName;
}
